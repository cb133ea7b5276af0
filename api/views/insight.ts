import { orderFacts, ticketFacts } from '../../db/access.ts';
import {
  type CandidateRow,
  orderCandidates,
  periodsOf,
  propertyNames,
  ticketByNumber,
  ticketCandidates,
} from '../../db/queries/insight.ts';
import { namesOf } from '../../db/queries/names.ts';
import { rolesOfPerson } from '../../db/sessions.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { orderAudiences } from '../../domain/rights/order.ts';
import { type Involvement, involvementOf, ticketAudiences } from '../../domain/rights/ticket.ts';
import { mayWorkOn, type Viewer } from '../../domain/rights.ts';
import { EMPLOYEE_ACTS, type EmployeeAct, type EmployeeRights, grants, type HeldRole } from '../../domain/roles.ts';

/** So many of somebody's tickets or orders are looked at. */
const MOST = 60;

type Asker = Extract<Viewer, { kind: 'employee' }>;

/** What somebody may see of a ticket or order, and why. */
interface Seen extends Omit<CandidateRow, 'propertyId'> {
  reasons: (Involvement | 'contractor' | 'works')[];
}

/** One role that somebody holds, in words. */
function heldView(role: HeldRole, properties: ReadonlyMap<string, string>, names: ReadonlyMap<string, string>) {
  const { allProperties, propertyIds, limitCents, standsInFor, until } = role;
  return {
    role: role.role,
    name: role.name,
    properties: allProperties ? null : propertyIds.flatMap((id) => properties.get(id) ?? []).sort(),
    limitCents,
    until,
    standsInFor: standsInFor ? (names.get(standsInFor) ?? '') : null,
  };
}

/** By which of the roles each act is allowed, on a property or anywhere; acts without any are left out. */
function actViews(rights: EmployeeRights, propertyId?: string): { act: EmployeeAct; by: number[] }[] {
  return EMPLOYEE_ACTS.map((act) => ({
    act,
    by: grants(rights, act, propertyId).map((role) => rights.roles.indexOf(role)),
  })).filter(({ by }) => by.length > 0);
}

/** Everything that a ticket is to somebody who is no employee: as resident or owner, and as contractor. */
async function reasonsOn(workspace: Workspace, personId: string, contractorIds: readonly string[], ticketId: string) {
  const facts = await ticketFacts(workspace, ticketId);
  if (!facts) return [];
  const asFirm = ticketAudiences({ kind: 'contractor', personId, contractorIds }, facts).length > 0;
  return [...involvementOf(personId, facts), ...(asFirm ? ['contractor' as const] : [])];
}

/**
 * What somebody may see and do, each with its reason, by the functions that decide it when they ask themselves. The asker
 * reads of tickets and houses that are theirs alone. Throws `notFound` for an unknown ticket.
 */
export async function insightView(workspace: Workspace, asker: Asker, personId: string, number: string | null) {
  const roles = await rolesOfPerson(workspace, personId, null);
  if (!roles) throw new DomainError('notFound');
  const { employee: rights, contractorIds } = roles;
  const mine = (propertyId: string) => mayWorkOn(asker.rights, propertyId);
  const [names, properties, periods, tickets, orders] = await Promise.all([
    namesOf(workspace, [
      { kind: 'person', id: personId },
      ...(rights?.roles ?? []).flatMap(({ standsInFor: id }) => (id ? [{ kind: 'person' as const, id }] : [])),
    ]),
    propertyNames(workspace, rights?.propertyIds ?? []),
    periodsOf(workspace, personId),
    ticketCandidates(workspace, personId, MOST),
    orderCandidates(workspace, contractorIds, MOST),
  ]);
  const seen: Seen[] = [];
  for (const { propertyId, ...ticket } of tickets.filter((one) => mine(one.propertyId))) {
    const reasons = await reasonsOn(workspace, personId, [], ticket.id);
    if (reasons.length > 0) seen.push({ ...ticket, reasons });
  }
  const worked: Seen[] = [];
  for (const { propertyId, ...order } of orders.filter((one) => mine(one.propertyId))) {
    const facts = await orderFacts(workspace, order.id);
    const as = facts ? orderAudiences({ kind: 'contractor', personId, contractorIds }, facts) : [];
    if (as.length > 0) worked.push({ ...order, reasons: ['contractor'] });
  }
  return {
    id: personId,
    name: names.get(personId) ?? '',
    employee: rights
      ? { roles: rights.roles.map((role) => heldView(role, properties, names)), acts: actViews(rights) }
      : null,
    residents: roles.resident || roles.owner,
    contractor: contractorIds.length > 0,
    periods: periods.filter((one) => mine(one.propertyId)).map(({ propertyId, ...period }) => period),
    tickets: seen,
    orders: worked,
    ticket: number ? await ticketInsight(workspace, mine, { personId, rights, contractorIds }, number) : null,
  };
}

async function ticketInsight(
  workspace: Workspace,
  mine: (propertyId: string) => boolean,
  who: { personId: string; rights: EmployeeRights | undefined; contractorIds: readonly string[] },
  number: string,
) {
  const found = await ticketByNumber(workspace, number);
  if (!found || !mine(found.propertyId)) throw new DomainError('notFound');
  const { propertyId, ...ticket } = found;
  const reasons: Seen['reasons'] = await reasonsOn(workspace, who.personId, who.contractorIds, ticket.id);
  const acts = who.rights ? actViews(who.rights, propertyId) : [];
  return { ...ticket, reasons: acts.length > 0 ? (['works', ...reasons] as const) : reasons, acts };
}

/** The shape of what is told. */
export type Insight = Awaited<ReturnType<typeof insightView>>;
