import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loggedError, loggedPath } from '../../api/logging.ts';
import { appRouter } from '../../api/router.ts';
import { orderToken, proveLink, ticketToken } from '../../db/links.ts';
import { startTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  const web = api.services.config.WEB_DIR;
  mkdirSync(join(web, 'assets'), { recursive: true });
  writeFileSync(join(web, 'index.html'), '<!doctype html><title>ProCSM</title>');
  writeFileSync(join(web, 'assets', 'app-1a2b3c4d.js'), 'export {};');
});
afterAll(() => api.close());

test('every procedure names who may call it', () => {
  const procedures = Object.entries(
    appRouter._def.procedures as unknown as Record<string, { _def: { meta?: { rules?: unknown[] } } }>,
  );
  expect(procedures.length).toBeGreaterThan(5);
  for (const [name, { _def }] of procedures) {
    expect(_def.meta?.rules?.length, name).toBeGreaterThan(0);
  }
});

describe('mutations from elsewhere', () => {
  const body = JSON.stringify({ entrance: 'residents', email: 'a@b.de', password: 'x' });
  const post = (headers: Record<string, string>, path = '/api/trpc/session.signIn') =>
    api.send('one.localhost', path, { method: 'POST', headers, body });

  test.each([
    ['another site', 'https://evil.example'],
    ['a sibling subdomain', 'http://two.localhost'],
    ['another port', 'http://one.localhost:1'],
    ['a sandboxed frame', 'null'],
    ['nowhere', ''],
  ])('are refused from %s, whatever their type', async (_from, origin) => {
    const types = [
      'application/json',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/octet-stream',
    ];
    for (const path of ['/api/trpc/session.signIn', '/api/files', '/api/anything']) {
      for (const type of types) {
        const answer = await post({ origin, 'content-type': type }, path);
        expect(answer.status).toBe(403);
        expect(answer.body.toString()).toContain('foreignOrigin');
      }
    }
  });

  test('and bodies other than JSON are refused even from here', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      expect((await post({ 'content-type': type })).status).toBe(400);
    }
  });
});

test('a text of 1 MB gets a clear refusal', async () => {
  const huge = await api.call('one.localhost', 'session.signIn', { email: 'x'.repeat(1_000_000) });
  expect(huge).toMatchObject({ status: 413, code: 'requestTooLarge' });
  const long = await api.call('one.localhost', 'session.signIn', {
    entrance: 'residents',
    email: 'x'.repeat(1_000),
    password: 'y',
  });
  expect(long).toMatchObject({ status: 400, code: 'textTooLong', field: 'email', details: { maximum: 254 } });
});

describe('the interface', () => {
  test('one page for all its addresses, assets for ever, neither for what is not there', async () => {
    const page = await api.send('one.localhost', '/vorgang/1?x=1');
    expect(page.status).toBe(200);
    expect(page.body.toString()).toContain('ProCSM');
    expect(page.headers['cache-control']).toBe('no-cache');
    const asset = await api.send('one.localhost', '/assets/app-1a2b3c4d.js');
    expect(asset.headers['cache-control']).toContain('immutable');
    for (const path of ['/assets/gone.js', '/api/nothing', '/api/trpc/no.such']) {
      expect((await api.send('one.localhost', path)).status, path).toBe(404);
    }
  });

  test('carries a strict policy', async () => {
    const { headers } = await api.send('one.localhost', '/');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});

test('says what is away, and goes on without Temporal', async () => {
  expect((await api.send('one.localhost', '/healthz')).status).toBe(200);
  const ready = await api.send('one.localhost', '/readyz');
  expect(ready.status).toBe(503);
  expect(JSON.parse(ready.body.toString())).toEqual({ ok: false, databases: true, migrations: true, temporal: false });
  expect((await api.call('two.localhost', 'workspace.public', undefined, { kind: 'query' })).data).toMatchObject({
    name: 'Verwaltung two',
  });
  expect((await api.call('three.example', 'workspace.public', undefined, { kind: 'query' })).code).toBe(
    'workspaceUnknown',
  );
  expect((await api.send('one.localhost', '/metrics')).body.toString()).toContain('procsm_api_request_seconds');
});

test('logs hold no capability, no search words and no values of the database', () => {
  const token = orderToken(api.one.key, {
    orderId: randomUUID(),
    contractorId: randomUUID(),
    orderGeneration: 1,
    contractorGeneration: 1,
  });
  expect(loggedPath(`/h/${token}?q=Anna`)).toBe('/h/:hidden');
  const id = randomUUID();
  expect(loggedPath(`/api/files/${id}?link=${token}`)).toBe(`/api/files/${id}`);
  const error = Object.assign(new Error('insert into person values (Anna)'), { code: '23505', detail: 'anna@x.de' });
  expect(JSON.stringify(loggedError(error))).not.toMatch(/anna/i);
});

describe('links', () => {
  async function order() {
    const [row] = await api.one.query<{ id: string; contractor: string }>(
      `with p as (insert into person (family_name) values ('K') returning id),
       c as (insert into contractor (person_id, trades) select id, '{roof}' from p returning id),
       h as (insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code)
             values (gen_random_uuid()::text, 'H', 'weg', 'BE', 'W', '1', 'B', gen_random_uuid()::text) returning id)
       insert into work_order (id, number, property_id, contractor_id, client, invoice_to, title, urgency, phase,
                               policy_version, command_id, placed_at, changed_at)
       select gen_random_uuid(), gen_random_uuid()::text, h.id, c.id, '{}', '{}', 'T', 'normal', 'running', 1,
              gen_random_uuid(), now(), now() from h, c
       returning id, contractor_id as contractor`,
    );
    const token = orderToken(api.one.key, {
      orderId: row!.id,
      contractorId: row!.contractor,
      orderGeneration: 1,
      contractorGeneration: 1,
    });
    return { ...row!, token };
  }

  test('prove one order to one contractor, in one workspace', async () => {
    const { id, contractor, token } = await order();
    expect(await proveLink(api.one, token)).toEqual({ kind: 'orderLink', orderId: id, contractorId: contractor });
    await expect(proveLink(api.two, token)).rejects.toMatchObject({ code: 'linkUnknown' });
    const other = token.endsWith('A') ? 'B' : 'A';
    for (const forged of [`${token.slice(0, -1)}${other}`, `A${token.slice(1)}`, token.slice(4), '', `${token}A`]) {
      await expect(proveLink(api.one, forged)).rejects.toMatchObject({ code: 'linkUnknown' });
    }
    const asTicket = ticketToken(api.two.key, { ticketId: id, recipient: { kind: 'person', id }, generation: 1 });
    await expect(proveLink(api.one, asTicket)).rejects.toMatchObject({ code: 'linkUnknown' });
  });

  test('end with a new generation, and a while after the order', async () => {
    const { id, token } = await order();
    await api.one.query(`update work_order set closed_at = now() - interval '80 days' where id = $1`, [id]);
    expect((await proveLink(api.one, token)).kind).toBe('orderLink');
    await api.one.query(`update work_order set closed_at = now() - interval '100 days' where id = $1`, [id]);
    await expect(proveLink(api.one, token)).rejects.toMatchObject({ code: 'linkExpired' });
    await api.one.query('update work_order set link_generation = 2 where id = $1', [id]);
    await expect(proveLink(api.one, token)).rejects.toMatchObject({ code: 'linkRevoked' });
    const answer = await api.send('one.localhost', `/api/files/${randomUUID()}`, { headers: { 'x-link': token } });
    expect(answer.body.toString()).toContain('linkRevoked');
  });
});
