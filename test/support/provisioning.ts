import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Context } from '@temporalio/activity';
import { Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { workspaceActivities } from '../../activities/workspace/provision.ts';
import { Control, migrateControl } from '../../db/control.ts';
import { migrationFolder } from '../../db/migrations.ts';
import { dropDatabaseAt } from '../../db/provisioning.ts';
import { parseId, TASK_QUEUE } from '../../workflows/messages/ids.ts';
import { testDatabase } from './postgres.ts';
import { testTemporal } from './temporal.ts';

/** Only for tests, long enough. */
export const masterKey = 'a master key that is only for tests, long enough';

/** An installation whose workspaces are made and migrated by their real workflows, with migrations that a test may add to. */
export interface Provisioning {
  readonly databaseUrl: string;
  readonly control: Control;
  readonly client: Client;
  /** Adds a migration, as a release does; returns how to take it away again. */
  migration(name: string, sql: string): () => void;
  /** Ends it, and takes every workspace's database away. */
  close(): Promise<void>;
}

/** Starts one. */
export async function startProvisioning(): Promise<Provisioning> {
  // Failing workflows are what is tested here.
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const [database, temporal] = await Promise.all([testDatabase('empty'), testTemporal()]);
  const folder = mkdtempSync(join(tmpdir(), 'procsm-migrations-'));
  await migrateControl(database.url);
  await cp(migrationFolder('workspace'), folder, { recursive: true });
  const control = new Control({ databaseUrl: database.url, masterKey });
  // A namespace of its own: the queue's name is fixed, and another test's worker knows nothing of this database.
  const namespace = `workspaces-${randomUUID()}`;
  await temporal.connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  const client = new Client({ connection: temporal.connection, namespace });
  const currentWorkspaceId = () => parseId(Context.current().info.workflowExecution?.workflowId ?? '').workspace;
  const worker = await Worker.create({
    connection: temporal.native,
    namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: '.build/workflows.js' },
    activities: workspaceActivities({ control, currentWorkspaceId, migrations: pathToFileURL(`${folder}/`) }),
  });
  const running = worker.run();
  return {
    databaseUrl: database.url,
    control,
    client,
    migration(name, sql) {
      const path = join(folder, name);
      writeFileSync(path, sql);
      return () => rmSync(path);
    },
    async close() {
      worker.shutdown();
      await running;
      const records = await control.records();
      await control.close();
      // Each drop waits for a checkpoint: some at once share one.
      const drop = async () => {
        for (let one = records.pop(); one !== undefined; one = records.pop()) await dropDatabaseAt(database.url, one);
      };
      await Promise.all(Array.from({ length: 8 }, drop));
      await temporal.close();
      await database.drop();
      rmSync(folder, { recursive: true });
    },
  };
}
