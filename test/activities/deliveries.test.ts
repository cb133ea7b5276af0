import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { drain } from '../../activities/mailroom/drain.ts';
import { recordBounce } from '../../db/queries/bounces.ts';
import {
  type DeliveryReach,
  settleDelivery,
  tellUndelivered,
  tryAgain,
  undelivered,
  undeliveredCount,
} from '../../db/queries/deliveries.ts';
import { recordFaxReport } from '../../db/queries/fax-reports.ts';
import { keepLetterhead } from '../../db/queries/letterhead.ts';
import { smtpError } from '../support/mail-server.ts';
import { startMailroom, type TestMailroom } from '../support/mailroom.ts';

const ADDRESS = 'http://one.localhost:3000';
let room: TestMailroom;

beforeAll(async () => {
  room = await startMailroom();
  await room.workspace.query('insert into file_head (file_id) values ($1)', [room.ids.ticket]);
});
afterAll(() => room.close());
beforeEach(async () => {
  for (const table of ['letter', 'message_attempt', 'message']) await room.workspace.query(`delete from ${table}`);
  await room.workspace.query(
    `update person set channel = 'mail', email = 'firma@example.de', mobile = '0170 1234567', fax = null, street = null
     where id = $1`,
    [room.ids.contractorPerson],
  );
  await room.workspace.query(`update person set email = 'anna.berger@example.de', mobile = null where id = $1`, [
    room.ids.resident,
  ]);
  room.mail.raw.length = 0;
  room.fax.raw.length = 0;
  room.sms.taken.length = 0;
  room.sms.answer = 201;
  room.mail.onRecipient = () => undefined;
  room.fax.onRecipient = () => undefined;
});

const run = (post = room.post) => drain(room.workspace, ADDRESS, post);
const all = { matters: null, documents: null };
const only = (...ids: string[]) => ({ matters: ids, documents: ids });
const list = (reach = all as DeliveryReach) => undelivered(room.workspace, reach);
const clerk = () => ({ kind: 'employee' as const, id: room.ids.clerk });
const told = () =>
  room.workspace.query<{ kind: string; audience: string[]; body: { facts: { message: string } } }>(
    `select kind, audience, body from timeline where file_id = $1 and kind like 'message%' order by seq`,
    [room.ids.ticket],
  );
const toldOf = async (id: string) =>
  (await told()).filter(({ body }) => body.facts.message === id).map(({ kind }) => kind);
const offer = () => room.write({ template: 'orderOffered', noun: 'workOrder', to: 'contractor' });

test('a message goes from way to way, each tried once over its own protocol, until one takes it', async () => {
  await keepLetterhead(room.workspace, { name: 'Nord', street: 'Weg 1', postalCode: '10115', city: 'Berlin' });
  await room.workspace.query(
    `update person set fax = '030 123456', street = 'Hof 3', postal_code = '10117', city = 'Berlin' where id = $1`,
    [room.ids.contractorPerson],
  );
  room.mail.onRecipient = () => smtpError(550);
  room.sms.answer = 400;
  room.fax.onRecipient = () => smtpError(550);
  const id = await offer();
  for (let round = 0; round < 4; round += 1) await run();
  const attempts = await room.workspace.query<{ channel: string; outcome: string }>(
    'select channel, outcome from message_attempt where message_id = $1 order by n',
    [id],
  );
  expect(attempts).toEqual([
    { channel: 'mail', outcome: 'refused' },
    { channel: 'sms', outcome: 'refused' },
    { channel: 'fax', outcome: 'refused' },
  ]);
  const [{ state } = { state: '' }] = await room.workspace.query<{ state: string }>('select state from message');
  expect(state).toBe('queued');
  expect(await list()).toMatchObject([{ id, trouble: 'cameBack', tookAfter: 'letter' }]);
  expect(await undeliveredCount(room.workspace, all)).toBe(0);
  await room.workspace.query(`delete from setting where key = 'letterhead'`);
});

test('what has no address, was refused everywhere or came back stands on the list with its reason', async () => {
  await room.workspace.query('update person set email = null where id = $1', [room.ids.resident]);
  const none = await room.write({ template: 'noteAdded' });
  room.mail.onRecipient = (address) => (address.startsWith('firma') ? smtpError(550) : undefined);
  room.sms.answer = 400;
  const refused = await offer();
  await run();
  room.mail.onRecipient = () => undefined;
  room.sms.answer = 201;
  const back = await room.write({ template: 'orderWithdrawn', noun: 'workOrder', to: 'contractor' });
  await run();
  await recordBounce(room.workspace, back, '5.1.1');
  await run();
  const rows = await list();
  expect(rows.find(({ id }) => id === none)).toMatchObject({
    trouble: 'failed',
    channel: null,
    refused: [],
    name: 'Anna Berger',
    noun: 'ticket',
    number: '2026-00012',
    ways: [],
  });
  const ofFirm = rows.find(({ id }) => id === refused);
  expect(ofFirm).toMatchObject({ trouble: 'failed', ways: ['mail', 'sms'] });
  expect(new Set(ofFirm?.refused)).toEqual(new Set(['mail', 'sms']));
  expect(rows.find(({ id }) => id === back)).toMatchObject({ trouble: 'cameBack', tookAfter: 'sms' });
  expect(await undeliveredCount(room.workspace, all)).toBe(2);
  expect(await list(only(crypto.randomUUID()))).toEqual([]);
});

test('what is unclear stands on the list as soon as the mailroom knows, within half a minute of a lost process', async () => {
  await room.workspace.query(`update person set channel = 'sms' where id = $1`, [room.ids.contractorPerson]);
  room.sms.answer = 'silence';
  const silent = await offer();
  await run();
  expect(await list()).toMatchObject([{ id: silent, trouble: 'unclear', channel: 'sms' }]);
  expect(await toldOf(silent)).toEqual(['messageUnclear']);
  // A process that dies while it sends leaves a claim; the mailroom wakes when its lease is over.
  const lost = await room.write({ template: 'orderWithdrawn', noun: 'workOrder', to: 'contractor' });
  await room.workspace.query(
    `update message set state = 'claimed', channel = 'sms', claimed_at = now() where id = $1`,
    [lost],
  );
  const { next } = await run();
  expect(Date.parse(next ?? '') - Date.now()).toBeLessThanOrEqual(30_000);
  await room.workspace.query(`update message set claimed_at = now() - interval '26 seconds' where id = $1`, [lost]);
  await run();
  expect((await list()).map(({ id }) => id)).toContain(lost);
  expect(await toldOf(lost)).toEqual(['messageUnclear']);
  expect(room.sms.taken).toHaveLength(1);
});

test('the timeline tells the office once what did not arrive, and nobody else', async () => {
  room.mail.onRecipient = () => smtpError(550);
  const id = await room.write({ template: 'noteAdded' });
  await run();
  await run();
  await Promise.all([tellUndelivered(room.workspace), tellUndelivered(room.workspace)]);
  const entries = (await told()).filter(({ body }) => body.facts.message === id);
  expect(entries).toMatchObject([
    {
      kind: 'messageFailed',
      audience: ['management'],
      body: { facts: { to: { role: 'person', id: room.ids.resident } } },
    },
  ]);
});

test('tried again by the same way or another it goes out at once, and everybody can read who decided it', async () => {
  room.mail.onRecipient = () => smtpError(550);
  const id = await room.write({ template: 'noteAdded' });
  await run();
  room.mail.onRecipient = () => undefined;
  await expect(tryAgain(room.workspace, all, { id, way: 'sms' }, clerk())).rejects.toMatchObject({
    code: 'addresseeUnknown',
  });
  await tryAgain(room.workspace, all, { id, way: 'mail' }, clerk());
  // A second click finds it on its way.
  await tryAgain(room.workspace, all, { id, way: 'mail' }, clerk());
  await run();
  expect(room.mail.raw).toHaveLength(1);
  expect(await list()).toEqual([]);
  expect(await toldOf(id)).toEqual(['messageFailed', 'messageRetried']);
  const audit = await room.workspace.query(
    `select actor, before, after from audit where what = 'message.retry' and subject_id = $1`,
    [id],
  );
  expect(audit).toMatchObject([{ actor: clerk(), before: { state: 'failed' }, after: { channel: 'mail' } }]);
  await expect(tryAgain(room.workspace, only(crypto.randomUUID()), { id, way: 'mail' }, clerk())).rejects.toMatchObject(
    {
      code: 'notFound',
    },
  );
});

test('an unclear text is sent once more only at somebody’s word, or by another way', async () => {
  await room.workspace.query(`update person set channel = 'sms' where id = $1`, [room.ids.contractorPerson]);
  room.sms.answer = 'silence';
  const id = await offer();
  await run();
  room.sms.answer = 201;
  await run(await room.newPost());
  expect(room.sms.taken).toHaveLength(1);
  await tryAgain(room.workspace, all, { id, way: 'mail' }, clerk());
  await run();
  expect([room.sms.taken.length, room.mail.raw.length]).toEqual([1, 1]);
});

test('a retry that fails stands on the list again, and the timeline tells that too', async () => {
  room.mail.onRecipient = () => smtpError(550);
  const id = await room.write({ template: 'noteAdded' });
  await run();
  await tryAgain(room.workspace, all, { id, way: 'mail' }, clerk());
  await run();
  expect(await list()).toMatchObject([{ id, trouble: 'failed', refused: ['mail'] }]);
  expect(await toldOf(id)).toEqual(['messageFailed', 'messageRetried', 'messageFailed']);
});

test('what somebody settled is gone from the list and can be brought back', async () => {
  room.mail.onRecipient = () => smtpError(550);
  const id = await room.write({ template: 'noteAdded' });
  await run();
  await settleDelivery(room.workspace, all, { id, settled: true }, clerk());
  expect([await list(), await undeliveredCount(room.workspace, all)]).toEqual([[], 0]);
  await expect(tryAgain(room.workspace, all, { id, way: 'mail' }, clerk())).rejects.toMatchObject({
    code: 'notAllowedNow',
  });
  await settleDelivery(room.workspace, all, { id, settled: false }, clerk());
  expect(await list()).toHaveLength(1);
  expect(await toldOf(id)).toEqual(['messageFailed', 'messageSettled', 'messageUnsettled']);
});

test('what a vote or a project could not tell stands on the list too, for whoever works on all it concerns', async () => {
  const { workspace, ids } = room;
  const [vote, project] = [crypto.randomUUID(), crypto.randomUUID()];
  await workspace.query(
    `insert into campaign (id, number, property_id, title, phase, policy_version, state, revision, command_id, begun_at,
       changed_at, kind, audience, question, key_date, deadline)
     values ($1, 'U-1', $2, 'Neue Haustür', 'open', 1, '{"balls": []}', 1, $1, now(), now(), 'vote', 'owners',
       'Kaufen wir eine?', berlin_today(), now() + interval '3 days')`,
    [vote, ids.property],
  );
  await workspace.query(
    `insert into project (id, number, title, phase, policy_version, state, revision, command_id, begun_at, changed_at)
     values ($1, 'P-1', 'Dachsanierung', 'running', 1, '{"balls": []}', 1, $1, now(), now())`,
    [project],
  );
  const write = async (noun: string, subject: string, template: string, role: string) => {
    const [row] = await workspace.query<{ id: string }>(
      `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template, data,
         due_at) values ($1, $2, $2, $3 || ':1', 1, 'person', $4, $5, $3, '{}', now()) returning id`,
      [noun, subject, template, ids.resident, role],
    );
    return row!.id;
  };
  room.mail.onRecipient = () => smtpError(550);
  const asked = await write('campaign', vote, 'voteAsked', 'participants');
  const assigned = await write('project', project, 'todosAssigned', 'person');
  await run();
  const rows = await list();
  expect(rows.find(({ id }) => id === asked)).toMatchObject({ noun: 'campaign', fileId: vote, number: 'U-1' });
  expect(rows.find(({ id }) => id === assigned)).toMatchObject({ noun: 'project', title: 'Dachsanierung' });
  expect(await undeliveredCount(workspace, all)).toBe(2);
  expect((await list(only(ids.property))).map(({ id }) => id)).toEqual([asked]);
  expect((await undelivered(workspace, all, project)).map(({ id }) => id)).toEqual([assigned]);
  const kinds = await workspace.query<{ kind: string }>('select kind from timeline where file_id = $1', [project]);
  expect(kinds).toEqual([{ kind: 'messageFailed' }]);
  room.mail.onRecipient = () => undefined;
  await tryAgain(workspace, all, { id: assigned, way: 'mail' }, clerk());
  await run();
  expect((await list()).map(({ id }) => id)).toEqual([asked]);
  // Whoever is responsible for something in a project says what they want to hear of, as of a ticket.
  const [mail] = await room.mail.parsed();
  expect(mail?.text).toMatch(/\/b\/[\w.-]+/);
  for (const table of ['message_attempt', 'message']) await workspace.query(`delete from ${table}`);
  const unwanted = await write('project', project, 'todoReady', 'person');
  // What the law wants everybody to be asked is nobody's to switch off.
  const wanted = await write('campaign', vote, 'voteAsked', 'participants');
  await workspace.query(
    `insert into message_preference (person_id, body) values ($1, $2)
     on conflict (person_id) do update set body = excluded.body`,
    [ids.resident, JSON.stringify({ kinds: { report: { way: null, timing: 'never' } } })],
  );
  await run();
  await workspace.query('delete from message_preference');
  const left = await workspace.query<{ id: string; state: string }>('select id, state from message');
  expect(new Map(left.map(({ id, state }) => [id, state]))).toEqual(
    new Map([
      [unwanted, 'unwanted'],
      [wanted, 'sent'],
    ]),
  );
});

test('a fax on which no report comes within a day is unclear, also where a report comes later', async () => {
  const { workspace, ids } = room;
  await workspace.query(
    `update person set channel = 'fax', email = null, mobile = null, fax = '030 123456' where id = $1`,
    [ids.contractorPerson],
  );
  const post = { ...room.post, replyDomain: 'antwort.test' };
  const id = await offer();
  const { next } = await run(post);
  expect(room.fax.raw).toHaveLength(1);
  expect(await list()).toEqual([]);
  expect(Date.parse(next ?? '') - Date.now()).toBeGreaterThan(23 * 3_600_000);
  await workspace.query(`update message_attempt set at = at - interval '25 hours' where message_id = $1`, [id]);
  // Where no report can reach us, silence says nothing.
  await run();
  expect(await list()).toEqual([]);
  await run(post);
  expect(await list()).toMatchObject([{ id, trouble: 'unclear', channel: 'fax', detail: 'noReport' }]);
  expect(await toldOf(id)).toEqual(['messageUnclear']);
  expect(room.fax.raw).toHaveLength(1);
  expect(await recordFaxReport(workspace, id, 'delivered')).toBe(true);
  expect(await list()).toEqual([]);
});
