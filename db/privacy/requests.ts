import { DomainError } from '../../domain/errors.ts';
import {
  AVAILABLE_DAYS,
  dueOn,
  EXTENSION_MOST,
  type HandOverWay,
  type IdentityProof,
  type RequestFacts,
  type RequestKind,
  type RequestState,
  type RequestWay,
} from '../../domain/privacy/request.ts';
import type { Hold, PlanLine } from '../../domain/privacy/retention.ts';
import type { Day, Instant } from '../../domain/time/berlin.ts';
import type { Query } from '../pool.ts';
import { audit } from '../queries/audit.ts';
import { nameOf } from '../queries/known-people.ts';

/** A request as the office sees it. */
export interface PrivacyRequest extends RequestFacts {
  id: string;
  kind: RequestKind;
  personId: string;
  person: string;
  receivedOn: Day;
  way: RequestWay;
  identity: IdentityProof | null;
  extendedBy: number;
  reason: string;
  withoutInternal: boolean;
  handedOverOn: Day | null;
  handedOverBy: HandOverWay | null;
  /** What an erasure left behind, and where else they are named (ids of tickets and projects). */
  kept: { lines: PlanLine[]; mentions: string[] } | null;
  nextOn: Day | null;
  enteredAt: Instant;
  settledAt: Instant | null;
  revision: number;
}

const COLUMNS = `r.id, r.kind, r.person_id as "personId", ${nameOf('p')} as person, r.received_on as "receivedOn", r.way,
  r.state, r.identity, r.due_on as "dueOn", r.extended_by as "extendedBy", r.reason,
  r.without_internal as "withoutInternal", r.available_until as "availableUntil", r.handed_over_on as "handedOverOn",
  r.handed_over_by as "handedOverBy", r.kept, r.next_on as "nextOn", r.entered_at as "enteredAt",
  r.settled_at as "settledAt", r.revision`;
const FROM = 'from privacy_request r join person p on p.id = r.person_id';

/** The requests of a company: what has to be answered first, then the latest. */
export function privacyRequests(q: Query, limit: number): Promise<PrivacyRequest[]> {
  return q<PrivacyRequest>(
    `select ${COLUMNS} ${FROM} order by r.state <> 'open', case r.state when 'open' then r.due_on end, r.entered_at desc, r.id
     limit $1`,
    [limit],
  );
}

/** What a person has asked for, the latest first. */
export function requestsOf(q: Query, personId: string): Promise<PrivacyRequest[]> {
  return q<PrivacyRequest>(`select ${COLUMNS} ${FROM} where r.person_id = $1 order by r.entered_at desc, r.id`, [
    personId,
  ]);
}

/** One request; throws `notFound`. */
export async function privacyRequest(q: Query, id: string): Promise<PrivacyRequest> {
  const [row] = await q<PrivacyRequest>(`select ${COLUMNS} ${FROM} where r.id = $1`, [id]);
  if (!row) throw new DomainError('notFound');
  return row;
}

/** How many wait for the office's answer. */
export async function openRequests(q: Query): Promise<number> {
  const [row] = await q<{ n: number }>(`select count(*)::int as n from privacy_request where state = 'open'`);
  return row?.n ?? 0;
}

/**
 * Writes a request down; the same id again is the same request. Throws `notFound` for an unknown person,
 * `requestRunning` where one of the kind is on its way.
 */
export async function enterRequest(
  q: Query,
  request: {
    id: string;
    kind: RequestKind;
    personId: string;
    receivedOn: Day;
    way: RequestWay;
    identity: IdentityProof | null;
    actor: object;
  },
): Promise<void> {
  const { id, kind, personId, receivedOn, way, identity, actor } = request;
  const [person] = await q('select 1 from person where id = $1 for key share', [personId]);
  if (!person) throw new DomainError('notFound');
  const [known] = await q<{ same: boolean }>(
    `select id = $1 as same from privacy_request where id = $1
       or (person_id = $2 and kind = $3 and state in ('open', 'released', 'erasing')) order by 1 desc limit 1`,
    [id, personId, kind],
  );
  if (known?.same) return;
  if (known) throw new DomainError('requestRunning');
  await q(
    `insert into privacy_request (id, kind, person_id, received_on, way, identity, due_on, entered_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, kind, personId, receivedOn, way, identity, dueOn(receivedOn, 0), JSON.stringify(actor)],
  );
  await audit(q, { actor, what: `privacy.${kind}Asked`, subjectId: personId, after: { request: id, receivedOn, way } });
}

/** What an act writes into a request. */
export interface RequestChange {
  state?: RequestState;
  identity?: IdentityProof;
  extendedBy?: number;
  reason?: string;
  withoutInternal?: boolean;
  availableUntil?: Instant | null;
  handedOver?: { on: Day; by: HandOverWay };
}

/**
 * Changes a request that is in one of these states, with an entry in the audit. Throws `notFound`, and `notAllowedNow` in
 * any other state.
 */
export async function changeRequest(
  q: Query,
  act: {
    id: string;
    what: string;
    actor: object;
    from: readonly RequestState[];
    kind?: RequestKind;
    change: RequestChange;
  },
): Promise<PrivacyRequest> {
  const { id, what, actor, from, change } = act;
  await q('select 1 from privacy_request where id = $1 for update', [id]);
  const before = await privacyRequest(q, id);
  if (!from.includes(before.state) || (act.kind && before.kind !== act.kind)) throw new DomainError('notAllowedNow');
  const extendedBy = change.extendedBy ?? before.extendedBy;
  const state = change.state ?? before.state;
  const over = ['handedOver', 'erased', 'refused', 'withdrawn'].includes(state);
  await q(
    `update privacy_request set state = $2, identity = $3, extended_by = $4, due_on = $5, reason = $6,
       without_internal = $7, available_until = $8, handed_over_on = $9, handed_over_by = $10,
       settled_at = case when $11 then coalesce(settled_at, now()) end
     where id = $1`,
    [
      id,
      state,
      change.identity ?? before.identity,
      extendedBy,
      dueOn(before.receivedOn, extendedBy),
      change.reason ?? before.reason,
      change.withoutInternal ?? before.withoutInternal,
      change.availableUntil === undefined ? before.availableUntil : change.availableUntil,
      change.handedOver?.on ?? before.handedOverOn,
      change.handedOver?.by ?? before.handedOverBy,
      over,
    ],
  );
  // Words of the reason stay in the row alone: the audit says that there is one.
  const { reason: said, ...facts } = change;
  await audit(q, {
    actor,
    what: `privacy.${what}`,
    subjectId: before.personId,
    before: { state: before.state },
    after: { request: id, ...facts, ...(said !== undefined && { withReason: true }) },
  });
  return privacyRequest(q, id);
}

/** Makes the period longer (Art. 12 (3) DSGVO): two months at most, all in all, and only before it is over. */
export function extensionOf(request: PrivacyRequest, months: number, today: Day): number {
  const all = request.extendedBy + months;
  if (all > EXTENSION_MOST || today > request.dueOn) throw new DomainError('notAllowedNow');
  return all;
}

/** Until when a copy that is released now lies ready. */
export const availableUntil = (now: Date): Instant =>
  new Date(now.getTime() + AVAILABLE_DAYS * 86_400_000).toISOString();

/** Requests that have to be looked at: open ones, copies that lie ready, and erasures of which more may go by now. */
export async function requestsToAttend(q: Query): Promise<string[]> {
  const rows = await q<{ id: string }>(
    `select id from privacy_request
     where state in ('open', 'released') or (state = 'erasing' and next_on <= berlin_today()) order by due_on, id`,
  );
  return rows.map(({ id }) => id);
}

/** A hold with its words. */
export interface KeptHold extends Hold {
  personId: string;
  person: string;
  reason: string;
  setAt: Instant;
  setBy: string;
}

/** What is held at the moment: of one person, or of all. */
export function holdsOf(q: Query, personId: string | null): Promise<KeptHold[]> {
  return q<KeptHold>(
    `select h.id, h.person_id as "personId", ${nameOf('p')} as person, h.reason, h.until, h.set_at as "setAt",
       ${nameOf('s')} as "setBy"
     from retention_hold h join person p on p.id = h.person_id join person s on s.id = h.set_by
     where h.lifted_at is null and (h.until is null or h.until >= berlin_today())
       and ($1::uuid is null or h.person_id = $1)
     order by h.set_at desc, h.id`,
    [personId],
  );
}

/** Keeps everything of a person; the same id again is the same hold. Throws `notFound`. */
export async function setHold(
  q: Query,
  hold: { id: string; personId: string; reason: string; until: Day | null; employeeId: string },
): Promise<void> {
  const [person] = await q('select 1 from person where id = $1 for key share', [hold.personId]);
  if (!person) throw new DomainError('notFound');
  const made = await q(
    `insert into retention_hold (id, person_id, reason, until, set_by) values ($1, $2, $3, $4, $5)
     on conflict (id) do nothing returning id`,
    [hold.id, hold.personId, hold.reason, hold.until, hold.employeeId],
  );
  if (made.length === 0) return;
  await audit(q, {
    actor: { kind: 'employee', id: hold.employeeId },
    what: 'privacy.hold',
    subjectId: hold.personId,
    after: { hold: hold.id, until: hold.until },
  });
}

/** Ends a hold. Throws `notFound`. */
export async function liftHold(q: Query, { id, employeeId }: { id: string; employeeId: string }): Promise<string> {
  const [row] = await q<{ personId: string }>(
    `update retention_hold set lifted_at = now(), lifted_by = $2 where id = $1 and lifted_at is null
     returning person_id as "personId"`,
    [id, employeeId],
  );
  if (!row) throw new DomainError('notFound');
  await audit(q, {
    actor: { kind: 'employee', id: employeeId },
    what: 'privacy.holdLifted',
    subjectId: row.personId,
    after: { hold: id },
  });
  return row.personId;
}
