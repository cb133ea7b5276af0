import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { type AddressObject, simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aboutNothing } from '../../activities/mail/about-nothing.ts';
import { composeMail } from '../../activities/mail/compose.ts';
import type { MessageContext } from '../../activities/mail/letter.ts';
import { OWN_MAIL } from '../../domain/inbound/kind.ts';
import { startMailroom, type TestMailroom } from '../support/mailroom.ts';

// S10: whatever people are called and write, it stays inside its header.

const MAILS = 2_500;
/** Sender, recipient, subject and the name of who wrote: each from fuzzed words. */
const HEADERS = 4;
let room: TestMailroom;

beforeAll(async () => {
  room = await startMailroom();
});
afterAll(() => room.close());

const NASTY = [
  '\r\nBcc: alle@example.de',
  '\nBcc: alle@example.de\n\nText',
  '\rBcc: alle@example.de',
  '\u2028Bcc: alle@example.de',
  '\u0085Bcc: alle@example.de',
  '\0',
  '=?utf-8?Q?=0D=0ABcc:_alle@example.de?=',
  '=?utf-8?B?DQpCY2M6IGFsbGVAZXhhbXBsZS5kZQ==?=',
  '" <alle@example.de>, "',
  '<alle@example.de>',
  'a@b.example, c@d.example',
  'undisclosed-recipients:;',
  '(comment)',
  '\\"',
  '%0d%0aBcc: alle@example.de',
  '\ud83d',
  '\u202egnp.exe',
  'ä'.repeat(400),
  'x'.repeat(1_200),
  '',
];
const words = fc
  .array(
    fc.oneof(
      fc.constantFrom(...NASTY),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('Anna', 'Müller & Söhne', ' '),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(''));

const ALLOWED = new Set(
  [
    'from',
    'to',
    'reply-to',
    'subject',
    'message-id',
    'references',
    'date',
    'mime-version',
    'content-type',
    'auto-submitted',
    'x-auto-response-suppress',
    'list-unsubscribe',
    'list-unsubscribe-post',
    OWN_MAIL,
  ].map((name) => name.toLowerCase()),
);

function contextOf([name, company, title, actor]: readonly string[]): MessageContext {
  return {
    ...aboutNothing,
    id: randomUUID(),
    template: 'noteAdded',
    locale: 'de',
    createdAt: '2026-11-23T09:00:00.000Z',
    company: company ?? '',
    accent: null,
    reader: 'resident',
    name: name ?? '',
    email: 'anna@example.de',
    mobile: null,
    facts: {},
    number: `V-${title}`,
    title: title ?? '',
    place: title ?? '',
    words: actor ?? '',
    actor: actor ?? '',
    until: null,
    code: null,
    url: 'http://one.localhost:3000/m/token',
    address: 'http://one.localhost:3000',
    reply: 'one+tag',
    thread: randomUUID(),
  };
}

test(`of ${MAILS * HEADERS} fuzzed headers none ends early, adds another one, or names another recipient`, async () => {
  const all = fc.sample(fc.array(words, { minLength: HEADERS, maxLength: HEADERS }), { numRuns: MAILS, seed: 7 });
  const before = room.mail.raw.length;
  for (let from = 0; from < all.length; from += 20)
    await Promise.all(
      all.slice(from, from + 20).map(async (given) => {
        const mail = composeMail(contextOf(given), 'ProCSM <no-reply@procsm.invalid>', 'antwort.example');
        if (!mail) throw new Error('no mail');
        expect(await room.post.mail.send(mail)).toMatchObject({ outcome: 'sent' });
      }),
    );
  const arrived = room.mail.raw.slice(before);
  expect(arrived).toHaveLength(MAILS);
  for (const raw of arrived) {
    const head = raw.toString('latin1').split('\r\n\r\n')[0] ?? '';
    // Nothing but CRLF ends a line, and no sign stands there that mail servers would trip over.
    expect(head).not.toMatch(/[^\r]\n|\r[^\n]|[\0\u0080-\u00ff]/);
    for (const line of head.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
    const names = head
      .replace(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line) => line.split(':')[0]?.toLowerCase() ?? '');
    expect(names.filter((name) => !ALLOWED.has(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    const parsed = await simpleParser(raw);
    const only = (given: AddressObject | AddressObject[] | undefined) =>
      [given].flat().flatMap((each) => each?.value.map(({ address }) => address) ?? []);
    expect([only(parsed.to), only(parsed.from), only(parsed.cc), only(parsed.bcc)]).toEqual([
      ['anna@example.de'],
      ['no-reply@procsm.invalid'],
      [],
      [],
    ]);
    expect(only(parsed.replyTo)).toEqual(['one+tag@antwort.example']);
  }
});
