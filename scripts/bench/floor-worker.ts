import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pg from 'pg';
import type { FloorActivities } from './floor-workflow.ts';

const { FLOOR_DATABASE_URL = '', FLOOR_BUNDLE = '', TEMPORAL_ADDRESS = '' } = process.env;

/** The floor's worker, tuned as the product's. */
async function main(): Promise<void> {
  Runtime.install({ shutdownSignals: [] });
  const pool = new pg.Pool({ connectionString: FLOOR_DATABASE_URL, max: 6 });
  pool.on('error', () => {});
  const activities: FloorActivities = {
    async writeRow(id, step) {
      await pool.query({
        name: 'row',
        text: `insert into floor_row (id, step, at) values ($1, $2, now())
               on conflict (id) do update set step = excluded.step, at = excluded.at`,
        values: [id, step],
      });
    },
  };
  const connection = await NativeConnection.connect({ address: TEMPORAL_ADDRESS });
  const worker = await Worker.create({
    connection,
    taskQueue: 'floor',
    workflowBundle: { codePath: FLOOR_BUNDLE },
    activities,
    maxCachedWorkflows: 2_000,
    maxConcurrentWorkflowTaskPolls: 4,
    maxConcurrentActivityTaskPolls: 2,
    maxConcurrentLocalActivityExecutions: 100,
  });
  const stop = () => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  process.once('SIGTERM', stop);
  process.once('disconnect', stop);
  process.send?.('ready');
  await worker.run();
  await pool.end();
  await connection.close();
  process.exit(0);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
