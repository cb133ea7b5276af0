import { type ParsedMail, simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { smtpChannel } from '../../activities/channels/smtp.ts';
import { calendarFile } from '../../activities/mail/calendar.ts';
import { composeFax, composeMail, composeSms } from '../../activities/mail/compose.ts';
import type { LetterName, MessageContext } from '../../activities/mail/letter.ts';
import { letterPaper } from '../../activities/mail/paper.ts';
import { oneLine } from '../../activities/mail/plain-text.ts';
import { sampleMail } from '../../activities/mail/sample.ts';
import { inspectPdf } from '../../api/inspect-pdf.ts';
import { blocks, plainParagraphs, structured } from '../../domain/document/text.ts';
import { templates } from '../../domain/lifecycle/outcome.ts';
import { frameOf, wordsOf } from '../support/frame.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { pdfOf } from '../support/paper.ts';
import { payloads } from '../support/payloads.ts';
import { pagesOf } from '../support/pdf-pages.ts';
import { expectTextOnly } from '../support/text-only.ts';

const ADDRESS = 'http://one.localhost:3000';
const FROM = 'ProCSM <no-reply@procsm.invalid>';
const at = '2026-11-25T13:00:00.000Z';
const span = { id: '1f6f3a52-3c1e-4a7e-9d55-0c8d4a0e7b11', starts: at, ends: '2026-11-25T15:00:00.000Z' };

/** A message each of whose words is this one. */
function saying(word: string, template: LetterName = 'confirmCompletion', n = 0): MessageContext {
  return {
    id: '6f6f3a52-3c1e-4a7e-9d55-0c8d4a0e7b11',
    template,
    locale: n % 2 === 0 ? 'de' : 'en',
    createdAt: '2026-11-23T09:00:00.000Z',
    company: word,
    accent: null,
    reader: (['us', 'contractor', 'resident'] as const)[n % 3] ?? 'us',
    name: word,
    email: 'anna.berger@example.de',
    fax: '030 / 555 96',
    mobile: '0170 1234567',
    facts: { reason: word, result: word, text: word },
    late: false,
    label: word,
    number: word,
    orderNumber: word,
    title: word,
    urgency: 'normal',
    outcome: word,
    place: word,
    words: word,
    actor: word,
    contractor: word,
    visitor: word,
    dwelling: word,
    instructions: word,
    limitCents: 184_000,
    order: {
      client: word,
      invoiceTo: word,
      works: [{ title: word, place: word, description: word, access: word }],
      more: 1,
    },
    appointment: { ...span, sequence: 3 },
    slots: [span],
    project: { todos: [{ title: word, text: word, due: at }], moves: [{ title: word, from: at, to: at }], more: 2 },
    stage: 'confirm',
    until: '2026-11-27T11:00:00.000Z',
    code: word,
    url: `${ADDRESS}/m/token`,
    address: ADDRESS,
    reply: 'one+tag',
    thread: '2f6f3a52-3c1e-4a7e-9d55-0c8d4a0e7b11',
    digest: [
      {
        kind: 'due',
        more: 2,
        items: [{ top: word, title: word, url: `${ADDRESS}/m/t`, dueAt: at, lines: [{ at, text: word, quote: word }] }],
      },
    ],
    preferences: { url: `${ADDRESS}/b/x`, oneClick: `${ADDRESS}/b/y` },
    campaign: {
      kind: 'vote',
      question: word,
      asked: 12,
      missing: 3,
      result: null,
      secret: false,
      whole: null,
      principal: word,
      silent: [word],
    },
    document: {
      kind: 'circular',
      paragraphs: plainParagraphs(structured(word)),
      papers: [{ name: word, sha256: '0', mediaType: 'application/pdf', pages: 1 }],
    },
    addition: `{Name} ${word}`,
  };
}
const names: LetterName[] = [
  ...templates,
  'signInLink',
  'newPassword',
  'reportCode',
  'digest',
  'invitation',
  'privacyReady',
  'renterRejected',
];
/** Each payload in a template of its own, and each template with some. */
const cases = payloads.flatMap((payload, n) =>
  [0, 1, 2].map((more) => ({ payload, template: names[(n * 3 + more) % names.length]!, n: n + more })),
);
/** What people see of words in one line. */
const seen = (text: string) => oneLine(text).replace(/\s+/g, '');

const letterhead = {
  name: 'Hausverwaltung Nord',
  street: 'Hauptstraße 1',
  postalCode: '10115',
  city: 'Berlin',
  phone: '030 1234',
  fax: '030 1235',
  email: '',
  footer: '',
  bank: '',
  shift: { right: 0, down: 0 },
};

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.stop());

test('there are two hundred of them', () => {
  expect(new Set(payloads).size).toBeGreaterThanOrEqual(200);
});

test('in HTML mails they are words: elements, attributes and addresses are those of any mail', () => {
  const usual = new Map<string, Set<string>>();
  const frameFor = (template: LetterName, n: number) => {
    const key = `${template} ${n % 6}`;
    const known = usual.get(key) ?? frameOf(composeMail(saying('Wasser\nlaut', template, n), FROM)?.html ?? '');
    usual.set(key, known);
    return known;
  };
  for (const { payload, template, n } of cases) {
    const { html, text } = composeMail(saying(payload, template, n), FROM) ?? { html: '', text: '' };
    const foreign = [...frameOf(html)].filter((part) => !frameFor(template, n).has(part));
    expect({ payload, template, foreign }).toEqual({ payload, template, foreign: [] });
    // The words are there, all of them: nothing is taken for markup and swallowed.
    expect(wordsOf(html).replace(/\s+/g, ''), template).toContain(seen(payload));
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  }
  for (const addition of payloads) {
    const kind = { template: 'confirmCompletion', locale: 'de' } as const;
    const sample = { ...kind, company: 'Nord', accent: null, replyDomain: null };
    const plain = frameOf(sampleMail({ ...sample, addition: 'Wasser\nlaut' }).html);
    const foreign = [...frameOf(sampleMail({ ...sample, addition }).html)].filter((part) => !plain.has(part));
    expect({ addition, foreign }).toEqual({ addition, foreign: [] });
  }
});

test('in mails as they go out they add no header, no recipient, no part and no attachment', async () => {
  const channel = smtpChannel(server.url);
  const sent = (word: string, n: number) => composeMail(saying(word, 'appointmentAgreed', n), FROM)!;
  await channel.send(sent('Wasser', 0));
  const [usual] = server.raw.splice(0);
  const usualMail = await simpleParser(usual!);
  const headers = new Set(usualMail.headers.keys());
  const filesOf = ({ attachments }: ParsedMail) =>
    attachments.map(({ filename, contentType }) => [filename, contentType]);
  for (const [n, payload] of payloads.entries()) {
    const given = sent(payload, n);
    expect(await channel.send(given)).toMatchObject({ outcome: 'sent' });
    const [raw] = server.raw.splice(0);
    const mail = await simpleParser(raw!);
    expect(
      [...mail.headers.keys()].filter((name) => !headers.has(name)),
      payload,
    ).toEqual([]);
    const addresses = [mail.to, mail.from, mail.cc, mail.bcc].flatMap((each) => [each ?? []].flat());
    expect(
      addresses.flatMap(({ value }) => value.map(({ address }) => address)),
      payload,
    ).toEqual(['anna.berger@example.de', 'no-reply@procsm.invalid']);
    expect(filesOf(mail), payload).toEqual(filesOf(usualMail));
    // Both texts end where they ended before: no part began within them.
    expect([mail.text?.trimEnd(), mail.html], payload).toEqual([given.text.trimEnd(), given.html]);
    expect(seen(mail.subject ?? ''), payload).toContain(seen(payload).slice(0, 40));
  }
  await channel.close();
});

test('in SMS they are one line before the one address', () => {
  for (const [n, payload] of payloads.entries()) {
    const { text } = composeSms(saying(payload, names[n % names.length], n), 'w')!;
    expect(text.endsWith(` ${ADDRESS}/m/token`), payload).toBe(true);
    expect(text).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    expect(text.length).toBeLessThanOrEqual(306);
  }
});

test('in calendar files they are values of their own lines', () => {
  const organizer = { name: 'Nord', address: 'no-reply@procsm.invalid' };
  const linesOf = (word: string) =>
    calendarFile(saying(word), 'REQUEST', { ...organizer, name: oneLine(word) })!
      .replace(/\r\n[ \t]/g, '')
      .trimEnd()
      .split('\r\n');
  const usual = linesOf('Wasser').map(propertyOf);
  for (const payload of payloads) {
    const lines = linesOf(payload);
    expect(
      lines.map(propertyOf).filter((property) => !usual.includes(property)),
      payload,
    ).toEqual([]);
    expect(new Set(lines.map(propertyOf)).size, payload).toBeLessThanOrEqual(usual.length);
    expect(lines.filter((line) => /^(BEGIN|END|ATTENDEE|ORGANIZER)/.test(line))).toHaveLength(6);
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
    const addresses = lines
      .filter((line) => /^(ATTENDEE|ORGANIZER)/.test(line))
      .map((line) => said(line).toLowerCase());
    expect(addresses, payload).toEqual(['mailto:no-reply@procsm.invalid', 'mailto:anna.berger@example.de']);
  }
});

test('in faxes and letters they are text on a page: nothing acts, nothing is linked, nothing is enclosed', async () => {
  const listed = await pdfOf(...payloads);
  await expectTextOnly(listed);
  expect(inspectPdf(listed)).toBeUndefined();
  const text = signs((await pagesOf(listed)).join('').replace(/Seite\s*\d+\s*\/\s*\d+/g, ''));
  for (const payload of payloads) expect(text).toContain(signs(payload.normalize('NFC')));

  // Their other places, titles and properties among them, with some of each kind.
  const some = (rest: number) => payloads.filter((_, n) => n % 6 === rest).join(' ');
  const way = { mailbox: '{digits}@fax.example', number: '', replyDomain: null };
  const fax = await composeFax(saying(some(0), 'orderOffered', 1), FROM, letterhead, way);
  expect(fax?.fileName).toMatch(/^[\w-]+\.pdf$/);
  expect(fax?.subject).not.toMatch(/\p{Cc}/u);
  const to = { name: some(1), street: some(2), postalCode: '10115', city: some(3) };
  const sender = { ...letterhead, name: some(4), footer: some(5) };
  const letter = await letterPaper(saying(some(3), 'ticketClosed', 2), to, sender);
  for (const pdf of [fax!.pdf, letter.pdf]) {
    await expectTextOnly(pdf);
    expect(inspectPdf(Buffer.from(pdf))).toBeUndefined();
  }
});

test('in a document’s text they are runs of text, and what is linked is an address that shows or writes', () => {
  for (const payload of [
    ...payloads,
    ...payloads.map((each) => `[x](${each})`),
    ...payloads.map((each) => `<${each}>`),
  ]) {
    const text = structured(payload);
    expect(blocks.parse(text)).toEqual(text);
    const runs = text.flatMap((block) => ('items' in block ? block.items.flat() : 'runs' in block ? block.runs : []));
    for (const { href } of runs)
      if (href !== undefined) expect(href).toMatch(/^(https?:\/\/|mailto:|tel:)[^\s<>"'\p{Cc}]+$/iu);
  }
});

/** The signs of a text that every font has. */
const signs = (text: string) => text.replace(/[^!-~]/g, '');

/** A calendar line's property and parameters' names, its values left out. */
function propertyOf(line: string): string {
  const head = line.slice(0, line.length - said(line).length);
  // Whose name is nothing at all has none.
  return head.replace(/=("[^"]*"|[^;:"]*)/g, '=').replace(';CN=', '');
}

/** A calendar line's value: what comes after the first colon that stands in no quotation (RFC 5545, 3.1). */
function said(line: string): string {
  const [head = ''] = /^[A-Z-]+(;[A-Z-]+=("[^"]*"|[^;:",]*))*:/.exec(line) ?? [];
  expect(head, line).not.toBe('');
  return line.slice(head.length);
}
