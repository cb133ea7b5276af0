import { randomUUID } from 'node:crypto';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { drain } from '../../activities/mailroom/drain.ts';
import type { Post } from '../../activities/mailroom/post.ts';
import { keepFaxSettings, keepLetterhead } from '../../db/queries/letterhead.ts';
import { makePrintRun } from '../../db/queries/letters.ts';
import { smtpError } from '../support/mail-server.ts';
import { startMailroom, type TestMailroom } from '../support/mailroom.ts';

const ADDRESS = 'http://one.localhost:3000';
const letterhead = {
  name: 'Hausverwaltung Nord',
  street: 'Hauptstraße 1',
  postalCode: '10115',
  city: 'Berlin',
  phone: '030 1234',
  fax: '030 1235',
  email: '',
};
let room: TestMailroom;

beforeAll(async () => {
  room = await startMailroom();
});
afterAll(() => room.close());
beforeEach(async () => {
  const { workspace, ids, fax, mail } = room;
  await workspace.query('delete from letter');
  await workspace.query('delete from print_run');
  await workspace.query('delete from message_attempt');
  await workspace.query('delete from message');
  await workspace.query(`delete from setting where key = 'letterhead'`);
  await workspace.query(
    `update person set channel = 'fax', email = null, mobile = null, fax = '030 / 555 96', street = null, city = null
     where id = $1`,
    [ids.contractorPerson],
  );
  await workspace.query(`update person set email = 'anna.berger@example.de', channel = 'mail' where id = $1`, [
    ids.resident,
  ]);
  fax.raw.length = 0;
  fax.onRecipient = () => undefined;
  fax.onMail = () => {};
  mail.raw.length = 0;
});

const run = async (post?: Post) => drain(room.workspace, ADDRESS, post ?? (await room.newPost()));
const offer = () => room.write({ template: 'orderOffered', noun: 'workOrder', to: 'contractor' });

async function stateOf(id: string) {
  const [message] = await room.workspace.query<{ state: string; channel: string }>(
    'select state, channel from message where id = $1',
    [id],
  );
  const attempts = await room.workspace.query<{ channel: string; outcome: string; detail: string | null }>(
    'select channel, outcome, detail from message_attempt where message_id = $1 order by n',
    [id],
  );
  return { ...message, attempts };
}

/** The lines of a PDF with where they stand, in millimetres from the upper left corner. */
async function linesOf(pdf: Uint8Array): Promise<{ text: string; x: number; y: number }[]> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const page = await document.getPage(1);
  const { items } = await page.getTextContent();
  const millimetre = 25.4 / 72;
  return items.flatMap((item) =>
    'str' in item && item.str.trim()
      ? [{ text: item.str, x: item.transform[4] * millimetre, y: 297 - item.transform[5] * millimetre }]
      : [],
  );
}

test('who is reached by fax only gets the order as a sheet, through the gateway, and can answer on it', async () => {
  await keepLetterhead(room.workspace, letterhead);
  const id = await offer();
  await run();
  const [mail] = await room.fax.parsed();
  expect(mail?.to).toMatchObject({ value: [{ address: '+493055596@fax.test' }] });
  expect(mail?.attachments).toMatchObject([{ contentType: 'application/pdf', filename: 'A-2026-00007.pdf' }]);
  const text = (await linesOf(mail?.attachments[0]?.content ?? new Uint8Array())).map(({ text }) => text).join('\n');
  for (const wanted of [
    'Neuer Auftrag für Sie',
    'Bitte Dichtung und Kartusche mitbringen.',
    'Er tropft seit Montag, auch zugedreht.',
    'Nachmittags ab 14 Uhr',
    'WEG Lindenstraße 12, Lindenstraße 12, 10115 Berlin',
    'Wir nehmen den Auftrag an',
    '030 1235',
  ])
    expect(text).toContain(wanted);
  // Who lives there is for the firm that accepted.
  expect(text).not.toContain('Anna Berger');
  expect(await stateOf(id)).toMatchObject({
    state: 'sent',
    channel: 'fax',
    attempts: [{ channel: 'fax', outcome: 'sent' }],
  });
  expect(room.mail.raw).toHaveLength(0);
});

test('a fax whose answer was lost is unclear and never sent again', async () => {
  room.fax.onMail = () => new Promise(() => {});
  const id = await offer();
  await run();
  room.fax.onMail = () => {};
  await run();
  expect(room.fax.raw).toHaveLength(1);
  expect(await stateOf(id)).toMatchObject({ state: 'unclear', attempts: [{ channel: 'fax', outcome: 'unclear' }] });
});

test('a fax that was under way when its process died is unclear', async () => {
  const id = await offer();
  await room.workspace.query(
    `update message set state = 'claimed', channel = 'fax', claimed_at = now() - interval '1 hour' where id = $1`,
    [id],
  );
  await run();
  expect(room.fax.raw).toHaveLength(0);
  expect(await stateOf(id)).toMatchObject({ state: 'unclear', attempts: [{ outcome: 'unclear', detail: 'lost' }] });
});

test('while the gateway is away a fax waits, and goes out once when it is back', async () => {
  await room.fax.stop();
  const id = await offer();
  expect((await run()).next).not.toBeNull();
  expect(await stateOf(id)).toMatchObject({ state: 'open' });
  await room.fax.start();
  await run();
  expect(room.fax.raw).toHaveLength(1);
  expect(await stateOf(id)).toMatchObject({ state: 'sent' });
});

test('a number that the gateway refuses is left for the next way', async () => {
  room.fax.onRecipient = () => smtpError(550);
  await room.workspace.query(`update person set email = 'firma@example.de' where id = $1`, [room.ids.contractorPerson]);
  const id = await offer();
  await run();
  expect(await stateOf(id)).toMatchObject({
    state: 'sent',
    channel: 'mail',
    attempts: [
      { channel: 'fax', outcome: 'refused' },
      { channel: 'mail', outcome: 'sent' },
    ],
  });
});

test('without a letterhead nobody gets letters; with one a letter lies ready once, its address in the window', async () => {
  await room.workspace.query(
    `update person set fax = null, channel = 'letter', street = 'Ziegelweg 3', postal_code = '70565', city = 'Stuttgart'
     where id = $1`,
    [room.ids.contractorPerson],
  );
  const early = await offer();
  await run();
  expect(await stateOf(early)).toMatchObject({ state: 'failed', attempts: [{ detail: 'noAddress' }] });
  await keepLetterhead(room.workspace, letterhead);
  const id = await offer();
  await Promise.all([run(), run()]);
  expect(await stateOf(id)).toMatchObject({ state: 'queued', channel: 'letter', attempts: [] });
  const letters = await room.workspace.query<{ pdf: Buffer; recipient: string; city: string }>('select * from letter');
  expect(letters).toMatchObject([{ recipient: 'Rohr & Söhne GmbH', city: '70565 Stuttgart' }]);
  const lines = await linesOf(letters[0]?.pdf ?? new Uint8Array());
  // The window of DIN 5008, form B: 20 to 105 mm from the left, 45 to 90 mm from above.
  const inWindow = lines.filter(({ x, y }) => x >= 20 && x < 105 && y > 45 && y <= 90).map(({ text }) => text);
  expect(inWindow).toEqual([
    'Hausverwaltung Nord, Hauptstraße 1, 10115 Berlin',
    'Rohr & Söhne GmbH',
    'Ziegelweg 3',
    '70565 Stuttgart',
  ]);
});

test('a resident without any other way gets a letter to the flat, our own people never do', async () => {
  await keepLetterhead(room.workspace, letterhead);
  const { ids, workspace } = room;
  await workspace.query('update person set email = null where id = any($1::uuid[])', [[ids.resident, ids.clerk]]);
  await workspace.query(
    `insert into tenancy (unit_id, person_id, role, valid_from) select unit_id, $2, 'renter', '2020-01-01'
     from ticket where id = $1`,
    [ids.ticket, ids.resident],
  );
  const resident = await room.write({ template: 'reportReceived' });
  const tomorrow = await room.write({ template: 'noteAdded', to: 'clerk' });
  await run();
  expect(await stateOf(resident)).toMatchObject({ state: 'queued', channel: 'letter' });
  expect(await stateOf(tomorrow)).toMatchObject({ state: 'failed', attempts: [{ detail: 'noAddress' }] });
  await workspace.query(`update person set email = 'clerk@example.de' where id = $1`, [ids.clerk]);
});

test('logo, foot and bank stand on the first page, the text ends above them, and the address moves as it is told', async () => {
  const logo = await sharp({ create: { width: 300, height: 100, channels: 3, background: '#0e6a4f' } })
    .jpeg()
    .toBuffer();
  const foot = { footer: 'Inhaberin: Clara Clerk\nHRA 000', bank: 'Nordbank · IBAN DE00 0000' };
  await keepLetterhead(room.workspace, { ...letterhead, ...foot, shift: { right: 4, down: -3 } }, logo);
  await room.workspace.query(
    `update person set fax = null, channel = 'letter', street = 'Ziegelweg 3',
    postal_code = '70565', city = 'Stuttgart' where id = $1`,
    [room.ids.contractorPerson],
  );
  await room.workspace.query('update work_order set instructions = $2 where id = $1', [
    room.ids.order,
    'Bitte Dichtung und Kartusche mitbringen. '.repeat(90),
  ]);
  await offer();
  await run();
  await room.workspace.query('update work_order set instructions = $2 where id = $1', [
    room.ids.order,
    'Bitte Dichtung und Kartusche mitbringen.',
  ]);
  const [letter] = await room.workspace.query<{ pdf: Buffer; pages: number }>('select pdf, pages from letter');
  expect(letter?.pages).toBeGreaterThan(1);
  expect(letter?.pdf.toString('latin1')).toContain('/Subtype /Image');
  const lines = await linesOf(letter?.pdf ?? new Uint8Array());
  const at = (text: string) => lines.find((line) => line.text.includes(text));
  expect(at('Rohr & Söhne GmbH')).toMatchObject({ x: expect.closeTo(29, 1), y: expect.closeTo(64.5, 1) });
  const top = at('Inhaberin')?.y ?? 0;
  expect(top).toBeGreaterThan(250);
  expect(at('Nordbank')?.y).toBeGreaterThan(top);
  const text = lines.filter(({ text: words }) => words.includes('Kartusche')).map(({ y }) => y);
  expect(Math.max(...text)).toBeLessThan(top - 2);
  await keepLetterhead(room.workspace, letterhead, null);
});

test('a company’s own gateway gets its faxes, with numbers as it wants them, and knows where to report', async () => {
  await keepLetterhead(room.workspace, letterhead);
  const actor = { kind: 'employee', id: room.ids.clerk };
  await keepFaxSettings(room.workspace, { gateway: 'fax.own.example', format: 'zeros', number: '030 999' }, { actor });
  const id = await offer();
  const post = { ...(await room.newPost()), faxMailbox: null, replyDomain: 'antwort.nord.example' };
  await run(post);
  await room.workspace.query(`delete from setting where key = 'fax'`);
  const [mail] = await room.fax.parsed();
  expect(mail?.to).toMatchObject({ value: [{ address: '00493055596@fax.own.example' }] });
  expect(mail?.replyTo?.value[0]?.address).toMatch(/^one\+[a-z2-7]{42}@antwort\.nord\.example$/);
  const text = (await linesOf(mail?.attachments[0]?.content ?? new Uint8Array())).map((line) => line.text).join('\n');
  expect(text).toContain('030 999');
  expect(text).not.toContain('030 1235');
  expect(await stateOf(id)).toMatchObject({ state: 'sent', channel: 'fax' });
});

test('without any gateway nobody gets faxes, and the next way is taken', async () => {
  await room.workspace.query(`update person set email = 'firma@example.de' where id = $1`, [room.ids.contractorPerson]);
  const id = await offer();
  await run({ ...(await room.newPost()), faxMailbox: null });
  expect(await stateOf(id)).toMatchObject({ state: 'sent', channel: 'mail' });
});

test('a letter that nobody needs any more is neither printed nor paid for; one that is printed stays', async () => {
  await keepLetterhead(room.workspace, letterhead);
  const { ids, workspace } = room;
  await workspace.query(
    `update person set fax = null, channel = 'letter', street = 'Ziegelweg 3', postal_code = '70565',
    city = 'Stuttgart' where id = $1`,
    [ids.contractorPerson],
  );
  const remind = (since: string) =>
    room.write({ template: 'reminder', noun: 'workOrder', to: 'contractor', about: 'offer', facts: { since } });
  const printed = await remind('2026-11-20T08:00:00.000Z');
  await run();
  expect(await makePrintRun(workspace, { id: randomUUID(), by: ids.clerk, properties: null })).toBe(1);
  const useless = await remind('2026-11-20T08:00:00.000Z');
  await run();
  expect(await stateOf(useless)).toMatchObject({ state: 'queued' });
  // The contractor answered: the turn that the letter reminds of is over.
  const [before] = await workspace.query<{ state: object }>('select state from work_order where id = $1', [ids.order]);
  await workspace.query(`update work_order set state = state || '{"balls": []}', revision = 100 where id = $1`, [
    ids.order,
  ]);
  expect(await makePrintRun(workspace, { id: randomUUID(), by: ids.clerk, properties: null })).toBe(0);
  await workspace.query('update work_order set state = $2, revision = 1 where id = $1', [
    ids.order,
    JSON.stringify(before?.state),
  ]);
  expect(await stateOf(useless)).toMatchObject({ state: 'withdrawn' });
  expect(await stateOf(printed)).toMatchObject({ state: 'queued' });
});
