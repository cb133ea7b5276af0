import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeRevisions } from '../../activities/lifecycle/project.ts';
import { composeMail } from '../../activities/mail/compose.ts';
import { loadContexts } from '../../activities/mail/contexts.ts';
import { sweepProjectsOf } from '../../api/commands/projects.ts';
import type { ProjectView } from '../../api/views/project.ts';
import { projectToken } from '../../db/links.ts';
import type { StoredCommand } from '../../db/queries/commands.ts';
import { leaversIn } from '../../db/queries/project-leavers.ts';
import { ticketsForTemplates } from '../../db/queries/project-templates.ts';
import { projectRecord } from '../../db/queries/projects.ts';
import type { Found } from '../../db/queries/search.ts';
import type { Outcome } from '../../domain/lifecycle/outcome.ts';
import { builtinTemplate } from '../../domain/project/builtin.ts';
import { type ProjectCommand, projectCommand } from '../../domain/project/commands.ts';
import { apply, begin } from '../../domain/project/rules.ts';
import type { ProjectState, Responsible } from '../../domain/project/state.ts';
import { addDays, berlinClock, toInstant } from '../../domain/time/berlin.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const host = 'one.localhost';
const password = 'Regen auf Dach 7';
const today = berlinClock(toInstant(Date.now())).day;

let api: TestApi;
let manager = '';
let caretaker = '';
let owner = '';
let board = '';
let firm = '';
let property = '';
let ticket = '';
let campaign = '';
let order = '';
const doors: Record<string, string> = {};

beforeAll(async () => {
  api = await startTestApi();
  const { one } = api;
  manager = await person(one, { email: 'mara@one.test', employee: 'manager', password });
  caretaker = await person(one, { email: 'karl@one.test', employee: 'caretaker', password });
  owner = await person(one, { email: 'olga@one.test', resident: true, password });
  board = await person(one, { email: 'bert@one.test', resident: true, password });
  await person(one, { email: 'dora@one.test', contractor: true, password });
  await person(one, { email: 'fred@one.test', resident: true, password });
  firm = (await one.query<{ id: string }>('select id from contractor'))[0]?.id ?? '';
  property =
    (
      await one.query<{ id: string }>(
        `select b.property_id as id from tenancy t join unit u on u.id = t.unit_id
         join building b on b.id = u.building_id where t.person_id = $1`,
        [owner],
      )
    )[0]?.id ?? '';
  await one.query('insert into board_membership (property_id, person_id, valid_from) values ($1, $2, $3)', [
    property,
    board,
    '2020-01-01',
  ]);
  [ticket, campaign, order] = [randomUUID(), randomUUID(), randomUUID()];
  await one.query(
    `insert into ticket (id, number, property_id, place, category, urgency, title, phase, policy_version, command_id,
       reported_at, changed_at)
     values ($1, 'V-1', $2, 'common', 'roof', 'normal', 'Ziegel', 'new', 1, gen_random_uuid(), now(), now())`,
    [ticket, property],
  );
  await one.query(
    `insert into campaign (id, number, property_id, title, phase, policy_version, command_id, begun_at, changed_at, kind,
       audience, question, key_date, deadline)
     values ($1, 'B-1', $2, 'Dach erneuern', 'open', 1, gen_random_uuid(), now(), now(), 'readReceipt', 'owners', 'Dach?',
       berlin_today(), now() + interval '10 days')`,
    [campaign, property],
  );
  await one.query(
    `insert into work_order (id, number, property_id, contractor_id, client, invoice_to, title, urgency, phase,
       policy_version, command_id, placed_at, changed_at)
     values ($1, 'A-1', $2, $3, '{}', '{}', 'Dach decken', 'normal', 'running', 1, gen_random_uuid(), now(), now())`,
    [order, property, firm],
  );
  const door = async (email: string, entrance: string) => {
    const { cookie = '' } = await api.call(host, 'session.signIn', { entrance, email, password });
    doors[email.slice(0, 4)] = cookie;
  };
  await door('mara@one.test', 'management');
  await door('karl@one.test', 'management');
  await door('olga@one.test', 'residents');
  await door('bert@one.test', 'residents');
  await door('fred@one.test', 'residents');
  await door('dora@one.test', 'contractors');
});
afterAll(() => api.close());

const as = (who: string) => ({ headers: { cookie: doors[who] ?? '' } });
const ask = <Data>(who: string, procedure: string, input?: unknown) =>
  api.call<Data>(host, procedure, input, { kind: 'query', ...as(who) });

async function storedCommand(id: string): Promise<StoredCommand> {
  const [row] = await api.one.query<StoredCommand>(
    'select id, noun, subject_id as "subjectId", type, actor, at, facts, words, files, link from command where id = $1',
    [id],
  );
  return row!;
}

/** What the workflow would do with a stored command: the rules, and the row writer. */
async function carriedOut(commandId: string): Promise<Outcome<ProjectState, never>> {
  const command = await storedCommand(commandId);
  const { id, subjectId, actor, at, facts, type } = command;
  const act = { id, actor, at, command: projectCommand.parse({ ...facts, type }) as ProjectCommand };
  const state = (await projectRecord(api.one, subjectId))?.state ?? null;
  const outcome = state ? apply(state, act) : begin(subjectId, act as Parameters<typeof begin>[1]);
  const messages = outcome.effects.filter((effect) => effect.kind === 'message');
  await writeRevisions(api.one, 'project', subjectId, [
    { command: id, state: outcome.state, happenings: outcome.happenings, messages },
  ]);
  return outcome;
}

async function start(roles: Responsible[], more: object = {}): Promise<string> {
  const [projectId, commandId] = [randomUUID(), randomUUID()];
  const answer = await api.call(
    host,
    'projects.start',
    {
      projectId,
      commandId,
      propertyId: property,
      title: 'Dach Lindenhof',
      template: { id: 'roof', version: 1 },
      start: today,
      roles,
      ...more,
    },
    as('mara'),
  );
  expect(answer).toMatchObject({ status: 200, data: { state: 'kept', number: expect.stringMatching(/^P-\d{4}-/) } });
  await carriedOut(commandId);
  return projectId;
}

async function does(who: string, projectId: string, command: ProjectCommand, more: object = {}) {
  const commandId = randomUUID();
  // What a firm says would else be held for a while.
  const said = { projectId, commandId, command, now: true, ...more };
  const answer = await api.call(host, 'projects.act', said, as(who));
  if (answer.status === 200) await carriedOut(commandId);
  return answer;
}

const team = (): Responsible[] => [
  { role: 'employee', id: manager },
  { role: 'contractor', id: firm },
  { role: 'advisoryBoard' },
];

describe('the room of a project', () => {
  test('shows each their own: the board the vote and its part, the contractor their orders and theirs', async () => {
    const joined = [
      { noun: 'ticket', id: ticket },
      { noun: 'campaign', id: campaign },
      { noun: 'workOrder', id: order },
    ];
    const id = await start(team(), { joined, description: 'Vertraulich' });
    const document = builtinTemplate('roof', 'de');
    const part = (role: number) => document.todos.filter((todo) => todo.role === role).map(({ title }) => title);

    const all = (await ask<ProjectView>('mara', 'projects.get', { id })).data!;
    expect(all.todos.map(({ title }) => title)).toEqual(document.todos.map(({ title }) => title));
    expect(all.joined.map(({ noun }) => noun)).toEqual(['campaign', 'ticket', 'workOrder']);
    expect(all.waiting.length).toBeGreaterThan(0);
    expect(all.forecast.length).toBeGreaterThan(0);

    const theirs = (await ask<ProjectView>('dora', 'projects.get', { id })).data!;
    expect(theirs.todos.map(({ title }) => title)).toEqual(part(1));
    expect(theirs.joined.map(({ noun }) => noun)).toEqual(['workOrder']);
    expect(JSON.stringify(theirs)).not.toMatch(/Vertraulich|Ziegel|Beirat prüfen/);
    expect(theirs.todos.flatMap(({ needs }) => needs)).toEqual([]);

    const boards = (await ask<ProjectView>('bert', 'projects.get', { id })).data!;
    expect(boards.todos.map(({ title }) => title)).toEqual(part(2));
    expect(boards.joined.map(({ noun }) => noun)).toEqual(['campaign']);

    for (const who of ['olga', 'fred'])
      expect(await ask(who, 'projects.get', { id })).toMatchObject({ code: 'notFound' });
    expect((await ask<{ title: string }[]>('dora', 'projects.mine')).data?.map(({ title }) => title)).toEqual(part(1));
  });

  test('lets those who are responsible do their part, and nothing else', async () => {
    const id = await start(team());
    expect(await does('dora', id, { type: 'move', todo: 1, when: { on: addDays(today, 90) } })).toMatchObject({
      code: 'forbidden',
    });
    expect(await does('dora', id, { type: 'done', todo: 2 })).toMatchObject({ code: 'notFound' });
    expect(await does('bert', id, { type: 'done', todo: 1 })).toMatchObject({ code: 'notFound' });
    // A caretaker has no part in it: what is Mara's is not theirs.
    expect(await does('karl', id, { type: 'done', todo: 1 })).toMatchObject({ code: 'forbidden' });
    expect(await does('dora', id, { type: 'tick', todo: 1, item: 0, ticked: true })).toMatchObject({ status: 200 });
    expect(await does('dora', id, { type: 'done', todo: 1 }, { text: 'Fotos folgen' })).toMatchObject({ status: 200 });
    expect(await does('mara', id, { type: 'assign', todo: 2, to: { role: 'employee', id: caretaker } })).toMatchObject({
      status: 200,
    });
    expect(await does('karl', id, { type: 'begin', todo: 2 })).toMatchObject({ status: 200 });
    const view = (await ask<ProjectView>('mara', 'projects.get', { id })).data!;
    expect(view.todos.slice(0, 2).map(({ phase }) => phase)).toEqual(['done', 'begun']);
    expect(view.todos[0]?.items[0]).toEqual({ text: 'Eindeckung', ticked: true });
    expect(view.timeline.find(({ kind }) => kind === 'todoDone')).toMatchObject({ text: 'Fotos folgen' });
  });

  test('opens by a mailed link that is made out to one person, and closes when it is revoked', async () => {
    const id = await start(team());
    const token = projectToken(api.one.key, {
      projectId: id,
      holder: { kind: 'contractor', id: firm },
      projectGeneration: 1,
      holderGeneration: 1,
    });
    const link = { headers: { 'x-link': token } };
    const got = await api.call<ProjectView>(host, 'projects.get', { id: null }, { kind: 'query', ...link });
    expect(got.data?.todos.every(({ mine }) => mine)).toBe(true);
    const commandId = randomUUID();
    const act = { projectId: id, commandId, command: { type: 'begin', todo: 1 }, now: true };
    expect(await api.call(host, 'projects.act', act, link)).toMatchObject({ status: 200 });
    await carriedOut(commandId);
    expect(await storedCommand(commandId)).toMatchObject({ link: 'projectLink', actor: { id: firm } });
    await api.one.query('update project set link_generation = 2 where id = $1', [id]);
    expect(await api.call(host, 'projects.get', { id: null }, { kind: 'query', ...link })).toMatchObject({
      code: 'linkRevoked',
    });
  });
});

test('a project’s dossier checks as it was written, a flipped byte is located, and it is for those who plan only', async () => {
  const id = await start(team(), { description: 'Vertraulich' });
  await does('dora', id, { type: 'done', todo: 1 }, { text: 'Fotos folgen' });
  await does('mara', id, { type: 'comment', todo: null }, { text: 'Nur unter uns' });
  const take = (what: string, who: string) =>
    api.send(host, `/api/projects/${id}/dossier.${what}`, { headers: { cookie: doors[who] ?? '' } });
  const folder = mkdtempSync(join(tmpdir(), 'procsm-project-'));
  const verified = (name: string, content: Buffer | string) => {
    writeFileSync(join(folder, name), content);
    const script = join(import.meta.dirname, '..', '..', 'scripts', 'verify-dossier.mjs');
    return promisify(execFile)(process.execPath, [script, join(folder, name)]).then(
      ({ stdout }) => stdout,
      ({ stdout }: { stdout: string }) => stdout,
    );
  };
  for (const what of ['json', 'pdf', 'json?scope=outside', 'pdf?scope=outside&locale=en']) {
    const { status, headers, body } = await take(what, 'mara');
    expect([what, status]).toEqual([what, 200]);
    expect(headers['content-disposition']).toMatch(/filename="Akte-P-\d{4}-/);
    expect(await verified('whole', body)).toMatch(/as it was written\. P-\d{4}-\d+, 3 entries/);
  }
  const outside = (await take('json?scope=outside', 'mara')).body.toString();
  expect(outside).toContain('Fotos folgen');
  expect(outside).not.toMatch(/Vertraulich|unter uns/);
  const whole = (await take('json', 'mara')).body.toString();
  expect(whole).toContain('Vertraulich');
  expect(await verified('flipped', whole.replace('Fotos folgen', 'Fotos folgem'))).toMatch(
    /Entry 2: its content is not what was written then/,
  );
  for (const who of ['karl', 'dora', 'bert', 'olga']) expect((await take('json', who)).status).not.toBe(200);
  const [taken] = await api.one.query(
    `select count(*)::int as times from audit where what = 'project.dossier' and subject_id = $1`,
    [id],
  );
  expect(taken).toEqual({ times: 6 });
  rmSync(folder, { recursive: true });
});

test('a project and its to-dos get other words; who reads of it learns the old ones, and only who plans may', async () => {
  const id = await start(team());
  const rename = { type: 'rename', todo: 1 } as const;
  expect(await does('dora', id, rename, { title: 'Meins' })).toMatchObject({ code: 'forbidden' });
  expect(await does('mara', id, rename)).toMatchObject({ code: 'badInput' });
  await does('mara', id, rename, { title: 'Dach vermessen', text: 'Mit Drohne' });
  await does('mara', id, rename, { title: 'Dach ausmessen', text: 'Mit Drohne' });
  await does('mara', id, { type: 'rename', todo: null }, { title: 'Dach Nord', text: 'Für den Beirat' });
  // What follows leaves the words alone.
  await does('dora', id, { type: 'begin', todo: 1 });
  const view = (await ask<ProjectView>('mara', 'projects.get', { id })).data!;
  expect(view).toMatchObject({ title: 'Dach Nord', description: 'Für den Beirat' });
  expect(view.todos[0]).toMatchObject({ title: 'Dach ausmessen', text: 'Mit Drohne' });
  expect(view.timeline.findLast(({ kind }) => kind === 'todoRenamed')?.renamed).toEqual({
    from: 'Dach vermessen',
    to: 'Dach ausmessen',
  });
  const theirs = (await ask<ProjectView>('dora', 'projects.get', { id })).data!;
  expect(theirs.todos[0]?.title).toBe('Dach ausmessen');
  expect(theirs.timeline.map(({ kind }) => kind)).not.toContain('projectRenamed');
  const found = async (text: string, who = 'mara') =>
    (await ask<Found>(who, 'desk.search', { text })).data?.projects.map(({ title }) => title);
  expect(await found('dach nord')).toEqual(['Dach Nord']);
  expect((await ask<Found>('mara', 'desk.search', { text: 'Dach erneuern' })).data?.campaigns).toMatchObject([
    { number: 'B-1', closed: false },
  ]);
  await api.one.query('update employee set all_properties = false where person_id = $1', [caretaker]);
  expect(await found('dach nord', 'karl')).toEqual([]);
  await api.one.query('update employee set all_properties = true where person_id = $1', [caretaker]);
});

describe('bad input is refused with a sentence and changes nothing', () => {
  const unchanged = async (attempt: () => Promise<{ code?: string }>, code: string) => {
    const before = await api.one.query('select count(*)::int as commands from command');
    expect(await attempt()).toMatchObject({ code });
    expect(await api.one.query('select count(*)::int as commands from command')).toEqual(before);
  };

  test('who is not there, roles without people, foreign matters, no reason', async () => {
    const roles = team();
    const begin = (more: object) =>
      api.call(
        host,
        'projects.start',
        {
          projectId: randomUUID(),
          commandId: randomUUID(),
          propertyId: property,
          title: 'Dach',
          template: { id: 'roof', version: 1 },
          start: today,
          roles,
          ...more,
        },
        as('mara'),
      );
    await unchanged(() => begin({ roles: [roles[0], roles[1], { role: 'person', id: manager }] }), 'addresseeUnknown');
    await unchanged(() => begin({ roles: roles.slice(1) }), 'badInput');
    await unchanged(() => begin({ template: { id: 'roof', version: 9 } }), 'notFound');
    await unchanged(() => begin({ joined: [{ noun: 'ticket', id: randomUUID() }] }), 'notFound');
    await unchanged(() => begin({ start: '2026-02-31' }), 'badInput');
    const id = await start(roles);
    await unchanged(() => does('mara', id, { type: 'drop', todo: 2 }), 'reasonNeeded');
    await unchanged(
      () =>
        does(
          'mara',
          id,
          { type: 'add', who: { role: 'person', id: randomUUID() }, when: { on: today } },
          { title: 'Neu' },
        ),
      'addresseeUnknown',
    );
    await unchanged(
      () => does('mara', id, { type: 'add', who: { role: 'management' }, when: { on: today } }),
      'badInput',
    );
  });

  test('a template with a cycle, or published over what somebody else has published', async () => {
    const document = builtinTemplate('changeOfRenter', 'de');
    const [first, ...rest] = document.todos;
    const publish = (more: object) =>
      api.call(host, 'projects.publishTemplate', { id: 'changeOfRenter', seen: 1, document, ...more }, as('mara'));
    expect(await publish({ document: { ...document, todos: [{ ...first, needs: [10] }, ...rest] } })).toMatchObject({
      code: 'planCycle',
    });
    expect(await publish({ document: { ...document, name: 'Mieterwechsel, neu' } })).toMatchObject({
      data: { version: 2 },
    });
    expect(await publish({})).toMatchObject({ code: 'conflictingChange' });
    const templates = (await ask<{ id: string; version: number }[]>('mara', 'projects.templates')).data;
    expect(templates?.find(({ id }) => id === 'changeOfRenter')).toMatchObject({ version: 2 });
  });
});

test('a document in the room keeps its own rights: who plans sees it, the board what it may read, a firm none', async () => {
  const paper = async (role: 'board' | 'owners') => {
    const documentId = randomUUID();
    const say = (procedure: string, input: object) =>
      api.call(host, `documents.${procedure}`, { id: documentId, ...input }, as('mara'));
    expect(
      await say('save', {
        ...{ revision: 0, title: `Papier für ${role}`, source: 'Bitte lesen.', files: [] },
        ...{ kind: 'circular', visibility: 'private', newcomers: true, validFrom: null, validUntil: null },
        addressees: [{ scope: 'property', id: property, roles: [role] }],
      }),
    ).toMatchObject({ status: 200 });
    await api.one.query(`update document set phase = 'published', version = 1, since = berlin_today(),
      valid_from = berlin_today(), published_at = now() where id = '${documentId}'`);
    return documentId;
  };
  const [forBoard, forOwners] = [await paper('board'), await paper('owners')];
  const id = await start(team());
  const found = await ask<{ noun: string; id: string }[]>('mara', 'projects.joinable', {
    projectId: id,
    text: 'Papier',
  });
  expect(found.data?.map((each) => each.id).sort()).toEqual([forBoard, forOwners].sort());
  for (const document of [forBoard, forOwners])
    expect(await does('mara', id, { type: 'join', noun: 'document', id: document })).toMatchObject({ status: 200 });
  expect(await does('mara', id, { type: 'join', noun: 'document', id: randomUUID() })).toMatchObject({
    code: 'notFound',
  });
  const seen = async (who: string) =>
    (await ask<ProjectView>(who, 'projects.get', { id })).data?.joined.map(({ title }) => title).sort();
  expect(await seen('mara')).toEqual(['Papier für board', 'Papier für owners']);
  expect(await seen('bert')).toEqual(['Papier für board']);
  expect(await seen('dora')).toEqual([]);
});

test('moving a date tells which dates follow before it is done, and writes only what changed', async () => {
  const id = await start(team());
  const before = (await ask<ProjectView>('mara', 'projects.get', { id })).data!;
  const on = addDays(before.todos[0]!.due.slice(0, 10), 30);
  const preview = (
    await ask<{ todo: number; to: string }[]>('mara', 'projects.previewMove', { projectId: id, todo: 1, when: { on } })
  ).data!;
  const rows = () =>
    api.one.query<{ n: number; mark: string }>(
      'select n, xmin::text as mark from todo where project_id = $1 order by n',
      [id],
    );
  const marks = await rows();
  await does('mara', id, { type: 'move', todo: 1, when: { on } });
  const after = (await ask<ProjectView>('mara', 'projects.get', { id })).data!;
  const moved = after.todos.filter((todo, index) => todo.due !== before.todos[index]!.due);
  expect(moved.map(({ n, due }) => [n, due])).toEqual(
    preview.map(({ todo, to }) => [todo, to]).sort((a, b) => Number(a[0]) - Number(b[0])),
  );
  const written = (await rows()).filter(({ mark }, index) => mark !== marks[index]!.mark).map(({ n }) => n);
  expect(written).toEqual(moved.map(({ n }) => n));
  expect(await does('mara', id, { type: 'depend', todo: 1, needs: [5] })).toMatchObject({ status: 200 });
});

test('a to-do that is added has the words that were said with it', async () => {
  const id = await start(team());
  const add: ProjectCommand = { type: 'add', who: { role: 'contractor', id: firm }, when: { on: addDays(today, 40) } };
  await does('mara', id, add, { title: 'Blitzschutz prüfen', text: 'Vor dem Gerüstabbau', items: ['Messung'] });
  const view = (await ask<ProjectView>('dora', 'projects.get', { id })).data!;
  expect(view.todos.at(-1)).toMatchObject({
    title: 'Blitzschutz prüfen',
    text: 'Vor dem Gerüstabbau',
    items: [{ text: 'Messung', ticked: false }],
    responsible: { you: true },
  });
});

test('mails say in both languages what is to be done by when, and lead to a link of their own', async () => {
  const id = await start(team());
  await does('mara', id, { type: 'move', todo: 1, when: { on: addDays(today, 60) } });
  const rows = await api.one.query<{ id: string; template: string }>(
    `select id, template from message where subject_id = $1 and recipient_kind = 'contractor' order by created_at`,
    [id],
  );
  expect(rows.map(({ template }) => template)).toEqual(['todosAssigned', 'todosMoved']);
  const contexts = await loadContexts(
    api.one,
    'https://one.test',
    rows.map((row) => row.id),
  );
  for (const locale of ['de', 'en'] as const)
    for (const context of contexts.values()) {
      const mail = composeMail({ ...context, locale }, 'post@one.test');
      expect(mail?.text).toContain('Zustand des Daches aufnehmen');
      expect(mail?.text).toMatch(/^(Projekt|Project) P-\d{4}-\d{4}/);
      expect(mail?.text).toContain('https://one.test/p/');
      expect(mail?.text).not.toMatch(/undefined|\[object|NaN/);
    }
});

test('who leaves is found, whatever their part was, and the ball comes back to the management', async () => {
  const roles: Responsible[] = [
    { role: 'employee', id: caretaker },
    { role: 'contractor', id: firm },
    { role: 'person', id: owner },
  ];
  const id = await start(roles, { lead: caretaker });
  const theirs = async () => (await ask<ProjectView>('olga', 'projects.get', { id })).data?.todos ?? [];
  expect(await theirs()).not.toEqual([]);
  const here = async () =>
    (await leaversIn(api.one)).filter(({ projectId }) => projectId === id).map(({ who }) => who.role);
  expect(await here()).toEqual([]);
  // Who no longer works on this property can't do it any more, though they are still with the company.
  await api.one.query('update employee set all_properties = false where person_id = $1', [caretaker]);
  expect(await here()).toEqual(['employee']);
  await api.one.query('update employee set all_properties = true where person_id = $1', [caretaker]);
  expect(await here()).toEqual([]);
  await api.one.query('update employee set active = false where person_id = $1', [caretaker]);
  await api.one.query('update contractor set active = false where id = $1', [firm]);
  await api.one.query('update tenancy set valid_until = berlin_today() - 1 where person_id = $1', [owner]);
  expect((await here()).sort()).toEqual(['contractor', 'employee', 'person']);
  // Told once, however many processes look.
  await sweepProjectsOf(api.services.temporal.client, api.one);
  await sweepProjectsOf(api.services.temporal.client, api.one);
  const told = await api.one.query<{ id: string }>(`select id from command where subject_id = $1 and type = 'left'`, [
    id,
  ]);
  expect(told).toHaveLength(3);
  for (const { id: command } of told) await carriedOut(command);
  expect(await here()).toEqual([]);
  const view = (await ask<ProjectView>('mara', 'projects.get', { id })).data!;
  expect(view.waiting[0]).toMatchObject({ stage: 'reassign', on: { us: true } });
  expect(view.lead).toBeNull();
  expect(view.timeline.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['responsibleLeft', 'leadLeft']));
  // Their room holds nothing of it any more, and the office is asked to say who leads and who takes over.
  expect(await theirs()).toEqual([]);
  const asked = await api.one.query<{ id: string; to: string; lead: boolean | null }>(
    `select id, recipient_id as "to", (data -> 'lead')::boolean as lead from message
     where subject_id = $1 and template = 'responsibleLeft'`,
    [id],
  );
  expect(asked.map(({ to }) => to)).toEqual([manager, manager, manager]);
  const context = (
    await loadContexts(
      api.one,
      'https://one.test',
      asked.map((row) => row.id),
    )
  ).get(asked.find(({ lead }) => lead)!.id)!;
  for (const [locale, words] of [
    ['de', 'Projekt ohne Leitung'],
    ['en', 'Project without a lead'],
  ] as const)
    expect(composeMail({ ...context, locale }, 'post@one.test')?.text).toContain(words);
  await api.one.query('update employee set active = true where person_id = $1', [caretaker]);
  await api.one.query('update contractor set active = true where id = $1', [firm]);
});

test('a report of a kind that a template names starts a project once the template says so, not before, and once', async () => {
  const document = { ...builtinTemplate('roof', 'de'), category: 'roof' };
  const published = { id: randomUUID(), seen: 0, document };
  expect(await api.call(host, 'projects.publishTemplate', published, as('mara'))).toMatchObject({
    data: { version: 1 },
  });
  expect(await ticketsForTemplates(api.one)).toEqual([]);
  await api.one.query(`update ticket set reported_at = now() where id = $1`, [ticket]);
  expect(await ticketsForTemplates(api.one)).toMatchObject([
    { ticketId: ticket, templateId: published.id, version: 1 },
  ]);
  await sweepProjectsOf(api.services.temporal.client, api.one);
  await sweepProjectsOf(api.services.temporal.client, api.one);
  const begun = await api.one.query<{ id: string; command: string; title: string }>(
    'select id, command_id as command, title from project where template_id = $1',
    [published.id],
  );
  expect(begun).toMatchObject([{ title: 'Dachsanierung: Ziegel' }]);
  await carriedOut(begun[0]!.command);
  expect((await ask<{ id: string }[]>('mara', 'projects.ofTicket', { ticketId: ticket })).data).toContainEqual(
    expect.objectContaining({ id: begun[0]!.id }),
  );
});
