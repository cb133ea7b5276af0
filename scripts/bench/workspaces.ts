import { setTimeout as sleep } from 'node:timers/promises';
import { Control } from '../../db/control.ts';
import { makeDatabase, migrateDatabase } from '../../db/provisioning.ts';
import { secretsOf } from '../services/data-dir.ts';
import { databaseUrl, withClient } from '../services/postgres.ts';
import { type Figure, figure, percentile } from './figures.ts';
import { memoryOf } from './processes.ts';
import type { Stage } from './stage.ts';
import { repeat, send } from './visitor.ts';

const COMPANIES = 200;
const MADE_AT_ONCE = 3;
const ASKED = 1_000;
const BUSY_LANES = 32;

/**
 * Two hundred companies on one installation: how quickly one answers that nobody has asked yet, what each takes in the API,
 * how many connections they hold together, and what the others feel while one is saturated.
 */
export async function workspaceFigures(stage: Stage): Promise<Figure[]> {
  const many = stage.scaled(COMPANIES);
  const controlUrl = databaseUrl(stage.floorUrl, 'control');
  const hosts = await companies(stage, controlUrl, many);
  const api = stage.api.pid ?? 0;
  // Looks into the company's own database and finds nothing: the least that a page of it asks.
  const ask = async (host: string) => {
    const began = performance.now();
    const input = encodeURIComponent(JSON.stringify({ code: 'nobody-has-it' }));
    const answer = await send(`${stage.webUrl}/api/trpc/portal.places?input=${input}`, {
      method: 'GET',
      headers: { host },
    });
    if (!answer.text.includes('linkUnknown')) throw new Error(`${host}: ${answer.status} ${answer.text.slice(0, 200)}`);
    return performance.now() - began;
  };
  await known(ask, hosts.at(-1) ?? '');
  const before = memoryOf(api);
  const cold: number[] = [];
  for (const host of hosts.slice(0, -1)) cold.push(await ask(host));
  const memory = (memoryOf(api) - before) / many / 1e6;
  const [busy = '', ...others] = hosts;
  const feel = async () => {
    const times: number[] = [];
    await repeat(ASKED, 2, async (n) => times.push(await ask(others[n % others.length] ?? busy)));
    return percentile(times, 0.95);
  };
  await feel();
  const quiet = await feel();
  let over = false;
  const lanes = Array.from({ length: BUSY_LANES }, async () => {
    while (!over) await ask(busy);
  });
  const loaded = await feel();
  const connections = await openConnections(controlUrl);
  over = true;
  await Promise.all(lanes);
  return [
    figure(`the first answer of a company, p95 of ${many}`, percentile(cold, 0.95), 'ms', null, { most: 1_000 }),
    figure('the first answer of a company, at most', Math.max(...cold), 'ms', null, { most: 1_000 }),
    figure('memory of a company in the API', memory, 'MB', null, { most: 2 }),
    figure('the others while one is saturated, p95', loaded, 'ms', quiet, { most: 2, times: true }),
    figure('connections meanwhile, all processes', connections, 'connections', null, { most: 80 }),
  ];
}

/** Makes them as the product does, a few at once; gives their hosts. */
async function companies(stage: Stage, controlUrl: string, many: number): Promise<string[]> {
  const control = new Control({ databaseUrl: controlUrl, masterKey: secretsOf(stage.folder).masterKey });
  const hosts = Array.from({ length: many }, (_, n) => `firma${n}.localhost`);
  let made = 0;
  try {
    await repeat(many, MADE_AT_ONCE, async (n) => {
      const { id } = await control.register({
        slug: `firma${n}`,
        name: `Verwaltung ${n}`,
        hosts: [hosts[n] ?? ''],
        plan: 'standard',
        locale: 'de',
        accent: null,
      });
      await makeDatabase(control, id);
      await migrateDatabase(control, id);
      await control.setState(id, 'active');
      made += 1;
      if (made % 20 === 0) stage.say(`  ${made} of ${many} companies …`);
    });
    return hosts;
  } finally {
    await control.close();
  }
}

/** Resolves when the API has read the list of companies anew and serves this one. */
async function known(ask: (host: string) => Promise<number>, host: string): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    if (await ask(host).catch(() => undefined)) return;
    await sleep(250);
  }
  throw new Error('the new companies are not served');
}

/** How many connections the server holds for anybody but the one that asks. */
function openConnections(controlUrl: string): Promise<number> {
  return withClient(controlUrl, async (client) => {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return rows[0]?.n ?? 0;
  });
}
