import { expect } from 'vitest';
import type { Travel } from '../../api/views/travel.ts';
import { builtinPolicy } from '../../domain/policy/builtin.ts';
import { builtinDocument } from '../../domain/policy/document.ts';
import type { Addresses } from '../../scripts/services/product.ts';

/** Everything that the table of addresses names answers, and lets everybody in who stands there. */
export async function opensForEverybody({ web, inbox, accounts }: Addresses): Promise<void> {
  for (const path of ['/healthz', '/readyz', '/']) expect((await fetch(`${web}${path}`)).status).toBe(200);
  expect(accounts.length).toBeGreaterThanOrEqual(7);
  // The second company answers at a host of its own, which Node can't resolve.
  for (const { signIn, password, url } of accounts.filter(({ url }) => url.startsWith(web))) {
    const entrance = /verwaltung$/.test(url) ? 'management' : /handwerker$/.test(url) ? 'contractors' : 'residents';
    const answer = await fetch(`${web}/api/trpc/session.signIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: web },
      body: JSON.stringify({ entrance, email: signIn, password }),
    });
    expect(answer.status).toBe(200);
  }
  expect((await fetch(`${inbox}/api/email`)).status).toBe(200);
}

/** The rules that the year's tickets really had bring about again what their timelines tell, to the last reminder. */
export async function travelsExactly({ web, accounts }: Addresses): Promise<void> {
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
