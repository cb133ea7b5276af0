import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Travel } from '../../api/views/travel.ts';
import { builtinPolicy } from '../../domain/policy/builtin.ts';
import { builtinDocument } from '../../domain/policy/document.ts';
import { takeDataDir } from '../../scripts/services/data-dir.ts';
import { readStartOptions } from '../../scripts/services/environment.ts';
import { freePort } from '../../scripts/services/ports.ts';
import { type Addresses, startProduct } from '../../scripts/services/product.ts';
import { Supervisor } from '../../scripts/services/supervisor.ts';

// What `npm start` does after building, once, on an empty data folder: with PostgreSQL, Temporal and inbox of its own.

const dataDir = mkdtempSync(join(tmpdir(), 'procsm-first-start-'));
takeDataDir(dataDir);
const supervisor = new Supervisor({ dataDir });
afterAll(async () => {
  await supervisor.stopAll();
  rmSync(dataDir, { recursive: true, force: true });
});

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
    await travelsExactly(addresses);
  } finally {
    await stop();
  }
});

/** The rules that the year's tickets really had bring about again what their timelines tell, to the last reminder. */
async function travelsExactly({ web, accounts }: Addresses): Promise<void> {
  const manager = accounts.find(({ url }) => url === `${web}/anmelden/verwaltung`);
  const ask = (procedure: string, input: object, cookie = '') =>
    fetch(`${web}/api/trpc/${procedure}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: web, cookie, 'x-entrance': 'management' },
      body: JSON.stringify(input),
    });
  const { signIn: email, password } = manager ?? {};
  const signedIn = await ask('session.signIn', { entrance: 'management', email, password });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const days = { from: '2000-01-01', to: '2100-01-01' };
  const live = await ask('policies.travel', { ...days, document: builtinDocument }, cookie);
  const { result } = (await live.json()) as { result: { data: Travel } };
  expect(result.data).toMatchObject({ inexact: 0, diverged: 0, different: [], shortened: false });
  expect(result.data.tickets).toBeGreaterThan(20);
  expect(result.data.really.reminded).toBeGreaterThan(5);
  expect(result.data.wouldBe).toEqual(result.data.really);
  // Without reminders to residents nobody would have been reminded to confirm.
  const confirm = { ...builtinPolicy.stages.normal.confirm, reminders: [] };
  const document = { ...builtinDocument, stages: { normal: { confirm } } };
  const other = await ask('policies.travel', { ...days, document }, cookie);
  const { result: changed } = (await other.json()) as { result: { data: Travel } };
  expect(changed.data.really).toEqual(result.data.really);
  expect(changed.data.wouldBe.reminded).toBeLessThan(result.data.really.reminded);
  expect(changed.data.different.length).toBeGreaterThan(0);
}
