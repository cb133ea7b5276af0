import { mkdtempSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Control, databaseUrlOf, HostTaken, migrateControl, withClient } from '../../db/control.ts';
import { Person } from '../../db/entities/person.ts';
import { Tenancy } from '../../db/entities/tenancy.ts';
import { migrationFolder } from '../../db/migrations.ts';
import { BudgetedPool, ConnectionBudget } from '../../db/pool.ts';
import { makeDatabase, migrateDatabase, unmigrated } from '../../db/provisioning.ts';
import { type Notice, type Query, type Workspace, Workspaces } from '../../db/workspaces.ts';
import type { WorkspaceId } from '../../domain/workspace.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

const masterKey = 'a master key that is only for tests, long enough';
let database: TestDatabase;
let control: Control;
let workspaces: Workspaces;
let one: Workspace;
let two: Workspace;

async function make(slug: string, hosts = [`${slug}.localhost`]): Promise<WorkspaceId> {
  const { id } = await control.register({ slug, name: `Verwaltung ${slug}`, hosts });
  await makeDatabase(control, id);
  await migrateDatabase(control, id);
  await control.setState(id, 'active');
  return id;
}

beforeAll(async () => {
  database = await testDatabase('empty');
  await migrateControl(database.url);
  control = new Control({ databaseUrl: database.url, masterKey });
  const first = await make('one');
  const second = await make('two', ['two.localhost', 'zwei.example.de']);
  workspaces = await Workspaces.open({ databaseUrl: database.url, masterKey });
  one = (await workspaces.byId(first))!;
  two = (await workspaces.byId(second))!;
});

afterAll(async () => {
  const records = await control.records();
  await workspaces.close();
  await control.close();
  await withClient(database.url, async (client) => {
    for (const { database, role } of records) {
      await client.query(`drop database if exists ${pg.escapeIdentifier(database)} with (force)`);
      await client.query(`drop role if exists ${pg.escapeIdentifier(role)}`);
    }
  });
  await database.drop();
});

test("a workspace's role connects to its own database and to no other", async () => {
  const [mine, other] = await control.records();
  const own = databaseUrlOf(database.url, mine!, 'role');
  await expect(withClient(own, (client) => client.query('select 1'))).resolves.toBeDefined();
  const control_ = new URL(database.url).pathname.slice(1);
  for (const name of [other!.database, control_, 'postgres', 'template1']) {
    const url = new URL(own);
    url.pathname = `/${name}`;
    await expect(withClient(url.href, (client) => client.query('select 1'))).rejects.toThrow(/permission denied/);
  }
});

test('nothing but its own role opens a database: a new role may connect nowhere', async () => {
  const { rows } = await control.pool.query(
    `select datname from pg_database
     where datallowconn and has_database_privilege('pg_monitor', oid, 'connect')
       -- Other test files are making theirs at this moment.
       and (datname not like 'test\\_%' or datname = current_database())`,
  );
  expect(rows).toEqual([]);
});

test("a workspace's role changes rows but no tables, and evidence can only be added to", async () => {
  await one.query('insert into setting (key, value) values ($1, $2)', ['colour', '"red"']);
  await expect(one.query('create table other ()')).rejects.toThrow(/permission denied/);
  await expect(one.query('drop table setting')).rejects.toThrow(/must be owner/);
  await one.query(`insert into audit (actor, what) values ('{"kind": "system"}', 'test')`);
  await expect(one.query(`update audit set what = 'other'`)).rejects.toThrow(/permission denied/);
  await expect(one.query('delete from timeline')).rejects.toThrow(/permission denied/);
  await expect(one.query('update timeline set seq = 2')).rejects.toThrow(/permission denied/);
  await expect(one.query('update timeline set body = null')).resolves.toEqual([]);
});

test('keys differ, stay the same, and open with no other master key', async () => {
  expect(one.key).toHaveLength(32);
  expect(one.key.equals(two.key)).toBe(false);
  const again = await Workspaces.open({ databaseUrl: database.url, masterKey });
  expect((await again.byId(one.id))?.key.equals(one.key)).toBe(true);
  await again.close();
  await expect(Workspaces.open({ databaseUrl: database.url, masterKey: 'x'.repeat(40) })).rejects.toThrow(/MASTER_KEY/);
});

test.each([
  ['one.localhost', 'one'],
  ['ONE.localhost:3000', 'one'],
  ['two.localhost.', 'two'],
  ['zwei.example.de', 'two'],
  ['localhost', 'one'],
  ['localhost:3000', 'one'],
  ['127.0.0.1:3000', 'one'],
  ['192.168.1.20', 'one'],
  ['[::1]:3000', 'one'],
  ['buero-pc', 'one'],
  ['server.fritz.box', 'one'],
  ['three.localhost', undefined],
  ['one.localhost.example.com', undefined],
  ['example.com', undefined],
  ['', undefined],
  ['one.localhost/../two', undefined],
])('the host %s serves %s', async (host, slug) => {
  expect((await workspaces.byHost(host))?.slug).toBe(slug);
});

test('a suspended default workspace is not replaced by the next one, and comes back', async () => {
  await control.setState(one.id, 'suspended');
  await workspaces.all();
  expect(await workspaces.byHost('localhost')).toBeUndefined();
  expect(await workspaces.byHost('one.localhost')).toBeUndefined();
  expect(await workspaces.byId(one.id)).toBeUndefined();
  await control.setState(one.id, 'active');
  await workspaces.all();
  expect(await workspaces.byHost('localhost')).toBe(one);
});

test('a host belongs to one workspace, a slug is registered once', async () => {
  const wanted = { slug: 'other', name: 'Other', hosts: ['two.localhost'] };
  await expect(control.register(wanted)).rejects.toBeInstanceOf(HostTaken);
  expect(await control.register({ ...wanted, slug: 'two' })).toEqual({ id: two.id, isNew: false });
});

test('a failing migration leaves its database as it was and the others alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'procsm-migrations-'));
  await cp(migrationFolder('workspace'), folder, { recursive: true });
  const broken = 'create table half (); insert into nowhere values (1);';
  writeFileSync(join(folder, '9000-broken.sql'), broken);
  await expect(migrateDatabase(control, one.id, pathToFileURL(`${folder}/`))).rejects.toThrow(/9000-broken\.sql/);
  const [row] = await one.query(
    `select to_regclass('half') as half, (select count(*) from migration where name ~ '^9') as n`,
  );
  expect(row).toEqual({ half: null, n: 0 });
  expect(await unmigrated(control)).toEqual([]);
  expect(await workspaces.readiness()).toEqual({ databases: true, migrations: true });
});

test('a migration that was changed after it was applied is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'procsm-migrations-'));
  await cp(migrationFolder('workspace'), folder, { recursive: true });
  writeFileSync(join(folder, '0001-spine.sql'), 'select 1');
  await expect(migrateDatabase(control, one.id, pathToFileURL(`${folder}/`))).rejects.toThrow(/was changed/);
});

test('instants come as ISO texts in UTC, dates as dates, big numbers as numbers where they are safe', async () => {
  const [row] = await one.query(
    `select '2026-03-29 02:30:00.5+02'::timestamptz as instant, array['2026-01-01 00:00Z'::timestamptz] as instants,
       '2026-02-28'::date as day, 42::int8 as safe, 9007199254740993 as unsafe, $1::uuid[] as ids`,
    [[]],
  );
  expect(row).toEqual({
    instant: '2026-03-29T00:30:00.500Z',
    instants: ['2026-01-01T00:00:00.000Z'],
    day: '2026-02-28',
    safe: 42,
    unsafe: '9007199254740993',
    ids: [],
  });
});

test('a transaction commits as a whole or not at all', async () => {
  const put = (value: number) => ['insert into setting (key, value) values ($1, $2)', [`t${value}`, value]] as const;
  await expect(
    one.transaction(async (q) => {
      await q(...put(1));
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  await expect(one.transaction((q) => q('select nonsense'))).rejects.toThrow(/nonsense/);
  const put2 = async (q: Query) => {
    await q(...put(2));
    return 'done';
  };
  expect(await one.transaction(put2)).toBe('done');
  expect(await one.query(`select key from setting where key ~ '^t'`)).toEqual([{ key: 't2' }]);
});

test('a statement prepared before a migration goes on after it', async () => {
  const sql = 'select * from setting where key = $1';
  for (let i = 0; i < 5; i++) await two.query(sql, ['x']);
  await withClient(databaseUrlOf(database.url, (await control.records())[1]!, 'operator'), (client) =>
    client.query('alter table setting add column extra text'),
  );
  await expect(two.query(sql, ['x'])).resolves.toEqual([]);
  await withClient(databaseUrlOf(database.url, (await control.records())[1]!, 'operator'), (client) =>
    client.query('alter table setting drop column extra'),
  );
  await expect(two.query(sql, ['x'])).resolves.toEqual([]);
});

test('entities and statements share one pool and see the same rows', async () => {
  const em = await one.em();
  const person = em.create(Person, { familyName: 'Muster' });
  await em.flush();
  expect(person.createdAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(await one.query('select family_name from person where id = $1', [person.id])).toEqual([
    { family_name: 'Muster' },
  ]);
  expect(await (await two.em()).count(Person)).toBe(0);
  expect(await em.find(Tenancy, { person })).toEqual([]);
  await em.transactional(async (inner) => {
    (await inner.findOneOrFail(Person, person.id)).givenName = 'Max';
  });
  expect((await (await one.em()).findOneOrFail(Person, person.id)).givenName).toBe('Max');
});

test('a busy workspace leaves connections for the others, and a process keeps its bound', async () => {
  const others = await Promise.all([3, 4, 5, 6, 7, 8, 9].map((n) => make(`many-${n}`)));
  await workspaces.all();
  const all = await Promise.all([one.id, two.id, ...others].map(async (id) => (await workspaces.byId(id))!));
  let most = 0;
  await Promise.all(
    Array.from({ length: 300 }, async (_, i) => {
      await all[i % all.length]!.query('select pg_sleep(0.1)');
      most = Math.max(most, workspaces.connections);
    }),
  );
  expect(most).toBeGreaterThan(18);
  expect(most).toBeLessThanOrEqual(36);
  await expect(two.query('select 1 as one')).resolves.toEqual([{ one: 1 }]);
});

test('who waits too long for a connection is told that all are taken, and takes nothing from who waits on', async () => {
  const url = databaseUrlOf(database.url, (await control.records())[0]!, 'role');
  const budget = new ConnectionBudget(6, 150);
  const [full, other] = [new BudgetedPool(url, budget), new BudgetedPool(url, budget)];
  const held = await Promise.all(Array.from({ length: 6 }, () => full.connect()));
  // Its own six, and the process's six: both wait, neither for ever.
  for (const pool of [full, other]) {
    await expect(pool.query('select 1')).rejects.toMatchObject({ name: 'ConnectionsTaken', code: '53300' });
  }
  const waits = other.query('select 1 as one');
  held[0]!.release();
  expect((await waits).rows).toEqual([{ one: 1 }]);
  for (const client of held.slice(1)) client.release();
  await Promise.all([full.end(), other.end()]);
});

test('while others work one company has one connection at a time, beside long work a few, and all of its own when they are done', async () => {
  const url = databaseUrlOf(database.url, (await control.records())[0]!, 'role');
  const budget = new ConnectionBudget();
  const [busy, other] = [new BudgetedPool(url, budget), new BudgetedPool(url, budget)];
  const work = await other.connect();
  const wanted = Array.from({ length: 6 }, () => busy.connect());
  expect([busy.inWork, busy.waits]).toEqual([1, 5]);
  // What lasts does not stop the rest of its company.
  await Promise.all(wanted.slice(0, 3));
  expect([busy.inWork, busy.waits]).toEqual([3, 3]);
  // One goes, the next one in the order in which they asked comes.
  (await wanted[0]!).release();
  await wanted[3];
  expect([busy.inWork, busy.waits]).toEqual([3, 2]);
  work.release();
  await Promise.all(wanted);
  expect([busy.inWork, busy.waits]).toEqual([5, 0]);
  for (const client of wanted.slice(1)) (await client).release();
  expect([busy.inWork, other.inWork, budget.open]).toEqual([0, 0, busy.totalCount + other.totalCount]);
  await Promise.all([busy.end(), other.end()]);
});

test('a dropped connection neither ends the process nor the workspace', async () => {
  await one.query('select 1');
  const { database: name } = (await control.records())[0]!;
  await control.pool.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  // Not when the server has none left: what is under way to us we hear of later.
  await expect.poll(() => one.pool.totalCount).toBe(0);
  await expect(one.query('select 1 as one')).resolves.toEqual([{ one: 1 }]);
});

test('notices reach every listener, and a lost connection is told as "all"', async () => {
  const heard: Notice[] = [];
  const stop = await workspaces.listen((notice) => heard.push(notice));
  const notice = { workspaceId: one.id, topic: 'desk', id: 'x', revision: 3 };
  await workspaces.notify(notice);
  await expect.poll(() => heard).toEqual([notice]);
  await control.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'procsm notices' and datname = current_database()`,
  );
  await expect.poll(() => heard).toContainEqual({ workspaceId: two.id, topic: 'all', id: '', revision: 0 });
  await workspaces.notify({ ...notice, revision: 4 });
  await expect.poll(() => heard.at(-1)).toEqual({ ...notice, revision: 4 });
  await stop();
});
