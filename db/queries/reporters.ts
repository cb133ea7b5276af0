import { DomainError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/parties.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { bindReporter } from './binding.ts';
import { knownPerson, nameOf } from './known-people.ts';

/** Why somebody could be the one who reported. */
export type ReporterHint = 'email' | 'phone' | 'name' | 'similarName' | 'unit';

/** Somebody without proof, by the mail address that they proved: each of their reports in one line. */
export interface UnboundReporter {
  /** The rows that are theirs; one for each time they reported. */
  ids: string[];
  name: string;
  email: string;
  phone: string | null;
  /** What they said about where they live. */
  said: string;
  property: string;
  tickets: { id: string; number: string; title: string; reportedAt: Instant }[];
  suggestions: { id: string; name: string; place: string | null; why: ReporterHint[] }[];
}

const digits = (column: string) => `right(regexp_replace(${column}, '\\D', '', 'g'), 9)`;

/** How alike names must be, by their trigrams, to be held for the same with a slip in it. */
const SIMILAR = 0.45;
const SUGGESTED = 3;

/**
 * Those without proof whose reports belong to nobody yet, the newest first, with who they could be: the same mail address,
 * or somebody of the property with the same number, the same or a similar name, or in the flat that they named. One
 * statement. Of the properties where an employee may decide (null: of all).
 */
export function unboundReporters(
  workspace: Workspace,
  properties: string[] | null,
  { limit, offset }: { limit: number; offset: number },
): Promise<UnboundReporter[]> {
  return workspace
    .query<UnboundReporter>(
      `with open as (
       select x.id, lower(x.email) as email, x.name, x.phone, x.place, x.created_at, t.id as ticket_id, t.number, t.title,
         t.reported_at, t.property_id, t.building_id
       from ticket t join unconfirmed_reporter x on x.id = t.unconfirmed_id
       where t.reporter_id is null and x.not_resident_at is null
         and ($1::uuid[] is null or t.property_id = any($1::uuid[]))
     ), who as (
       select email, property_id, array_agg(distinct id) as ids,
         (array_agg(name order by created_at desc))[1] as name,
         (array_agg(phone order by created_at desc) filter (where phone <> ''))[1] as phone,
         coalesce((array_agg(place order by created_at desc) filter (where place <> ''))[1], '') as said,
         (array_agg(building_id order by created_at desc))[1] as building_id, max(reported_at) as newest,
         jsonb_agg(jsonb_build_object('id', ticket_id, 'number', number, 'title', title, 'reportedAt',
           to_char(reported_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by reported_at desc) as tickets
       from open group by email, property_id
       order by newest desc, email limit $2 offset $3
     )
     select w.ids, w.name, w.email, w.phone, w.said, h.name as property, w.tickets,
       coalesce((
         select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'place', s.place, 'why', s.why)
           order by s.rank desc, s.name)
         from (
           select p.id, ${nameOf('p')} as name, min(concat_ws(', ', b.street, u.number)) as place,
             array_remove(array[
               case when lower(p.email) = w.email then 'email' end,
               case when length(${digits('w.phone')}) > 6
                 and ${digits('w.phone')} in (${digits('p.phone')}, ${digits('p.mobile')}) then 'phone' end,
               case when string_to_array(folded(p.family_name), ' ') <@ string_to_array(folded(w.name), ' ') then 'name'
                 when similarity(folded(w.name), folded(${nameOf('p')})) > ${SIMILAR} then 'similarName' end,
               case when bool_or(w.said <> '' and u.building_id = w.building_id and (
                 (u.position <> '' and position(folded(u.position) in folded(w.said)) > 0)
                 or string_to_array(folded(w.said), ' ') @> string_to_array(folded(u.number), ' '))) then 'unit' end
             ], null) as why,
             (case when lower(p.email) = w.email then 8 else 0 end
               + case when bool_or(u.building_id = w.building_id) then 1 else 0 end
               + case when string_to_array(folded(p.family_name), ' ') <@ string_to_array(folded(w.name), ' ') then 3 else 0 end)
             as rank
           from person p
           left join lateral (
             select unit_id from tenancy n where n.person_id = p.id
               and daterange(n.valid_from, n.valid_until, '[]') @> berlin_today()
             union all select unit_id from ownership o where o.person_id = p.id
               and daterange(o.valid_from, o.valid_until, '[]') @> berlin_today()
           ) held on true
           left join unit u on u.id = held.unit_id left join building b on b.id = u.building_id
           where p.active and (b.property_id = w.property_id or lower(p.email) = w.email) and ${knownPerson('p', '$1')}
           group by p.id
         ) s where s.why && array['email', 'phone', 'name', 'similarName', 'unit'] and s.rank > -1
       ), '[]') as suggestions
     from who w join property h on h.id = w.property_id order by w.newest desc, w.email`,
      [properties, limit, offset],
    )
    .then((rows) =>
      rows.map((row) => ({
        ...row,
        // The flat alone speaks for everybody in it: only where nothing else speaks for somebody.
        suggestions: surest(row.suggestions).slice(0, SUGGESTED),
      })),
    );
}

function surest(found: UnboundReporter['suggestions']): UnboundReporter['suggestions'] {
  const more = found.filter(({ why }) => why.some((each) => each !== 'unit'));
  return more.length > 0 ? more : found;
}

/** How many of them there are. */
export async function countUnbound(workspace: Workspace, properties: string[] | null): Promise<number> {
  const [row] = await workspace.query<{ count: number }>(
    `select count(distinct (lower(x.email), t.property_id))::int as count
     from ticket t join unconfirmed_reporter x on x.id = t.unconfirmed_id
     where t.reporter_id is null and x.not_resident_at is null
       and ($1::uuid[] is null or t.property_id = any($1::uuid[]))`,
    [properties],
  );
  return row?.count ?? 0;
}

/** What is decided about somebody without proof. */
export interface ReporterDecision {
  id: string;
  reporterIds: string[];
  /** Who it is; null for nobody of the house. */
  personId: string | null;
  actor: Actor;
  properties: string[] | null;
}

/** The tickets of some reporters that an employee may decide about. Throws `notFound` for those of others. */
async function ticketsOf(q: Query, reporterIds: string[], properties: string[] | null, bound: boolean) {
  const rows = await q<{ id: string; mine: boolean }>(
    `select t.id, ($2::uuid[] is null or t.property_id = any($2::uuid[])) as mine from ticket t
     where t.unconfirmed_id = any($1::uuid[]) and (t.reporter_id is not null) = $3 order by t.id for update`,
    [reporterIds, properties, bound],
  );
  if (rows.length === 0 || rows.some(({ mine }) => !mine)) throw new DomainError('notFound');
  return rows.map(({ id }) => id);
}

/**
 * Says who somebody without proof is, for all of their reports at once, or that it is nobody of the house. Throws
 * `notFound`, `notAllowedNow` (bound meanwhile).
 * @returns the tickets that belong to the person now
 */
export async function decideReporter(
  workspace: Workspace,
  { id, reporterIds, personId, actor, properties }: ReporterDecision,
): Promise<{ ticketId: string; revision: number }[]> {
  return workspace.transaction(async (q) => {
    const ids = await ticketsOf(q, reporterIds, properties, false);
    const tickets: { ticketId: string; revision: number; unitId: string | null }[] = [];
    if (personId !== null)
      for (const ticketId of ids) tickets.push({ ticketId, ...(await bindReporter(q, { ticketId, personId, actor })) });
    else {
      await q('update unconfirmed_reporter set not_resident_at = now() where id = any($1::uuid[])', [reporterIds]);
      await audit(q, { actor, what: 'reporter.notResident', subjectId: id, after: { reporterIds } });
    }
    await q(
      `insert into reporter_decision (id, kind, actor, person_id, reporter_ids, tickets) values ($1, $2, $3, $4, $5, $6)`,
      [
        id,
        personId === null ? 'notResident' : 'bound',
        JSON.stringify(actor),
        personId,
        reporterIds,
        JSON.stringify(tickets.map(({ ticketId, unitId }) => ({ ticketId, unitId }))),
      ],
    );
    return tickets;
  });
}

/** A decision of the last days, which can be taken back. */
export interface DecisionLine {
  id: string;
  kind: 'bound' | 'notResident';
  at: Instant;
  name: string;
  person: { id: string; name: string } | null;
  count: number;
}

/** The newest decisions about reporters of these properties (null: of all). */
export function reporterDecisions(
  workspace: Workspace,
  properties: string[] | null,
  most: number,
): Promise<DecisionLine[]> {
  return workspace.query<DecisionLine>(
    `select d.id, d.kind, d.at, max(x.name) as name, cardinality(d.reporter_ids) as count,
       case when p.id is not null then jsonb_build_object('id', p.id, 'name', ${nameOf('p')}) end as person
     from reporter_decision d join unconfirmed_reporter x on x.id = any(d.reporter_ids)
     left join person p on p.id = d.person_id
     where d.undone_at is null and ($1::uuid[] is null or not exists (
       select from ticket t where t.unconfirmed_id = any(d.reporter_ids) and t.property_id <> all($1::uuid[])))
     group by d.id, p.id order by d.at desc limit $2`,
    [properties, most],
  );
}

/**
 * Takes a decision back: the reports belong to nobody again, in the flat that it put them into no more. Throws `notFound`,
 * and `tooLateToUndo` where a report has come to belong to another person since.
 * @returns the tickets that changed
 */
export async function undoDecision(
  workspace: Workspace,
  { id, actor, properties }: { id: string; actor: Actor; properties: string[] | null },
): Promise<{ ticketId: string; revision: number }[]> {
  return workspace.transaction(async (q) => {
    const [decided] = await q<{
      kind: 'bound' | 'notResident';
      personId: string | null;
      reporterIds: string[];
      tickets: { ticketId: string; unitId: string | null }[];
    }>(
      `update reporter_decision set undone_at = now() where id = $1 and undone_at is null
       returning kind, person_id as "personId", reporter_ids as "reporterIds", tickets`,
      [id],
    );
    if (!decided) throw new DomainError('notFound');
    await ticketsOf(q, decided.reporterIds, properties, decided.kind === 'bound');
    const changed: { ticketId: string; revision: number }[] = [];
    if (decided.kind === 'notResident')
      await q('update unconfirmed_reporter set not_resident_at = null where id = any($1::uuid[])', [
        decided.reporterIds,
      ]);
    for (const { ticketId, unitId } of decided.tickets) {
      const [ticket] = await q<{ revision: number }>(
        `update ticket set reporter_id = null, unit_id = case when unit_id = $3 then null else unit_id end
         where id = $1 and reporter_id = $2 and unconfirmed_id is not null returning revision`,
        [ticketId, decided.personId, unitId],
      );
      if (!ticket) throw new DomainError('tooLateToUndo');
      changed.push({ ticketId, revision: ticket.revision });
    }
    if (decided.kind === 'bound')
      await q('update unconfirmed_reporter set person_id = null where id = any($1::uuid[])', [decided.reporterIds]);
    await audit(q, { actor, what: 'reporter.undo', subjectId: id, before: { kind: decided.kind } });
    return changed;
  });
}
