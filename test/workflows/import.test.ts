import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importActivities } from '../../activities/import/run.ts';
import { recognise } from '../../db/import/recognise.ts';
import { beginImport, importRun, setMapping, turnImport } from '../../db/queries/imports.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { suggestedMapping } from '../../domain/import/mapping.ts';
import { idOf, TASK_QUEUE } from '../../workflows/messages/ids.ts';
import { askImport, type ImportStep } from '../../workflows/messages/importRun.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';
import { recordHistory } from '../support/histories.ts';
import { type TestTemporal, testTemporal } from '../support/temporal.ts';

let api: TestApi;
let workspace: Workspace;
let temporal: TestTemporal;
let client: Client;
let worker: Worker;
let running: Promise<void>;
let clerk: string;
/** How often the next writing of rows is broken off in the middle. */
let kills = 0;

beforeAll(async () => {
  [api, temporal] = await Promise.all([startTestApi(), testTemporal()]);
  workspace = api.one;
  // A namespace of its own: the queue's name is fixed, and another test's worker knows nothing of this database.
  const namespace = `import-${Date.now()}`;
  await temporal.connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  client = new Client({ connection: temporal.connection, namespace });
  clerk = await person(workspace, { email: 'umzug@example.de', employee: 'administrator' });
  worker = await Worker.create({
    connection: temporal.native,
    namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: '.build/workflows.js' },
    activities: importActivities({
      currentWorkspace: async () => workspace,
      onRights() {},
      beat() {
        Context.current().heartbeat();
        if (kills === 0) return;
        kills -= 1;
        throw new Error('killed while rows were written');
      },
    }),
  });
  running = worker.run();
});
afterAll(async () => {
  worker.shutdown();
  await running;
  await temporal.close();
  await api.close();
});

async function begun(text: string): Promise<string> {
  const id = randomUUID();
  const files = recognise('personen.csv', new TextEncoder().encode(text)).map((file) => ({
    ...file,
    mapping: suggestedMapping(file.name, file.headings),
  }));
  await workspace.transaction((q) => beginImport(q, { id, personId: clerk, files }));
  return id;
}
const run = (id: string) => importRun(workspace.query.bind(workspace), id);
async function step(
  id: string,
  step: ImportStep,
  from: Parameters<typeof turnImport>[2],
  to: Parameters<typeof turnImport>[3],
  end: string,
) {
  await turnImport(workspace.query.bind(workspace), id, from, to);
  await askImport(client, workspace.id, id, step);
  await expect.poll(async () => (await run(id)).state, { interval: 100 }).toBe(end);
}
const named = async (like: string) =>
  (await workspace.query<{ n: number }>('select count(*)::int as n from person where family_name like $1', [like]))[0]
    ?.n;

test('files are planned, taken and taken back; in between nothing is half there, even when the worker dies over it', async () => {
  const rows = Array.from({ length: 4_500 }, (_, n) => `N-${n};Umzug ${n};n${n}@umzug.example`);
  const id = await begun(`Nr;Nachname;E-Mail\n${rows.join('\n')}\n`);
  await step(id, 'plan', ['mapping'], 'planning', 'planned');
  expect((await run(id)).counts).toEqual({ persons: { new: 4_500, missing: 1 } });
  expect(await named('Umzug%')).toBe(0);
  kills = 2;
  await step(id, 'apply', ['planned'], 'applying', 'applied');
  expect(kills).toBe(0);
  expect(await named('Umzug%')).toBe(4_500);
  const again = await begun(`Nr;Nachname;E-Mail\n${rows.join('\n')}\n`);
  await step(again, 'plan', ['mapping'], 'planning', 'planned');
  expect((await run(again)).counts).toEqual({ persons: { same: 4_500, missing: 1 } });
  await step(id, 'undo', ['applied'], 'undoing', 'undone');
  expect(await named('Umzug%')).toBe(0);
  const handle = client.workflow.getHandle(idOf(workspace.id, 'importRun', id));
  await handle.result();
  await recordHistory('importRun-applied-undone', handle);
  expect(await workspace.query('select 1 from import_row where run_id = $1', [id])).toEqual([]);
  expect(await workspace.query('select 1 from import_file where run_id = $1 and bytes is not null', [id])).toEqual([]);
});

test('what somebody changed meanwhile is seen again before it is taken, and what is used is not taken back', async () => {
  const id = await begun('Nr;Nachname\nZ-1;Zwischen\nZ-2;Dazwischen\n');
  await step(id, 'plan', ['mapping'], 'planning', 'planned');
  await workspace.query(`insert into person (number, family_name) values ('Z-1', 'Jemand')`);
  await step(id, 'apply', ['planned'], 'applying', 'planned');
  expect(await run(id)).toMatchObject({
    failure: { code: 'changedMeanwhile' },
    counts: { persons: { new: 1, changed: 1, missing: 1 } },
  });
  await step(id, 'apply', ['planned'], 'applying', 'applied');
  expect(await named('Zwischen')).toBe(1);
  await workspace.query(
    `insert into contractor (person_id, trades) select id, '{plumbing}' from person where number = 'Z-2'`,
  );
  await step(id, 'undo', ['applied'], 'undoing', 'applied');
  expect(await run(id)).toMatchObject({ failure: { code: 'inUse' } });
  await workspace.query(`update person set family_name = 'Anders' where number = 'Z-1'`);
  await step(id, 'undo', ['applied'], 'undoing', 'applied');
  expect(await run(id)).toMatchObject({ failure: { code: 'changedMeanwhile' } });
  expect(await named('Dazwischen')).toBe(1);
});

test('what a column means is remembered for the next file with the same headings', async () => {
  const id = await begun('Nr;Rufname;Nachname\n1;Kim;Groß\n');
  const { files } = await run(id);
  expect(files[0]?.mapping?.fields.Rufname).toBeNull();
  const mapping = { table: 'persons' as const, fields: { ...files[0]?.mapping?.fields, Rufname: 'givenName' } };
  await workspace.transaction((q) => setMapping(q, { id, n: 0, mapping, personId: clerk }));
  const next = await begun('Nachname;Nr;Rufname\nKlein;2;Jo\n');
  expect((await run(next)).files[0]?.mapping?.fields.Rufname).toBe('givenName');
  await step(next, 'plan', ['mapping'], 'planning', 'planned');
  await step(next, 'discard', ['planned'], 'discarded', 'discarded');
  const handle = client.workflow.getHandle(idOf(workspace.id, 'importRun', next));
  await handle.result();
  await recordHistory('importRun-discarded', handle);
  expect(await workspace.query('select 1 from import_row where run_id = $1', [next])).toEqual([]);
});
