import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { keepLetterhead, letterheadOf } from '../../db/queries/letterhead.ts';
import { folderStorage } from '../../db/storage.ts';
import { type Workspace, Workspaces } from '../../db/workspaces.ts';
import { addMinutes, toInstant } from '../../domain/time/berlin.ts';
import { wakeMailroom } from '../../workflows/messages/mailroom.ts';
import { ensureWorkspace } from '../provision.ts';
import type { DemoAccount } from '../services/product.ts';
import { enterAbsences } from './absences.ts';
import { demoAccounts } from './accounts.ts';
import { layCampaigns } from './campaigns.ts';
import { castOf } from './cast.ts';
import { Chance, Ids } from './chance.ts';
import { type Company, companies, takeMasterData } from './company.ts';
import { layDocuments, OFFERS } from './documents.ts';
import { tellHistory } from './history.ts';
import { bringToLife, type Plan, planOf } from './live.ts';
import { layStrayMails } from './mails.ts';
import { tellOpen } from './open.ts';
import { layPeople } from './people.ts';
import { Album } from './photos.ts';
import { keepWishes, spoilPost } from './post.ts';
import { furnishRoom, ROOF, writeProjects } from './projects.ts';
import { pastOf } from './story.ts';
import { Strangers } from './strangers.ts';
import { layTexts } from './texts.ts';
import { addPhotos, type Chapter, markSent, orderRow, ticketsOf, within, writePast, writeRows } from './write.ts';

/** Where the demo is loaded to. */
export interface DemoEnvironment {
  databaseUrl: string;
  temporalAddress: string;
  masterKey: string;
  dataDir: string;
  storageDir: string;
  webUrl: string;
  progress(text: string): void;
}

/** Messages of open tickets younger than this are sent when the demo is loaded; older ones were, then. */
const STILL_TO_SEND_MINUTES = 2 * 24 * 60;

/**
 * Loads the demo's companies: workspaces, people and houses, a year of closed tickets, and what is open today. What is
 * there stays as it is; a load that was interrupted goes on. Returns who can sign in.
 */
export async function loadDemo(env: DemoEnvironment): Promise<DemoAccount[]> {
  const connection = await Connection.connect({ address: env.temporalAddress });
  const client = new Client({ connection, namespace: process.env.TEMPORAL_NAMESPACE || 'default' });
  const workspaces = await Workspaces.open(env);
  try {
    const accounts: DemoAccount[] = [];
    for (const company of companies) {
      const { control } = workspaces;
      const id = await ensureWorkspace({ control, client }, company.workspace);
      const workspace = (await workspaces.all()).find((each) => each.id === id);
      if (!workspace) throw new Error(`the workspace ${company.workspace.slug} did not become active`);
      await loadCompany(company, workspace, client, env);
      accounts.push(...(await demoAccounts(company, workspace, env)));
    }
    return accounts;
  } finally {
    await workspaces.close();
    await connection.close();
  }
}

/** How far the load of a company came; kept among its settings. */
type Stage = { stage: 'living'; plan: Plan } | { stage: 'loaded' };

async function loadCompany(
  company: Company,
  workspace: Workspace,
  client: Client,
  env: DemoEnvironment,
): Promise<void> {
  const { name } = company.workspace;
  const [known] = await workspace.query<{ value: Stage }>(`select value from setting where key = 'demo'`);
  if (known?.value.stage === 'loaded') return;
  if (await takeMasterData(company, workspace)) env.progress(`Demo ${name}: properties and people are in.`);
  if ((await letterheadOf(workspace)) === null) await keepLetterhead(workspace, company.letterhead);
  if (company.folder === 'musterstadt') await layTexts(workspace);
  let plan: Plan;
  if (known) plan = known.value.plan;
  else {
    env.progress(`Demo ${name}: writing a year of tickets …`);
    plan = await writeStories(company, workspace, env);
  }
  if (company.folder === 'musterstadt') await keepWishes(workspace);
  env.progress(`Demo ${name}: open tickets begin to run …`);
  await bringToLife(client, workspace, plan);
  if (company.folder === 'musterstadt') {
    await layStrayMails(workspace, folderStorage(env.storageDir));
    await enterAbsences(workspace, toInstant(Date.now()));
    await spoilPost(workspace);
    await wakeMailroom(client, workspace.id);
    const [manager] = (await castOf(workspace)).managers;
    if (manager) await layDocuments(workspace, folderStorage(env.storageDir), manager);
    if (manager) await layCampaigns(client, workspace, manager);
    if (manager) await furnishRoom(workspace, manager, OFFERS, ROOF);
    if (manager) await layPeople(client, workspace, { manager, webUrl: env.webUrl });
  }
  await workspace.query(`update setting set value = '{"stage": "loaded"}' where key = 'demo'`);
}

/** Tells the company's stories and writes what is past, all or nothing; returns what the workflows have to do now. */
async function writeStories(company: Company, workspace: Workspace, env: DemoEnvironment): Promise<Plan> {
  const cast = await castOf(workspace);
  const now = toInstant(Date.now());
  const seed = company.folder;
  const idSeed = randomBytes(16).toString('hex');
  const strangers = new Strangers(new Ids(`${idSeed}/strangers`));
  const open: Chapter[] = company.today.flatMap((plot, n) => {
    const story = tellOpen(plot, n, { cast, now, seed, idSeed, stranger: (place) => strangers.at(place) });
    return story ? [{ story, past: pastOf(story, now) }] : [];
  });
  const closed: Chapter[] = tellHistory(cast, now, company.closed, seed, idSeed).map((story) => ({
    story,
    past: story.entries.length,
  }));
  const album = new Album(folderStorage(env.storageDir), workspace.id);
  return workspace.transaction(async (q) => {
    await strangers.write(q);
    await addPhotos(q, [...open, ...closed], album, new Chance(`${seed}/photos`));
    await writeRows(q, workspace, [...open, ...closed]);
    for (const chapter of [...closed, ...open]) await writePast(q, workspace, chapter);
    await markSent(q, ticketsOf(closed), now);
    await markSent(q, ticketsOf(open), addMinutes(now, -STILL_TO_SEND_MINUTES));
    const plan = await planOf(open, (order) => orderRow(within(workspace, q), order));
    if (seed === 'musterstadt')
      for (const id of await writeProjects(q, workspace, new Ids(`${idSeed}/projects`), now))
        plan.lives.push({ noun: 'project', id });
    await q(`insert into setting (key, value) values ('demo', $1)`, [
      JSON.stringify({ stage: 'living', plan } satisfies Stage),
    ]);
    return plan;
  });
}
