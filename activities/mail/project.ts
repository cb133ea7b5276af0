import { projectToken } from '../../db/links.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { Ball } from '../../domain/lifecycle/ball.ts';
import type { Facts, Template } from '../../domain/lifecycle/outcome.ts';
import type { Urgency } from '../../domain/policy/policy.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import { aboutNothing } from './about-nothing.ts';
import { addressed } from './addressed.ts';
import { preferencesLink } from './context.ts';
import { momentText } from './dates.ts';
import type { MessageContext, ProjectMatter } from './letter.ts';

interface Row {
  id: string;
  template: Template;
  recipientKind: 'person' | 'contractor';
  recipientId: string;
  facts: Facts;
  createdAt: Instant;
  isEmployee: boolean;
  role: string;
  name: string;
  email: string | null;
  mobile: string | null;
  fax: string | null;
  locale: string;
  generation: number;
  /** The person behind the recipient. */
  personId: string | null;
  personGeneration: number | null;
  projectId: string;
  projectGeneration: number;
  number: string;
  title: string;
  urgency: Urgency;
  outcome: string | null;
  place: string | null;
  words: Record<string, unknown> | null;
  actorKind: string | null;
  actor: string | null;
  todos: { n: number; title: string; text: string; due: Instant | null }[] | null;
}

const SELECT = `
  select m.id, m.template, m.role, m.recipient_kind as "recipientKind", m.recipient_id as "recipientId", m.data as facts,
    m.created_at as "createdAt",
    exists (select from employee e where e.person_id = m.recipient_id and e.active) as "isEmployee",
    coalesce(trim(rp.given_name || ' ' || rp.family_name), '') as name, rp.email, rp.mobile, rp.fax,
    coalesce(rp.locale, 'de') as locale, coalesce(rc.link_generation, rp.link_generation) as generation,
    rp.id as "personId", rp.link_generation as "personGeneration",
    p.id as "projectId", p.link_generation as "projectGeneration", p.number, p.title, p.urgency, p.outcome,
    h.street || ', ' || h.postal_code || ' ' || h.city as place,
    c.words, c.actor ->> 'kind' as "actorKind", trim(ap.given_name || ' ' || ap.family_name) as actor,
    (select jsonb_agg(jsonb_build_object('n', t.n, 'title', t.title, 'text', t.text,
       'due', to_char(t.due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by t.due_at, t.n)
     from todo t where t.project_id = p.id and t.n = any(array(
       select jsonb_array_elements_text(coalesce(m.data -> 'todos', '[]'))::integer
       union select (m.data ->> 'todo')::integer
       union select (e ->> 'todo')::integer from jsonb_array_elements(coalesce(m.data -> 'moves', '[]')) e))) as todos
  from message m
  join project p on m.noun = 'project' and p.id = m.subject_id
  left join property h on h.id = p.property_id
  left join contractor rc on m.recipient_kind = 'contractor' and rc.id = m.recipient_id
  left join person rp on rp.id = case m.recipient_kind when 'person' then m.recipient_id else rc.person_id end
  left join command c on c.id = m.command_id
  left join contractor ac on c.actor ->> 'kind' = 'contractor' and ac.id = (c.actor ->> 'id')::uuid
  left join person ap on ap.id = coalesce(ac.person_id,
    case when c.actor ->> 'kind' in ('person', 'employee') then (c.actor ->> 'id')::uuid end)
  where m.id = any($1::uuid[])`;

/** What messages about projects tell, by message id; others, and those whose matter or recipient is gone, are left out. */
export async function projectContexts(
  workspace: Workspace,
  address: string,
  ids: string[],
): Promise<Map<string, MessageContext>> {
  const rows = await workspace.query<Row>(SELECT, [ids]);
  return new Map(rows.map((row) => [row.id, contextOf(workspace, address, row)]));
}

const OURS = new Set(['management', 'employee', 'onCall', 'managers']);

function contextOf(workspace: Workspace, address: string, row: Row): MessageContext {
  const isOurs = row.isEmployee && OURS.has(row.role);
  const reader = isOurs ? 'us' : row.recipientKind === 'contractor' ? 'contractor' : 'resident';
  const { facts } = row;
  const told = typeof facts.stage === 'string' && typeof facts.until === 'string';
  return {
    ...aboutNothing,
    ...addressed(workspace, row),
    reader,
    facts,
    late: facts.late === true,
    number: row.number,
    title: row.title,
    urgency: row.urgency,
    outcome: row.outcome,
    place: row.place ?? '',
    words: typeof row.words?.reason === 'string' ? row.words.reason : wordsOf(row),
    actor: row.actorKind === 'employee' && !isOurs ? workspace.name : row.actor,
    project: matterOf(row),
    stage: told ? (facts.stage as Ball['stage']) : null,
    until: told ? (facts.until as Instant) : null,
    code: null,
    url: address + pathOf(workspace, row, isOurs),
    address,
    // A reply would have to say which to-do it is about: the page behind the button does.
    reply: null,
    thread: row.projectId,
    preferences: row.personId === null ? null : preferencesLink(workspace, address, row, row.personId),
  };
}

/** What was said with the act; that a to-do was added says its words by itself. */
function wordsOf({ words, template }: Row): string {
  return template !== 'todosAssigned' && typeof words?.text === 'string' ? words.text : '';
}

function matterOf({ facts, todos }: Row): ProjectMatter {
  const known = todos ?? [];
  const moves = Array.isArray(facts.moves) ? (facts.moves as { todo: number; from: Instant; to: Instant }[]) : [];
  const named = moves.length || known.length;
  return {
    todos: known,
    moves: moves.flatMap(({ todo, from, to }) => {
      const title = known.find(({ n }) => n === todo)?.title;
      return title === undefined ? [] : [{ title, from, to }];
    }),
    more: typeof facts.count === 'number' ? Math.max(0, facts.count - named) : 0,
  };
}

/**
 * Where this reader looks at the project: our people at the desk, everybody else by a capability of their own, so that
 * they can answer without signing in.
 */
function pathOf(workspace: Workspace, row: Row, isOurs: boolean): string {
  if (isOurs) return `/projekte/${row.projectId}`;
  return `/p/${projectToken(workspace.key, {
    projectId: row.projectId,
    holder: { kind: row.recipientKind, id: row.recipientId },
    projectGeneration: row.projectGeneration,
    holderGeneration: row.generation,
  })}`;
}

/** How many to-dos a message is about. */
export function count({ project }: MessageContext): number {
  return (project?.todos.length ?? 0) + (project?.more ?? 0);
}

function more({ project, locale }: MessageContext): [label: string, value: string][] {
  if (!project?.more) return [];
  return [locale === 'de' ? ['Außerdem', `${project.more} weitere`] : ['Besides', `${project.more} more`]];
}

/** The to-dos that a message is about, each with its date. */
export function todoRows(context: MessageContext): [label: string, value: string | null][] {
  const { project, locale } = context;
  const by = locale === 'de' ? 'bis' : 'by';
  const rows = project?.todos.map(({ title, due }): [string, string | null] => [
    title,
    due && `${by} ${momentText(due, locale)}`,
  ]);
  return [...(rows ?? []), ...more(context)];
}

/** The dates that moved, old and new. */
export function moveRows(context: MessageContext): [label: string, value: string | null][] {
  const { project, locale } = context;
  const rows = project?.moves.map(({ title, from, to }): [string, string] => [
    title,
    locale === 'de'
      ? `${momentText(to, locale)} (bisher ${momentText(from, locale)})`
      : `${momentText(to, locale)} (was ${momentText(from, locale)})`,
  ]);
  return [...(rows ?? []), ...more(context)];
}
