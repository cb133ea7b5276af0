import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pino from 'pino';
import { Workspaces } from '../db/workspaces.ts';
import { TASK_QUEUE } from '../workflows/messages/ids.ts';
import { wakeMailroom } from '../workflows/messages/mailroom.ts';
import { scheduleNightly } from '../workflows/messages/workspace.ts';
import { readConfig } from './config.ts';
import { createActivities } from './create.ts';
import { kindOf, placeOf, wordlessFailures } from './faults.ts';
import { watchWorker } from './health.ts';
import { Courier } from './lifecycle/courier.ts';
import { sweepFacts } from './lifecycle/sweep.ts';
import { openPost } from './mailroom/post.ts';

/** The worker process: runs workflows and activities until it is told to stop, then finishes what it began. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.LOG_LEVEL });
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      const line = {
        workflow: meta?.workflowId,
        activity: meta?.activityType,
        reason: meta?.error === undefined ? undefined : kindOf(meta.error),
      };
      if (level === 'ERROR') log.error(line, message);
      else log.warn(line, message);
    }),
    shutdownSignals: [],
    ...(config.ENGINE_METRICS && {
      telemetryOptions: { metrics: { prometheus: { bindAddress: config.ENGINE_METRICS } } },
    }),
  });
  const [workspaces, connection, clientConnection] = await Promise.all([
    Workspaces.open({ databaseUrl: config.DATABASE_URL, masterKey: config.MASTER_KEY }),
    NativeConnection.connect({ address: config.TEMPORAL_ADDRESS }),
    Connection.connect({ address: config.TEMPORAL_ADDRESS }),
  ]);
  const client = new Client({ connection: clientConnection, namespace: config.TEMPORAL_NAMESPACE });
  const post = await openPost(config, (error, message) =>
    log.error({ reason: kindOf(error), place: placeOf(error), message }, 'a message can not be rendered'),
  );
  const courier = new Courier(client, (error) =>
    log.warn({ reason: kindOf(error) }, 'a fact could not be told yet and is told again'),
  );
  const worker = await Worker.create({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: config.WORKFLOW_BUNDLE },
    activities: createActivities({
      workspaces,
      client,
      courier,
      webUrl: config.WEB_URL,
      storageDir: config.STORAGE_DIR ?? null,
      post,
    }),
    interceptors: {
      activity: [
        ({ info }) => ({
          inbound: wordlessFailures((error) =>
            log.warn(
              { activity: info.activityType, attempt: info.attempt, reason: kindOf(error), place: placeOf(error) },
              'an activity failed and is tried again',
            ),
          ),
        }),
      ],
    },
    maxCachedWorkflows: config.WORKER_CACHE,
    maxConcurrentWorkflowTaskPolls: 4,
    maxConcurrentActivityTaskPolls: 2,
    maxConcurrentLocalActivityExecutions: 100,
    shutdownGraceTime: '5s',
  });
  const health =
    config.HEALTH_PORT && (await watchWorker(config.HEALTH_PORT, config.HEALTH_HOST, () => worker.getState()));
  const stop = () => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // A parent that died can't send a signal; its end of the channel closes.
  if (process.connected) process.once('disconnect', stop);
  process.send?.('ready');
  // A wake that was lost with its process is made up for: now, and once an hour.
  const wakeAll = async () => {
    for (const { id } of await workspaces.all()) await wakeMailroom(client, id);
  };
  const wake = () =>
    void wakeAll().catch((error: unknown) => log.warn({ reason: kindOf(error) }, 'mailrooms sleep on'));
  wake();
  scheduleNightly(client).catch((error: unknown) => log.warn({ reason: kindOf(error) }, 'no nightly run is scheduled'));
  const hourly = setInterval(wake, 3_600_000);
  const stopSweep = sweepFacts(courier, workspaces, (error) =>
    log.warn({ reason: kindOf(error) }, 'the sweep of facts could not run'),
  );
  await worker.run();
  clearInterval(hourly);
  stopSweep();
  post.close();
  if (health) health.close();
  await Promise.allSettled([workspaces.close(), connection.close(), clientConnection.close()]);
  process.exit(0);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
