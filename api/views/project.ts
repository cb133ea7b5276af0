import { type HeldView, type OwnSaid, ownSaid } from '../../db/queries/held.ts';
import {
  joinedOf,
  type ProjectRecord,
  projectFacts,
  projectRecord,
  type TodoWords,
  todoWords,
} from '../../db/queries/projects.ts';
import { type TimelineEntry, timelineOf } from '../../db/queries/tickets.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError, type DomainErrorCode } from '../../domain/errors.ts';
import { calendarOf, type Recipient } from '../../domain/lifecycle/ball.ts';
import type { Audience } from '../../domain/lifecycle/outcome.ts';
import { holderOf, waiting } from '../../domain/project/balls.ts';
import { hearerOf } from '../../domain/project/draft.ts';
import { forecastProject } from '../../domain/project/forecast.ts';
import { whyNotWorked } from '../../domain/project/plan.ts';
import { fromMinute, needsOf, type ProjectState, responsible, type Todo } from '../../domain/project/state.ts';
import { projectAudiences, seesJoined, seesTodo } from '../../domain/rights/project.ts';
import { mayAct, type Viewer } from '../../domain/rights.ts';
import { readableJoined } from '../documents/joined.ts';
import { type PartyView, People } from './people.ts';
import { ballView, entryViews, wantEntries } from './timeline.ts';

/** How many balls a page tells; the to-dos themselves tell the rest. */
const BALLS_MOST = 20;

/** A to-do as a page shows it. */
export interface TodoView {
  n: number;
  title: string;
  text: string;
  items: { text: string; ticked: boolean }[];
  responsible: PartyView;
  phase: 'waiting' | 'open' | 'begun' | 'done' | 'dropped';
  due: string;
  /** From when on it can be done, as the plan has it: the latest date of what it needs; null where it needs nothing. */
  from: string | null;
  endedAt: string | null;
  when: Todo['when'];
  needs: number[];
  /** Why the ball is with the management. */
  back: 'late' | 'left' | null;
  /** A wished day on which nobody works. */
  wished: { day: string; why: 'holiday' | 'weekend' } | null;
  /** Whether the viewer is responsible. */
  mine: boolean;
  /** What the viewer's firm said last about it, while it waits or is on its way; null for everybody else. */
  held: HeldView | null;
  /** Why what it said last was not taken. */
  unsent: DomainErrorCode | null;
}

function phaseOf(todo: Todo): TodoView['phase'] {
  if (todo.done !== undefined) return 'done';
  if (todo.dropped !== undefined) return 'dropped';
  if (todo.since === undefined) return 'waiting';
  return todo.begun ? 'begun' : 'open';
}

/** Whether somebody is responsible for a to-do themself; an employee for what is given to them by name, or to nobody. */
export function isMine(viewer: Viewer, as: readonly Audience[], state: ProjectState, todo: Todo): boolean {
  const party = responsible(state, todo);
  if (viewer.kind !== 'employee') return todo.back !== 'left' && seesTodo(as, party);
  const holder = holderOf(state, todo);
  return holder.role === 'management' || (holder.role === 'employee' && holder.id === viewer.personId);
}

/**
 * Everything that a project shows to this viewer: who has the ball, the to-dos that are theirs to see, what is joined,
 * how it came, which acts are open. Throws notFound.
 */
export async function projectView(workspace: Workspace, viewer: Viewer, id: string) {
  const facts = await projectFacts(workspace, id);
  const as = facts ? projectAudiences(viewer, facts) : [];
  if (as.length === 0) throw new DomainError('notFound');
  const [record, words, entries, joined, own] = await Promise.all([
    projectRecord(workspace, id),
    todoWords(workspace, id),
    timelineOf(workspace, id, as),
    joinedOf(workspace, id),
    saidByFirms(workspace, id, as),
  ]);
  if (!record) throw new DomainError('notFound');
  const { state } = record;
  const management = as.includes('management');
  const people = new People(viewer, as, null);
  wantEntries(people, entries);
  const numbers = (state?.todos ?? []).flatMap((todo, index) =>
    // Who has left has no part in it any more.
    state && seesTodo(as, hearerOf(state, todo)) ? [index + 1] : [],
  );
  const seen = new Set(numbers);
  const balls = state ? waiting(state, BALLS_MOST).filter(({ key }) => management || seen.has(Number(key))) : [];
  const steps = state && management && state.phase !== 'closed' ? forecastProject(state) : [];
  for (const party of state?.parties ?? []) people.want(party);
  for (const { to } of steps) people.want(to);
  people.want(state?.lead ? { role: 'employee', id: state.lead } : null);
  for (const { body } of entries) people.want(formerIn(body?.facts));
  await people.load(workspace);
  return {
    id,
    number: record.number,
    title: record.title,
    description: management ? record.description : '',
    workspace: workspace.name,
    property: record.property,
    propertyId: management ? record.propertyId : null,
    place: record.place,
    phase: record.phase,
    outcome: record.outcome,
    revision: record.revision,
    begunAt: record.begunAt,
    closedAt: record.closedAt,
    lead: management && state?.lead ? people.party({ role: 'employee', id: state.lead }) : null,
    template: management ? templateOf(record) : null,
    todos: state ? numbers.map((n) => todoView(state, viewer, as, people, words, own, n)) : [],
    joined: (
      await readableJoined(
        workspace,
        viewer,
        joined.filter((each) => seesJoined(as, each)),
      )
    ).map(({ contractorId: _, ...each }) => each),
    waiting: balls.map((ball) => ballView(people, ball, null)),
    forecast: steps.map(({ at, kind, stage, to, todo }) => ({
      at,
      noun: 'project' as const,
      id,
      kind,
      stage,
      to: to ? people.party(to) : null,
      todo: todo === null ? null : (words.get(todo)?.title ?? ''),
    })),
    timeline: (await entryViews(workspace, people, entries, management)).map((entry, index) => ({
      ...entry,
      renamed: renamedIn(entries[index]),
      // What else a move has moved is told to those whose dates they are.
      facts: management ? entry.facts : visibleFacts(entry.facts, seen),
      title: titleOf(entry.facts, words),
    })),
    /** May plan: everything but the acts of whoever is responsible. */
    plans: management && mayAct(viewer, 'triage', record.propertyId),
    audience: management ? ('management' as const) : ('responsible' as const),
  };
}

/** What became of what the firms said last as which somebody reads: for their own eyes only. */
async function saidByFirms(workspace: Workspace, id: string, as: readonly Audience[]): Promise<Map<string, OwnSaid[]>> {
  const firms = as.flatMap((who) => (who.startsWith('contractor:') ? [who.slice('contractor:'.length)] : []));
  const said = firms.map(
    async (firm) =>
      [
        firm,
        await ownSaid(workspace, { noun: 'project', subjectId: id, actor: { kind: 'contractor', id: firm } }),
      ] as const,
  );
  return new Map(await Promise.all(said));
}

function templateOf({ templateId, templateVersion }: ProjectRecord): { id: string; version: number } | null {
  return templateId !== null && templateVersion !== null ? { id: templateId, version: templateVersion } : null;
}

function formerIn(facts: Record<string, unknown> | undefined): Recipient | null {
  const former = facts?.who ?? facts?.former;
  return former && typeof former === 'object' && 'role' in former ? (former as Recipient) : null;
}

/** What something was called before and after it was renamed. */
function renamedIn(entry: TimelineEntry | undefined): { from: string; to: string } | null {
  const { title, formerly } = entry?.body?.words ?? {};
  return typeof title === 'string' && typeof formerly === 'string' ? { from: formerly, to: title } : null;
}

function titleOf(facts: Record<string, unknown>, words: Map<number, TodoWords>): string | null {
  return typeof facts.todo === 'number' ? (words.get(facts.todo)?.title ?? null) : null;
}

function visibleFacts(facts: Record<string, unknown>, seen: ReadonlySet<number>): Record<string, unknown> {
  const { former: _, who: __, needs: ___, follows, ...rest } = facts;
  if (!Array.isArray(follows)) return rest;
  return { ...rest, follows: (follows as { todo: number }[]).filter(({ todo }) => seen.has(todo)) };
}

function todoView(
  state: ProjectState,
  viewer: Viewer,
  as: readonly Audience[],
  people: People,
  words: Map<number, TodoWords>,
  own: Map<string, OwnSaid[]>,
  n: number,
): TodoView {
  const todo = state.todos[n - 1]!;
  const party = responsible(state, todo);
  const said = party.role === 'contractor' ? own.get(party.id)?.find((each) => each.todo === n) : undefined;
  const { title = '', text = '', items = [] } = words.get(n) ?? {};
  const management = as.includes('management');
  const ended = todo.done ?? todo.dropped;
  const needs = needsOf(todo);
  const ends = needs.flatMap((needed) => {
    const before = state.todos[needed - 1];
    return before ? [before.done ?? before.dropped ?? before.due] : [];
  });
  const why = 'on' in todo.when ? whyNotWorked(todo.when.on, calendarOf(state)) : null;
  return {
    n,
    title,
    text,
    items: items.map((item, place) => ({ text: item, ticked: (((todo.ticked ?? 0) >> place) & 1) === 1 })),
    responsible: people.party(party),
    phase: phaseOf(todo),
    due: fromMinute(todo.due),
    from: ends.length > 0 ? fromMinute(Math.max(...ends)) : null,
    endedAt: ended === undefined ? null : fromMinute(ended),
    // What others have to do before is none of the business of who sees only their part.
    when: management || 'on' in todo.when ? todo.when : { on: fromMinute(todo.due).slice(0, 10) },
    needs: management ? needs : [],
    back: management ? (todo.back ?? null) : null,
    wished: 'on' in todo.when && why ? { day: todo.when.on, why } : null,
    mine: isMine(viewer, as, state, todo),
    held: said?.held ?? null,
    unsent: said?.refused ?? null,
  };
}

/** The shape of a project's page. */
export type ProjectView = Awaited<ReturnType<typeof projectView>>;
