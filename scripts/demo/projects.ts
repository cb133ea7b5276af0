import { randomUUID } from 'node:crypto';
import type { Revision } from '../../activities/lifecycle/contract.ts';
import { writeRevisions } from '../../activities/lifecycle/project.ts';
import type { Query } from '../../db/pool.ts';
import { type StoredCommand, storeCommand } from '../../db/queries/commands.ts';
import { insertProject } from '../../db/queries/projects.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { calendarOf, nextDeadline } from '../../domain/lifecycle/ball.ts';
import type { Outcome } from '../../domain/lifecycle/outcome.ts';
import type { Actor } from '../../domain/parties.ts';
import { builtinPolicy } from '../../domain/policy/builtin.ts';
import { type BuiltinTemplate, builtinTemplate } from '../../domain/project/builtin.ts';
import { check } from '../../domain/project/check.ts';
import { tick } from '../../domain/project/clock.ts';
import { type ProjectCommand, projectCommand } from '../../domain/project/commands.ts';
import { apply, begin } from '../../domain/project/rules.ts';
import type { ProjectState, Responsible } from '../../domain/project/state.ts';
import { planFrom } from '../../domain/project/template.ts';
import { addDays, berlinClock, berlinInstant, type Instant, toInstant, weekdayOf } from '../../domain/time/berlin.ts';
import type { FederalState } from '../../domain/time/workingTime.ts';
import type { Ids } from './chance.ts';
import { markSent, within } from './write.ts';

/** Who takes a role of a demo project: one of the office, a firm by its trade, the board, the landlord. */
type Player = 'lead' | 'clerk' | 'advisoryBoard' | 'landlord' | { trade: string };

/** Something that was said or done, so many days after the start. */
interface Turn {
  day: number;
  by: 'lead' | 'role';
  command: ProjectCommand;
  text?: string;
}

/** A project of the demo company: where, by which template, when it began, and what has been done since. */
interface Plot {
  property: string;
  template: BuiltinTemplate;
  title: string;
  description: string;
  startedDaysAgo: number;
  players: Player[];
  turns: Turn[];
}

const done = (day: number, todo: number, text?: string): Turn => ({
  day,
  by: 'role',
  command: { type: 'done', todo },
  ...(text && { text }),
});

/** The project that has most to show. */
export const ROOF = 'Dachsanierung Lindenhof 2–6';

const plots: readonly Plot[] = [
  {
    property: '100',
    template: 'roof',
    title: ROOF,
    description: 'Nach dem Sturm im Herbst: Eindeckung und Rinnen von Haus 2 bis 6 erneuern.',
    startedDaysAgo: 62,
    players: ['lead', { trade: 'roof' }, 'advisoryBoard'],
    turns: [
      { day: 3, by: 'role', command: { type: 'begin', todo: 1 } },
      { day: 9, by: 'role', command: { type: 'tick', todo: 1, item: 0, ticked: true } },
      { day: 9, by: 'role', command: { type: 'tick', todo: 1, item: 3, ticked: true } },
      done(12, 1, 'Rund 40 Ziegel gebrochen, Rinne an Haus 4 undicht. Der Dachstuhl ist in Ordnung.'),
      done(18, 2),
      done(33, 4, 'Förderung nur mit Dämmung; Antrag vor der Beauftragung nötig.'),
      done(47, 3),
      {
        day: 49,
        by: 'lead',
        command: { type: 'comment', todo: 5 },
        text: 'Die drei Angebote liegen vor. Bitte bis zur Sitzung ansehen.',
      },
    ],
  },
  {
    property: '300',
    template: 'changeOfRenter',
    title: 'Mieterwechsel Schillerstraße 30, WE 06',
    description: '',
    startedDaysAgo: 40,
    players: ['clerk', { trade: 'painting' }, 'landlord'],
    turns: [
      done(1, 1),
      { day: 14, by: 'role', command: { type: 'tick', todo: 2, item: 0, ticked: true } },
      { day: 14, by: 'role', command: { type: 'tick', todo: 2, item: 1, ticked: true } },
      done(15, 2),
      done(17, 4),
      { day: 20, by: 'role', command: { type: 'begin', todo: 5 } },
      done(22, 3, 'Bitte alle Wände in Weiß, die Böden bleiben.'),
    ],
  },
  {
    property: '500',
    template: 'changeOfRenter',
    title: 'Mieterwechsel Rosenfelder Ring 16, WE 04',
    description: '',
    startedDaysAgo: 210,
    players: ['clerk', { trade: 'painting' }, 'lead'],
    turns: [
      done(1, 1),
      done(16, 2),
      done(19, 4),
      done(20, 3),
      done(45, 5),
      done(70, 6),
      done(80, 7),
      done(84, 8),
      done(88, 9),
      done(150, 10),
      { day: 151, by: 'lead', command: { type: 'close' } },
    ],
  },
];

/** Puts a paper into the room of the project that it is about, once: an act that the sweep sends to its lifecycle. */
export async function furnishRoom(workspace: Workspace, lead: string, paper: string, project: string): Promise<void> {
  const [room] = await workspace.query<{ project: string; document: string }>(
    `select p.id as project, d.id as document
     from project p, document d join document_version v on v.document_id = d.id and v.n = d.version
     where p.title = $1 and v.title = $2 and d.phase = 'published'
       and not exists (select from command c where c.subject_id = p.id and c.type = 'join')`,
    [project, paper],
  );
  if (!room) return;
  await workspace.transaction((q) =>
    storeCommand(q, {
      ...{ id: randomUUID(), noun: 'project', subjectId: room.project, type: 'join', words: {}, files: [] },
      actor: { kind: 'employee', id: lead },
      at: toInstant(Date.now()),
      facts: { noun: 'document', id: room.document },
    }),
  );
}

interface Place {
  id: string;
  federalState: FederalState;
  landlord: string | null;
  board: string | null;
}

/** Writes the demo's projects with what has happened in them; the ids of those that go on. */
export async function writeProjects(q: Query, workspace: Workspace, ids: Ids, now: Instant): Promise<string[]> {
  const [lead] = await q<{ id: string }>(
    `select person_id as id from employee where active and function = 'manager' order by on_call, person_id limit 1`,
  );
  const [clerk = lead] = await q<{ id: string }>(
    `select person_id as id from employee where active and function = 'clerk' and all_properties order by person_id limit 1`,
  );
  if (!lead || !clerk) throw new Error('nobody is there to lead a project');
  const running: string[] = [];
  for (const plot of plots) {
    const [place] = await q<Place>(
      `select p.id, p.federal_state as "federalState", p.landlord_id as landlord, (select b.person_id
         from board_membership b where b.property_id = p.id and b.valid_until is null limit 1) as board
       from property p where p.number = $1`,
      [plot.property],
    );
    if (!place) throw new Error(`there is no property ${plot.property}`);
    const parties: Responsible[] = [];
    for (const player of plot.players) parties.push(await partyOf(q, player, place, lead.id, clerk.id));
    const { id, phase } = await writeProject(q, workspace, ids, { plot, place, parties, lead: lead.id, now });
    if (phase !== 'closed') running.push(id);
  }
  return running;
}

async function partyOf(q: Query, player: Player, place: Place, lead: string, clerk: string): Promise<Responsible> {
  if (player === 'lead') return { role: 'employee', id: lead };
  if (player === 'clerk') return { role: 'employee', id: clerk };
  if (player === 'advisoryBoard') return { role: player };
  if (player === 'landlord') return place.landlord ? { role: 'person', id: place.landlord } : { role: 'management' };
  const [firm] = await q<{ id: string }>(
    'select id from contractor where active and $1 = any(trades) order by internal, id limit 1',
    [player.trade],
  );
  return firm ? { role: 'contractor', id: firm.id } : { role: 'management' };
}

async function writeProject(
  q: Query,
  workspace: Workspace,
  ids: Ids,
  told: { plot: Plot; place: Place; parties: Responsible[]; lead: string; now: Instant },
): Promise<ProjectState> {
  const { plot, place, parties, lead, now } = told;
  const id = ids.next();
  const document = builtinTemplate(plot.template, 'de');
  const today = berlinClock(now).day;
  // In the morning; nobody works on a Sunday, so what falls on a weekend was done on the Friday before.
  const at = (days: number): Instant => {
    let day = addDays(today, days - plot.startedDaysAgo);
    while ([0, 6].includes(weekdayOf(day))) day = addDays(day, -1);
    return berlinInstant(day, 9 * 60 + 40 + (days % 7) * 17);
  };
  const timing = { policy: builtinPolicy.version, urgency: 'normal', federalState: place.federalState } as const;
  const employee: Actor = { kind: 'employee', id: lead };
  const command = (moment: Instant, actor: Actor, said: ProjectCommand, text?: string): StoredCommand => {
    const { type, ...facts } = said;
    return {
      id: ids.next(),
      noun: 'project',
      subjectId: id,
      type,
      actor,
      at: moment,
      facts,
      words: text ? { text } : {},
      files: [],
    };
  };
  const template = { id: plot.template, version: 1 };
  const start = projectCommand.parse({
    type: 'start',
    ...timing,
    template,
    lead,
    parties,
    todos: planFrom(document, berlinClock(at(0)).day, calendarOf(timing)),
  }) as Extract<ProjectCommand, { type: 'start' }>;
  const first = command(at(0), employee, start);
  await insertProject(q, first, {
    propertyId: place.id,
    title: plot.title,
    description: plot.description,
    template,
    lead,
    policy: timing.policy,
    urgency: timing.urgency,
    todos: document.todos.map(({ title, text, items }) => ({ title, text, items })),
  });
  const revisions: Revision[] = [];
  const became = ({ state, happenings, effects }: Outcome<ProjectState, never>, cause: string | null): ProjectState => {
    revisions.push({
      command: cause,
      state,
      happenings,
      messages: effects.filter((effect) => effect.kind === 'message'),
    });
    return state;
  };
  let state = became(begin(id, { id: first.id, actor: employee, at: first.at, command: start }), first.id);
  const pass = (until: Instant) => {
    for (let next = nextDeadline(state); next !== null && next <= until; next = nextDeadline(state))
      state = became(tick(state, next), null);
  };
  for (const turn of plot.turns) {
    const moment = at(turn.day);
    pass(moment);
    const actor = turn.by === 'lead' ? employee : actorFor(state, turn.command, place, lead);
    const stored = command(moment, actor, turn.command, turn.text);
    const act = { id: stored.id, actor, at: moment, command: turn.command };
    const refusal = check(state, act);
    if (refusal) throw new Error(`the demo's project can't go on: ${refusal}`);
    await storeCommand(q, stored);
    state = became(apply(state, act), stored.id);
  }
  pass(now);
  await writeRevisions(within(workspace, q), 'project', id, revisions, { settled: true });
  await markSent(q, [id], now);
  return state;
}

/** Who does what is to be done: whoever is responsible. */
function actorFor(state: ProjectState, command: ProjectCommand, { board }: Place, lead: string): Actor {
  const todo = 'todo' in command && command.todo !== null ? state.todos[command.todo - 1] : undefined;
  const party = todo && state.parties[todo.who];
  if (party?.role === 'employee') return { kind: 'employee', id: party.id };
  if (party?.role === 'contractor' || party?.role === 'person') return { kind: party.role, id: party.id };
  return party?.role === 'advisoryBoard' && board ? { kind: 'person', id: board } : { kind: 'employee', id: lead };
}
