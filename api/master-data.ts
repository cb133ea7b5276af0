import { knownAmong, personFacts } from '../db/queries/people.ts';
import { propertyOf } from '../db/queries/properties.ts';
import { DomainError } from '../domain/errors.ts';
import { actorOf, mayAct, mayWorkOn } from '../domain/rights.ts';
import { type EmployeeAct, type EmployeeRights, propertiesFor } from '../domain/roles.ts';
import { employeeIn } from './employee.ts';
import type { RequestContext } from './trpc.ts';

/** The rights of the employee who asks. Throws `forbidden` for everybody else. */
export const rightsIn = (ctx: RequestContext): EmployeeRights => employeeIn(ctx).rights;

/** The properties on which the employee who asks may do something; null for all. */
export const propertiesIn = (ctx: RequestContext, act: EmployeeAct): string[] | null =>
  propertiesFor(rightsIn(ctx), act);

/** Under which name a change is written down. */
export const actorIn = ({ viewer }: RequestContext): object => actorOf(viewer) ?? {};

/** Throws `notFound` unless the employee works on the property. */
export function assertSees(ctx: RequestContext, propertyId: string | undefined): asserts propertyId is string {
  if (propertyId === undefined || !mayWorkOn(rightsIn(ctx), propertyId)) throw new DomainError('notFound');
}

/** Throws `notFound` unless the employee works on the property, `forbidden` unless they keep its master data. */
export function assertKeeps(ctx: RequestContext, propertyId: string | undefined): asserts propertyId is string {
  assertSees(ctx, propertyId);
  if (!mayAct(ctx.viewer, 'masterData', propertyId)) throw new DomainError('forbidden');
}

/** Throws like `assertKeeps`, for the property of a building or unit. */
export async function assertKeepsPart(
  ctx: RequestContext,
  part: { building: string } | { unit: string },
): Promise<void> {
  assertKeeps(ctx, await propertyOf(ctx.workspace, part));
}

/** Throws `forbidden` unless the employee keeps master data that belongs to no single property. */
export function assertKeepsPeople(ctx: RequestContext): void {
  if (!mayAct(ctx.viewer, 'masterData')) throw new DomainError('forbidden');
}

/** Throws `notFound` unless the employee may know of all these persons. */
export async function assertKnows(ctx: RequestContext, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const known = await knownAmong(ctx.workspace, propertiesIn(ctx, 'masterData'), ids);
  if (ids.some((id) => !known.has(id))) throw new DomainError('notFound');
}

/**
 * Throws `notFound` unless the employee may know of the person, `forbidden` unless they may change them. Colleagues are
 * changed by who looks after accounts alone: whose address is changed can be signed in as.
 */
export async function assertKeepsPerson(ctx: RequestContext, id: string): Promise<void> {
  const facts = await personFacts(ctx.workspace, propertiesIn(ctx, 'masterData'), id);
  if (!facts) throw new DomainError('notFound');
  assertKeepsPeople(ctx);
  if (facts.isEmployee && !mayAct(ctx.viewer, 'accounts')) throw new DomainError('forbidden');
}

/** Lets the office's open pages ask again. A lost notice is made up for by their next question. */
export function tellOffice({ services, workspace }: RequestContext, id: string): Promise<void> {
  return services.workspaces.notify({ workspaceId: workspace.id, topic: 'desk', id, revision: 0 });
}
