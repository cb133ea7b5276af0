import { createHash } from 'node:crypto';
import { type Invitee, invitees } from '../../db/queries/invitees.ts';
import { letterheadOf } from '../../db/queries/letterhead.ts';
import { DomainError } from '../../domain/errors.ts';
import type { InvitationScope } from '../../domain/invitation/scope.ts';
import {
  type InvitationChoice,
  type InvitationWay,
  printOrder,
  type UnreachableReason,
  wayFor,
} from '../../domain/invitation/way.ts';
import { mayAct, mayWorkOn } from '../../domain/rights.ts';
import { propertiesIn, rightsIn } from '../master-data.ts';
import type { RequestContext } from '../trpc.ts';

/** Somebody in a plan: how they would be invited, or why not. */
export interface PlannedInvitation extends Pick<Invitee, 'personId' | 'name' | 'entrance' | 'propertyId' | 'unitId'> {
  place: string;
  property: string;
  way: InvitationWay | null;
  why: UnreachableReason | 'hasAccount' | 'alreadyInvited' | 'noRole' | 'colleague' | null;
}

/**
 * Exactly who would be invited how, in the order of the print file. Who is invited already is left alone, except where
 * they are named: then the new invitation replaces the old one. Throws `notFound` for a property or person of others.
 */
export async function invitationPlan(
  ctx: RequestContext,
  { scope, choice }: { scope: InvitationScope; choice: InvitationChoice },
): Promise<{ people: PlannedInvitation[]; fingerprint: string }> {
  const properties = propertiesIn(ctx, 'masterData');
  if (scope.kind === 'property') {
    if (!mayWorkOn(rightsIn(ctx), scope.id)) throw new DomainError('notFound');
    if (!mayAct(ctx.viewer, 'masterData', scope.id)) throw new DomainError('forbidden');
  }
  const [found, head] = await Promise.all([
    invitees(ctx.workspace.query.bind(ctx.workspace), properties, scope),
    letterheadOf(ctx.workspace),
  ]);
  if (scope.kind === 'people' && found.length < new Set(scope.ids).size) throw new DomainError('notFound');
  const people = found.sort(printOrder).map((who): PlannedInvitation => {
    const { personId, name, entrance, propertyId, unitId, property } = who;
    const place = [who.building, who.unit].filter(Boolean).join(', ');
    const planned = { personId, name, entrance, propertyId, unitId, property, place };
    const hinders = hindranceOf(ctx, who, scope);
    if (hinders) return { ...planned, way: null, why: hinders };
    const by = wayFor(who, choice, head !== null);
    return 'way' in by ? { ...planned, way: by.way, why: null } : { ...planned, way: null, why: by.why };
  });
  const said = people.map(({ personId, way, why, entrance }) => [personId, way, why, entrance]);
  return { people, fingerprint: createHash('sha256').update(JSON.stringify(said)).digest('base64url') };
}

function hindranceOf(ctx: RequestContext, who: Invitee, scope: InvitationScope): PlannedInvitation['why'] {
  if (who.entrance === null) return 'noRole';
  if (who.hasAccount) return 'hasAccount';
  // Whoever sets their password opens the desk: that is for those who give accounts.
  if (who.isEmployee && !mayAct(ctx.viewer, 'accounts')) return 'colleague';
  return who.invitedAt !== null && scope.kind !== 'people' ? 'alreadyInvited' : null;
}
