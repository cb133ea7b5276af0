import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent, request } from 'node:http';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installationRouter } from '../../api/installation/router.ts';
import { appRouter } from '../../api/router.ts';
import { preferencesToken } from '../../db/links.ts';
import { setOperator } from '../../db/operators.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';
import { atOnce, bothContents, contents, proceduresOf } from './matrix/ask.ts';
import { password, type Stranger } from './matrix/file.ts';
import { entryOf } from './matrix/table.ts';

const HERE = 'one.localhost';
const INSTALLATION = 'installation.localhost';
const JSON_TYPE = 'application/json';
/** What a page elsewhere can send without asking first, and what it would have to ask for. */
const FORM_TYPES = [
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
];

/** Something that changes what is stored, with what would make it do so: the session of who may, and an input. */
interface Mutation {
  name: string;
  host: string;
  path: string;
  cookie: string;
  input: unknown;
}

let api: TestApi;
let administrator = '';
let operator = '';
/** Every address that takes more than reading, as the web server itself knows them. */
const routes: Pick<RouteOptions, 'url' | 'config'>[] = [];
const agent = new Agent({ keepAlive: true, maxSockets: 6 });

function onStart(message: unknown): void {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onRoute', ({ method, url, config }) => {
    const methods = [method].flat();
    if (methods.some((each) => !['GET', 'HEAD', 'OPTIONS'].includes(each))) routes.push({ url, config });
  });
}

beforeAll(async () => {
  subscribe('fastify.initialization', onStart);
  api = await startTestApi({
    OPERATOR_HOST: INSTALLATION,
    MAIL_HOOK_SECRET: 'a secret that only the mail server knows',
  });
  unsubscribe('fastify.initialization', onStart);
  const email = 'anna@one.test';
  await person(api.one, { email, employee: 'administrator', password });
  administrator = (await api.call(HERE, 'session.signIn', { entrance: 'management', email, password })).cookie ?? '';
  await setOperator(api.services.workspaces.control, email, password);
  const signIn = { method: 'POST', headers: { 'content-type': JSON_TYPE }, body: JSON.stringify({ email, password }) };
  const { headers } = await api.send(INSTALLATION, '/api/installation/signIn', signIn);
  operator = String(headers['set-cookie']).split(';')[0] ?? '';
  expect([administrator, operator].map((cookie) => cookie.length > 40)).toEqual([true, true]);
});
afterAll(async () => {
  agent.destroy();
  await api.close();
});

function mutations(): Mutation[] {
  const caller: Stranger = { who: 'anna', host: HERE, headers: {}, account: true, away: false };
  const named = (router: Parameters<typeof proceduresOf>[0]) =>
    proceduresOf(router).flatMap(([name, { _def }]) => (_def.type === 'mutation' ? [name] : []));
  const company = named(appRouter).map((name) => ({
    name,
    host: HERE,
    path: `/api/trpc/${name}`,
    cookie: administrator,
    input: entryOf(name)?.input(caller) ?? {},
  }));
  const installation = named(installationRouter).map((name) => ({
    name: `installation: ${name}`,
    host: INSTALLATION,
    path: `/api/installation/${name}`,
    cookie: operator,
    input: { id: api.one.id, slug: 'one' },
  }));
  return [...company, ...installation];
}

const plainRoutes = (signed: boolean) =>
  routes
    .filter(({ url, config }) => !url.endsWith('/:path') && (config?.signed === true) === signed)
    .map(({ url }) => url)
    .sort();

/** Who sends it: a page of another site, one of the company next door, and something that does not say who it is. */
const elsewhere = (): Record<string, string>[] => [
  { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  { origin: `http://two.localhost:${api.port}`, 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'cross-site' },
];

function send(
  { host, path, cookie }: Pick<Mutation, 'host' | 'path' | 'cookie'>,
  method: string,
  headers: Record<string, string>,
  body?: string,
): Promise<{ status: number; code: string | undefined; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    const head = { host: `${host}:${api.port}`, cookie, ...headers };
    const sent = request({ host: '127.0.0.1', port: api.port, agent, method, path, headers: head }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('error', reject);
      response.on('end', () => {
        const code = /"code":"(\w+)"/.exec(text)?.[1];
        resolve({ status: response.statusCode ?? 0, code, headers: response.headers });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What both companies and the installation hold. */
async function all(): Promise<string[]> {
  const { pool } = api.services.workspaces.control;
  const query = async <T extends object>(sql: string, params?: readonly unknown[]) =>
    (await pool.query<T>(sql, params as unknown[])).rows;
  return [...(await bothContents(api)), await contents({ query })];
}

test('mutations are procedures, two uploads, and three doors of programs that prove themselves', () => {
  expect(routes.filter(({ url }) => url.endsWith('/:path')).map(({ url }) => url)).toEqual([
    '/api/trpc/:path',
    '/api/installation/:path',
  ]);
  expect(plainRoutes(false)).toEqual(['/api/files', '/api/imports/:id']);
  expect(plainRoutes(true)).toEqual([
    '/api/callbacks/sms/:workspace/:message',
    '/api/unsubscribe/:token',
    '/hooks/mail',
  ]);
});

test('every mutation is refused from another site, from a sibling subdomain and from nowhere, before it is read', async () => {
  const before = await all();
  const uploads = plainRoutes(false).map((url) => ({
    name: url,
    host: HERE,
    path: url.replace(':id', api.one.id),
    cookie: administrator,
    input: {},
  }));
  const tries = [...mutations(), ...uploads].flatMap((mutation) =>
    elsewhere().flatMap((from) =>
      [JSON_TYPE, ...FORM_TYPES].map((type) => ({ mutation, headers: { ...from, 'content-type': type } })),
    ),
  );
  expect(tries.length).toBeGreaterThan(150 * 3 * 5);
  await atOnce(tries, async ({ mutation, headers }) => {
    // Broken at its end: who reads it would say so.
    const said = await send(mutation, 'POST', headers, `${JSON.stringify(mutation.input)}{`);
    const { status, code } = said;
    expect({ of: mutation.name, headers, status, code, cors: said.headers['access-control-allow-origin'] }).toEqual({
      of: mutation.name,
      headers,
      status: 403,
      code: 'foreignOrigin',
      cors: undefined,
    });
  });
  expect(await all()).toEqual(before);
});

test('nor does one take a form, a text or bytes from its own pages', async () => {
  const before = await all();
  const tries = mutations().flatMap((mutation) => FORM_TYPES.map((type) => ({ mutation, type })));
  await atOnce(tries, async ({ mutation, type }) => {
    const headers = { origin: `http://${mutation.host}:${api.port}`, 'content-type': type };
    const { status, code } = await send(mutation, 'POST', headers, JSON.stringify(mutation.input));
    expect({ of: mutation.name, type, status, code }).toEqual({
      of: mutation.name,
      type,
      status: 400,
      code: 'badInput',
    });
  });
  expect(await all()).toEqual(before);
});

describe('no mutation is carried out by reading', () => {
  test.each(['GET', 'HEAD'])('%s', async (method) => {
    const before = await all();
    await atOnce(mutations(), async (mutation) => {
      const { path, input } = mutation;
      const text = encodeURIComponent(JSON.stringify(input));
      const many = encodeURIComponent(JSON.stringify({ 0: input }));
      for (const asked of [`${path}?input=${text}`, `${path}?batch=1&input=${many}`]) {
        const headers = { 'x-http-method-override': 'POST', origin: `http://${mutation.host}:${api.port}` };
        const said = await send({ ...mutation, path: asked }, method, headers);
        const expected = method === 'GET' ? { status: 405, allow: 'POST' } : { status: 204 };
        expect({ asked, status: said.status, allow: said.headers.allow }).toEqual({ asked, ...expected });
      }
    });
    expect(await all()).toEqual(before);
  });
});

test('the doors of programs take nothing from a page elsewhere, even with the right token', async () => {
  const personId = await person(api.one, { email: 'rita@one.test', resident: true });
  const token = preferencesToken(api.one.key, { personId, generation: 1, kind: 'reminders' });
  const before = await all();
  for (const url of plainRoutes(true)) {
    const path = url.replace(':workspace', api.one.id).replace(':message', api.one.id).replace(':token', token);
    const door = { host: HERE, path, cookie: administrator };
    for (const from of elsewhere().filter(({ origin }) => origin))
      for (const type of [JSON_TYPE, ...FORM_TYPES]) {
        const { status } = await send(door, 'POST', { ...from, 'content-type': type }, 'List-Unsubscribe=One-Click');
        expect({ url, from, type, refused: [400, 403].includes(status) }).toEqual({ url, from, type, refused: true });
      }
  }
  expect(await all()).toEqual(before);
});

test('what is refused above is carried out from here, so the questions were the right ones', async () => {
  const wanted = ['people.make', 'properties.make', 'letters.setFax', 'installation: suspend'];
  for (const mutation of mutations().filter(({ name }) => wanted.includes(name))) {
    const before = await all();
    const headers = { origin: `http://${mutation.host}:${api.port}`, 'content-type': JSON_TYPE };
    const { status } = await send(mutation, 'POST', headers, JSON.stringify(mutation.input));
    expect({ of: mutation.name, status }).toEqual({ of: mutation.name, status: 200 });
    expect(await all()).not.toEqual(before);
  }
});
