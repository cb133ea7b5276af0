import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseUrl, withClient } from '../../scripts/services/postgres.ts';
import { person, sendTo } from '../support/api.ts';
import { given } from '../support/given.ts';
import { Killable, until } from '../support/killable.ts';

const ROWS = 10_000;
let product: Killable;
let headers: Record<string, string>;

beforeAll(async () => {
  product = await Killable.make();
  await product.start();
  const account = { email: 'umzug@one.test', password: 'Regen auf Dach 7' };
  await person(product.workspace, { ...account, employee: 'administrator' });
  const { cookie = '' } = await product.call('session.signIn', { entrance: 'management', ...account }, {});
  headers = { cookie, 'x-entrance': 'management' };
});
afterAll(() => product.close());

type Run = { state: string; progress: number; counts: { persons?: Record<string, number> } };

test('a worker that is killed while it writes leaves no row behind, and the next one takes all of them', async () => {
  const { workspace } = product;
  const id = randomUUID();
  const rows = Array.from({ length: ROWS }, (_, n) => `N-${n};Umzug ${n};n${n}@umzug.example`);
  const body = Buffer.from(
    `--xyz\r\ncontent-disposition: form-data; name="file"; filename="personen.csv"\r\n\r\nNr;Nachname;E-Mail\n${rows.join('\n')}\n\r\n--xyz--\r\n`,
  );
  const sent = { method: 'POST', body, headers: { ...headers, 'content-type': 'multipart/form-data; boundary=xyz' } };
  expect((await sendTo(product.apiPort, product.host, `/api/imports/${id}`, sent)).status).toBe(201);
  const run = async () => (await product.query<Run>('imports.get', { id }, headers)).data;
  const reached = (state: string) => until(`it is ${state}`, async () => (await run())?.state === state, 240);
  const taken = async () =>
    (await workspace.query<{ n: number }>(`select count(*)::int as n from person where family_name like 'Umzug %'`))[0]
      ?.n;
  expect((await product.call('imports.plan', { id }, headers)).status).toBe(200);
  await reached('planned');
  expect((await run())?.counts.persons).toMatchObject({ new: ROWS });
  expect((await product.call('imports.take', { id }, headers)).status).toBe(200);
  const [{ name } = { name: '' }] = await workspace.query<{ name: string }>('select current_database() as name');
  await withClient(databaseUrl(given('TEST_DATABASE_URL'), name), async (client) => {
    // What comes after the rows waits, so that the kill falls among them on any machine.
    await client.query('begin; lock table audit in share mode');
    await until('rows are being written', async () => ((await run())?.progress ?? 0) > 10, 240);
    await product.kill('worker');
  });
  expect(await run()).toMatchObject({ state: 'applying' });
  expect(await taken()).toBe(0);
  await product.start('worker');
  await reached('applied');
  expect(await taken()).toBe(ROWS);
  expect((await product.call('imports.undo', { id }, headers)).status).toBe(200);
  await reached('undone');
  expect(await taken()).toBe(0);
});
