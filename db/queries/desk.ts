import type { DeskFilter } from '../../domain/desk/schema.ts';
import { containing, type DeskSort, type DeskTab, searchWords } from '../../domain/desk/view.ts';
import type { Urgency } from '../../domain/policy/policy.ts';
import type { EmployeeRights } from '../../domain/roles.ts';
import type { TicketPhase } from '../../domain/ticket/state.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Workspace } from '../workspaces.ts';

/** A line of the desk. */
export interface DeskRow {
  id: string;
  number: string;
  title: string;
  category: string;
  categoryVersion: number;
  urgency: Urgency;
  phase: TicketPhase;
  outcome: string | null;
  property: string;
  building: string | null;
  unit: string | null;
  place: 'unit' | 'common';
  reporter: string | null;
  unconfirmed: boolean;
  assignee: string | null;
  contractor: string | null;
  waitingOn: string | null;
  waitingFor: string | null;
  waitingSince: Instant | null;
  dueAt: Instant | null;
  reportedAt: Instant;
  closedAt: Instant | null;
  revision: number;
  /** Whether the viewer keeps an eye on it. */
  starred: boolean;
}

/** How many tickets each tab holds. */
export type DeskCounts = Record<'ours' | 'today' | 'others' | 'open' | 'favourites', number>;

/** For whom the desk is laid. */
export type DeskViewer = { readonly personId: string; readonly rights: EmployeeRights };

/** A slice of the desk; `endOfToday` is the instant at which today ends in Berlin. */
export type DeskSlice = { readonly endOfToday: Instant; readonly limit: number; readonly offset: number };

const ours = `t.waiting_on in ('management', 'employee')`;

const starred = (me: string) => `exists (select from favourite f where f.person_id = ${me} and f.ticket_id = t.id)`;

const sorts: Record<DeskSort, string> = {
  due: 't.due_at',
  since: 't.waiting_since',
  reported: 't.reported_at',
  closed: 't.closed_at',
  number: 't.reported_at',
  urgency: `array_position(array['emergency', 'urgent', 'normal'], t.urgency)`,
};

const usual: Record<DeskTab, { sort: DeskSort; descending: boolean }> = {
  ours: { sort: 'due', descending: false },
  today: { sort: 'due', descending: false },
  others: { sort: 'due', descending: false },
  open: { sort: 'due', descending: false },
  closed: { sort: 'closed', descending: true },
  favourites: { sort: 'due', descending: false },
};

/** The contractor who works on a ticket now: the one of its newest running order. */
const contractorOfTicket = `(select w.contractor_id from work_order_ticket wt
  join work_order w on w.id = wt.order_id and w.closed_at is null
  where wt.ticket_id = t.id and w.contractor_id is not null order by w.placed_at desc limit 1)`;

/** Whose id stands behind the role that has the ball; for owners and boards the property's. */
export const holderOfTicket = `case t.waiting_on
  when 'management' then null
  when 'reporter' then coalesce(t.reporter_id, t.unconfirmed_id)
  when 'contractor' then ${contractorOfTicket}
  when 'owner' then t.property_id
  when 'advisoryBoard' then t.property_id
  else (select (b -> 'on' ->> 'id')::uuid from jsonb_array_elements(t.state -> 'balls') b
    where b -> 'on' ->> 'role' = t.waiting_on limit 1)
end`;

/** Which lines a filter leaves, as SQL over `ticket t`, with its parameters. */
class Conditions {
  readonly params: unknown[] = [];
  readonly me: string;
  private readonly end: string;
  private readonly clauses: string[] = [];
  private readonly visible: string;

  constructor(viewer: DeskViewer, endOfToday: Instant) {
    const { rights } = viewer;
    const properties = this.param(rights.allProperties ? null : [...rights.propertyIds]);
    this.visible = `(${properties}::uuid[] is null or t.property_id = any(${properties}::uuid[]))`;
    this.end = `${this.param(endOfToday)}::timestamptz`;
    this.me = `${this.param(viewer.personId)}::uuid`;
  }

  param(value: unknown): string {
    this.params.push(value);
    return `$${this.params.length}`;
  }

  add(filter: DeskFilter): void {
    const { tab, property, category, urgency, person, contractor, assignee, holder } = filter;
    const tabs: Record<DeskTab, string> = {
      ours: `t.closed_at is null and ${ours}`,
      today: `t.closed_at is null and t.due_at < ${this.end}`,
      others: `t.closed_at is null and not (${ours})`,
      open: 't.closed_at is null',
      closed: 't.closed_at is not null',
      favourites: starred(this.me),
    };
    this.clauses.push(tabs[tab]);
    if (property) this.clauses.push(`t.property_id = ${this.param(property)}`);
    if (category) this.clauses.push(`t.category = ${this.param(category)}`);
    if (urgency) this.clauses.push(`t.urgency = ${this.param(urgency)}`);
    if (assignee) this.clauses.push(`t.assignee_id = ${this.param(assignee)}`);
    if (contractor)
      this.clauses.push(`exists (select from work_order_ticket wt join work_order w on w.id = wt.order_id
        where wt.ticket_id = t.id and w.contractor_id = ${this.param(contractor)})`);
    if (person) this.clauses.push(ofPerson(this.param(person)));
    if (holder) {
      this.clauses.push(`t.waiting_on = ${this.param(holder.role)}`);
      if (holder.id) this.clauses.push(`${holderOfTicket} = ${this.param(holder.id)}`);
    }
    for (const word of searchWords(filter.text ?? ''))
      this.clauses.push(`exists (select from ticket_search s where s.ticket_id = t.id
        and s.words like folded(${this.param(containing(word))}))`);
  }

  /** The right to see comes first, so that no filter is without it. */
  get sql(): string {
    return [this.visible, `${this.end} is not null`, ...this.clauses].join(' and ');
  }

  get counts(): string {
    return `select count(*) filter (where ${ours})::int as ours, count(*) filter (where t.due_at < ${this.end})::int as today,
        count(*) filter (where not (${ours}))::int as others, count(*)::int as open,
        (select count(*)::int from favourite f join ticket t on t.id = f.ticket_id
           where f.person_id = ${this.me} and ${this.visible}) as favourites
      from ticket t where ${this.visible} and t.closed_at is null`;
  }
}

function ofPerson(id: string): string {
  return `(t.reporter_id = ${id}
    or t.unit_id in (select unit_id from tenancy where person_id = ${id} and daterange(valid_from, valid_until, '[]') @> berlin_day(t.reported_at)
      union all select unit_id from ownership where person_id = ${id} and daterange(valid_from, valid_until, '[]') @> berlin_day(t.reported_at))
    or exists (select from work_order_ticket wt join work_order w on w.id = wt.order_id
      join contractor c on c.id = w.contractor_id where wt.ticket_id = t.id and c.person_id = ${id}))`;
}

/** By what the lines are ordered; the id makes it a total order, so that pages neither repeat nor miss a line. */
function orderOf({ tab, sort, descending }: DeskFilter): string {
  const by = sort ? { sort, descending } : usual[tab];
  const down = by.descending ? ' desc nulls last' : '';
  // What was reported at night falls due at the same minute of the morning: then who came first is first.
  return `${sorts[by.sort]}${down}, t.reported_at, t.id`;
}

const columns = `t.id, t.number, t.title, t.category, t.category_version as "categoryVersion", t.urgency, t.phase, t.outcome, p.name as property,
  b.street as building, u.number as unit, t.place, coalesce(trim(r.given_name || ' ' || r.family_name), x.name) as reporter,
  t.unconfirmed_id is not null and t.reporter_id is null as unconfirmed,
  trim(a.given_name || ' ' || a.family_name) as assignee,
  (select trim(cp.given_name || ' ' || cp.family_name) from contractor c join person cp on cp.id = c.person_id
     where c.id = ${contractorOfTicket}) as contractor,
  t.waiting_on as "waitingOn", t.waiting_for as "waitingFor", t.waiting_since as "waitingSince",
  t.due_at as "dueAt", t.reported_at as "reportedAt", t.closed_at as "closedAt", t.revision`;

const joins = `join property p on p.id = t.property_id
  left join building b on b.id = t.building_id
  left join unit u on u.id = t.unit_id
  left join person r on r.id = t.reporter_id
  left join unconfirmed_reporter x on x.id = t.unconfirmed_id
  left join person a on a.id = t.assignee_id`;

/** Lines of the desk in their order, with how many each tab holds; one statement. */
export async function deskPage(
  workspace: Workspace,
  viewer: DeskViewer,
  filter: DeskFilter,
  slice: DeskSlice,
): Promise<{ rows: DeskRow[]; counts: DeskCounts }> {
  const where = new Conditions(viewer, slice.endOfToday);
  where.add(filter);
  const order = orderOf(filter);
  const limit = where.param(slice.limit);
  const offset = where.param(slice.offset);
  const found = await workspace.query<DeskRow & { counts: DeskCounts }>(
    `with page as (
       select row_number() over (order by ${order}) as nth, t.*
       from (select t.* from ticket t where ${where.sql} order by ${order} limit ${limit} offset ${offset}) t
     )
     select line.*, case when line.nth is null or line.nth = 1 then to_json(counts) end as counts
     from (${where.counts}) counts
     left join (select t.nth, ${columns}, ${starred(where.me)} as starred from page t ${joins}) line on true
     order by line.nth`,
    where.params,
  );
  const counts = found[0]?.counts ?? { ours: 0, today: 0, others: 0, open: 0, favourites: 0 };
  const rows = found.flatMap((line) => {
    if (line.id === null) return [];
    const { counts: _counts, nth: _nth, ...row } = line as DeskRow & { counts: unknown; nth: number };
    return [row];
  });
  return { rows, counts };
}

/** How many lines are read at a time where all are. */
const READ = 500;

/**
 * All lines that a filter leaves, in their order, as they were at one moment: read some hundred at a time, so that
 * their number costs no memory. Holds a connection until the end, or until the reader stops.
 */
export async function* deskLines(
  workspace: Workspace,
  viewer: DeskViewer,
  filter: DeskFilter,
  endOfToday: Instant,
): AsyncGenerator<DeskRow> {
  const where = new Conditions(viewer, endOfToday);
  where.add(filter);
  const order = orderOf(filter);
  const client = await workspace.pool.connect();
  let ended = false;
  try {
    await client.query('begin read only');
    await client.query(
      `declare lines no scroll cursor for select ${columns}, ${starred(where.me)} as starred
       from ticket t ${joins} where ${where.sql} order by ${order}`,
      where.params,
    );
    for (;;) {
      const { rows } = await client.query<DeskRow>(`fetch ${READ} from lines`);
      yield* rows;
      if (rows.length < READ) break;
    }
    await client.query('commit');
    ended = true;
  } finally {
    // A reader that went away leaves its transaction: it goes with the connection.
    client.release(!ended);
  }
}

/** The ids of the first lines that a filter leaves, in their order: what an act on all of them is about. */
export async function deskIds(
  workspace: Workspace,
  viewer: DeskViewer,
  filter: DeskFilter,
  slice: DeskSlice,
): Promise<string[]> {
  const where = new Conditions(viewer, slice.endOfToday);
  where.add(filter);
  const rows = await workspace.query<{ id: string }>(
    `select t.id from ticket t where ${where.sql} and ${where.me} is not null order by ${orderOf(filter)}
     limit ${where.param(slice.limit)} offset ${where.param(slice.offset)}`,
    where.params,
  );
  return rows.map(({ id }) => id);
}

/** Everything that waits on one holder. */
export interface HolderGroup {
  role: string;
  /** For owners and boards the property's; null for the desk itself. */
  id: string | null;
  name: string | null;
  count: number;
  late: number;
  since: Instant | null;
  due: Instant | null;
}

/** The most holders that are listed; who holds something that is late comes first. */
export const HOLDERS_MOST = 300;

/** Who has the ball of the open tickets, with since when and until when; those who are late first. One statement. */
export async function holderGroups(
  workspace: Workspace,
  rights: EmployeeRights,
  property: string | null,
): Promise<HolderGroup[]> {
  return workspace.query<HolderGroup>(
    `select g.role, g.id, coalesce(trim(p.given_name || ' ' || p.family_name), x.name, o.name) as name, g.count, g.late,
       g.since, g.due
     from (
       select role, id, count(*)::int as count, (count(*) filter (where due_at < now()))::int as late,
         min(waiting_since) as since, min(due_at) as due
       from (
         select coalesce(t.waiting_on, 'management') as role, ${holderOfTicket} as id, t.due_at, t.waiting_since
         from ticket t where ($1::uuid[] is null or t.property_id = any($1::uuid[])) and t.closed_at is null
           and ($2::uuid is null or t.property_id = $2)
       ) open group by role, id
       order by late desc, due nulls last limit ${HOLDERS_MOST}
     ) g
     left join contractor c on g.role = 'contractor' and c.id = g.id
     left join person p on p.id = coalesce(c.person_id, case when g.role in ('reporter', 'employee', 'person') then g.id end)
     left join unconfirmed_reporter x on g.role = 'reporter' and x.id = g.id
     left join property o on g.role in ('owner', 'advisoryBoard') and o.id = g.id
     order by array_position(array['management', 'employee'], g.role), g.late desc, g.due nulls last, name`,
    [rights.allProperties ? null : [...rights.propertyIds], property],
  );
}
