import { randomUUID } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { calendarFile } from '../../activities/mail/calendar.ts';
import { composeMail, composeSms, mailAddress } from '../../activities/mail/compose.ts';
import { loadContexts } from '../../activities/mail/contexts.ts';
import { momentText, moneyText, spanText } from '../../activities/mail/dates.ts';
import type { LetterName, MessageContext, OrderedWork } from '../../activities/mail/letter.ts';
import { letterOf } from '../../activities/mail/templates.ts';
import { drain } from '../../activities/mailroom/drain.ts';
import { proveLink } from '../../db/links.ts';
import { saveAddition } from '../../db/queries/texts.ts';
import { redeemToken, storeSignInLink } from '../../db/sign-in-links.ts';
import { templates } from '../../domain/lifecycle/outcome.ts';
import { phoneNumber } from '../../domain/phone.ts';
import { stages } from '../../domain/policy/policy.ts';
import { startMailroom, type TestMailroom } from '../support/mailroom.ts';

const HOSTILE = `"><script>alert('x')</script>\r\nBcc: everyone@example.de\r\n\r\n<img src=x onerror=alert(1)> {{content}} $& &amp;`;
const ADDRESS = 'http://one.localhost:3000';
const FROM = 'ProCSM <no-reply@procsm.invalid>';
let room: TestMailroom;

beforeAll(async () => {
  room = await startMailroom();
});
afterAll(() => room.close());

const context: MessageContext = {
  id: '6f6f3a52-3c1e-4a7e-9d55-0c8d4a0e7b11',
  template: 'reminder',
  locale: 'de',
  createdAt: '2026-11-23T09:00:00.000Z',
  company: 'Hausverwaltung Nord',
  accent: null,
  reader: 'resident',
  name: 'Anna Berger',
  email: 'anna.berger@example.de',
  fax: null,
  mobile: '0170 1234567',
  facts: {},
  late: false,
  number: '2026-00012',
  orderNumber: 'A-2026-00007',
  title: 'Wasserhahn tropft',
  urgency: 'normal',
  outcome: 'done',
  place: 'Lindenstraße 12, 10115 Berlin, WE 07',
  words: 'Bitte klingeln.',
  actor: 'Rohr & Söhne GmbH',
  contractor: 'Rohr & Söhne GmbH',
  dwelling: 'Anna Berger',
  instructions: '',
  limitCents: 184_000,
  appointment: {
    id: '1f6f3a52-3c1e-4a7e-9d55-0c8d4a0e7b11',
    starts: '2026-11-25T13:00:00.000Z',
    ends: '2026-11-25T15:00:00.000Z',
    sequence: 3,
  },
  slots: [{ id: randomUUID(), starts: '2026-11-25T13:00:00.000Z', ends: '2026-11-25T15:00:00.000Z' }],
  stage: 'confirm',
  until: '2026-11-27T11:00:00.000Z',
  code: null,
  url: `${ADDRESS}/m/token`,
  address: ADDRESS,
  reply: 'one+tag',
  digest: null,
  preferences: null,
  thread: '2f6f3a52-3c1e-4a7e-9d55-0c8d4a0e7b11',
};

/** What else the messages of campaigns tell, and how they call their matter. */
const CAMPAIGNS: readonly string[] = [
  'campaignEnded',
  'campaignExtended',
  'campaignReminder',
  'campaignWithdrawn',
  'receiptAsked',
  'proxyGiven',
  'proxyWithdrawn',
  'resultAnnounced',
  'voteAsked',
];
const about = (template: string, locale: 'de' | 'en'): Partial<MessageContext> =>
  CAMPAIGNS.includes(template)
    ? {
        label: locale === 'de' ? 'Abstimmung' : 'Vote',
        campaign: {
          kind: 'vote',
          question: HOSTILE,
          asked: 12,
          missing: 3,
          result: null,
          secret: false,
          whole: null,
          principal: HOSTILE,
          silent: [HOSTILE],
        },
      }
    : {};

const work = {
  title: HOSTILE,
  place: HOSTILE,
  description: HOSTILE,
  access: HOSTILE,
};

const names: LetterName[] = [...templates, 'signInLink', 'reportCode'];
const readers = ['us', 'contractor', 'resident'] as const;

test('every template renders in both languages from hostile data without raw markup', () => {
  for (const template of names)
    for (const locale of ['de', 'en'] as const)
      for (const reader of readers) {
        const hostile: MessageContext = {
          ...context,
          ...about(template, locale),
          template,
          locale,
          reader,
          company: HOSTILE,
          name: HOSTILE,
          number: HOSTILE,
          orderNumber: HOSTILE,
          title: HOSTILE,
          place: HOSTILE,
          words: HOSTILE,
          actor: HOSTILE,
          contractor: HOSTILE,
          dwelling: HOSTILE,
          instructions: HOSTILE,
          order: { client: HOSTILE, invoiceTo: HOSTILE, works: [work, work], more: 1 },
          facts: { reason: HOSTILE, result: HOSTILE },
          outcome: HOSTILE,
          url: `${ADDRESS}/m/"><script>`,
        };
        const mail = composeMail(hostile, FROM);
        expect(mail?.html, template).not.toMatch(/<script|<img|onerror=alert\(1\)>/);
        expect(mail?.subject).not.toMatch(/[\r\n]/);
        expect(mail?.from.name).not.toMatch(/[\r\n]/);
        expect(mail?.html).not.toMatch(/undefined|\[object|NaN/);
        expect(mail?.text).not.toMatch(/undefined|\[object|NaN/);
        // The words' own `{{content}}` stays words: each place of the layout is filled once.
        expect(mail?.html.match(/<h1/g)).toHaveLength(1);
        const calendar = mail?.calendar?.content ?? '';
        expect(calendar.replaceAll('\r\n ', '')).not.toMatch(/^Bcc/m);
      }
});

test('whoever reads a mail asks nobody else for anything by that: no font, no picture, no style sheet', () => {
  expect(composeMail(context, FROM)?.html).not.toMatch(
    /<link|@import|url\(|src=|https?:\/\/(?!one\.localhost|www\.w3\.org)/i,
  );
});

test('every template says number and place first, has one button, and its text stands alone', () => {
  for (const template of templates)
    for (const locale of ['de', 'en'] as const)
      for (const reader of readers) {
        const mail = composeMail({ ...context, ...about(template, locale), template, locale, reader }, FROM);
        expect(mail?.text.split('\n')[0]).toMatch(
          /^(Vorgang|Auftrag|Abstimmung|Ticket|Order|Vote) 2026-00012 · Lindenstraße 12, 10115 Berlin, WE 07$/,
        );
        expect(mail?.html.match(/<a /g), template).toHaveLength(1);
        expect(mail?.text).toContain(context.url);
        const sms = composeSms({ ...context, ...about(template, locale), template, locale, reader }, 'w');
        // Two texts, and no sign that doubles their price.
        expect(sms?.text.length).toBeLessThanOrEqual(306);
        expect(sms?.text).not.toMatch(/[·–„“…’]/);
        expect(sms?.text.endsWith(context.url)).toBe(true);
      }
});

test('the offer of an order says all that a firm without the internet needs: damage, access, and who pays', () => {
  const offer = (works: OrderedWork[], more = 0) =>
    composeMail(
      {
        ...context,
        template: 'orderOffered',
        reader: 'contractor',
        instructions: 'Kartusche tauschen.',
        order: { client: 'WEG Lindenstraße 12', invoiceTo: 'Erika Muster, Beispielweg 3, Berlin', works, more },
      },
      FROM,
    )?.text;
  const tap = {
    title: 'Wasserhahn tropft',
    place: 'WE 07, 2. OG links',
    description: 'Er tropft seit Montag.',
    access: 'Nachmittags',
  };
  const one = offer([tap]);
  expect(one).toMatch(
    /Was ist zu tun: +Kartusche tauschen\.\nGemeldet: +Er tropft seit Montag\.\nZugang: +Nachmittags/,
  );
  expect(one).toMatch(/Auftraggeber: +WEG Lindenstraße 12\nRechnung an: +Erika Muster, Beispielweg 3, Berlin\n/);
  const hall = { ...tap, place: '', description: '', access: '' };
  const many = offer([tap, hall], 3);
  expect(many).toMatch(/WE 07, 2\. OG links: +Wasserhahn tropft: Er tropft seit Montag\. · Zugang: Nachmittags\n/);
  expect(many).toMatch(/Im Haus: +Wasserhahn tropft\nUnd: +3 weitere, siehe Auftrag\n/);
});

test('a reminder of each stage asks for something and says what follows', () => {
  for (const stage of stages)
    for (const locale of ['de', 'en'] as const) {
      const { text } = composeMail({ ...context, stage, locale }, FROM) ?? { text: '' };
      expect(text).toMatch(
        locale === 'de' ? /Bitte .* bis Fr, 27\. Nov\. 2026, 12:00 Uhr\./ : /Please .* by Fri, 27 Nov 2026, 12:00\./,
      );
      expect(text).toMatch(locale === 'de' ? /Wenn niemand handelt: / : /If nobody acts: /);
    }
});

test('a secret vote is never asked for on a sheet that bears a name', () => {
  for (const template of ['voteAsked', 'campaignReminder'] as const) {
    const { campaign } = about(template, 'de');
    const letter = (secret: boolean) =>
      letterOf({ ...context, template, locale: 'de', campaign: { ...campaign!, secret } });
    expect(letter(false).slip, template).toHaveLength(2);
    expect(letter(true).slip, template).toBeUndefined();
    expect(letter(true).paragraphs?.join(), template).toContain('nicht auf Papier');
  }
});

test("a name with a line break can't add a header", async () => {
  const hostile = await startMailroom(HOSTILE);
  try {
    await hostile.write({ template: 'confirmCompletion' });
    await hostile.write({ template: 'orderOffered', noun: 'workOrder', to: 'contractor' });
    expect((await drain(hostile.workspace, ADDRESS, hostile.post)).sent).toBe(2);
    for (const raw of hostile.mail.raw) {
      const head = raw.toString('latin1').split('\r\n\r\n')[0] ?? '';
      expect(head).not.toMatch(/^bcc:/im);
      const mail = await simpleParser(raw);
      expect(mail.bcc).toBeUndefined();
      expect([mail.to].flat()).toHaveLength(1);
    }
    expect(hostile.faults).toEqual([]);
  } finally {
    await hostile.close();
  }
});

test('an address that is none, or two, is refused before it reaches the mail server', () => {
  for (const bad of ['', 'a', 'a@b, c@d', 'a@b\r\nRCPT TO:<c@d>', '<a@b>', 'a b@c', 'a@b;c@d', '"a"@b'])
    expect(mailAddress(bad), bad).toBeNull();
  expect(mailAddress(' anna.müller+haus@example.de ')).toBe('anna.müller+haus@example.de');
});

test('a mobile may be written as people do', () => {
  expect(phoneNumber('0170 / 123 45-67')).toBe('+491701234567');
  expect(phoneNumber('+49 (0)170 1234567')).toBe('+491701234567');
  expect(phoneNumber('0043 660 1234567')).toBe('+436601234567');
  expect(phoneNumber('call me')).toBeNull();
});

test('dates are said in Berlin time, summer and winter, and money as it is written', () => {
  expect(spanText('2026-11-25T13:00:00.000Z', '2026-11-25T15:00:00.000Z', 'de')).toBe(
    'Mi, 25. Nov. 2026, 14:00 – 16:00 Uhr',
  );
  expect(momentText('2026-07-01T22:30:00.000Z', 'de')).toBe('Do, 2. Juli 2026, 00:30 Uhr');
  expect(momentText('2026-07-01T22:30:00.000Z', 'en')).toBe('Thu, 2 July 2026, 00:30');
  expect(moneyText(184_000, 'de')).toBe('1.840,00 €');
  expect(moneyText(123_456_789, 'en')).toBe('€1,234,567.89');
});

test('a calendar file keeps its UID, raises its SEQUENCE, and cancels', () => {
  const organizer = { name: 'Hausverwaltung Nord', address: 'no-reply@procsm.invalid' };
  const file = calendarFile(context, 'REQUEST', organizer) ?? '';
  expect(file).toMatch(/^METHOD:REQUEST\r$/m);
  expect(file).toMatch(/^UID:1f6f3a52-3c1e-4a7e-9d55-0c8d4a0e7b11@procsm\r$/m);
  expect(file).toMatch(/^SEQUENCE:3\r$/m);
  expect(file).toMatch(/^DTSTART:20261125T130000Z\r$/m);
  expect(file).toMatch(/^DTEND:20261125T150000Z\r$/m);
  expect(file).toMatch(/^DTSTAMP:20261123T090000Z\r$/m);
  expect(file).toContain('LOCATION:Lindenstraße 12\\, 10115 Berlin\\, WE 07');
  expect(calendarFile(context, 'REQUEST', organizer)).toBe(file);
  expect(file).not.toContain(context.url);
  const cancelled = calendarFile(
    { ...context, appointment: context.appointment && { ...context.appointment, sequence: 4 } },
    'CANCEL',
    organizer,
  );
  expect(cancelled).toMatch(/^METHOD:CANCEL\r$/m);
  expect(cancelled).toMatch(/^STATUS:CANCELLED\r$/m);
  expect(cancelled).toMatch(/^SEQUENCE:4\r$/m);
});

test('a cancelled appointment whose date is gone from the row is cancelled with the date that was agreed', async () => {
  const { appointment, ticket } = room.ids;
  const agreed = {
    appointment,
    ticket,
    starts: '2026-11-30T13:00:00.000Z',
    ends: '2026-11-30T15:00:00.000Z',
    sequence: 1,
  };
  await room.write({ template: 'appointmentAgreed', noun: 'workOrder', facts: agreed });
  const id = await room.write({
    template: 'appointmentCancelled',
    noun: 'workOrder',
    facts: { appointment, ticket, sequence: 2 },
  });
  const found = (await loadContexts(room.workspace, ADDRESS, [id])).get(id);
  expect(found?.appointment).toEqual({ id: appointment, starts: agreed.starts, ends: agreed.ends, sequence: 2 });
});

test("each reader's link is their own: the desk, a contractor's order, a resident's ticket", async () => {
  const { ids, workspace } = room;
  const link = async (wanted: Parameters<TestMailroom['write']>[0]) => {
    const id = await room.write(wanted);
    const [, path] = (await loadContexts(workspace, ADDRESS, [id])).get(id)?.url.split(ADDRESS) ?? [];
    return path ?? '';
  };
  expect(await link({ template: 'orderUnplaced', noun: 'workOrder', to: 'clerk' })).toBe(`/vorgaenge/${ids.ticket}`);
  const order = await link({ template: 'orderOffered', noun: 'workOrder', to: 'contractor' });
  expect(await proveLink(workspace, order.replace('/a/', ''))).toEqual({
    kind: 'orderLink',
    orderId: ids.order,
    contractorId: ids.contractor,
  });
  const resident = await link({ template: 'confirmCompletion' });
  expect(await proveLink(workspace, resident.replace('/m/', ''))).toEqual({
    kind: 'ticketLink',
    ticketId: ids.ticket,
    recipient: { kind: 'person', id: ids.resident },
  });
  // Asked about the ticket itself, without an order.
  const firm = await link({ template: 'clarificationAsked', to: 'contractor' });
  expect(await proveLink(workspace, firm.replace('/m/', ''))).toEqual({
    kind: 'ticketLink',
    ticketId: ids.ticket,
    recipient: { kind: 'contractor', id: ids.contractor },
  });
  const stranger = await link({ template: 'noteAdded', to: 'stranger' });
  expect(await proveLink(workspace, stranger.replace('/m/', ''))).toMatchObject({ recipient: { kind: 'unconfirmed' } });
});

test('a sign-in mail brings link and code, and none goes out when its time is over', async () => {
  room.mail.raw.length = 0;
  await room.workspace.query('delete from message');
  await storeSignInLink(room.workspace, room.ids.resident, 'residents');
  await drain(room.workspace, ADDRESS, room.post);
  const [mail] = await room.mail.parsed();
  expect(mail?.subject).toBe('Ihr Zugang');
  expect(mail?.text).toMatch(/Code: [0-9A-Z]{4}-[0-9A-Z]{4}/);
  const token = /\/anmelden\/link#([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
  expect(await redeemToken(room.workspace, token)).toMatchObject({ personId: room.ids.resident });
  await storeSignInLink(room.workspace, room.ids.resident, 'residents');
  await room.workspace.query(`update sign_in_link set expires_at = now() - interval '1 minute'`);
  await drain(room.workspace, ADDRESS, room.post);
  expect(room.mail.raw).toHaveLength(1);
});

test('what the office adds stands in mails of its kind and language to people outside, as words only', async () => {
  const text = `Sprechzeit für {Name}: 8 bis 17 Uhr ${HOSTILE}`;
  const [author] = await room.workspace.query<{ id: string }>('select id from person limit 1', []);
  await room.workspace.transaction((q) =>
    saveAddition(q, { template: 'confirmCompletion', locale: 'de', text }, author!.id),
  );
  const [added, other] = await Promise.all([
    room.write({ template: 'confirmCompletion' }),
    room.write({ template: 'ticketClosed' }),
  ]);
  const contexts = await loadContexts(room.workspace, ADDRESS, [added, other]);
  const mail = composeMail(contexts.get(added)!, FROM);
  expect(mail?.text).toContain(`Sprechzeit für ${contexts.get(added)?.name}: 8 bis 17 Uhr`);
  expect(mail?.html).not.toMatch(/<script|<img/);
  expect(composeMail(contexts.get(other)!, FROM)?.text).not.toContain('Sprechzeit');
  expect(composeMail({ ...contexts.get(added)!, reader: 'us' }, FROM)?.text).not.toContain('Sprechzeit');
  expect(composeSms(contexts.get(added)!, 'w')?.text ?? '').not.toContain('Sprechzeit');
});
