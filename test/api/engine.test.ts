import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importActivities } from '../../activities/import/run.ts';
import { createAccount } from '../../db/accounts.ts';
import { setOperator } from '../../db/operators.ts';
import { idOf } from '../../workflows/messages/ids.ts';
import { provisioningId } from '../../workflows/messages/workspace.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';
import { given } from '../support/given.ts';
import { type TestTemporal, testTemporal } from '../support/temporal.ts';

// What the API begins only while the engine is there. No worker runs: what was asked for stays as it was begun.

const HOST = 'one.localhost';
const OPERATOR_HOST = 'installation.localhost';
const password = 'Regen auf Dach 7';
const operator = { email: 'betrieb@example.de', password };
let api: TestApi;
let temporal: TestTemporal;
let client: Client;
let clerk: { id: string; cookie: string };

beforeAll(async () => {
  temporal = await testTemporal();
  // Of its own: in the other one somebody's worker may wait for work.
  const namespace = `engine-${randomUUID()}`;
  await temporal.connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  client = new Client({ connection: temporal.connection, namespace });
  api = await startTestApi({
    TEMPORAL_ADDRESS: given('TEST_TEMPORAL_ADDRESS'),
    TEMPORAL_NAMESPACE: namespace,
    OPERATOR_HOST,
  });
  const email = 'mara@one.test';
  const id = await person(api.one, { email, employee: 'administrator', password });
  const { cookie = '' } = await api.call(HOST, 'session.signIn', { entrance: 'management', email, password });
  clerk = { id, cookie };
});
afterAll(async () => {
  await api.close();
  await temporal.close();
});

const act = <Data = Record<string, unknown>>(name: string, input: unknown) =>
  api.call<Data>(HOST, name, input, { headers: { cookie: clerk.cookie } });
const ask = <Data>(name: string, input: unknown) =>
  api.call<Data>(HOST, name, input, { kind: 'query', headers: { cookie: clerk.cookie } });
const begun = async (workflowId: string) => (await client.workflow.getHandle(workflowId).describe()).type;

describe('files are taken in by somebody who looked at what they would do', () => {
  const heard: string[][] = [];
  const onRights = (_workspace: object, ids: readonly string[]) => void heard.push([...ids]);
  const activities = () => importActivities({ currentWorkspace: async () => api.one, beat() {}, onRights });
  const asWorker = new MockActivityEnvironment();
  const fields = { Nr: 'number', Nachname: 'familyName', 'E-Mail': 'email' };
  const state = async (id: string) => (await ask<{ state: string }>('imports.get', { id })).data?.state;
  const named = async () =>
    (await api.one.query<{ name: string }>(`select family_name as name from person where number = 'N-1'`))[0]?.name;

  async function uploaded(text: string): Promise<string> {
    const id = randomUUID();
    const head = 'content-disposition: form-data; name="file"; filename="personen.csv"\r\ncontent-type: text/csv';
    const { status } = await api.send(HOST, `/api/imports/${id}`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=xyz', cookie: clerk.cookie },
      body: `--xyz\r\n${head}\r\n\r\n${text}\r\n--xyz--\r\n`,
    });
    expect(status).toBe(201);
    return id;
  }
  /** Asks for a step, and does it in the worker's place. */
  async function step(name: 'plan' | 'take' | 'undo', id: string): Promise<string | undefined> {
    expect(await act(`imports.${name}`, { id })).toMatchObject({ status: 200 });
    const asked = await state(id);
    const { planImport, applyImport, undoImport } = activities();
    const work = { plan: planImport, take: applyImport, undo: undoImport }[name];
    await asWorker.run(work, { id });
    return asked;
  }

  test('planned, taken and taken back, each as it was asked for; what changed is told with what was there before', async () => {
    await api.one.query(`insert into person (number, family_name, email) values ('N-1', 'Alt', 'n1@one.test')`);
    const id = await uploaded('Nr;Nachname;E-Mail\nN-1;Neu;n1@one.test\nN-2;Dazu;n2@one.test\n');
    expect((await act('imports.take', { id })).code).toBe('notAllowedNow');
    expect((await act('imports.setMapping', { id, n: 0, mapping: { table: 'persons', fields } })).status).toBe(200);
    expect(await step('plan', id)).toBe('planning');
    expect(await begun(idOf(api.one.id, 'importRun', id))).toBe('importRun');
    expect([await state(id), await named()]).toEqual(['planned', 'Alt']);
    expect(await step('take', id)).toBe('applying');
    expect([await state(id), await named()]).toEqual(['applied', 'Neu']);
    expect(await step('undo', id)).toBe('undoing');
    expect([await state(id), await named()]).toEqual(['undone', 'Alt']);

    const asked = await api.one.query<{ actor: object; step: string }>(
      `select actor, after ->> 'step' as step from audit where what = 'import.ask' and subject_id = $1 order by id`,
      [id],
    );
    const actor = { kind: 'employee', id: clerk.id };
    expect(asked).toEqual(['plan', 'apply', 'undo'].map((each) => ({ actor, step: each })));
    const changed = await api.one.query(
      `select a.what, a.actor, a.before ->> 'familyName' as before, a.after ->> 'familyName' as after
       from audit a join person p on p.id = a.subject_id where p.number = 'N-1' order by a.id`,
    );
    expect(changed).toEqual([
      { what: 'import.change', actor, before: 'Alt', after: 'Neu' },
      { what: 'import.restore', actor, before: 'Neu', after: 'Alt' },
    ]);
  });

  test('what gives roles only by who gives them, and never so that nobody is left who does', async () => {
    const roles = { Person: 'person', Funktion: 'role' };
    const file = async (text: string) => {
      const id = await uploaded(text);
      await act('imports.setMapping', { id, n: 0, mapping: { table: 'employees', fields: roles } });
      await step('plan', id);
      return id;
    };
    await api.one.query(`update person set number = 'N-9' where id = $1`, [clerk.id]);
    const last = await file('Person;Funktion\nN-9;Sachbearbeiter\n');
    await step('take', last);
    const told = (id: string) => ask<{ state: string; failure: object }>('imports.get', { id });
    expect((await told(last)).data).toMatchObject({ state: 'refused', failure: { code: 'lastAdministrator' } });
    expect(await api.one.query('select function from employee')).toEqual([{ function: 'administrator' }]);
    // Who administrates only some properties takes files in, but gives nobody roles: not themselves either.
    const id = await file('Person;Funktion\nN-1;Verwalter\n');
    await api.one.query('update employee set all_properties = false');
    expect((await act('imports.take', { id })).code).toBe('forbidden');
    await api.one.query('update employee set all_properties = true');
    await step('take', id);
    expect((await told(id)).data?.state).toBe('applied');
    await step('undo', id);
    expect((await told(id)).data?.state).toBe('undone');
  });

  test('own roles come, change and go as on their page: by who gives roles, told, and never in use', async () => {
    const fields = { Name: 'name', Funktionen: 'functions', Nachrichten: 'told' };
    const file = async (row: string) => {
      const id = await uploaded(`Name;Funktionen;Nachrichten\n${row}\n`);
      await act('imports.setMapping', { id, n: 0, mapping: { table: 'roles', fields } });
      await step('plan', id);
      return id;
    };
    const run = async (id: string) => (await ask<{ state: string; failure: object }>('imports.get', { id })).data;
    const own = () => api.one.query<{ key: string }>(`select key, name, functions, told from role where name <> ''`);
    const first = await file('Technik;Aufträge erteilen;Leitung');
    const rows = await ask('imports.rows', { id: first, kind: 'new' });
    expect(rows.data).toMatchObject({ rows: [{ after: { name: 'Technik', functions: 'order,see', told: 'lead' } }] });
    await api.one.query('update employee set all_properties = false');
    expect((await act('imports.take', { id: first })).code).toBe('forbidden');
    await api.one.query('update employee set all_properties = true');
    heard.length = 0;
    await step('take', first);
    expect(heard).toEqual([[clerk.id]]);
    const [made] = await own();
    const before = { name: 'Technik', functions: ['see', 'order'], told: 'lead' };
    expect(made).toMatchObject(before);
    expect(await run(await file('technik;Aufträge erteilen, Sehen;Leitung'))).toMatchObject({
      counts: { roles: { changed: 1 } },
    });
    expect(await run(await file('Technik;Sehen, Aufträge erteilen;Leitung'))).toMatchObject({
      counts: { roles: { same: 1 } },
    });

    // One who administrates by this role alone can be taken that by no file, neither with it nor by its taking back.
    const second = await file('Technik;Einstellungen und Rollen verwalten;keine');
    await step('take', second);
    const after = { name: 'Technik', functions: ['see', 'administrate'], told: null };
    expect(await own()).toEqual([{ key: made?.key, ...after }]);
    await api.one.query('update employee set function = $1', [made?.key]);
    const third = await file('Technik;Sehen;keine');
    await step('take', third);
    expect(await run(third)).toMatchObject({ state: 'refused', failure: { code: 'lastAdministrator' } });
    await step('undo', second);
    expect(await run(second)).toMatchObject({ state: 'applied', failure: { code: 'lastAdministrator' } });
    await api.one.query(`update employee set function = 'administrator'`);
    await step('undo', second);
    expect(await own()).toEqual([{ key: made?.key, ...before }]);

    await api.one.query('insert into employee_role (person_id, role) values ($1, $2)', [clerk.id, made?.key]);
    await step('undo', first);
    expect(await run(first)).toMatchObject({ state: 'applied', failure: { code: 'inUse' } });
    await api.one.query('delete from employee_role');
    await step('undo', first);
    expect([(await run(first))?.state, await own()]).toEqual(['undone', []]);

    const actor = { kind: 'employee', id: clerk.id };
    const audited = await api.one.query(
      `select what, actor, before, after from audit where subject_id = $1::uuid order by id`,
      [made?.key],
    );
    expect(audited).toEqual([
      { what: 'role.make', actor, before: null, after: before },
      { what: 'role.change', actor, before, after },
      { what: 'role.change', actor, before: after, after: before },
      { what: 'role.remove', actor, before, after: null },
    ]);
  });

  test('or thrown away', async () => {
    const id = await uploaded('Nr;Nachname;E-Mail\nN-3;Nie;n3@one.test\n');
    expect((await act('imports.discard', { id })).status).toBe(200);
    expect(await state(id)).toBe('discarded');
    expect((await act('imports.plan', { id })).code).toBe('notAllowedNow');
  });
});

test('invitations go out as their preview said, once under their id', async () => {
  await person(api.one, { email: 'rita@one.test', resident: true });
  const [home] = await api.one.query<{ id: string }>('select id from property');
  const asked = { scope: { kind: 'property', id: home?.id }, choice: 'best' };
  const plan = await ask<{ fingerprint: string; people: object[] }>('invitations.preview', asked);
  const id = randomUUID();
  const send = (fingerprint?: string) => act('invitations.send', { ...asked, id, fingerprint });
  expect((await send('old')).code).toBe('changedMeanwhile');
  expect((await send(plan.data?.fingerprint)).data).toEqual({ invited: 1 });
  expect(await begun(idOf(api.one.id, 'invitation', id))).toBe('invitation');
  expect(await api.one.query('select way, entrance, state from invitation where round_id = $1', [id])).toEqual([
    { way: 'mail', entrance: 'residents', state: 'made' },
  ]);
});

/** Asks as an operator. */
const operate = async (procedure: string, input: object, cookie = '') => {
  const answer = await api.send(OPERATOR_HOST, `/api/installation/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(input),
  });
  const code = JSON.parse(answer.body.toString()).error?.data?.domain?.code as string | undefined;
  return { status: answer.status, code, cookie: String(answer.headers['set-cookie'] ?? '').split(';')[0] };
};

test('a company without anybody gets its first administrator by invitation, another one until somebody has come', async () => {
  await setOperator(api.services.workspaces.control, operator.email, operator.password);
  const { cookie } = await operate('signIn', operator);
  const invite = (email: string) =>
    operate('inviteFirst', { id: api.two.id, givenName: 'Eva', familyName: 'Erste', email }, cookie);
  const invited = () =>
    api.two.query<{ email: string; state: string; round: string }>(
      `select p.email, i.state, i.round_id as round from employee e join person p on p.id = e.person_id
       join invitation i on i.person_id = p.id and i.entrance = 'management' and i.way = 'mail'
       where e.active and e.function = 'administrator'`,
    );
  expect((await invite('erste@example.de')).status).toBe(200);
  const [first] = await invited();
  expect(first).toMatchObject({ email: 'erste@example.de', state: 'made' });
  expect(await begun(idOf(api.two.id, 'invitation', first?.round ?? ''))).toBe('invitation');
  // A wrong address is mended: whom it was before opens nothing any more.
  expect((await invite('zweite@example.de')).status).toBe(200);
  expect(await invited()).toMatchObject([{ email: 'zweite@example.de', state: 'made' }]);
  expect(await api.two.query(`select 1 from invitation where state = 'withdrawn'`)).toHaveLength(1);
  const [second] = await api.two.query<{ id: string }>(`select id from person where email = 'zweite@example.de'`);
  await createAccount(api.two, { personId: second?.id ?? '', email: 'zweite@example.de', password });
  expect((await invite('erste@example.de')).code).toBe('notAllowedNow');
  // Asked for is what stands there before; the refusal is told too.
  const { rows } = await api.services.workspaces.control.pool.query(
    'select what from operator_audit where workspace_id = $1 order by id',
    [api.two.id],
  );
  expect(rows.map(({ what }) => what)).toEqual(['inviteFirst', 'inviteFirst', 'inviteFirst', 'inviteFirstRefused']);
});

test('a company’s move and its deletion are begun by an operator, one after the other, and written down', async () => {
  const { control } = api.services.workspaces;
  await setOperator(control, operator.email, operator.password);
  const { cookie } = await operate('signIn', operator);
  const server = await control.addServer('Zweiter', given('TEST_DATABASE_URL'));
  const { id } = api.two;
  expect((await operate('move', { id, server }, cookie)).status).toBe(200);
  expect(await begun(provisioningId(id))).toBe('moveWorkspace');
  // What the engine refuses is told as refused: no entry says what did not happen.
  const back = await control.addServer('Dritter', given('TEST_DATABASE_URL'));
  expect((await operate('move', { id, server: back }, cookie)).code).toBe('notAllowedNow');
  await client.workflow.getHandle(provisioningId(id)).terminate();

  await control.setState(id, 'suspended');
  expect((await operate('planDeletion', { id, slug: 'two' }, cookie)).status).toBe(200);
  expect((await operate('deleteNow', { id, slug: 'one' }, cookie)).code).toBe('nameDiffers');
  expect((await operate('deleteNow', { id, slug: 'two' }, cookie)).status).toBe(200);
  expect(await begun(provisioningId(id))).toBe('deleteWorkspace');
  expect((await operate('deleteNow', { id, slug: 'two' }, cookie)).code).toBe('notAllowedNow');
  const { rows } = await control.pool.query(
    `select what, details from operator_audit where workspace_id = $1 and what not like 'inviteFirst%' order by id`,
    [id],
  );
  expect(rows).toEqual([
    { what: 'move', details: { from: null, to: server } },
    { what: 'move', details: { from: null, to: back } },
    { what: 'moveRefused', details: { from: null, to: back } },
    { what: 'planDeletion', details: {} },
    { what: 'deleteNow', details: { slug: 'two' } },
    { what: 'deleteNow', details: { slug: 'two' } },
    { what: 'deleteNowRefused', details: { slug: 'two' } },
  ]);
});
