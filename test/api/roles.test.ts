import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rolesOfPerson } from '../../db/sessions.ts';
import { employee, mayAct, passes, type Viewer } from '../../domain/rights.ts';
import { PRESETS, propertiesFor } from '../../domain/roles.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;
const ids = { north: '', south: '', clerk: '', boss: '', other: '', ticket: randomUUID() };

beforeAll(async () => {
  api = await startTestApi();
  const property = async (email: string) => {
    await person(api.one, { email, resident: true });
    const [row] = await api.one.query<{ id: string }>('select id from property where number = $1', [email]);
    return row?.id ?? '';
  };
  ids.north = await property('nord@one.test');
  ids.south = await property('sued@one.test');
  ids.clerk = await person(api.one, { email: 'karin@one.test', employee: 'caretaker' });
  ids.boss = await person(api.one, { email: 'mara@one.test', employee: 'manager' });
  ids.other = await person(api.one, { email: 'otto@one.test', employee: 'clerk' });
  await api.one.query(
    `insert into ticket (id, number, property_id, place, category, urgency, title, phase, policy_version, command_id,
       reported_at, changed_at)
     values ($1, 'T-1', $2, 'common', 'water', 'normal', 'T', 'new', 1, gen_random_uuid(), now(), now())`,
    [ids.ticket, ids.north],
  );
});
beforeEach(async () => {
  await api.one.query('delete from employee_role');
  await api.one.query('delete from absence');
  await api.one.query('update employee set all_properties = true, approval_limit_cents = null');
  await api.one.query('update employee set all_properties = false where person_id = $1', [ids.clerk]);
  await api.one.query('insert into employee_property values ($1, $2) on conflict do nothing', [ids.clerk, ids.north]);
});
afterAll(() => api.close());

async function viewer(personId: string): Promise<Extract<Viewer, { kind: 'employee' }>> {
  const roles = await rolesOfPerson(api.one, personId, 'management');
  if (!roles?.employee) throw new Error('no employee');
  return { kind: 'employee', personId, rights: roles.employee };
}

/** Gives one more role, from and until days counted from today. */
async function give(role: string, property: string | null, from: number | null = null, until: number | null = null) {
  const [row] = await api.one.query<{ id: string }>(
    `insert into employee_role (person_id, role, all_properties, valid_from, valid_until)
     values ($1, $2, $3, berlin_today() + $4::int, berlin_today() + $5::int) returning id`,
    [ids.clerk, role, property === null, from, until],
  );
  if (property) await api.one.query('insert into employee_role_property values ($1, $2)', [row?.id, property]);
}

async function away(who: string, substitute: string | null, from = 0, until = 0): Promise<void> {
  await api.one.query(
    `insert into absence (person_id, first_day, last_day, substitute_id)
     values ($1, berlin_today() + $3::int, berlin_today() + $4::int, $2)`,
    [who, substitute, from, until],
  );
}

async function told(party: object): Promise<string[]> {
  const rows = await api.one.query<{ id: string }>('select recipient_id as id from resolve_party($1, $2)', [
    JSON.stringify(party),
    ids.ticket,
  ]);
  return rows.map(({ id }) => id).sort();
}

test('the ready-made roles of the database are those of the rules', async () => {
  const rows = await api.one.query<{ key: string; functions: string[]; told: string | null }>(
    'select key, functions, told from role order by key',
  );
  const rules = Object.entries(PRESETS).map(([key, { functions, told: who }]) => ({ key, functions, told: who }));
  expect(rows).toEqual(rules.sort((a, b) => (a.key < b.key ? -1 : 1)));
});

describe('several roles', () => {
  test('count each on its own properties, and seeing is what all of them give', async () => {
    await give('clerk', ids.south);
    const karin = await viewer(ids.clerk);
    expect(mayAct(karin, 'see', ids.north) && mayAct(karin, 'see', ids.south)).toBe(true);
    expect([mayAct(karin, 'triage', ids.north), mayAct(karin, 'triage', ids.south)]).toEqual([false, true]);
    expect(propertiesFor(karin.rights, 'triage')).toEqual([ids.south]);
    expect(passes(employee('triage'), karin)).toBe(true);
    expect(passes(employee('settings'), karin)).toBe(false);
  });

  test('count from their first to their last day', async () => {
    for (const [from, until, held] of [
      [1, 5, false],
      [0, 0, true],
      [-5, null, true],
      [-5, -1, false],
    ] as const) {
      await api.one.query('delete from employee_role');
      await give('clerk', null, from, until);
      expect(mayAct(await viewer(ids.clerk), 'triage', ids.south)).toBe(held);
    }
  });

  test('made by the company count like ready-made ones', async () => {
    const key = randomUUID();
    await api.one.query(`insert into role (key, name, functions) values ($1, 'Empfang', '{see,triage}')`, [key]);
    await give(key, ids.south);
    const karin = await viewer(ids.clerk);
    expect([mayAct(karin, 'triage', ids.south), mayAct(karin, 'order', ids.south)]).toEqual([true, false]);
    expect(passes(employee('manager', 'clerk'), karin)).toBe(false);
    await api.one.query('delete from employee_role');
    await api.one.query('delete from role where key = $1', [key]);
  });
});

test('whoever holds a limit orders up to it, and nothing that nobody has limited', async () => {
  await api.one.query('update employee set approval_limit_cents = 50000 where person_id = $1', [ids.other]);
  const otto = await viewer(ids.other);
  const may = (amount: number | null) => mayAct(otto, 'order', ids.north, amount);
  expect([may(50_000), may(50_001), may(null)]).toEqual([true, false, false]);
  expect(mayAct(otto, 'triage', ids.north)).toBe(true);
});

describe('whoever stands in for somebody', () => {
  test('holds their rights while they are away, and only then', async () => {
    for (const [from, until, held] of [
      [1, 3, false],
      [0, 0, true],
      [-3, -1, false],
    ] as const) {
      await api.one.query('delete from absence');
      await away(ids.other, ids.clerk, from, until);
      const karin = await viewer(ids.clerk);
      expect(mayAct(karin, 'triage', ids.south)).toBe(held);
      expect(karin.rights.roles.filter(({ standsInFor }) => standsInFor === ids.other)).toHaveLength(held ? 1 : 0);
    }
  });

  test('changes settings in their name, but gives no roles', async () => {
    await away(ids.boss, ids.clerk);
    const karin = await viewer(ids.clerk);
    expect([mayAct(karin, 'settings'), mayAct(karin, 'accounts')]).toEqual([true, false]);
    expect(mayAct(await viewer(ids.boss), 'accounts')).toBe(true);
  });

  test('holds what an own role of theirs gives no more once that one has left', async () => {
    await away(ids.other, ids.clerk);
    await api.one.query('update employee set active = false where person_id = $1', [ids.other]);
    expect(mayAct(await viewer(ids.clerk), 'triage', ids.south)).toBe(false);
    await api.one.query('update employee set active = true where person_id = $1', [ids.other]);
  });

  test('gets the messages that are addressed to them, through others who are away too', async () => {
    expect(await told({ role: 'employee', id: ids.other })).toEqual([ids.other]);
    await away(ids.other, ids.boss);
    expect(await told({ role: 'employee', id: ids.other })).toEqual([ids.boss]);
    await away(ids.boss, ids.clerk);
    expect(await told({ role: 'employee', id: ids.other })).toEqual([ids.clerk]);
    expect(await told({ role: 'management' })).toEqual([ids.clerk]);
    expect(await told({ role: 'managers' })).toEqual([ids.clerk]);
    expect(mayAct(await viewer(ids.clerk), 'triage', ids.south)).toBe(true);
  });

  test('is asked for nothing where they stand in for each other: it waits for whom it is meant', async () => {
    await away(ids.other, ids.boss);
    await away(ids.boss, ids.other);
    expect(await told({ role: 'employee', id: ids.other })).toEqual([ids.other]);
    expect(await told({ role: 'managers' })).toEqual([ids.boss]);
  });
});

test('nobody who is away without a substitute is told where a colleague is there', async () => {
  await away(ids.other, null);
  expect(await told({ role: 'management' })).toEqual([ids.boss]);
  await api.one.query('update ticket set assignee_id = $1', [ids.other]);
  expect(await told({ role: 'management' })).toEqual([ids.boss]);
  await api.one.query('update ticket set assignee_id = null');
});

test('a stream hears that rights have changed, asks everything again and ends', async () => {
  const stream = api.services.live.events(
    { workspaceId: api.one.id, sessionId: randomUUID(), personId: ids.clerk, topics: ['desk'] },
    undefined,
  );
  expect((await stream.next()).value).toMatchObject({ topic: 'all' });
  const heard = stream.next();
  await api.services.workspaces.notify({ workspaceId: api.one.id, topic: 'rightsChanged', id: ids.clerk, revision: 0 });
  expect((await heard).value).toMatchObject({ topic: 'all' });
  expect((await stream.next()).done).toBe(true);
});

test('campaigns and projects find the office in the same way', async () => {
  await api.one.query(
    `insert into project (id, number, property_id, title, phase, policy_version, command_id, begun_at, changed_at)
     values ($1, 'P-1', $2, 'T', 'open', 1, gen_random_uuid(), now(), now())`,
    [ids.ticket, ids.north],
  );
  const meant = (party: object) =>
    api.one.query<{ id: string }>(`select recipient_id as id from resolve_lifecycle_party('project', $1, $2)`, [
      JSON.stringify(party),
      ids.ticket,
    ]);
  expect(await meant({ role: 'managers' })).toEqual([{ id: ids.boss }]);
  await away(ids.boss, ids.clerk);
  expect(await meant({ role: 'managers' })).toEqual([{ id: ids.clerk }]);
  expect(await meant({ role: 'employee', id: ids.boss })).toEqual([{ id: ids.clerk }]);
});

describe('what was done on many tickets', () => {
  const south = randomUUID();
  const host = 'one.localhost';
  let cookie: string;
  let ute: string;

  beforeAll(async () => {
    const [email, password] = ['ute@one.test', 'Regen auf Dach 7'];
    ute = await person(api.one, { email, employee: 'clerk', password });
    cookie = (await api.call(host, 'session.signIn', { entrance: 'management', email, password })).cookie ?? '';
    await api.one.query(
      `insert into ticket (id, number, property_id, place, category, urgency, title, phase, policy_version, command_id,
         reported_at, changed_at)
       values ($1, 'T-2', $2, 'common', 'water', 'normal', 'T', 'new', 1, gen_random_uuid(), now(), now())`,
      [south, ids.south],
    );
  });

  /** Ute has done something on these tickets; nobody knows how they stood before. */
  async function done(type: string, tickets: string[]): Promise<string> {
    const id = randomUUID();
    const actor = JSON.stringify({ kind: 'employee', id: ute });
    await api.one.query(
      `insert into batch (id, actor, type, facts, words, state) values ($1, $2, $3, '{}', '{}', 'done')`,
      [id, actor, type],
    );
    await api.one.query(
      `with item as (
         insert into batch_item (batch_id, n, ticket_id, taken)
         select $1, n, ticket, true from unnest($2::uuid[]) with ordinality as each (ticket, n) returning *
       )
       insert into command (id, noun, subject_id, type, actor, at, facts, words, state, revision)
       select command_id, 'ticket', ticket_id, $4, $3, now(), '{}', '{}', 'applied', 1 from item`,
      [id, tickets, actor, type],
    );
    return id;
  }
  const undo = (id: string) => api.call(host, 'batch.undo', { id }, { headers: { cookie } });
  const read = (id: string) =>
    api.call<{ items: { ticketId: string }[] }>(host, 'batch.get', { id }, { kind: 'query', headers: { cookie } });
  /** What came of taking it back, ticket by ticket: `conflictingChange` where it was tried. */
  async function outcome(id: string) {
    const state = async () => (await api.one.query('select state from batch where id = $1', [id]))[0];
    await expect.poll(state).toEqual({ state: 'undone' });
    const rows = await api.one.query<{ refusal: string }>(
      'select undo_refusal as refusal from batch_item where batch_id = $1 order by n',
      [id],
    );
    return rows.map(({ refusal }) => refusal);
  }

  test('is read and taken back only where the property is still one’s own', async () => {
    const [both, other] = [await done('accept', [ids.ticket, south]), await done('accept', [south])];
    await api.one.query('update employee set all_properties = false where person_id = $1', [ute]);
    await api.one.query('insert into employee_property values ($1, $2)', [ute, ids.north]);
    expect((await read(both)).data?.items).toMatchObject([{ ticketId: ids.ticket }]);
    expect((await read(other)).code).toBe('notFound');
    expect((await undo(other)).code).toBe('notFound');
    expect((await undo(both)).status).toBe(200);
    expect(await outcome(both)).toEqual(['conflictingChange', 'forbidden']);
    expect(await api.one.query('select state from batch where id = $1', [other])).toEqual([{ state: 'done' }]);
  });

  test('is taken back only while one may still do it', async () => {
    const [accepted, noted] = [await done('accept', [ids.ticket]), await done('note', [ids.ticket])];
    await api.one.query(`update employee set function = 'caretaker' where person_id = $1`, [ute]);
    expect((await undo(accepted)).code).toBe('forbidden');
    expect(await api.one.query('select state from batch where id = $1', [accepted])).toEqual([{ state: 'done' }]);
    expect((await undo(noted)).status).toBe(200);
    expect(await outcome(noted)).toEqual(['conflictingChange']);
  });
});
