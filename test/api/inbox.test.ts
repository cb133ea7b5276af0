import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { refuseCommand } from '../../db/queries/commands.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';
import { type Correspondence, correspondence, hand, lastMail, settings } from '../support/inbound.ts';
import { attached, multipart, plain } from '../support/raw-mails.ts';
import { REPLY_DOMAIN } from '../support/reply-domain.ts';

const HOST = 'one.localhost';
const password = 'Regen auf Dach 7';
let api: TestApi;
let file: Correspondence;
let clerk: Record<string, string>;
let elsewhere: Record<string, string>;
let place: { building: string; unit: string };
const general = `one@${REPLY_DOMAIN}`;

beforeAll(async () => {
  api = await startTestApi(settings);
  file = await correspondence(api.one);
  const enter = async (email: string) => {
    const { cookie = '' } = await api.call(HOST, 'session.signIn', { entrance: 'management', email, password });
    return { cookie, 'x-entrance': 'management' };
  };
  await person(api.one, { email: 'karin@one.test', employee: 'clerk', password });
  const other = await person(api.one, { email: 'otto@one.test', employee: 'clerk', password });
  await api.one.query('update employee set all_properties = false where person_id = $1', [other]);
  await person(api.one, { email: 'hans@one.test', employee: 'caretaker', password });
  clerk = await enter('karin@one.test');
  elsewhere = await enter('otto@one.test');
  const [row] = await api.one.query<{ building: string; unit: string }>(
    'select building_id as building, unit_id as unit from ticket where id = $1',
    [file.ticket],
  );
  place = row!;
});
afterAll(() => api.close());
beforeEach(() => api.one.query('delete from rate_limit'));

const ask = <T = Record<string, unknown>>(name: string, input?: unknown, headers = clerk) =>
  api.call<T>(HOST, `inbox.${name}`, input, { kind: 'query', headers });
const act = <T = Record<string, unknown>>(name: string, input: unknown, headers = clerk) =>
  api.call<T>(HOST, `inbox.${name}`, input, { headers });
const photo = () =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: '#7a5' } })
    .jpeg()
    .toBuffer();

/** A mail that waits, from the address of nobody, with a photo. */
async function fromOther(text: string): Promise<string> {
  const { reply } = await file.wrote();
  const raw = multipart({ from: 'Anna privat <anna@privat.example>', to: reply }, 'mixed', [
    { type: 'text/plain', body: text },
    attached('foto.jpg', await photo(), 'image/jpeg'),
  ]);
  return (await hand(api, raw, { to: reply })).mail?.id ?? '';
}

const command = async (id: string) =>
  (
    await api.one.query<{ type: string; actor: object; facts: object; text: string; link: string; files: string[] }>(
      `select type, actor, facts, words ->> 'text' as text, link, files from command where id = $1`,
      [id],
    )
  )[0];
const audited = async (id: string) =>
  (await api.one.query<{ what: string }>('select what from audit where subject_id = $1 order by id', [id])).map(
    ({ what }) => what,
  );

describe('a mail from another address', () => {
  test('is shown as text, and becomes the person’s word when somebody of the office says so', async () => {
    const id = await fromOther('Bitte am Montag.');
    const { data } = await ask<{ whole: string; recipient: string; mayConfirm: boolean; files: object[] }>('get', {
      id,
    });
    expect(data).toMatchObject({
      reason: 'otherAddress',
      recipient: 'Test',
      mayConfirm: true,
      ownWords: 'Bitte am Montag.',
    });
    expect(data?.files).toHaveLength(1);
    const commandId = randomUUID();
    expect((await act('confirm', { id, commandId })).status).toBe(200);
    // A lost answer: the same act again has one effect.
    expect((await act('confirm', { id, commandId })).status).toBe(200);
    expect(await command(commandId)).toMatchObject({
      type: 'note',
      actor: { kind: 'person', id: file.resident },
      facts: { visibility: 'visible' },
      text: 'Bitte am Montag.',
      link: 'mail',
    });
    expect(await audited(id)).toEqual(['mail.confirm']);
    expect((await act('confirm', { id, commandId: randomUUID() })).code).toBe('conflictingChange');
  });

  test('goes to a ticket as a note of the office, where its sender has no part in it', async () => {
    const id = await fromOther('Von der Tochter.');
    const fit = await ask<{ sender: string | null }>('fit', { id, ticketId: file.ticket });
    expect(fit.data).toMatchObject({ sender: null, closed: false });
    const refused = await act('attach', { id, commandId: randomUUID(), ticketId: file.ticket, as: 'sender' });
    expect(refused.code).toBe('notAllowedNow');
    const commandId = randomUUID();
    await act('attach', { id, commandId, ticketId: file.ticket, as: 'office' });
    const stored = await command(commandId);
    expect(stored).toMatchObject({ actor: { kind: 'employee' }, facts: { visibility: 'internal' } });
    expect(stored?.text).toBe('E-Mail von Anna privat <anna@privat.example>\nAW: Ihr Vorgang\n\nVon der Tochter.');
    expect(stored?.files).toHaveLength(1);
  });
});

test('a mail without a tag goes to a ticket as its sender’s word, where they are part of it', async () => {
  await hand(api, plain({ to: general, subject: 'Wegen V-2025-0001' }, 'Es tropft wieder.'), { to: general });
  const mail = await lastMail(api.one);
  const id = mail?.id ?? '';
  expect(mail?.reason).toBe('unmatched');
  const { data } = await ask<{ suggested: { number: string }[]; homes: { place: { unitId: string } }[] }>('get', {
    id,
  });
  expect(data?.suggested.map(({ number }) => number)).toEqual(['V-2025-0001']);
  expect(data?.homes.map((home) => home.place.unitId)).toEqual([place.unit]);
  expect((await ask('fit', { id, ticketId: file.ticket })).data).toMatchObject({ sender: 'Test' });
  const commandId = randomUUID();
  await act('attach', { id, commandId, ticketId: file.ticket, as: 'sender' });
  expect(await command(commandId)).toMatchObject({
    actor: { kind: 'person', id: file.resident },
    facts: { visibility: 'visible' },
    text: 'Es tropft wieder.',
  });
});

test('a mail becomes a new ticket with its files, once', async () => {
  const id = await fromOther('Im Keller steht Wasser.');
  const [ticketId, commandId] = [randomUUID(), randomUUID()];
  const input = {
    id,
    ticketId,
    commandId,
    buildingId: place.building,
    unitId: place.unit,
    place: 'unit',
    category: 'water',
    title: 'Wasser im Keller',
    reporterId: file.resident,
  };
  const first = await act<{ number: string }>('makeTicket', input);
  expect(first.status).toBe(200);
  expect((await act<{ number: string }>('makeTicket', input)).data?.number).toBe(first.data?.number);
  const again = await act('makeTicket', { ...input, ticketId: randomUUID(), commandId: randomUUID() });
  expect(again.code).toBe('conflictingChange');
  const files = await api.one.query('select id from stored_file where subject_id = $1', [ticketId]);
  expect(files).toHaveLength(1);
  expect((await ask('get', { id })).data).toMatchObject({ state: 'settled', ticketNumber: first.data?.number });
});

test('two at once: one decides, the other hears that somebody was faster', async () => {
  const id = await fromOther('Wer zuerst kommt.');
  const answers = await Promise.all([
    act('attach', { id, commandId: randomUUID(), ticketId: file.ticket, as: 'office' }),
    act('reject', { id }),
    act('confirm', { id, commandId: randomUUID() }),
  ]);
  expect(answers.filter(({ code }) => code === 'conflictingChange')).toHaveLength(2);
  expect(await audited(id)).toHaveLength(1);
});

test('what was put away as spam can be brought back', async () => {
  const id = await fromOther('Gewinnen Sie.');
  const count = async () => (await ask<number>('count')).data as unknown as number;
  const before = await count();
  await act('reject', { id });
  expect(await count()).toBe(before - 1);
  await act('restore', { id });
  expect(await count()).toBe(before);
  expect(await audited(id)).toEqual(['mail.spam', 'mail.restore']);
});

test('a reply that the rules refuse lands in the tray with the reason, and its files can go elsewhere', async () => {
  const { reply } = await file.wrote();
  const raw = multipart({ to: reply }, 'mixed', [
    { type: 'text/plain', body: 'Zu spät.' },
    attached('foto.jpg', await photo(), 'image/jpeg'),
  ]);
  const id = (await hand(api, raw, { to: reply })).mail?.id ?? '';
  const [sent] = await api.one.query<{ command: string }>(
    'select command_id as command from inbound_mail where id = $1',
    [id],
  );
  await refuseCommand(api.one, sent?.command ?? '', 'closed');
  expect((await ask('get', { id })).data).toMatchObject({ state: 'waiting', reason: 'refused', refusal: 'closed' });
  const commandId = randomUUID();
  expect((await act('attach', { id, commandId, ticketId: file.ticket, as: 'office' })).status).toBe(200);
  expect((await command(commandId))?.files).toHaveLength(1);
});

test('who works on other properties, or only as a caretaker, sees neither mail nor file nor original', async () => {
  const id = await fromOther('Nicht für alle.');
  const [kept] = await api.one.query<{ id: string }>(`select id from stored_file where uploaded_by ->> 'id' = $1`, [
    id,
  ]);
  const get = (path: string, headers: Record<string, string>) => api.send(HOST, path, { headers });
  expect((await get(`/api/files/${kept?.id}?entrance=management`, clerk)).status).toBe(200);
  const raw = await get(`/api/mails/${id}.eml`, clerk);
  expect([raw.status, raw.headers['content-disposition']]).toEqual([200, `attachment; filename="${id}.eml"`]);
  expect(raw.body.toString()).toContain('anna@privat.example');
  const { cookie = '' } = await api.call(HOST, 'session.signIn', {
    entrance: 'management',
    email: 'hans@one.test',
    password,
  });
  const caretaker = { cookie, 'x-entrance': 'management' };
  for (const headers of [elsewhere, caretaker, {}]) {
    expect((await get(`/api/files/${kept?.id}`, headers)).status).toBe(404);
    expect((await get(`/api/mails/${id}.eml`, headers)).status).toBeGreaterThanOrEqual(400);
    expect((await ask('get', { id }, headers as typeof clerk)).status).toBeGreaterThanOrEqual(400);
  }
  await hand(api, plain({ to: general, from: 'x@y.example' }, 'Über nichts.'), { to: general });
  const rows = await ask<{ rows: object[]; waiting: number }>('list', { box: 'waiting' }, elsewhere);
  expect(rows.data).toEqual({ rows: [], waiting: 0 });
});
