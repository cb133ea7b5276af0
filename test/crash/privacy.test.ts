import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderStorage, RAW_MAIL, storageKey } from '../../db/storage.ts';
import { idOf } from '../../workflows/messages/ids.ts';
import { person } from '../support/api.ts';
import { Killable, until } from '../support/killable.ts';
import { bundle } from '../support/lifecycles.ts';
import { Actors } from './actors.ts';

const password = 'Regen auf Dach 7';

/** Every word that is Xanthippe's, or is said by or about her. */
const HERS = [
  'Quarzmann',
  'Xanthippe',
  'quarzmann@geheim.example',
  '0170 9988776',
  'Kellerlicht flackert',
  'Wegen der Katze klingeln',
  'Doch nicht mehr noetig',
  'Vertraulicher Brief',
  'Bild von der Treppe',
  'Mail aus dem Urlaub',
  'Stammbaumweg',
];

let product: Killable;
let actors: Actors;
let cookie: string;
let herId: string;

beforeAll(async () => {
  product = await Killable.make({ LOG_LEVEL: 'trace' });
  await product.start();
  actors = await Actors.make(product);
  herId = await person(product.workspace, { email: 'quarzmann@geheim.example', resident: true, password });
  await product.workspace.query(
    `update person set given_name = 'Xanthippe', family_name = 'Quarzmann', mobile = '0170 9988776',
       street = 'Stammbaumweg 4', postal_code = '10115', city = 'Berlin' where id = $1`,
    [herId],
  );
  // The cast names a house by its resident's address; a house is no person.
  await product.workspace.query(`update property set number = 'Q1', report_code = 'q1' where number like 'quarzmann%'`);
  const signedIn = await product.call(
    'session.signIn',
    { entrance: 'residents', email: 'quarzmann@geheim.example', password },
    {},
  );
  cookie = signedIn.cookie ?? '';
});
afterAll(() => product.close());

/** What every row of the database says, as a dump would hold it: `table: row`. */
async function dump(): Promise<string[]> {
  const { workspace } = product;
  const tables = await workspace.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  const rows: string[] = [];
  for (const { name } of tables)
    for (const { row } of await workspace.query<{ row: string }>(`select x::text as row from "${name}" x`))
      rows.push(`${name}: ${row}`);
  return rows;
}

/** The contents of all stored files. */
function stored(folder = String(product.environment.STORAGE_DIR)): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'));
}

/** Every run that the engine knows, with its history; its payloads as text. */
function histories() {
  return product.withClient(async (client) => {
    const found: { workflowId: string; type: string; history: Parameters<typeof Worker.runReplayHistory>[1] }[] = [];
    for await (const { workflowId, runId, type } of client.workflow.list())
      found.push({
        workflowId,
        type,
        history: await client.workflow.getHandle(workflowId, runId).fetchHistory(),
      });
    return found;
  });
}

function textOf(history: unknown): string {
  return JSON.stringify(history, (_key, value) => {
    const bytes = value?.type === 'Buffer' ? value.data : value instanceof Uint8Array ? value : undefined;
    return bytes === undefined ? value : Buffer.from(bytes).toString('utf8');
  });
}

const said = (texts: readonly string[]) => HERS.filter((word) => texts.some((text) => text.includes(word)));

/** Keeps some bytes under their hash, as an upload or an incoming mail does. */
async function keep(text: string, variant?: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'procsm-erased-'));
  const sha256 = createHash('sha256').update(text).digest('hex');
  writeFileSync(join(folder, 'file'), text);
  const storage = folderStorage(String(product.environment.STORAGE_DIR));
  await storage.put(storageKey(product.workspace.id, sha256, variant), join(folder, 'file'));
  rmSync(folder, { recursive: true });
  return sha256;
}

/** A ticket of hers that ended long ago, with everything that can hang on one. */
async function livedThrough(): Promise<string> {
  const { workspace } = product;
  const ticket = randomUUID();
  const [home] = await workspace.query<{ unit: string; building: string }>(
    `select u.id as unit, u.building_id as building from tenancy t join unit u on u.id = t.unit_id where person_id = $1`,
    [herId],
  );
  const report = {
    ticketId: ticket,
    commandId: randomUUID(),
    buildingId: home?.building,
    unitId: home?.unit,
    place: 'unit',
    category: 'water',
    title: 'Kellerlicht flackert',
    accessWishes: 'Wegen der Katze klingeln',
  };
  expect((await product.call('tickets.report', report, { cookie })).status).toBe(200);
  const withdrawn = {
    ticketId: ticket,
    commandId: randomUUID(),
    command: { type: 'withdraw' },
    text: 'Doch nicht mehr noetig',
  };
  expect((await product.call('tickets.act', withdrawn, { cookie })).data).toMatchObject({ state: 'applied' });
  await actors.settled(ticket);
  await actors.reached('ticket', ticket, 'closed');
  const picture = await keep('Bild von der Treppe');
  await workspace.query(
    `insert into stored_file (sha256, media_type, bytes, name, uploaded_by, noun, subject_id)
     values ($1, 'image/jpeg', 19, 'Bild von der Treppe.jpg', $2, 'ticket', $3)`,
    [picture, JSON.stringify({ kind: 'person', id: herId }), ticket],
  );
  const mail = await keep('From: quarzmann@geheim.example\n\nMail aus dem Urlaub', RAW_MAIL);
  await workspace.query(
    `insert into inbound_mail (sha256, bytes, state, from_address, from_name, subject, own_words, whole, ticket_id,
       received_at) values ($1, 50, 'taken', 'quarzmann@geheim.example', 'Xanthippe Quarzmann', 'Mail aus dem Urlaub',
       'Mail aus dem Urlaub', 'Mail aus dem Urlaub', $2, '2015-06-01')`,
    [mail, ticket],
  );
  const [message] = await workspace.query<{ id: string }>(
    `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template,
       due_at, state) values ('ticket', $1, $1, 'noteAdded:9', 9, 'person', $2, 'reporter', 'noteAdded', now(), 'sent')
     returning id`,
    [ticket, herId],
  );
  await workspace.query(
    `insert into letter (message_id, recipient, city, pages, pdf)
     values ($1, 'Xanthippe Quarzmann', 'Berlin', 1, convert_to('Vertraulicher Brief', 'utf8'))`,
    [message?.id],
  );
  await workspace.query(`update ticket set reported_at = '2015-05-01', closed_at = '2015-06-01' where id = $1`, [
    ticket,
  ]);
  await workspace.query(
    `update tenancy set valid_from = '2010-01-01', valid_until = '2015-12-31' where person_id = $1`,
    [herId],
  );
  return ticket;
}

test('after erasure dump, files, logs and histories say nothing of her but in the listed hold, though the worker was killed over it', async () => {
  const { workspace } = product;
  const manager = { cookie: actors.cookieOf('manager') };
  await livedThrough();
  // Changed by the office: the audit holds what was there before.
  const known = await product.query<{ revision: number }>('people.get', { id: herId }, manager);
  const written = {
    kind: 'natural',
    givenName: 'Xanthippe',
    familyName: 'Quarzmann',
    otherNames: '',
    email: 'quarzmann@geheim.example',
    phone: '',
    mobile: '0170 9988776',
    fax: '',
    street: 'Stammbaumweg 5',
    postalCode: '10115',
    city: 'Berlin',
    locale: 'de',
    channel: 'mail',
    sharePhone: false,
  };
  const saved = await product.call(
    'people.save',
    { id: herId, revision: known.data?.revision, person: written },
    manager,
  );
  expect(saved.status).toBe(200);
  await product.call('preferences.set', { way: 'mail', preferences: {} }, { cookie });
  await workspace.query(
    `insert into unconfirmed_reporter (name, email, phone, person_id)
     values ('Xanthippe Quarzmann', 'quarzmann@geheim.example', '0170 9988776', $1)`,
    [herId],
  );
  const run = randomUUID();
  await workspace.query(`insert into import_run (id, state, begun_by) values ($1, 'applied', $2)`, [
    run,
    actors.manager,
  ]);
  await workspace.query(
    `insert into import_row (run_id, n, tbl, kind, key, after, row_id) values ($1, 0, 'persons', 'new', 'P-1', $2, $3)`,
    [run, JSON.stringify({ familyName: 'Quarzmann' }), herId],
  );
  // Somebody else's open ticket, in which the office wrote about her.
  const other = randomUUID();
  expect(await actors.report(other)).toMatchObject({ status: 200 });
  await actors.reached('ticket', other, 'new', 'received', 'triage', 'accepted');
  const noted = await product.call(
    'tickets.act',
    {
      ticketId: other,
      commandId: randomUUID(),
      command: { type: 'note', visibility: 'internal' },
      text: 'Xanthippe Quarzmann hat auch angerufen',
    },
    manager,
  );
  expect(noted.data).toMatchObject({ state: 'applied' });

  const id = randomUUID();
  expect((await product.call('privacy.ask', { id, kind: 'erasure' }, { cookie })).status).toBe(200);
  expect(said(await dump()).length).toBeGreaterThan(8);
  expect(said(stored())).toEqual(expect.arrayContaining(['Bild von der Treppe', 'Mail aus dem Urlaub']));
  type Seen = { lines: { kind: string; does: string; why: string | null }[]; mentions: { id: string }[] };
  const seen = (await product.query<Seen>('privacy.ofPerson', { personId: herId }, manager)).data;
  expect(seen?.lines.filter(({ does }) => does === 'keep')).toMatchObject([{ kind: 'mentions', why: 'running' }]);
  expect(seen?.mentions.map((place) => place.id)).toEqual([other]);

  expect((await product.call('privacy.erase', { id }, manager)).status).toBe(200);
  await until('something is erased', async () => {
    const left = await workspace.query('select from account where person_id = $1', [herId]);
    return left.length === 0;
  });
  await product.kill('worker');
  const killedAfter = product.logOf('worker');
  await product.start('worker');
  const kept = await until('the erasure has come to its end', async () => {
    const [row] = await workspace.query<{ kept: { lines: object[]; mentions: string[] } | null }>(
      'select kept from privacy_request where id = $1 and next_on > berlin_today()',
      [id],
    );
    return row?.kept ?? undefined;
  });
  expect(kept).toMatchObject({
    lines: [{ kind: 'mentions', does: 'keep', why: 'running', count: 1 }],
    mentions: [other],
  });

  const hits = (await dump()).filter((row) => said([row]).length > 0);
  const outside = hits.filter((row) => !row.includes(other));
  expect(outside).toEqual([]);
  expect(new Set(hits.map((row) => row.split(':')[0]))).toEqual(new Set(['command', 'timeline']));
  expect(said(stored())).toEqual([]);
  expect(said([product.logOf('api'), product.logOf('worker'), killedAfter])).toEqual([]);
  const all = await histories();
  expect(said(all.map(({ history }) => textOf(history)))).toEqual([]);
  expect(new Set(all.map(({ type }) => type))).toEqual(new Set(['mailroom', 'privacyRequest', 'ticket']));

  // The chain of what happened is whole: bodies went, hashes stayed.
  const chain = await workspace.query<{ gaps: number }>(
    `select count(*)::int as gaps from timeline t join timeline p on p.file_id = t.file_id and p.seq = t.seq - 1
     where t.prev_hash <> p.hash`,
  );
  expect(chain[0]?.gaps).toBe(0);
  // What runs goes on: each history replays, and the open ticket still takes acts.
  for (const { workflowId, history } of all)
    await Worker.runReplayHistory({ workflowBundle: bundle }, history, workflowId);
  expect(await actors.onTicket('manager', other, { type: 'accept' })).toMatchObject({ data: { state: 'applied' } });
  expect((await product.query('people.get', { id: herId }, manager)).data).toMatchObject({
    familyName: 'Gelöschte Person',
    email: '',
    active: false,
  });

  // The mention goes with the end of its own ticket's period, by the nightly run, though her name is long gone.
  await workspace.query(`update ticket set closed_at = '2015-06-01' where id = $1`, [other]);
  await workspace.query('update privacy_request set next_on = berlin_today() where id = $1', [id]);
  await product.withClient(async (client) => {
    await client.workflow.execute('nightly', { workflowId: `nightly-${id}`, taskQueue: 'procsm' });
    await client.workflow.getHandle(idOf(workspace.id, 'privacyRequest', id)).result();
  });
  expect((await dump()).filter((row) => said([row]).length > 0)).toEqual([]);
  const [end] = await workspace.query<{ state: string }>('select state from privacy_request where id = $1', [id]);
  expect(end?.state).toBe('erased');
});
