import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Context } from '@temporalio/activity';
import { Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workspaceActivities } from '../../activities/workspace/provision.ts';
import { Control, migrateControl, withClient } from '../../db/control.ts';
import { migrationFolder } from '../../db/migrations.ts';
import { Workspaces } from '../../db/workspaces.ts';
import { ensureWorkspace, migrateWorkspaces } from '../../scripts/provision.ts';
import { parseId, TASK_QUEUE } from '../../workflows/messages/ids.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { type TestTemporal, testTemporal } from '../support/temporal.ts';

let database: TestDatabase;
let temporal: TestTemporal;
let control: Control;
let client: Client;
let worker: Worker;
let running: Promise<void>;
const folder = mkdtempSync(join(tmpdir(), 'procsm-migrations-'));
const broken = join(folder, '9000-broken.sql');

beforeAll(async () => {
  // Failing workflows are what is tested here.
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  [database, temporal] = await Promise.all([testDatabase('empty'), testTemporal()]);
  await migrateControl(database.url);
  await cp(migrationFolder('workspace'), folder, { recursive: true });
  control = new Control({ databaseUrl: database.url, masterKey: 'a master key that is only for tests, long enough' });
  // A namespace of its own: the queue's name is fixed, and another test's worker knows nothing of this database.
  const namespace = `workspaces-${Date.now()}`;
  await temporal.connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  client = new Client({ connection: temporal.connection, namespace });
  const currentWorkspaceId = () => parseId(Context.current().info.workflowExecution?.workflowId ?? '').workspace;
  worker = await Worker.create({
    connection: temporal.native,
    namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: '.build/workflows.js' },
    activities: workspaceActivities({ control, currentWorkspaceId, migrations: pathToFileURL(`${folder}/`) }),
  });
  running = worker.run();
});

afterAll(async () => {
  worker.shutdown();
  await running;
  const records = await control.records();
  await control.close();
  await withClient(database.url, async (admin) => {
    for (const { database, role } of records) {
      await admin.query(`drop database if exists ${pg.escapeIdentifier(database)} with (force)`);
      await admin.query(`drop role if exists ${pg.escapeIdentifier(role)}`);
    }
  });
  await temporal.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});

const stateOf = async (slug: string) => {
  const record = (await control.records()).find((each) => each.slug === slug);
  return [record?.state, record?.failure];
};

test('a workspace is made once, however often it is asked for', async () => {
  const wanted = { slug: 'one', name: 'Eins', hosts: ['one.localhost'] };
  const [id, again] = await Promise.all([
    ensureWorkspace({ control, client }, wanted),
    ensureWorkspace({ control, client }, wanted),
  ]);
  expect(again).toBe(id);
  expect(await ensureWorkspace({ control, client }, wanted)).toBe(id);
  expect(await stateOf('one')).toEqual(['active', null]);
});

test('one whose migration fails is isolated, seen, and made when it is tried again', async () => {
  const wanted = { slug: 'two', name: 'Zwei', hosts: ['two.localhost'] };
  writeFileSync(broken, 'select nonsense;');
  await expect(ensureWorkspace({ control, client }, wanted)).rejects.toThrow(/two.*migrateDatabaseFailed/);
  expect(await stateOf('two')).toEqual(['failed', 'migrateDatabase']);
  expect(await stateOf('one')).toEqual(['active', null]);
  rmSync(broken);
  expect(await migrateWorkspaces({ control, client })).toEqual({ migrated: ['two'], failed: [] });
  expect(await stateOf('two')).toEqual(['active', null]);
  expect(await migrateWorkspaces({ control, client })).toEqual({ migrated: [], failed: [] });
});

test('of many that are there, the one whose migration fails is closed and named, the others are migrated and go on', async () => {
  const four = await ensureWorkspace({ control, client }, { slug: 'four', name: 'Vier', hosts: ['four.localhost'] });
  const workspaces = await Workspaces.open({
    databaseUrl: database.url,
    masterKey: 'a master key that is only for tests, long enough',
  });
  try {
    const ill = await workspaces.byId(four);
    await ill?.query(`insert into setting (key, value) values ('ill', '1')`);
    writeFileSync(
      join(folder, '8999-next-release.sql'),
      `do $$ begin if exists (select from setting where key = 'ill') then raise exception 'ill'; end if; end $$;
       create table after_it (id integer);`,
    );
    // As after an update: none has the tables of the new release.
    await control.pool.query('update workspace set schema_version = null');
    const { migrated, failed } = await migrateWorkspaces({ control, client });
    expect(migrated).toEqual(expect.arrayContaining(['one', 'two']));
    expect(failed).toEqual([{ slug: 'four', step: 'migrateDatabaseFailed' }]);
    expect(await stateOf('four')).toEqual(['failed', 'migrateDatabase']);
    for (const slug of ['one', 'two']) expect(await stateOf(slug)).toEqual(['active', null]);
    // Nobody gets into it any more; nothing of the broken step is in its database; the others serve with the new tables.
    const fresh = await workspaces.all();
    expect(fresh.map(({ slug }) => slug)).toEqual(expect.arrayContaining(['one', 'two']));
    expect(fresh.some(({ slug }) => slug === 'four')).toBe(false);
    expect(await ill?.query(`select to_regclass('after_it') as there`)).toEqual([{ there: null }]);
    for (const each of fresh) expect(await each.query('select from after_it')).toEqual([]);
    await ill?.query(`delete from setting where key = 'ill'`);
    expect(await migrateWorkspaces({ control, client })).toMatchObject({
      migrated: expect.arrayContaining(['four']),
      failed: [],
    });
    expect(await stateOf('four')).toEqual(['active', null]);
  } finally {
    await workspaces.close();
  }
});

test("what PostgreSQL said stays out of the workflow's history, the file and the code are in it", async () => {
  const { id } = await control.register({ slug: 'three', name: 'Drei', hosts: ['three.localhost'] });
  writeFileSync(broken, "select 'Anna Muster'::integer;");
  await migrateWorkspaces({ control, client });
  rmSync(broken);
  const history = JSON.stringify(await client.workflow.getHandle(`${id}/workspace/${id}`).fetchHistory());
  expect(history).not.toContain('Anna');
  expect(history).toMatch(/9000-broken\.sql failed \(error 22P02\)/);
});
