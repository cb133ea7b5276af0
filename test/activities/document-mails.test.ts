import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { drain } from '../../activities/mailroom/drain.ts';
import { settleDelivery, tryAgain, undelivered, undeliveredCount } from '../../db/queries/deliveries.ts';
import { failedMails, mailDocument, mailProgress, retryMails } from '../../db/queries/document-mails.ts';
import { withdrawDocument } from '../../db/queries/document-publish.ts';
import { makePrintRun, waitingLetters } from '../../db/queries/letters.ts';
import { published as publishedIn, tenants as tenantsIn } from '../support/circular.ts';
import { smtpError } from '../support/mail-server.ts';
import { startMailroom, type TestMailroom } from '../support/mailroom.ts';

const ADDRESS = 'http://one.localhost:3000';
let room: TestMailroom;
let building = '';
let people: string[] = [];

beforeAll(async () => {
  room = await startMailroom();
  const [row] = await room.workspace.query<{ id: string }>('select id from building limit 1');
  building = row!.id;
  await room.workspace.query(`insert into setting (key, value) values ('letterhead', $1)`, [
    JSON.stringify({
      name: 'Hausverwaltung Nord',
      street: 'Weg 2',
      postalCode: '10115',
      city: 'Berlin',
      phone: '',
      fax: '',
      email: '',
      web: '',
      bank: '',
      legal: '',
    }),
  ]);
});
afterAll(() => room.close());
beforeEach(async () => {
  await room.workspace.query('delete from letter');
  await room.workspace.query('delete from message_attempt');
  await room.workspace.query('delete from message');
  await room.workspace.query('delete from message_preference');
  room.mail.raw.length = 0;
  room.mail.onRecipient = () => undefined;
  room.mail.onMail = () => {};
});

const tenants = async (count: number) => {
  people = await tenantsIn(room.workspace, count);
};
const published = (tell: boolean, id?: string, given?: { validFrom: string }) => publishedIn(room, tell, id, given);
const run = () => drain(room.workspace, ADDRESS, room.post);
const subjects = async () => (await room.mail.parsed()).map(({ subject }) => subject);
const progress = (id: string) => mailProgress(room.workspace, id);

test('one press writes to everybody by their way; who has no e-mail lies in one print file', async () => {
  await tenants(4);
  await room.workspace.query(`update person set email = null where id = $1`, [people[0]]);
  await room.workspace.query(`update person set channel = 'letter' where id = $1`, [people[1]]);
  const id = await published(true);
  await run();
  expect(await progress(id)).toMatchObject({ all: 4, byMail: 2, toPrint: 2, waiting: 0, failed: 0 });
  const [mail] = await room.mail.parsed();
  expect(mail?.subject).toMatch(/^Rundschreiben – D-\d{4}-\d{4}, Heizung 1$/);
  expect(mail?.text).toContain('Fassung 1 gilt.');
  expect(mail?.text).toContain('– Keller');
  expect(mail?.text).toContain(`${ADDRESS}/dokument/${id}`);
  expect((await waitingLetters(room.workspace, null)).map(({ noun, subjectId }) => [noun, subjectId])).toEqual([
    ['document', id],
    ['document', id],
  ]);
  expect(
    await makePrintRun(room.workspace, { id: randomUUID(), by: room.ids.clerk, properties: [room.ids.property] }),
  ).toBe(2);
});

test('pressed twice nobody is written to twice, and who moved in since gets theirs', async () => {
  await tenants(2);
  const id = await published(false);
  expect((await mailDocument(room.workspace, id, room.ids.clerk)).written).toBe(2);
  expect((await mailDocument(room.workspace, id, room.ids.clerk)).written).toBe(0);
  const late = randomUUID();
  await room.workspace.query(
    `with p as (insert into person (id, family_name, email) values ($1, 'Neu', 'neu@example.de')),
       u as (insert into unit (building_id, number) values ($2, $1::uuid::text) returning id)
     insert into tenancy (unit_id, person_id, role, valid_from) select id, $1, 'renter', berlin_today() from u`,
    [late, building],
  );
  expect((await mailDocument(room.workspace, id, room.ids.clerk)).written).toBe(1);
  await run();
  expect(await subjects()).toHaveLength(3);
});

test('an edit tells readers again only if its author says so', async () => {
  await tenants(2);
  const id = await published(true);
  await run();
  await published(false, id);
  await run();
  expect(await subjects()).toHaveLength(2);
  await published(true, id);
  await run();
  expect((await subjects()).slice(2)).toEqual([
    expect.stringMatching(/^Neue Fassung – .*, Heizung 3$/),
    expect.stringMatching(/^Neue Fassung/),
  ]);
});

test('withdrawn while its mails go out, the rest stays, and those who had one hear of it', async () => {
  await tenants(120);
  const id = await published(true);
  let withdrawn: Promise<unknown> | undefined;
  room.mail.onMail = () => {
    if (room.mail.raw.length === 20)
      withdrawn = withdrawDocument(room.workspace, { id, reason: 'Falsches Datum', tell: true, by: room.ids.clerk });
  };
  await run();
  const done = (await withdrawn) as { stopped: number; told: number };
  await run();
  const all = await subjects();
  const sent = all.filter((subject) => subject?.startsWith('Rundschreiben')).length;
  // A batch that was in hand goes out; no further one is taken up.
  expect(sent).toBeLessThanOrEqual(80);
  expect(sent + done.stopped).toBe(120);
  expect(all.filter((subject) => subject?.startsWith('Dokument zurückgezogen')).length).toBe(done.told);
  expect(done.told).toBeGreaterThanOrEqual(20);
});

test('what nobody could have got yet does not count as perhaps gone out: mails are begun a few ahead', async () => {
  await tenants(80);
  await published(true);
  let begun: Promise<unknown[]> | undefined;
  room.mail.onMail = () => {
    begun ??= room.workspace.query('select from mail_under_way');
  };
  expect((await run()).sent).toBe(80);
  expect((await begun)?.length).toBeGreaterThan(0);
  expect((await begun)?.length).toBeLessThanOrEqual(2 * 16);
  expect(await room.workspace.query('select from mail_under_way')).toEqual([]);
});

test('who moves out between publishing and sending gets nothing, and that is told', async () => {
  await tenants(2);
  const id = await published(true);
  await room.workspace.query('update tenancy set valid_until = berlin_today() - 1 where person_id = $1', [people[0]]);
  await run();
  expect(await subjects()).toHaveLength(1);
  expect(await failedMails(room.workspace, id)).toMatchObject([
    { personId: people[0], state: 'failed', detail: 'noLongerThere' },
  ]);
});

test('what did not arrive is listed with its reason and tried again at a press', async () => {
  await tenants(3);
  await room.workspace.query(`update person set email = 'kein@postfach' where id = $1`, [people[0]]);
  await room.workspace.query(`delete from setting where key = 'letterhead'`);
  room.mail.onRecipient = (address) =>
    address.startsWith('kein') ? Object.assign(new Error('no'), { responseCode: 550 }) : undefined;
  const id = await published(true);
  await run();
  await run();
  const [failed] = await failedMails(room.workspace, id);
  expect(failed).toMatchObject({ personId: people[0], state: 'failed' });
  expect(await progress(id)).toMatchObject({ byMail: 2, failed: 1 });
  await room.workspace.query(`update person set email = 'neu.da@example.de' where id = $1`, [people[0]]);
  expect((await retryMails(room.workspace, { id, messageIds: [failed!.id], by: room.ids.clerk })).again).toBe(1);
  expect((await retryMails(room.workspace, { id, messageIds: [failed!.id], by: room.ids.clerk })).again).toBe(0);
  await run();
  expect(await progress(id)).toMatchObject({ byMail: 3, failed: 0 });
});

test('what did not arrive stands on the list of all deliveries too, for who publishes for all that it is addressed to', async () => {
  await tenants(2);
  const { workspace, ids } = room;
  room.mail.onRecipient = (address) => (address.startsWith(people[0]!) ? smtpError(550) : undefined);
  const id = await published(true);
  await run();
  const all = { matters: null, documents: null };
  const [row, ...rest] = await undelivered(workspace, all);
  expect(rest).toEqual([]);
  expect(row).toMatchObject({ noun: 'document', fileId: id, title: 'Heizung 1', trouble: 'failed', refused: ['mail'] });
  const here = [ids.property];
  expect(await undelivered(workspace, { matters: [], documents: here })).toHaveLength(1);
  // A private document's title is not for who only works on tickets there, or publishes elsewhere.
  expect(await undelivered(workspace, { matters: here, documents: [] })).toEqual([]);
  expect(await undeliveredCount(workspace, { matters: null, documents: [randomUUID()] })).toBe(0);
  const clerk = { kind: 'employee', id: ids.clerk } as const;
  await expect(
    tryAgain(workspace, { matters: null, documents: [] }, { id: row!.id, way: 'mail' }, clerk),
  ).rejects.toMatchObject({ code: 'notFound' });
  room.mail.onRecipient = () => undefined;
  await tryAgain(workspace, all, { id: row!.id, way: 'mail' }, clerk);
  await run();
  expect([await undelivered(workspace, all), await failedMails(workspace, id)]).toEqual([[], []]);
  expect(await progress(id)).toMatchObject({ byMail: 2, failed: 0 });
  const told = await workspace.query<{ kind: string }>(
    `select kind from timeline where file_id = $1 and kind like 'message%' order by seq`,
    [id],
  );
  expect(told.map(({ kind }) => kind)).toEqual(['messageFailed', 'messageRetried']);
});

test('settled there it is settled on the document’s page; of what was withdrawn nobody has to hear any more', async () => {
  await tenants(2);
  const { workspace, ids } = room;
  room.mail.onRecipient = () => smtpError(550);
  const id = await published(true);
  await run();
  const all = { matters: null, documents: null };
  const [row] = await undelivered(workspace, all);
  await settleDelivery(workspace, all, { id: row!.id, settled: true }, { kind: 'employee', id: ids.clerk });
  expect(await failedMails(workspace, id)).toHaveLength(1);
  expect((await retryMails(workspace, { id, messageIds: [row!.id], by: ids.clerk })).again).toBe(0);
  expect(await undeliveredCount(workspace, all)).toBe(1);
  await withdrawDocument(workspace, { id, reason: 'Falsches Datum', tell: true, by: ids.clerk });
  expect([await undelivered(workspace, all), await undeliveredCount(workspace, all)]).toEqual([[], 0]);
});

test('wishes, quiet hours and the day’s mail are obeyed as for all mails', async () => {
  await tenants(3);
  const wish = (person: string | undefined, timing: string) =>
    room.workspace.query('insert into message_preference (person_id, body) values ($1, $2)', [
      person,
      JSON.stringify({ kinds: { documents: { timing } } }),
    ]);
  await wish(people[0], 'never');
  await wish(people[1], 'digest');
  const id = await published(true);
  await run();
  expect(await progress(id)).toMatchObject({ all: 3, unwanted: 1, waiting: 1, byMail: 1 });
});

test('what counts from a later day goes out on its morning', async () => {
  await tenants(1);
  const [{ day = '' } = {}] = await room.workspace.query<{ day: string }>('select (berlin_today() + 3)::text as day');
  const id = await published(true, randomUUID(), { validFrom: day });
  const { next } = await run();
  expect(await subjects()).toEqual([]);
  expect(next).toMatch(new RegExp(`^${day}T0[67]:00`));
  expect(await progress(id)).toMatchObject({ waiting: 1 });
});
