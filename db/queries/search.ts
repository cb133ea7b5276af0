import { containing, searchWords } from '../../domain/desk/view.ts';
import type { EmployeeRights } from '../../domain/roles.ts';
import type { TicketPhase } from '../../domain/ticket/state.ts';
import type { Workspace } from '../workspaces.ts';

export interface FoundTicket {
  id: string;
  number: string;
  title: string;
  place: string;
  reporter: string | null;
  phase: TicketPhase;
  closed: boolean;
}

export interface FoundPerson {
  id: string;
  name: string;
  role: 'contractor' | 'employee' | 'resident' | 'owner' | 'none';
  /** Where they live, or what they own. */
  place: string | null;
}

export interface FoundProperty {
  id: string;
  name: string;
  place: string;
}

/** A project, a vote or a read receipt. */
export interface FoundMatter {
  id: string;
  number: string;
  title: string;
  /** The property's name; null where it concerns more than one. */
  place: string | null;
  closed: boolean;
}

/** What a search found, of each kind the best first. */
export interface Found {
  tickets: FoundTicket[];
  people: FoundPerson[];
  properties: FoundProperty[];
  projects: FoundMatter[];
  campaigns: FoundMatter[];
}

const nothing: Found = { tickets: [], people: [], properties: [], projects: [], campaigns: [] };

/** Of how many newest hits the best are picked. */
const LOOKED_AT = 200;

/**
 * Tickets, people, properties, projects and votes that have all words of a text somewhere, in one statement: parts of words count,
 * umlauts are found in either spelling. Employees find what belongs to their properties, firms, and colleagues.
 */
export async function search(
  workspace: Workspace,
  rights: EmployeeRights,
  text: string,
  limit: number,
): Promise<Found> {
  const words = searchWords(text);
  if (words.length === 0) return nothing;
  const params: unknown[] = [
    rights.allProperties ? null : [...rights.propertyIds],
    limit,
    text.trim(),
    words.map(containing),
  ];
  const patterns = words.map((word) => [word, `folded($${params.push(containing(word))})`] as const);
  // One or two letters are in no trigram: the index would be read as a whole for them.
  const all = (column: string) =>
    patterns.map(([word, like]) => `${word.length < 3 ? `(${column} || '')` : column} like ${like}`).join(' and ');
  const mine = (property: string) => `($1::uuid[] is null or ${property} = any($1::uuid[]))`;
  const matters = (table: 'project' | 'campaign') =>
    `select m.id, m.number, m.title, p.name as place, m.closed_at is not null as closed
     from ${table} m left join property p on p.id = m.property_id
     where ${mine('m.property_id')} and ${all('m.words')}
     order by m.number ilike $3 || '%' desc, m.number ilike '%' || $3 desc, m.closed_at is not null, m.begun_at desc, m.id
     limit $2`;
  const [found] = await workspace.query<Found>(
    `with hit as materialized (
       select ticket_id from found_tickets($4::text[], $1::uuid[], ${LOOKED_AT}) ticket_id
     ), tickets as (
       select t.id, t.number, t.title, concat_ws(', ', coalesce(b.street, p.street), u.number) as place,
         coalesce(trim(r.given_name || ' ' || r.family_name), x.name) as reporter, t.phase, t.closed_at is not null as closed
       from hit join ticket t on t.id = hit.ticket_id join property p on p.id = t.property_id
       left join building b on b.id = t.building_id left join unit u on u.id = t.unit_id
       left join person r on r.id = t.reporter_id left join unconfirmed_reporter x on x.id = t.unconfirmed_id
       order by t.number ilike $3 || '%' desc, t.number ilike '%' || $3 desc, t.closed_at is not null, t.reported_at desc
       limit $2
     ), known as materialized (
       select p.id, p.given_name, p.family_name, c.id as contractor, e.person_id as employee
       from person p left join contractor c on c.person_id = p.id and c.active
       left join employee e on e.person_id = p.id and e.active
       where ${all('p.words')} and ($1::uuid[] is null or c.id is not null or e.person_id is not null or exists (
         select from (select unit_id from tenancy where person_id = p.id
           union all select unit_id from ownership where person_id = p.id) h
         join unit u on u.id = h.unit_id join building b on b.id = u.building_id where b.property_id = any($1::uuid[])))
       order by p.family_name, p.given_name, p.id limit $2
     ), people as (
       select k.id, trim(k.given_name || ' ' || k.family_name) as name,
         case when k.contractor is not null then 'contractor' when k.employee is not null then 'employee'
           else coalesce(home.role, 'none') end as role, home.place
       from known k left join lateral (
         select h.role, concat_ws(', ', b.street, u.number) as place from (
           select 'resident' as role, unit_id, valid_from from tenancy where person_id = k.id
           union all select 'owner', unit_id, valid_from from ownership where person_id = k.id
         ) h join unit u on u.id = h.unit_id join building b on b.id = u.building_id
         where ${mine('b.property_id')} order by h.role desc, h.valid_from desc limit 1
       ) home on true
       order by k.family_name, k.given_name, k.id
     ), properties as (
       select p.id, p.name, concat_ws(', ', p.street, p.city) as place from property p
       where ${mine('p.id')} and ${all('p.words')}
       order by p.name limit $2
     ), projects as (${matters('project')}), campaigns as (${matters('campaign')})
     select coalesce((select json_agg(tickets) from tickets), '[]') as tickets,
       coalesce((select json_agg(people) from people), '[]') as people,
       coalesce((select json_agg(properties) from properties), '[]') as properties,
       coalesce((select json_agg(projects) from projects), '[]') as projects,
       coalesce((select json_agg(campaigns) from campaigns), '[]') as campaigns`,
    params,
  );
  return found ?? nothing;
}

/** A person's name, for an employee who may know of them: as in the search; undefined otherwise. */
export async function personName(
  workspace: Workspace,
  rights: EmployeeRights,
  id: string,
): Promise<string | undefined> {
  const [row] = await workspace.query<{ name: string }>(
    `select trim(p.given_name || ' ' || p.family_name) as name from person p
     where p.id = $2 and ($1::uuid[] is null or exists (select from contractor c where c.person_id = p.id)
       or exists (select from employee e where e.person_id = p.id) or exists (
         select from (select unit_id from tenancy where person_id = p.id
           union all select unit_id from ownership where person_id = p.id) h
         join unit u on u.id = h.unit_id join building b on b.id = u.building_id where b.property_id = any($1::uuid[])))`,
    [rights.allProperties ? null : [...rights.propertyIds], id],
  );
  return row?.name;
}

/** How many reports the search learns of in one statement. */
const FINDABLE_AT_ONCE = 500;

/** Lets the search know of all reports that came in since it last did. */
export async function makeFindable(workspace: Workspace): Promise<void> {
  for (let made = FINDABLE_AT_ONCE; made === FINDABLE_AT_ONCE; ) {
    const [row] = await workspace.query<{ made: number }>('select make_findable($1) as made', [FINDABLE_AT_ONCE]);
    made = row?.made ?? 0;
  }
}
