import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeRevisions } from '../../activities/lifecycle/project.ts';
import { projectToken, ticketLinkOf } from '../../db/links.ts';
import { openCommands, refuseCommand, standingOf, storeCommand } from '../../db/queries/commands.ts';
import { heldUntil, releaseDue } from '../../db/queries/held.ts';
import { insertProject } from '../../db/queries/projects.ts';
import type { Noun, Outcome } from '../../domain/lifecycle/outcome.ts';
import type { AnyState } from '../../domain/lifecycle/states.ts';
import type { Actor } from '../../domain/parties.ts';
import { type ProjectAct, projectCommand } from '../../domain/project/commands.ts';
import { begin } from '../../domain/project/rules.ts';
import type { TicketAct } from '../../domain/ticket/commands.ts';
import { apply, open } from '../../domain/ticket/rules.ts';
import { addDays, berlinClock, toInstant } from '../../domain/time/berlin.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const host = 'one.localhost';
const password = 'Regen auf Dach 7';
const [ticket, project, question] = [randomUUID(), randomUUID(), randomUUID()];
/** The to-dos of the project, by who is responsible. */
const todos = { theirs: 1, alsoTheirs: 2, others: 3, owners: 4, later: 5 };
let api: TestApi;
const firms = { kurt: '', fritz: '' };
const cookies = { mara: '', kurt: '', fritz: '', olga: '' };

const firm = (): Actor => ({ kind: 'contractor', id: firms.kurt });

async function write(
  noun: Noun,
  id: string,
  command: string,
  { state, happenings, effects }: Outcome<AnyState, never>,
) {
  const messages = effects.filter((effect) => effect.kind === 'message');
  await writeRevisions(api.one, noun, id, [{ command, state, happenings, messages }]);
}

beforeAll(async () => {
  api = await startTestApi();
  const { one } = api;
  const mara = await person(one, { email: 'mara@one.test', employee: 'manager', password });
  const olga = await person(one, { email: 'olga@one.test', resident: true, password });
  for (const name of ['kurt', 'fritz'] as const) {
    const owner = await person(one, { email: `${name}@one.test`, contractor: true, password });
    const [row] = await one.query<{ id: string }>('select id from contractor where person_id = $1', [owner]);
    firms[name] = row?.id ?? '';
  }
  const signIn = async (email: string, entrance: string) =>
    (await api.call(host, 'session.signIn', { entrance, email, password })).cookie ?? '';
  cookies.mara = await signIn('mara@one.test', 'management');
  cookies.olga = await signIn('olga@one.test', 'residents');
  cookies.kurt = await signIn('kurt@one.test', 'contractors');
  cookies.fritz = await signIn('fritz@one.test', 'contractors');
  const [place] = await one.query<{ id: string }>('select id from property');
  const property = place?.id ?? '';
  const desk: Actor = { kind: 'employee', id: mara };
  const at = toInstant(Date.now() - 60_000);
  const fixed = { policy: 1, urgency: 'normal', federalState: 'BE' } as const;

  await one.query(
    `insert into ticket (id, number, property_id, place, category, urgency, title, phase, policy_version, command_id,
       reported_at, changed_at)
     values ($1, 'V-1', $2, 'common', 'water', 'normal', 'Es tropft', 'received', 1, gen_random_uuid(), $3, $3)`,
    [ticket, property, at],
  );
  const said = async (noun: Noun, { id, actor, command }: TicketAct | ProjectAct, subjectId: string) => {
    const { type, ...facts } = command;
    const words = type === 'ask' ? { text: 'Warten Sie diese Anlage?' } : {};
    return { id, noun, subjectId, type, actor, at, facts, words, files: [] };
  };
  const reported = {
    ...fixed,
    category: 'water',
    place: 'common',
    reporter: null,
    assignee: null,
    owner: null,
  } as const;
  const report = { id: randomUUID(), actor: desk, at, command: { type: 'report', ...reported } } as const;
  const first = open(ticket, report);
  const to = { role: 'contractor', id: firms.kurt } as const;
  const ask: TicketAct = { id: question, actor: desk, at, command: { type: 'ask', to } };
  for (const act of [report, ask])
    await one.transaction(async (q) => void (await storeCommand(q, await said('ticket', act, ticket))));
  await write('ticket', ticket, report.id, first as Outcome<AnyState, never>);
  await write('ticket', ticket, question, apply(first.state, ask) as Outcome<AnyState, never>);

  const on = addDays(berlinClock(at).day, 30);
  const start = projectCommand.parse({
    ...fixed,
    type: 'start',
    template: null,
    lead: null,
    parties: [to, { ...to, id: firms.fritz }, { role: 'person', id: olga }],
    todos: [0, 0, 1, 2, 0].map((who, place) => ({ who, when: { on }, ...(place === 4 && { needs: [3] }) })),
  }) as Extract<ProjectAct['command'], { type: 'start' }>;
  const starting = { id: randomUUID(), actor: desk, at, command: start };
  const words = { title: 'Dach', text: '', items: ['Fotos'] };
  const rest = { propertyId: property, title: 'Dach', description: '', template: null, lead: null, policy: 1 };
  await one.transaction(async (q) => {
    const command = await said('project', starting, project);
    await insertProject(q, command, { ...rest, urgency: 'normal', todos: start.todos.map(() => words) });
  });
  await write('project', project, starting.id, begin(project, starting));
  await one.query(`update command set settled = true`);
});
afterAll(() => api.close());

type Answered = { state: string; until?: string };
type Held = { commandId: string; types: string[]; milliseconds: number } | null;
type Page = { held: Held; unsent: string | null };

/** The doors by which a firm says something besides orders, and what it says there. */
const ways = [
  {
    way: 'on a ticket’s link',
    noun: 'ticket',
    subject: { ticketId: ticket },
    command: () => ({ type: 'answer', question }),
    other: () => ({ type: 'answer', question: randomUUID() }),
    refusal: 'notAllowedNow',
    headers: async () => ({
      'x-link': (await ticketLinkOf(api.one, ticket, { kind: 'contractor', id: firms.kurt })) ?? '',
    }),
    link: 'ticketLink',
  },
  {
    way: 'on a project’s link',
    noun: 'project',
    subject: { projectId: project },
    command: () => ({ type: 'comment', todo: todos.theirs }),
    other: () => ({ type: 'done', todo: todos.later }),
    refusal: 'todoWaits',
    headers: async () => ({
      'x-link': projectToken(api.one.key, {
        projectId: project,
        holder: { kind: 'contractor', id: firms.kurt },
        projectGeneration: 1,
        holderGeneration: 1,
      }),
    }),
    link: 'projectLink',
  },
  {
    way: 'in a project, with an account',
    noun: 'project',
    subject: { projectId: project },
    command: () => ({ type: 'done', todo: todos.theirs }),
    other: () => ({ type: 'begin', todo: todos.later }),
    refusal: 'todoWaits',
    headers: async () => ({ cookie: cookies.kurt }),
    link: null,
  },
] as const;
type Way = (typeof ways)[number];

const idOf = ({ subject }: Way) => Object.values(subject)[0] as string;
const text = 'Ja, seit 2019.';

async function through(way: Way) {
  const headers = await way.headers();
  const about = (commandId: string) => ({ ...way.subject, commandId });
  return {
    act: (more: object = {}) =>
      api.call<Answered>(
        host,
        `${way.noun}s.act`,
        { ...about(randomUUID()), command: way.command(), text, ...more },
        { headers },
      ),
    takeBack: (commandId: string) =>
      api.call<{ said: object[] }>(host, `${way.noun}s.takeBack`, about(commandId), { headers }),
    sendNow: (commandId: string) => api.call<Answered>(host, `${way.noun}s.sendNow`, about(commandId), { headers }),
    page: async (): Promise<Page | undefined> => {
      const { data } = await api.call<Page & { todos?: (Page & { n: number })[] }>(
        host,
        `${way.noun}s.get`,
        { id: idOf(way) },
        { kind: 'query', headers },
      );
      return data?.todos ? data.todos.find(({ n }) => n === todos.theirs) : data;
    },
  };
}
const commandsOn = (way: Way) =>
  api.one.query<{ id: string; type: string; state: string; link: string | null }>(
    `select id, type, state, link from command where subject_id = $1 and actor ->> 'kind' = 'contractor'
     order by created_seq`,
    [idOf(way)],
  );
const states = async (way: Way) => (await commandsOn(way)).map(({ state }) => state);
const forget = () => api.one.query(`delete from command where actor ->> 'kind' = 'contractor'`);

describe.each(ways)('what a firm says $way', (way) => {
  test('is stored and held for half a minute: nobody hears of it, no deadline passes over it', async () => {
    const { act, page } = await through(way);
    const told = () => api.one.query('select id from message where subject_id = $1', [idOf(way)]);
    const before = await told();
    const commandId = randomUUID();
    const first = await act({ commandId });
    expect(first.data).toMatchObject({ state: 'held' });
    const left = Date.parse(first.data?.until ?? '') - Date.now();
    expect(left).toBeGreaterThan(20_000);
    expect(left).toBeLessThanOrEqual(30_000);
    // Said again (its answer was lost) it is the same act.
    expect((await act({ commandId })).data).toEqual(first.data);
    expect(await commandsOn(way)).toEqual([{ id: commandId, type: way.command().type, state: 'held', link: way.link }]);
    expect((await openCommands(api.one, 0, 100)).filter(({ subjectId }) => subjectId === idOf(way))).toEqual([]);
    expect(await page()).toMatchObject({ held: { commandId, types: [way.command().type] }, unsent: null });
    const office = await api.call<object>(
      host,
      `${way.noun}s.get`,
      { id: idOf(way) },
      { kind: 'query', headers: { cookie: cookies.mara } },
    );
    expect(JSON.stringify(office.data)).not.toContain(commandId);
    expect(JSON.stringify(office.data)).not.toContain(text);
    expect(await told()).toEqual(before);
    const due = toInstant(Date.now() + 1_000);
    expect(Date.parse((await heldUntil(api.one, way.noun, idOf(way), due)) ?? '')).toBeGreaterThan(Date.now());
    await forget();
  });

  test('can be taken back with its words and photos, and the same again is told the same', async () => {
    const { act, takeBack, page } = await through(way);
    const [photo] = await api.one.query<{ id: string }>(
      `insert into stored_file (sha256, media_type, bytes, name, uploaded_by)
       values ('00', 'image/jpeg', 1, 'a.jpg', $1) returning id`,
      [JSON.stringify(firm())],
    );
    const commandId = randomUUID();
    await act({ commandId, files: [photo?.id] });
    const first = await takeBack(commandId);
    expect(first.data?.said).toMatchObject([{ type: way.command().type, text, files: [photo?.id] }]);
    expect((await takeBack(commandId)).data).toEqual(first.data);
    expect(await states(way)).toEqual(['withdrawn']);
    const told = await api.one.query(
      `select actor, link from audit where what = $1 and subject_id = $2 order by at desc limit 1`,
      [`${way.noun}.takeBack`, idOf(way)],
    );
    expect(told).toEqual([{ actor: firm(), link: way.link }]);
    expect(await page()).toMatchObject({ held: null, unsent: null });
    // Something else is said: its words are gone.
    await act();
    expect((await takeBack(commandId)).data?.said).toMatchObject([{ text: '', files: [] }]);
    await forget();
  });

  test('is sent when its time is over, whichever process is there, and can not be taken back then', async () => {
    const { act, takeBack, page } = await through(way);
    const commandId = randomUUID();
    await act({ commandId });
    await api.one.query(`update command set at = at - interval '1 minute', held_until = now() where id = $1`, [
      commandId,
    ]);
    const due = async () => (await openCommands(api.one, 0, 100)).filter(({ id }) => id === commandId);
    expect(await due()).toMatchObject([{ state: 'held' }]);
    await releaseDue(api.one);
    expect(await due()).toMatchObject([{ state: 'open' }]);
    expect(await page()).toMatchObject({ held: { commandId, milliseconds: 0 } });
    expect((await takeBack(commandId)).code).toBe('alreadySent');
    await refuseCommand(api.one, commandId, 'notAllowedNow');
    expect(await page()).toMatchObject({ held: null, unsent: 'notAllowedNow' });
    await forget();
  });

  test('is sent by what it says next, or by an impatient finger; it can also ask for nothing to be held', async () => {
    const { act, sendNow } = await through(way);
    const [first, second] = [randomUUID(), randomUUID()];
    await act({ commandId: first });
    await act({ commandId: second, text: 'Ja, seit 2018.' });
    expect(await states(way)).toEqual(['open', 'held']);
    expect((await standingOf(api.one, second)).older.map(({ id }) => id)).toEqual([first]);
    expect((await sendNow(second)).data).toMatchObject({ state: 'kept' });
    expect(await states(way)).toEqual(['open', 'open']);
    expect((await act({ now: true })).data).toMatchObject({ state: 'kept' });
    expect(await states(way)).toEqual(['open', 'open', 'open']);
    await forget();
  });

  test('is refused at once where the matter as it stands would refuse it', async () => {
    const { act } = await through(way);
    expect((await act({ command: way.other() })).code).toBe(way.refusal);
    expect(await commandsOn(way)).toEqual([]);
  });

  test('is nobody else’s to see, to send or to take back', async () => {
    const { act } = await through(way);
    const commandId = randomUUID();
    await act({ commandId });
    const strangers = [{ cookie: cookies.fritz }, { cookie: cookies.mara }, { cookie: cookies.olga }];
    for (const headers of strangers)
      for (const verb of ['takeBack', 'sendNow']) {
        const answer = await api.call(host, `${way.noun}s.${verb}`, { ...way.subject, commandId }, { headers });
        expect([403, 404]).toContain(answer.status);
      }
    // What somebody else said is not theirs, whatever they may read beside it.
    const [office] = await api.one.query<{ id: string }>(
      `select id from command where subject_id = $1 and actor ->> 'kind' = 'employee' limit 1`,
      [idOf(way)],
    );
    const { takeBack, sendNow } = await through(way);
    expect((await takeBack(office?.id ?? '')).code).toBe('notFound');
    expect((await sendNow(office?.id ?? '')).code).toBe('notFound');
    expect(await states(way)).toEqual(['held']);
    await forget();
  });
});

test('of a firm’s photos that are held with its answer the property’s page shows nothing', async () => {
  const [way] = ways;
  const [photo] = await api.one.query<{ id: string }>(
    `insert into stored_file (sha256, media_type, bytes, name, uploaded_by)
     values ('01', 'image/jpeg', 1, 'anlage.jpg', $1) returning id`,
    [JSON.stringify(firm())],
  );
  const { act } = await through(way);
  await act({ files: [photo?.id] });
  const [property] = await api.one.query<{ id: string }>('select property_id as id from ticket where id = $1', [
    ticket,
  ]);
  const files = async () => {
    const headers = { cookie: cookies.mara };
    const { data } = await api.call<{ files: { id: string }[] }>(
      host,
      'properties.get',
      { id: property?.id },
      { kind: 'query', headers },
    );
    return data?.files.map(({ id }) => id);
  };
  expect(await files()).toEqual([]);
  await api.one.query(`update command set state = 'open' where state = 'held'`);
  expect(await files()).toEqual([photo?.id]);
  await forget();
});

describe('in a project', () => {
  const say = (who: keyof typeof cookies, command: object, commandId: string = randomUUID()) =>
    api.call<Answered>(
      host,
      'projects.act',
      { projectId: project, commandId, command, text },
      { headers: { cookie: cookies[who] } },
    );
  const heldIn = async (who: keyof typeof cookies) => {
    const { data } = await api.call<{ todos: (Page & { n: number })[] }>(
      host,
      'projects.get',
      { id: project },
      { kind: 'query', headers: { cookie: cookies[who] } },
    );
    return data?.todos.flatMap(({ n, held }) => (held ? [n] : []));
  };

  test('each of a firm’s to-dos is held for itself, and what another firm says too', async () => {
    const first = randomUUID();
    await say('kurt', { type: 'done', todo: todos.theirs }, first);
    await say('kurt', { type: 'done', todo: todos.alsoTheirs });
    await say('fritz', { type: 'comment', todo: todos.others });
    expect(await heldIn('kurt')).toEqual([todos.theirs, todos.alsoTheirs]);
    expect(await heldIn('fritz')).toEqual([todos.others]);
    expect(await heldIn('mara')).toEqual([]);
    await api.call(
      host,
      'projects.takeBack',
      { projectId: project, commandId: first },
      { headers: { cookie: cookies.kurt } },
    );
    expect(await heldIn('kurt')).toEqual([todos.alsoTheirs]);
    expect(await heldIn('fritz')).toEqual([todos.others]);
    await forget();
  });

  test('a tick of a checklist is not held: it takes itself back; nor is what residents and the office say', async () => {
    expect((await say('kurt', { type: 'tick', todo: todos.theirs, item: 0, ticked: true })).data).toMatchObject({
      state: 'kept',
    });
    expect((await say('olga', { type: 'comment', todo: todos.owners })).data).toMatchObject({ state: 'kept' });
    expect((await say('mara', { type: 'comment', todo: todos.theirs })).data).toMatchObject({ state: 'kept' });
    expect(await heldIn('kurt')).toEqual([]);
    await api.one.query(`delete from command where state = 'open'`);
  });
});
