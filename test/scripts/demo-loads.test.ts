import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { takeDataDir } from '../../scripts/services/data-dir.ts';
import { readStartOptions } from '../../scripts/services/environment.ts';
import { freePort } from '../../scripts/services/ports.ts';
import { startProduct } from '../../scripts/services/product.ts';
import { Supervisor } from '../../scripts/services/supervisor.ts';

// What `npm start` does after building, once, on an empty data folder: with PostgreSQL, Temporal and inbox of its own.

const dataDir = mkdtempSync(join(tmpdir(), 'procsm-first-start-'));
takeDataDir(dataDir);
const supervisor = new Supervisor({ dataDir });
afterAll(async () => {
  await supervisor.stopAll();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

test('the first start brings everything up and loads two companies with a year of files and all demo accounts', async () => {
  const env = { PORT: String(await freePort()), DATA_DIR: dataDir };
  const { addresses, stop } = await startProduct(supervisor, readStartOptions(env, dataDir), env, () => {});
  try {
    for (const path of ['/healthz', '/readyz', '/']) expect((await fetch(`${addresses.web}${path}`)).status).toBe(200);
    expect(addresses.accounts.length).toBeGreaterThanOrEqual(7);
    // The second company answers at a host of its own, which Node can't resolve.
    for (const { signIn, password, url } of addresses.accounts.filter(({ url }) => url.startsWith(addresses.web))) {
      const entrance = /verwaltung$/.test(url) ? 'management' : /handwerker$/.test(url) ? 'contractors' : 'residents';
      const answer = await fetch(`${addresses.web}/api/trpc/session.signIn`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: addresses.web },
        body: JSON.stringify({ entrance, email: signIn, password }),
      });
      expect(answer.status).toBe(200);
    }
    expect((await fetch(`${addresses.inbox}/api/email`)).status).toBe(200);
  } finally {
    await stop();
  }
}, 180_000);
