import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import { Client, WorkflowFailedError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveActivities } from '../../activities/workspace/move.ts';
import { nightlyActivities } from '../../activities/workspace/nightly.ts';
import { workspaceActivities } from '../../activities/workspace/provision.ts';
import { removalActivities } from '../../activities/workspace/remove.ts';
import { Control, databaseUrlOf, migrateControl, withClient } from '../../db/control.ts';
import { serverIsUsable } from '../../db/servers.ts';
import { Workspaces } from '../../db/workspaces.ts';
import { ensureWorkspace } from '../../scripts/provision.ts';
import { databaseUrl, startPostgres } from '../../scripts/services/postgres.ts';
import { Supervisor } from '../../scripts/services/supervisor.ts';
import { idOf, parseId, TASK_QUEUE } from '../../workflows/messages/ids.ts';
import { beginDeletion, beginMove, provisioningId } from '../../workflows/messages/workspace.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { type TestTemporal, testTemporal } from '../support/temporal.ts';

const masterKey = 'a master key that is only for tests, long enough';
const folder = mkdtempSync(join(tmpdir(), 'procsm-installation-'));
const storageDir = join(folder, 'files');
let database: TestDatabase;
let temporal: TestTemporal;
let control: Control;
let workspaces: Workspaces;
let client: Client;
let worker: Worker;
let running: Promise<void>;
let other: Supervisor;
let otherUrl: string;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  other = new Supervisor({ dataDir: join(folder, 'other'), say: () => {} });
  mkdirSync(other.dataDir, { recursive: true });
  [database, temporal] = await Promise.all([testDatabase('empty'), testTemporal()]);
  otherUrl = databaseUrl((await startPostgres(other, { durable: false })).url, 'postgres');
  await migrateControl(database.url);
  control = new Control({ databaseUrl: database.url, masterKey });
  workspaces = await Workspaces.open({ databaseUrl: database.url, masterKey });
  const namespace = `installation-${randomUUID()}`;
  await temporal.connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  client = new Client({ connection: temporal.connection, namespace });
  const currentWorkspaceId = () => parseId(Context.current().info.workflowExecution?.workflowId ?? '').workspace;
  const beat = () => Context.current().heartbeat();
  worker = await Worker.create({
    connection: temporal.native,
    namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: '.build/workflows.js' },
    activities: {
      ...workspaceActivities({ control, currentWorkspaceId }),
      ...moveActivities({ control, currentWorkspaceId }),
      ...removalActivities({ control, client, storageDir, currentWorkspaceId, beat }),
      ...nightlyActivities({ workspaces, client, beat }),
      drainOutbox: async () => ({ next: null }),
    },
  });
  running = worker.run();
});

afterAll(async () => {
  worker.shutdown();
  await running;
  const records = await control.records();
  await workspaces.close();
  await control.close();
  await withClient(database.url, async (admin) => {
    for (const { database, role } of records) {
      await admin.query(`drop database if exists ${pg.escapeIdentifier(database)} with (force)`);
      await admin.query(`drop role if exists ${pg.escapeIdentifier(role)}`);
    }
  });
  await temporal.close();
  await database.drop();
  await other.stopAll();
  rmSync(folder, { recursive: true });
});

const make = (slug: string) =>
  ensureWorkspace({ control, client }, { slug, name: `Verwaltung ${slug}`, hosts: [`${slug}.localhost`] });
const databasesAt = (url: string, name: string) =>
  withClient(url, async (at) => (await at.query('select from pg_database where datname = $1', [name])).rowCount);
const ended = (workflowId: string) => client.workflow.getHandle(workflowId).result();

test('a moved company has every row on its new server, goes on counting there, and nothing is left behind', async () => {
  const id = await make('moved');
  const before = (await workspaces.byId(id))!;
  await before.query(`insert into person (family_name) select 'Person ' || n from generate_series(1, 500) n`);
  await before.query(`insert into audit (actor, what) select '{"kind": "system"}', 'a' from generate_series(1, 7)`);
  expect(await serverIsUsable(control, otherUrl)).toBe(true);
  const server = await control.addServer('Anderer', otherUrl);
  expect(await beginMove(client, id, server)).toBe(true);
  expect(await beginMove(client, id, server)).toBe(false);
  await ended(provisioningId(id));
  const record = await control.record(id);
  expect(record).toMatchObject({ state: 'active', serverId: server, serverUrl: otherUrl });
  await expect
    .poll(async () => (await workspaces.byId(id))?.query('select count(*)::int as n from person').catch(() => null))
    .toEqual([{ n: 500 }]);
  const after = (await workspaces.byId(id))!;
  expect(await after.query(`insert into audit (actor, what) values ('{"kind": "system"}', 'b') returning id`)).toEqual([
    { id: 8 },
  ]);
  await expect(after.query('delete from audit')).rejects.toThrow(/permission denied/);
  expect(await databasesAt(database.url, record.database)).toBe(0);
  expect(await databasesAt(otherUrl, record.database)).toBe(1);
});

test('a move that fails leaves the company open where it was, with all it has', async () => {
  const id = await make('stays');
  const server = await control.addServer('Nicht da', 'postgresql://nobody:x@127.0.0.1:1/postgres');
  await withClient(databaseUrlOf(control.databaseUrl, await control.record(id), 'operator'), (at) =>
    at.query('create table of_another_release ()'),
  );
  const usable = await control.addServer('Anderer', otherUrl);
  await beginMove(client, id, usable);
  await expect(ended(provisioningId(id))).rejects.toThrow(WorkflowFailedError);
  expect(await control.record(id)).toMatchObject({ state: 'active', serverId: null, failure: 'copyDatabase' });
  await expect
    .poll(async () => (await workspaces.byId(id))?.query('select 1 as one').catch(() => null))
    .toEqual([{ one: 1 }]);
  expect(await databasesAt(otherUrl, (await control.record(id)).database)).toBe(0);
  expect(await serverIsUsable(control, await control.serverUrl(server))).toBe(false);
});

test('a company whose last day is over is deleted at night: what runs, its database, its files; the others stay', async () => {
  const [gone, kept] = [await make('gone'), await make('kept')];
  for (const id of [gone, kept]) {
    mkdirSync(join(storageDir, id, 'ab'), { recursive: true });
    writeFileSync(join(storageDir, id, 'ab', 'abc'), 'x');
    await client.workflow.start('mailroom', { workflowId: idOf(id, 'mailroom', id), taskQueue: TASK_QUEUE, args: [] });
  }
  await control.planDeletion(gone, new Date(Date.now() - 1_000).toISOString());
  await control.planDeletion(kept, new Date(Date.now() + 3_600_000).toISOString());
  const { database: name } = await control.record(gone);
  // The engine's lists are a moment behind.
  await expect
    .poll(
      async () => {
        let found = 0;
        for await (const _ of client.workflow.list({ query: `WorkflowId STARTS_WITH "${gone}/mailroom"` })) found++;
        return found;
      },
      { timeout: 20_000 },
    )
    .toBe(1);
  await client.workflow.execute('nightly', { workflowId: 'installation/nightly', taskQueue: TASK_QUEUE, args: [] });
  await ended(provisioningId(gone));
  expect((await control.records()).map(({ slug }) => slug)).not.toContain('gone');
  expect(await databasesAt(database.url, name)).toBe(0);
  expect(existsSync(join(storageDir, gone))).toBe(false);
  expect(existsSync(join(storageDir, kept))).toBe(true);
  expect((await client.workflow.getHandle(idOf(gone, 'mailroom', gone)).describe()).status.name).toBe('TERMINATED');
  expect((await client.workflow.getHandle(idOf(kept, 'mailroom', kept)).describe()).status.name).toBe('RUNNING');
  expect(await control.record(kept)).toMatchObject({ state: 'deleting' });
  await client.workflow.getHandle(idOf(kept, 'mailroom', kept)).terminate();
  await beginDeletion(client, kept);
  await ended(provisioningId(kept));
});

test('at night finished months are counted once, from the month in which a company began', async () => {
  const id = await make('counted');
  await control.pool.query(`update workspace set created_at = now() - interval '65 days' where id = $1`, [id]);
  const run = () =>
    client.workflow.execute('nightly', { workflowId: 'installation/nightly', taskQueue: TASK_QUEUE, args: [] });
  await run();
  const counts = () =>
    control.pool
      .query('select month::text, participating, units from unit_count where workspace_id = $1 order by 1', [id])
      .then(({ rows }) => rows);
  const first = await counts();
  expect([2, 3]).toContain(first.length);
  expect(first[0]).toMatchObject({ participating: 0, units: 0 });
  await control.pool.query('update unit_count set participating = 7 where workspace_id = $1', [id]);
  await run();
  expect((await counts()).map(({ participating }) => participating)).toEqual(first.map(() => 7));
});
