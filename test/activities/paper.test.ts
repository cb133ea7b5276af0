import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { drain } from '../../activities/mailroom/drain.ts';
import { keepLetterhead } from '../../db/queries/letterhead.ts';
import { smtpError, startMailroom, type TestMailroom } from '../support/mailroom.ts';

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

const run = (post = room.newPost()) => drain(room.workspace, ADDRESS, post);
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
    'Wir nehmen den Auftrag an',
    '030 1235',
  ])
    expect(text).toContain(wanted);
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
