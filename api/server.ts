import { folderStorage } from '../db/storage.ts';
import { type Workspace, Workspaces } from '../db/workspaces.ts';
import { wakeMailroom } from '../workflows/messages/mailroom.ts';
import { Accounts } from './accounts.ts';
import { buildApp } from './app.ts';
import { stopLooking, sweepCampaigns } from './campaigns/closing.ts';
import { sweepBatches } from './commands/batch.ts';
import { stopBeginning } from './commands/begin.ts';
import { sweepProjects } from './commands/projects.ts';
import { sweepCommands } from './commands/sweep.ts';
import { readConfig } from './config.ts';
import { sweepMails } from './inbound/hook.ts';
import { stopSending } from './inbound/take.ts';
import { Limits } from './limits.ts';
import { Live } from './live.ts';
import { lazyTemporal } from './temporal.ts';

/** The API process: starts what it needs, says 'ready' to its parent, and ends within seconds when told to. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const workspaces = await Workspaces.open({ databaseUrl: config.DATABASE_URL, masterKey: config.MASTER_KEY });
  const temporal = lazyTemporal(config);
  const services = {
    config,
    workspaces,
    temporal,
    live: new Live(),
    accounts: new Accounts(workspaces, config.WEB_URL),
    limits: new Limits(),
    files: folderStorage(config.STORAGE_DIR),
    wakeMailroom(workspace: Workspace) {
      // A lost wake loses nothing: the message is in the outbox, the hourly sweep finds it.
      wakeMailroom(temporal.client, workspace.id).catch(() => {});
    },
  };
  await services.live.start(workspaces);
  const app = await buildApp(services);
  await app.listen({ host: config.HOST, port: config.PORT });
  const stopSweep = sweepCommands(temporal.client, workspaces, app.log);
  const stopBatches = sweepBatches(services, app.log);
  const stopProjects = sweepProjects(temporal.client, workspaces, app.log);
  const stopCampaigns = sweepCampaigns(services, app.log);
  const stopMails = sweepMails(services, app.log);

  let closing = false;
  const close = async () => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(1), config.STOP_NOTICE_MS + 8_000).unref();
    await app.leave(config.STOP_NOTICE_MS);
    await services.live.stop();
    await app.close();
    await Promise.all([
      stopSweep(),
      stopBatches(),
      stopProjects(),
      stopCampaigns(),
      stopMails(),
      stopSending(),
      stopBeginning(),
      stopLooking(),
    ]);
    await Promise.allSettled([services.temporal.close(), workspaces.close()]);
    if (process.connected) process.disconnect();
    process.exit(0);
  };
  process.once('SIGTERM', close);
  process.once('SIGINT', close);
  // A parent that died can't send a signal; its end of the channel closes.
  if (process.connected) process.once('disconnect', close);
  process.send?.('ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
