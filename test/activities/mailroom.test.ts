import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { drain } from '../../activities/mailroom/drain.ts';
import { recordBounce } from '../../db/queries/bounces.ts';
import { recordSmsStatus } from '../../db/queries/sms-status.ts';
import { provenReply, readReplyAddress } from '../../db/reply-tags.ts';
import { smtpError } from '../support/mail-server.ts';
import { startMailroom, type TestMailroom } from '../support/mailroom.ts';

const ADDRESS = 'http://one.localhost:3000';
let room: TestMailroom;

beforeAll(async () => {
  room = await startMailroom();
});
afterAll(() => room.close());
beforeEach(async () => {
  await room.workspace.query('delete from message_attempt');
  await room.workspace.query('delete from message');
  await room.workspace.query(`update person set channel = 'mail', email = 'firma@example.de' where id = $1`, [
    room.ids.contractorPerson,
  ]);
  await room.workspace.query(`update person set email = 'anna.berger@example.de', mobile = null where id = $1`, [
    room.ids.resident,
  ]);
  room.mail.raw.length = 0;
  room.sms.taken.length = 0;
  room.sms.answer = 201;
  room.mail.onRecipient = () => undefined;
  room.mail.onMail = () => {};
});

const run = (post = room.post) => drain(room.workspace, ADDRESS, post);

async function stateOf(id: string) {
  const [message] = await room.workspace.query<{ state: string; channel: string; tries: number }>(
    'select state, channel, tries from message where id = $1',
    [id],
  );
  const attempts = await room.workspace.query<{ channel: string; outcome: string; detail: string | null }>(
    'select channel, outcome, detail from message_attempt where message_id = $1 order by n',
    [id],
  );
  return { ...message, attempts };
}

test('a due message goes out once, a later one is announced', async () => {
  const id = await room.write({ template: 'reportReceived' });
  await room.write({ template: 'noteAdded', due: `now() + interval '1 hour'` });
  const { next, sent } = await run();
  expect(sent).toBe(1);
  expect(Math.round((Date.parse(next ?? '') - Date.now()) / 60_000)).toBe(60);
  expect((await run()).sent).toBe(0);
  const [mail] = await room.mail.parsed();
  expect(mail?.to).toMatchObject({ value: [{ address: 'anna.berger@example.de', name: 'Anna Berger' }] });
  expect(mail?.text).toContain('Vorgang 2026-00012 · Lindenstraße 12, 10115 Berlin, WE 07, 2. OG links');
  expect(await stateOf(id)).toMatchObject({ state: 'sent', channel: 'mail', attempts: [{ outcome: 'sent' }] });
});

test('a resend has the same bytes', async () => {
  const date = { starts: '2026-11-30T13:00:00.000Z', ends: '2026-11-30T15:00:00.000Z', sequence: 1 };
  const facts = { appointment: room.ids.appointment, ticket: room.ids.ticket, ...date };
  const id = await room.write({ template: 'appointmentAgreed', noun: 'workOrder', facts });
  await run();
  await room.workspace.query(
    `update message set state = 'claimed', claimed_at = now() - interval '1 hour' where id = $1`,
    [id],
  );
  await run(await room.newPost());
  expect(room.mail.raw).toHaveLength(2);
  expect(room.mail.raw[1]?.equals(room.mail.raw[0] ?? Buffer.alloc(0))).toBe(true);
});

test('a mail of which nobody knows whether it arrived says the same again, whatever has happened since', async () => {
  const { workspace, ids } = room;
  const id = await room.write({ template: 'orderOffered', noun: 'workOrder', to: 'contractor' });
  // Its process is lost between the server's answer and our mark.
  room.mail.onMail = async () => {
    await workspace.query(
      `update message set state = 'open', claimed_at = null, next_try_at = now() + interval '1 hour' where id = $1`,
      [id],
    );
  };
  await run();
  room.mail.onMail = () => {};
  const kept = () => workspace.query<{ content: Buffer }>('select content from mail_under_way');
  const [under] = await kept();
  expect(under?.content.includes('Lindenstraße')).toBe(false);
  const [before] = await workspace.query<{ title: string }>('select title from work_order where id = $1', [ids.order]);
  await workspace.query(`update work_order set title = 'Etwas anderes' where id = $1`, [ids.order]);
  await workspace.query('update message set next_try_at = null where id = $1', [id]);
  const { sent } = await run(await room.newPost());
  expect({ sent, ...(await stateOf(id)) }).toMatchObject({ sent: 1, state: 'sent', attempts: [{ outcome: 'sent' }] });
  expect(room.mail.raw).toHaveLength(2);
  expect(room.mail.raw[1]?.equals(room.mail.raw[0] ?? Buffer.alloc(0))).toBe(true);
  expect(await kept()).toEqual([]);

  // What a server surely did not take says what is true by then.
  const refused = await room.write({ template: 'orderOffered', noun: 'workOrder', to: 'contractor' });
  room.mail.onRecipient = () => smtpError(451);
  await run();
  room.mail.onRecipient = () => undefined;
  expect(await kept()).toEqual([]);
  await workspace.query('update work_order set title = $2 where id = $1', [ids.order, before?.title]);
  await workspace.query('update message set next_try_at = now() where id = $1', [refused]);
  await run();
  expect((await room.mail.parsed()).at(-1)?.subject).toContain(before?.title);
});

test('what mails were to say that were not handed over after all is kept nowhere', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) ids.push(await room.write({ template: 'noteAdded' }));
  await room.mail.stop();
  await run(await room.newPost());
  await room.mail.start();
  const kept = await room.workspace.query<{ id: string }>('select message_id as id from mail_under_way');
  expect(kept).toEqual([{ id: ids[0] }]);
  expect((await run(await room.newPost())).sent).toBe(5);
});

test("a recipient's mails keep their order over several connections", async () => {
  for (let index = 0; index < 12; index += 1) {
    await room.write({ template: 'noteAdded', to: 'resident' });
    await room.write({ template: 'noteAdded', to: 'clerk' });
  }
  await run();
  const sent = await room.workspace.query<{ id: string; recipient: string }>(
    'select id, recipient_id as recipient from message order by created_at',
  );
  const mails = await room.mail.parsed();
  for (const [person, address] of [
    [room.ids.resident, 'anna.berger@example.de'],
    [room.ids.clerk, 'clerk@example.de'],
  ]) {
    const wanted = sent.filter(({ recipient }) => recipient === person).map(({ id }) => `<${id}@procsm.invalid>`);
    const got = mails
      .filter(({ to }) => to && 'text' in to && to.text.includes(address ?? ''))
      .map(({ messageId }) => messageId);
    expect(got).toEqual(wanted);
  }
});

test('more urgent messages go first', async () => {
  const slow = await room.write({ template: 'noteAdded', to: 'clerk', priority: 5 });
  const urgent = await room.write({ template: 'emergencyReported', to: 'clerk', priority: 1 });
  await run();
  expect((await room.mail.parsed()).map(({ messageId }) => messageId)).toEqual(
    [urgent, slow].map((id) => `<${id}@procsm.invalid>`),
  );
});

test('while the mail server is away nothing is lost, and mails follow in order when it is back', async () => {
  await room.mail.stop();
  const ids = [];
  for (let index = 0; index < 5; index += 1) ids.push(await room.write({ template: 'noteAdded' }));
  const post = await room.newPost();
  const { next, sent } = await run(post);
  expect(sent).toBe(0);
  const pause = Date.parse(next ?? '') - Date.now();
  expect(pause).toBeGreaterThan(1_000);
  expect(pause).toBeLessThanOrEqual(5_000);
  // Nothing is tried in between, however often somebody wakes the mailroom.
  await run(post);
  const [{ attempts } = { attempts: 0 }] = await room.workspace.query<{ attempts: number }>(
    'select count(*)::int as attempts from message_attempt',
  );
  expect(attempts).toBe(1);
  await room.mail.start();
  await new Promise((resolve) => setTimeout(resolve, pause + 50));
  await run(post);
  expect((await room.mail.parsed()).map(({ messageId }) => messageId)).toEqual(
    ids.map((id) => `<${id}@procsm.invalid>`),
  );
});

test('a mailbox that puts a mail off holds back only its own later mails', async () => {
  room.mail.onRecipient = (address) => (address.startsWith('anna') ? smtpError(451) : undefined);
  const first = await room.write({ template: 'noteAdded', to: 'resident' });
  const second = await room.write({ template: 'ticketClosed', to: 'resident' });
  const other = await room.write({ template: 'noteAdded', to: 'clerk' });
  const { next } = await run();
  expect(await stateOf(first)).toMatchObject({
    state: 'open',
    attempts: [{ outcome: 'failed', detail: 'EENVELOPE 451' }],
  });
  expect(await stateOf(second)).toMatchObject({ state: 'open', tries: 0 });
  expect(await stateOf(other)).toMatchObject({ state: 'sent' });
  expect(Date.parse(next ?? '') - Date.now()).toBeGreaterThan(30_000);
});

test('a mailbox that does not exist is tried once; without another way the message has failed', async () => {
  room.mail.onRecipient = () => smtpError(550);
  const id = await room.write({ template: 'noteAdded' });
  await run();
  expect(await stateOf(id)).toMatchObject({
    state: 'failed',
    attempts: [{ outcome: 'refused' }, { channel: 'none', outcome: 'failed', detail: 'noOtherWay' }],
  });
});

test('where mail is refused, a text follows', async () => {
  room.mail.onRecipient = () => smtpError(550);
  const id = await room.write({ template: 'orderOffered', noun: 'workOrder', to: 'contractor' });
  await run();
  expect(await stateOf(id)).toMatchObject({
    state: 'sent',
    channel: 'sms',
    attempts: [{ channel: 'mail' }, { channel: 'sms' }],
  });
  expect(room.sms.taken).toHaveLength(1);
});

test('where a text was not delivered, a mail follows; a report that comes again changes nothing', async () => {
  await room.workspace.query(`update person set channel = 'sms' where id = $1`, [room.ids.contractorPerson]);
  const id = await room.write({ template: 'orderOffered', noun: 'workOrder', to: 'contractor' });
  await run();
  const sid = room.sms.taken[0]?.sid ?? '';
  expect(await recordSmsStatus(room.workspace, id, sid, 'undelivered')).toBe(true);
  await run();
  expect(await recordSmsStatus(room.workspace, id, sid, 'undelivered')).toBe(false);
  await run();
  expect(await stateOf(id)).toMatchObject({
    state: 'sent',
    channel: 'mail',
    attempts: [
      { channel: 'sms', outcome: 'refused' },
      { channel: 'mail', outcome: 'sent' },
    ],
  });
  expect([room.sms.taken.length, room.mail.raw.length]).toEqual([1, 1]);
});

test('a contractor without mail gets a text with the order link', async () => {
  await room.workspace.query(`update person set channel = 'sms', email = null where id = $1`, [
    room.ids.contractorPerson,
  ]);
  const id = await room.write({ template: 'orderOffered', noun: 'workOrder', to: 'contractor' });
  await run();
  const [text] = room.sms.taken;
  expect(text?.to).toBe('+491701234567');
  expect(text?.text.length).toBeLessThanOrEqual(306);
  expect(text?.text).toMatch(/Neuer Auftrag für Sie.* http:\/\/one\.localhost:3000\/a\/[\w-]{80,}$/);
  expect(text?.statusCallback).toBe(`${ADDRESS}/api/callbacks/sms/${room.workspace.id}/${id}`);
});

test('a text whose answer was lost is never sent twice, and the manager can see it', async () => {
  await room.workspace.query(`update person set channel = 'sms' where id = $1`, [room.ids.contractorPerson]);
  room.sms.answer = 'silence';
  const id = await room.write({ template: 'orderOffered', noun: 'workOrder', to: 'contractor' });
  await run();
  room.sms.answer = 201;
  await run();
  await run(await room.newPost());
  expect(room.sms.taken).toHaveLength(1);
  expect(await stateOf(id)).toMatchObject({ state: 'unclear', attempts: [{ outcome: 'unclear' }] });
});

test('a text that was under way when its process died is unclear, one that had not begun goes out', async () => {
  await room.workspace.query(`update person set channel = 'sms' where id = $1`, [room.ids.contractorPerson]);
  const begun = await room.write({ template: 'orderOffered', noun: 'workOrder', to: 'contractor' });
  const waiting = await room.write({ template: 'orderWithdrawn', noun: 'workOrder', to: 'contractor' });
  await room.workspace.query(`update message set state = 'claimed', claimed_at = now() - interval '1 hour'`);
  await room.workspace.query(`update message set channel = 'sms' where id = $1`, [begun]);
  await run();
  expect(await stateOf(begun)).toMatchObject({ state: 'unclear', attempts: [{ outcome: 'unclear', detail: 'lost' }] });
  expect(await stateOf(waiting)).toMatchObject({ state: 'sent' });
  expect(room.sms.taken).toHaveLength(1);
});

test('a refused text is given up, an unreachable provider is not', async () => {
  await room.workspace.query(`update person set channel = 'sms', email = null where id = $1`, [
    room.ids.contractorPerson,
  ]);
  room.sms.answer = 400;
  const refused = await room.write({ template: 'orderOffered', noun: 'workOrder', to: 'contractor' });
  await run();
  expect(await stateOf(refused)).toMatchObject({ state: 'failed' });
  room.sms.answer = 429;
  const waits = await room.write({ template: 'orderWithdrawn', noun: 'workOrder', to: 'contractor' });
  await run(await room.newPost());
  expect(await stateOf(waits)).toMatchObject({ state: 'open' });
});

test('somebody without any address is recorded as such', async () => {
  await room.workspace.query('update person set email = null where id = $1', [room.ids.resident]);
  const id = await room.write({ template: 'noteAdded' });
  await run();
  expect(await stateOf(id)).toMatchObject({ state: 'failed', attempts: [{ channel: 'none', detail: 'noAddress' }] });
});

test('after a standstill only the newest reminder goes out, and none whose turn is over', async () => {
  const turn = { stage: 'confirm', since: '2026-11-20T08:00:00.000Z', until: '2026-11-27T11:00:00.000Z' };
  await room.workspace.query('update ticket set revision = 1000 where id = $1', [room.ids.ticket]);
  const older = await room.write({ template: 'reminder', about: 'confirm', facts: turn });
  const newer = await room.write({ template: 'reminder', about: 'confirm', facts: { ...turn, late: true } });
  const gone = await room.write({ template: 'reminder', about: 'decide', facts: { ...turn, stage: 'decide' } });
  const dealtAnew = await room.write({
    template: 'escalation',
    to: 'clerk',
    about: 'confirm:managers',
    facts: { ...turn, since: '2026-11-01T08:00:00.000Z' },
  });
  await run();
  expect((await stateOf(older)).state).toBe('withdrawn');
  expect((await stateOf(newer)).state).toBe('sent');
  expect((await stateOf(gone)).state).toBe('withdrawn');
  expect((await stateOf(dealtAnew)).state).toBe('withdrawn');
  const [mail] = await room.mail.parsed();
  expect(mail?.text).toContain('verspätet');
});

test('a drain that others overlap sends nothing twice', async () => {
  for (let index = 0; index < 20; index += 1)
    await room.write({ template: 'noteAdded', to: index % 2 ? 'clerk' : 'resident' });
  const others = [await room.newPost(), await room.newPost()];
  await Promise.all([run(), ...others.map((post) => run(post))]);
  await run();
  const ids = (await room.mail.parsed()).map(({ messageId }) => messageId);
  expect(ids).toHaveLength(20);
  expect(new Set(ids).size).toBe(20);
});

test('with a reply domain, replies and what mail servers report go to a mailbox that names message and reader', async () => {
  room.mail.senders.length = 0;
  const id = await room.write({ template: 'noteAdded' });
  await run({ ...(await room.newPost()), replyDomain: 'antwort.nord.example' });
  const [mail] = await room.mail.parsed();
  const address = mail?.replyTo?.value[0]?.address ?? '';
  expect(room.mail.senders).toEqual([address]);
  const tag = readReplyAddress(address, 'antwort.nord.example')?.tag ?? '';
  expect(await provenReply(room.workspace, tag)).toMatchObject({
    messageId: id,
    subjectId: room.ids.ticket,
    recipientId: room.ids.resident,
  });
  expect(mail?.from?.value[0]?.address).toBe('no-reply@procsm.invalid');
  // What the mail says of replies is what becomes of them.
  expect(mail?.text).toContain('direkt auf diese E-Mail');
  room.mail.raw.length = 0;
  room.mail.senders.length = 0;
  await room.write({ template: 'noteAdded' });
  await run();
  const [unread] = await room.mail.parsed();
  expect(unread?.replyTo).toBeUndefined();
  expect(unread?.text).toContain('Antworten auf diese Adresse liest niemand');
  expect(room.mail.senders).toEqual(['no-reply@procsm.invalid']);
});

test('a mail that came back is followed by the next way to its reader, and comes back only once', async () => {
  const id = await room.write({ template: 'orderOffered', noun: 'workOrder', to: 'contractor' });
  await run();
  expect(await recordBounce(room.workspace, id, '5.1.1')).toBe(true);
  expect(await recordBounce(room.workspace, id, '5.1.1')).toBe(false);
  await run();
  expect(await stateOf(id)).toMatchObject({
    state: 'sent',
    channel: 'sms',
    attempts: [
      { channel: 'mail', outcome: 'refused', detail: 'bounced 5.1.1' },
      { channel: 'sms', outcome: 'sent' },
    ],
  });
  // A report that comes after the text went out is about the mail alone.
  expect(await recordBounce(room.workspace, id, '5.1.1')).toBe(false);
});
