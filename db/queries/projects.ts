import { DomainError } from '../../domain/errors.ts';
import type { Noun } from '../../domain/lifecycle/outcome.ts';
import type {
  JoinedNoun,
  ProjectOutcome,
  ProjectPhase,
  ProjectState,
  Responsible,
} from '../../domain/project/state.ts';
import type { ProjectFacts } from '../../domain/rights/project.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { FederalState } from '../../domain/time/workingTime.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { type StoredCommand, storeCommand } from './commands.ts';

/** Who has to do with a project, for `projectAudiences`; undefined when there is no such project. One statement. */
export async function projectFacts(workspace: Workspace, id: string): Promise<ProjectFacts | undefined> {
  const [row] = await workspace.query<ProjectFacts>(
    `select p.id, p.property_id as "propertyId",
       coalesce((select jsonb_agg(distinct t.responsible) from todo t
         where t.project_id = p.id and t.responsible is not null and t.body ->> 'back' is distinct from 'left'), '[]') as parties,
       array(select b.person_id from board_membership b where b.property_id = p.property_id
         and daterange(b.valid_from, b.valid_until, '[]') @> berlin_today()
         and (exists (select from project_join j where j.project_id = p.id and j.noun in ('campaign', 'document'))
           or exists (select from todo t where t.project_id = p.id and t.responsible ->> 'role' = 'advisoryBoard'))
       ) as "boardIds"
     from project p where p.id = $1`,
    [id],
  );
  return row;
}

/** The words of a to-do, as its author wrote them. */
export interface TodoWords {
  title: string;
  text: string;
  items: string[];
}

/** What a project is called and where it belongs, as its row keeps it. */
export interface NewProject {
  propertyId: string;
  title: string;
  description: string;
  template: { id: string; version: number } | null;
  lead: string | null;
  policy: number;
  urgency: string;
  todos: TodoWords[];
}

/**
 * Takes a project: its command, its row and its to-dos' words in one transaction. A known one gives its number again, the
 * id of another is `conflictingChange`.
 */
export async function insertProject(q: Query, command: StoredCommand, project: NewProject): Promise<string> {
  if (!(await storeCommand(q, command))) {
    const [known] = await q<{ number: string }>('select number from project where id = $1', [command.subjectId]);
    return known?.number ?? '';
  }
  const [{ number = '' } = {}] = await q<{ number: string }>('select next_number($1, $2) as number', [
    'P',
    Number(command.at.slice(0, 4)),
  ]);
  const inserted = await q(
    `insert into project (id, number, property_id, title, description, template_id, template_version, urgency, phase,
       assignee_id, waiting_on, waiting_for, waiting_since, policy_version, command_id, begun_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'running', $9, 'management', 'wrapUp', $10, $11, $12, $10, $10)
     on conflict (id) do nothing returning id`,
    [
      command.subjectId,
      number,
      project.propertyId,
      project.title,
      project.description,
      project.template?.id ?? null,
      project.template?.version ?? null,
      project.urgency,
      project.lead,
      command.at,
      project.policy,
      command.id,
    ],
  );
  if (inserted.length === 0) throw new DomainError('conflictingChange');
  await q(
    `insert into todo (project_id, n, title, text, items, command_id)
     select $1, n, t ->> 'title', t ->> 'text', array(select jsonb_array_elements_text(t -> 'items')), $3
     from jsonb_array_elements($2::jsonb) with ordinality as each (t, n)`,
    [command.subjectId, JSON.stringify(project.todos), command.id],
  );
  return number;
}

/** A project with everything that its page tells about it, before rights are applied. */
export interface ProjectRecord {
  id: string;
  number: string;
  title: string;
  description: string;
  propertyId: string;
  property: string;
  place: string;
  federalState: FederalState;
  urgency: string;
  phase: ProjectPhase;
  outcome: ProjectOutcome | null;
  revision: number;
  leadId: string | null;
  templateId: string | null;
  templateVersion: number | null;
  begunAt: Instant;
  closedAt: Instant | null;
  state: ProjectState | null;
}

/** One project's record, or undefined. */
export async function projectRecord(workspace: Workspace, id: string): Promise<ProjectRecord | undefined> {
  const [row] = await workspace.query<ProjectRecord>(
    `select p.id, p.number, p.title, p.description, h.id as "propertyId", h.name as property,
       h.street || ', ' || h.postal_code || ' ' || h.city as place, h.federal_state as "federalState", p.urgency, p.phase,
       p.outcome, p.revision, p.assignee_id as "leadId", p.template_id as "templateId",
       p.template_version as "templateVersion", p.begun_at as "begunAt", p.closed_at as "closedAt", p.state
     from project p join property h on h.id = p.property_id where p.id = $1`,
    [id],
  );
  return row;
}

/** The words of a project's to-dos, by number. */
export async function todoWords(workspace: Workspace, id: string): Promise<Map<number, TodoWords>> {
  const rows = await workspace.query<TodoWords & { n: number }>(
    'select n, title, text, items from todo where project_id = $1 order by n',
    [id],
  );
  return new Map(rows.map(({ n, ...words }) => [n, words]));
}

/** A row of the list of projects: who has the ball, what is due next, how far it is. */
export interface ProjectRow {
  id: string;
  number: string;
  title: string;
  property: string;
  phase: ProjectPhase;
  outcome: ProjectOutcome | null;
  /** Whose turn it is: of what is due first. Null while nothing is left to do. */
  waiting: { role: Responsible['role']; name: string | null; todo: string } | null;
  nextDue: Instant | null;
  late: number;
  open: number;
  done: number;
  begunAt: Instant;
  closedAt: Instant | null;
}

/** The projects of the properties that an employee works on (null: all), what is due first on top; at most 200. */
export function projectRows(
  workspace: Workspace,
  properties: string[] | null,
  asked: { closed: boolean; text: string; property: string | null },
): Promise<ProjectRow[]> {
  return workspace.query<ProjectRow>(
    `select p.id, p.number, p.title, h.name as property, p.phase, p.outcome, p.todos_open as open, p.todos_done as done,
       p.begun_at as "begunAt", p.closed_at as "closedAt", p.todo_due_at as "nextDue",
       (select count(*)::int from todo t where t.project_id = p.id and t.phase in ('open', 'begun')
          and (t.due_at < now() or t.body ? 'back')) as late,
       (select jsonb_build_object('role', case when t.body ? 'back' then 'management' else t.responsible ->> 'role' end,
          'name', case when t.body ? 'back' then null else (
            select trim(n.given_name || ' ' || n.family_name) from person n where n.id = coalesce(
              (select c.person_id from contractor c where c.id = (t.responsible ->> 'id')::uuid),
              (t.responsible ->> 'id')::uuid)) end,
          'todo', t.title)
        from todo t where t.project_id = p.id and t.phase in ('open', 'begun')
        order by t.due_at, not (t.body ? 'back' or t.responsible ->> 'role' in ('management', 'employee')), t.n limit 1
       ) as waiting
     from project p join property h on h.id = p.property_id
     where ($1::uuid[] is null or p.property_id = any($1::uuid[]))
       and (p.closed_at is not null) = $2 and ($3::uuid is null or p.property_id = $3)
       and ($4 = '' or p.number ilike $5 or p.title ilike $5 or h.name ilike $5)
     order by p.closed_at desc nulls last, p.todo_due_at nulls first, p.begun_at, p.id limit 200`,
    [properties, asked.closed, asked.property, asked.text, `%${asked.text.replace(/[\\%_]/g, '\\$&')}%`],
  );
}

/** A to-do of somebody, as the portal lists it. */
export interface MyTodo {
  projectId: string;
  number: string;
  project: string;
  place: string;
  n: number;
  title: string;
  phase: 'waiting' | 'open' | 'begun' | 'done' | 'dropped';
  dueAt: Instant | null;
}

/** The open to-dos that wait on a person (also as one of a board) or on firms, what can be done now first. */
export function todosOf(
  workspace: Workspace,
  who: { personId: string | null; contractorIds: readonly string[] },
): Promise<MyTodo[]> {
  return workspace.query<MyTodo>(
    `select p.id as "projectId", p.number, p.title as project, h.street || ', ' || h.city as place, t.n, t.title, t.phase,
       t.due_at as "dueAt"
     from todo t join project p on p.id = t.project_id join property h on h.id = p.property_id
     where t.phase in ('waiting', 'open', 'begun') and p.closed_at is null and t.body ->> 'back' is distinct from 'left'
       and ((t.responsible ->> 'role' = 'person' and t.responsible ->> 'id' = $1)
         or (t.responsible ->> 'role' = 'contractor' and t.responsible ->> 'id' = any($2::text[]))
         or (t.responsible ->> 'role' = 'advisoryBoard' and $1 is not null and exists (
           select from board_membership b where b.property_id = p.property_id and b.person_id = $1::uuid
             and daterange(b.valid_from, b.valid_until, '[]') @> berlin_today())))
     order by t.phase = 'waiting', t.due_at, p.number, t.n limit 200`,
    [who.personId, [...who.contractorIds]],
  );
}

/** Somebody who can be responsible for a to-do of a property's project. */
export interface Candidate {
  role: Responsible['role'];
  id: string | null;
  name: string;
  /** What they are there: an employee's function, a firm's trade, owner or renter with the flat. */
  about: string;
}

/** Who can be responsible in a property: employees who work on it, its board, firms, owners and residents of today. */
export function candidatesIn(workspace: Workspace, propertyId: string): Promise<Candidate[]> {
  return workspace.query<Candidate>(
    `select * from (
       select 1 as rank, 'employee' as role, e.person_id as id, trim(p.given_name || ' ' || p.family_name) as name,
         coalesce(nullif(r.name, ''), r.key) as about
       from employee e join person p on p.id = e.person_id join role r on r.key = e.function
       where e.active and exists (select from own_role o where o.person_id = e.person_id
         and (o.all_properties or $1 = any(o.property_ids)))
       union all
       select 2, 'advisoryBoard', null, '', string_agg(trim(p.given_name || ' ' || p.family_name), ', ' order by p.family_name)
       from board_membership b join person p on p.id = b.person_id
       where b.property_id = $1 and daterange(b.valid_from, b.valid_until, '[]') @> berlin_today()
       having count(*) > 0
       union all
       select 3, 'contractor', c.id, trim(p.given_name || ' ' || p.family_name), array_to_string(c.trades, ', ')
       from contractor c join person p on p.id = c.person_id where c.active
       union all
       select 4, 'person', x.id, x.name, string_agg(distinct x.about, ', ') from (${PEOPLE_THERE}) x group by x.id, x.name
     ) each order by rank, name`,
    [propertyId],
  );
}

/** As SQL, the people of the property `$1` today: its owners, landlord and residents. */
const PEOPLE_THERE = `
  select p.id, trim(p.given_name || ' ' || p.family_name) as name, r.role || ' ' || u.number as about
  from (select person_id, unit_id, 'owner' as role, valid_from, valid_until from ownership
        union all select person_id, unit_id, role, valid_from, valid_until from tenancy) r
  join person p on p.id = r.person_id join unit u on u.id = r.unit_id join building b on b.id = u.building_id
  where b.property_id = $1 and daterange(r.valid_from, r.valid_until, '[]') @> berlin_today()
  union
  select p.id, trim(p.given_name || ' ' || p.family_name), 'landlord'
  from property h join person p on p.id = h.landlord_id where h.id = $1`;

/** Whether all of these can be responsible in a property today. */
export async function canAllBe(
  workspace: Workspace,
  propertyId: string,
  parties: readonly Responsible[],
): Promise<boolean> {
  const named = parties.filter(({ role }) => role !== 'management');
  if (named.length === 0) return true;
  const known = await candidatesIn(workspace, propertyId);
  const keys = new Set(known.map(({ role, id }) => `${role} ${id ?? ''}`));
  return named.every((party) => keys.has(`${party.role} ${'id' in party ? party.id : ''}`));
}

/** A matter that a project joins, as its room shows it. */
export interface JoinedRow {
  noun: JoinedNoun;
  id: string;
  number: string;
  title: string;
  phase: string;
  contractorId: string | null;
  /** The next date at which somebody comes, of an order or of a ticket's orders. */
  appointment: Instant | null;
}

/** What a project joins; a document by the title that its readers see. Whether a viewer may read it is asked apart. */
export function joinedOf(workspace: Workspace, id: string): Promise<JoinedRow[]> {
  return workspace.query<JoinedRow>(
    `select j.noun, r.id, r.number, r.title, r.phase, w.contractor_id as "contractorId",
       (select min(a.starts_at) from appointment a
        where a.status = 'agreed' and a.starts_at > now() and (a.order_id = r.id or a.ticket_id = r.id)) as appointment
     from project_join j join lifecycle_row r on r.noun = j.noun and r.id = j.subject_id and r.noun <> 'document'
     left join work_order w on j.noun = 'workOrder' and w.id = j.subject_id
     where j.project_id = $1
     union all
     select 'document', d.id, d.number, v.title, d.phase, null, null
     from project_join j join document d on j.noun = 'document' and d.id = j.subject_id
     join document_version v on v.document_id = d.id and v.n = d.version
     where j.project_id = $1 order by noun, number`,
    [id],
  );
}

/** Matters of a property that a project could join, by number or title, newest first; at most 20. */
export function joinableIn(
  workspace: Workspace,
  propertyId: string,
  projectId: string,
  text: string,
): Promise<{ noun: Noun; id: string; number: string; title: string }[]> {
  return workspace.query(
    `select r.noun, r.id, r.number, r.title from lifecycle_row r
     where r.property_id = $1 and r.noun in ('ticket', 'workOrder', 'campaign')
       and not exists (select from project_join j where j.project_id = $2 and j.noun = r.noun and j.subject_id = r.id)
       and ($3 = '' or r.number ilike $4 or r.title ilike $4)
     order by r.closed_at is not null, r.number desc limit 20`,
    [propertyId, projectId, text, `%${text.replace(/[\\%_]/g, '\\$&')}%`],
  );
}

/** Whether a matter belongs to a property. */
export async function belongsTo(
  workspace: Workspace,
  propertyId: string,
  { noun, id }: { noun: string; id: string },
): Promise<boolean> {
  const rows = await workspace.query('select from lifecycle_row where noun = $2 and id = $3 and property_id = $1', [
    propertyId,
    noun,
    id,
  ]);
  return rows.length > 0;
}

/** The projects that join a ticket. */
export function projectsOfTicket(
  workspace: Workspace,
  ticketId: string,
): Promise<{ id: string; number: string; title: string; phase: ProjectPhase }[]> {
  return workspace.query(
    `select p.id, p.number, p.title, p.phase from project_join j join project p on p.id = j.project_id
     where j.noun = 'ticket' and j.subject_id = $1 order by p.begun_at desc`,
    [ticketId],
  );
}
