import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { drain } from '../../activities/mailroom/drain.ts';
import { recordBounce } from '../../db/queries/bounces.ts';
import { loadOf } from '../../db/queries/operation.ts';
import { keepPreferences, preferencesOf } from '../../db/queries/preferences.ts';
import { recordSmsStatus } from '../../db/queries/sms-status.ts';
import { type Preferences, preferences, type Way } from '../../domain/preferences/preferences.ts';
import { addMinutes, berlinClock, toInstant } from '../../domain/time/berlin.ts';
import { smtpError } from '../support/mail-server.ts';
import { startMailroom, type TestMailroom } from '../support/mailroom.ts';

const ADDRESS = 'http://one.localhost:3000';
let room: TestMailroom;

beforeAll(async () => {
  room = await startMailroom();
});
afterAll(() => room.close());
beforeEach(async () => {
  for (const table of ['message_attempt', 'message', 'digest', 'message_preference'])
    await room.workspace.query(`delete from ${table}`);
  await room.workspace.query(`update person set channel = 'mail', mobile = '0170 7654321' where id = $1`, [
    room.ids.resident,
  ]);
  await room.workspace.query('update ticket set closed_at = null, due_at = null, waiting_on = null, reported_at = $1', [
    '2020-01-01T00:00:00Z',
  ]);
  room.mail.raw.length = 0;
  room.sms.taken.length = 0;
  room.sms.answer = 201;
  room.mail.onRecipient = () => undefined;
});

const run = (post = room.post) => drain(room.workspace, ADDRESS, post);
const now = () => toInstant(Date.now());
const stateOf = async (id: string) => {
  const [row] = await room.workspace.query<{ state: string; channel: string | null }>(
    'select state, channel from message where id = $1',
    [id],
  );
  return row;
};

async function wish(who: 'resident' | 'clerk' | 'contractorPerson', said: object, way: Way = 'mail'): Promise<void> {
  const by = { actor: { kind: 'system' } };
  await keepPreferences(room.workspace, room.ids[who], { way, preferences: preferences.parse(said) }, by, now());
}

/** Hours around this moment on Berlin's clocks, or around another. */
function hoursAround(minutesFrom: number, minutesUntil: number): { from: number; until: number; mails: boolean } {
  const { minutes } = berlinClock(now());
  const wrapped = (n: number) => (n + 1_440) % 1_440;
  return { from: wrapped(minutes + minutesFrom), until: wrapped(minutes + minutesUntil), mails: true };
}

/** Lets the time of the day's mail come. */
const comes = (person: string, ago = '1 minute') =>
  room.workspace.query(`update message_preference set next_digest_at = now() - $2::interval where person_id = $1`, [
    person,
    ago,
  ]);

test('a kind that is switched off does not come; what must arrive does', async () => {
  await wish('resident', { kinds: { report: { timing: 'never' }, appointments: { timing: 'never' } } });
  const off = await room.write({ template: 'noteAdded' });
  const offered = await room.write({ template: 'slotsProposed', noun: 'workOrder' });
  const emergency = await room.write({ template: 'workCompleted', priority: 1 });
  await run();
  expect((await stateOf(off))?.state).toBe('unwanted');
  expect((await stateOf(offered))?.state).toBe('sent');
  expect((await stateOf(emergency))?.state).toBe('sent');
});

test('a kind comes by the way that was chosen for it, others as usual', async () => {
  await wish('resident', { kinds: { appointments: { way: 'sms', timing: 'now' } } });
  const date = await room.write({ template: 'slotsProposed', noun: 'workOrder' });
  const note = await room.write({ template: 'noteAdded' });
  await run();
  expect((await stateOf(date))?.channel).toBe('sms');
  expect((await stateOf(note))?.channel).toBe('mail');
});

test('the way that was chosen is followed by the next one when it fails', async () => {
  await wish('resident', { kinds: { report: { way: 'sms', timing: 'now' } } });
  const note = await room.write({ template: 'noteAdded' });
  await run();
  expect(await recordSmsStatus(room.workspace, note, room.sms.taken[0]?.sid ?? '', 'undelivered')).toBe(true);
  await run();
  expect(await stateOf(note)).toEqual({ state: 'sent', channel: 'mail' });
});

test('in quiet hours what is not urgent waits until they are over, and the mailroom knows when', async () => {
  await wish('resident', { quiet: hoursAround(-60, 90) });
  const note = await room.write({ template: 'noteAdded' });
  const urgent = await room.write({ template: 'noteAdded', priority: 3 });
  const { next, sent } = await run();
  expect(sent).toBe(1);
  expect((await stateOf(urgent))?.state).toBe('sent');
  expect((await stateOf(note))?.state).toBe('open');
  // Nothing is late with it, so whoever looks after the system is not alarmed each night.
  expect(await loadOf(room.workspace)).toMatchObject({ dueMessages: 0, oldestDueMessage: null });
  const pause = (Date.parse(next ?? '') - Date.now()) / 60_000;
  expect(pause).toBeGreaterThan(80);
  expect(pause).toBeLessThanOrEqual(90);
  // Over: looked at anew, it is no longer quiet.
  await wish('resident', { quiet: hoursAround(60, 120) });
  await room.workspace.query(`update message set held_until = now() where state = 'open'`);
  expect((await loadOf(room.workspace)).dueMessages).toBe(1);
  await run();
  expect((await stateOf(note))?.state).toBe('sent');
});

test('the company’s quiet hours hold back texts for who says nothing, and no mails', async () => {
  const quiet = { ...hoursAround(-60, 60), mails: false };
  await room.workspace.query(`update setting set value = $1 where key = 'quietHours'`, [JSON.stringify(quiet)]);
  await room.workspace.query(`update person set channel = 'sms' where id = $1`, [room.ids.contractorPerson]);
  const text = await room.write({ template: 'orderOffered', noun: 'workOrder', to: 'contractor' });
  const mail = await room.write({ template: 'noteAdded' });
  await run();
  expect((await stateOf(text))?.state).toBe('open');
  expect((await stateOf(mail))?.state).toBe('sent');
  expect(room.sms.taken).toHaveLength(0);
  await room.workspace.query(`update setting set value = 'null' where key = 'quietHours'`);
  await room.workspace.query(`update person set channel = 'mail' where id = $1`, [room.ids.contractorPerson]);
});

test('a mail that comes back at night is not followed by a text before the morning', async () => {
  const note = await room.write({ template: 'noteAdded' });
  await run();
  await wish('resident', { quiet: { ...hoursAround(-60, 60), mails: false } });
  expect(await recordBounce(room.workspace, note, '5.1.1')).toBe(true);
  await run();
  expect(room.sms.taken).toHaveLength(0);
  expect((await stateOf(note))?.state).toBe('open');
});

test('who wants one mail a day gets one, with everything by ticket; a resend has the same bytes', async () => {
  await wish('resident', { kinds: { report: { timing: 'digest' } }, digestAt: 0 });
  const first = await room.write({ template: 'noteAdded' });
  const second = await room.write({ template: 'ticketOrdered' });
  const { next } = await run();
  expect(room.mail.raw).toHaveLength(0);
  expect(next && next > now()).toBe(true);
  expect([(await stateOf(first))?.state, (await stateOf(second))?.state]).toEqual(['digest', 'digest']);
  await comes(room.ids.resident);
  await run();
  const [mail] = await room.mail.parsed();
  expect(room.mail.raw).toHaveLength(1);
  expect(mail?.subject).toMatch(/^Ihre Tagesübersicht, /);
  expect(mail?.text?.match(/Vorgang 2026-00012/g)).toHaveLength(1);
  expect(mail?.text?.match(/^\* /gm)).toHaveLength(2);
  const head = room.mail.raw[0]?.toString() ?? '';
  expect(head).toMatch(/^List-Unsubscribe: <http:\/\/one\.localhost:3000\/api\/unsubscribe\/[\w-]{60,}>\r$/m);
  expect(head).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
  expect(await stateOf(first)).toEqual({ state: 'sent', channel: 'mail' });
  // The mark was lost with its process: it goes out again and is known again.
  await room.workspace.query(
    `update message set state = 'claimed', claimed_at = now() - interval '1 hour' where noun = 'digest'`,
  );
  await run(await room.newPost());
  expect(room.mail.raw).toHaveLength(2);
  expect(room.mail.raw[1]?.equals(room.mail.raw[0] ?? Buffer.alloc(0))).toBe(true);
});

test('there is one mail a day: what comes after it waits for the next, and nothing new makes none', async () => {
  await wish('resident', { kinds: { report: { timing: 'digest' } } });
  await room.write({ template: 'noteAdded' });
  await run();
  await comes(room.ids.resident);
  await run();
  const later = await room.write({ template: 'noteAdded' });
  await run();
  await comes(room.ids.resident);
  const others = [await room.newPost(), await room.newPost()];
  await Promise.all([run(), ...others.map((post) => run(post))]);
  expect(room.mail.raw).toHaveLength(1);
  expect((await stateOf(later))?.state).toBe('digest');
  const [next] = await room.workspace.query<{ at: string }>('select next_digest_at as at from message_preference');
  expect(berlinClock(next?.at ?? now()).day > berlinClock(now()).day).toBe(true);
  // Nobody needs it any more by then.
  await room.workspace.query(`update message set state = 'withdrawn' where state = 'digest'`);
  await room.workspace.query(`update digest set day = day - 1`);
  await comes(room.ids.resident);
  await run();
  expect(room.mail.raw).toHaveLength(1);
});

test('a mail of the day that comes back gives its messages to the next way', async () => {
  await wish('resident', { kinds: { report: { timing: 'digest' } } });
  const note = await room.write({ template: 'noteAdded' });
  await run();
  await comes(room.ids.resident);
  room.mail.onRecipient = () => smtpError(550);
  await run();
  await run();
  expect(await stateOf(note)).toEqual({ state: 'sent', channel: 'sms' });
  expect(room.sms.taken).toHaveLength(1);
  room.mail.onRecipient = () => undefined;
  // The same when a report says so days later.
  await room.workspace.query('update digest set day = day - 1');
  const other = await room.write({ template: 'noteAdded' });
  await run();
  await comes(room.ids.resident);
  await run();
  const [digest] = await room.workspace.query<{ id: string }>(
    `select id from message where noun = 'digest' and state = 'sent'`,
  );
  expect(await recordBounce(room.workspace, digest?.id ?? '', '5.1.1')).toBe(true);
  await run();
  await run();
  expect(await stateOf(other)).toEqual({ state: 'sent', channel: 'sms' });
});

test('after a standstill the mail of the day comes once and says that it is late', async () => {
  await wish('resident', { kinds: { report: { timing: 'digest' } } });
  await room.write({ template: 'noteAdded' });
  await run();
  await comes(room.ids.resident, '3 days');
  await run();
  await run();
  expect(room.mail.raw).toHaveLength(1);
  expect((await room.mail.parsed())[0]?.text).toContain('verspätet');
});

test('the desk’s mail tells an employee what is due today and what came in, and nothing where there is nothing', async () => {
  await wish('clerk', { deskDigest: true });
  await comes(room.ids.clerk);
  await run();
  expect(room.mail.raw).toHaveLength(0);
  await room.workspace.query(
    `update ticket set waiting_on = 'management', due_at = $1, reported_at = now() - interval '2 hours'`,
    [addMinutes(now(), -30)],
  );
  await comes(room.ids.clerk);
  const { next } = await run();
  const [mail] = await room.mail.parsed();
  expect(mail?.text).toContain('Heute fällig');
  expect(mail?.text).toContain('Neu eingegangen');
  expect(mail?.text?.match(new RegExp(`${ADDRESS}/vorgaenge/${room.ids.ticket}`, 'g'))).toHaveLength(2);
  expect(next && next > now()).toBe(true);
});

test('what somebody wishes is kept with who said it; the same again is not written down twice', async () => {
  const wanted: { way: Way; preferences: Preferences } = {
    way: 'sms',
    preferences: preferences.parse({ kinds: { report: { timing: 'digest' } }, quiet: null }),
  };
  const by = { actor: { kind: 'person', id: room.ids.resident }, link: 'preferencesLink' };
  expect(await keepPreferences(room.workspace, room.ids.resident, wanted, by, now())).toBe(true);
  expect(await keepPreferences(room.workspace, room.ids.resident, wanted, by, now())).toBe(false);
  expect(await preferencesOf(room.workspace, room.ids.resident)).toMatchObject({
    way: 'sms',
    quiet: null,
    kinds: { report: { timing: 'digest', way: null } },
    reach: { mail: 'anna.berger@example.de', sms: '0170 7654321', fax: null },
  });
  const audit = await room.workspace.query('select link, before, after from audit where link is not null');
  expect(audit).toMatchObject([{ link: 'preferencesLink', before: { way: 'mail' }, after: { way: 'sms' } }]);
});
