import { type ParsedMail, simpleParser } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import { expect, test } from 'vitest';
import { mailBytes } from '../../activities/channels/mail-bytes.ts';
import { type Mail, partsOf } from '../../activities/channels/smtp.ts';
import { payloads } from '../support/payloads.ts';

/** A mail that says these words wherever words stand. */
const saying = (words: string, calendar: Mail['calendar']): Mail => ({
  messageId: '<6f6f3a52@example.de>',
  date: new Date('2026-11-25T13:00:00.000Z'),
  boundary: '6f6f3a52',
  from: { name: words, address: 'verwaltung@example.de' },
  replyTo: { name: words, address: 'antwort@example.de' },
  to: { name: words, address: 'anna@example.de' },
  subject: words,
  text: words,
  html: `<html><body class="a=b">\n${`<p>${words}</p>\n`.repeat(20)}</body></html>`,
  references: ['<matter@example.de>'],
  unsubscribe: 'https://example.de/b/x',
  ...(calendar && { calendar }),
});

const LINES = [
  '.\n..\n.',
  'am Ende \nein Blatt\t\n\nund weiter',
  'ä'.repeat(400),
  ...[74, 75, 76, 77, 1_200].map((length) => 'x'.repeat(length)),
  `${'Wort '.repeat(40)}\r\n\r\n${'Grüße '.repeat(40)}`,
];

/** What a mail program makes of it: its headers as they stand, its texts and files. */
function seen(raw: string, { text, html, attachments }: ParsedMail) {
  return {
    head: raw.slice(0, raw.indexOf('\r\n\r\n')),
    text,
    html,
    attachments: attachments.map(({ filename, contentType, content }) => [filename, contentType, content.toString()]),
  };
}

test('a mail written in one piece is the one that nodemailer writes stream by stream', async () => {
  const calendars = [
    undefined,
    { method: 'REQUEST', content: `BEGIN:VCALENDAR\r\nX-NOTE:${'lang '.repeat(40)}\r\nEND:VCALENDAR\r\n` },
  ] as const;
  for (const words of [...payloads, ...LINES])
    for (const calendar of calendars) {
      const composed = () => new MailComposer(partsOf(saying(words, calendar))).compile();
      const built = (await composed().build()).toString().replace(/\r?\n/g, '\r\n');
      const ours = mailBytes(composed());
      expect(seen(ours, await simpleParser(ours)), words).toEqual(seen(built, await simpleParser(built)));
      // RFC 2045, 6.7: a line of what is encoded has 76 signs at most; of the head nodemailer's own folding is kept.
      const bodies = ours.split('\r\n\r\n').slice(1).join('\r\n\r\n');
      expect(Math.max(...bodies.split('\r\n').map(({ length }) => length)), words).toBeLessThanOrEqual(76);
      expect(ours, words).not.toMatch(/[^\r]\n/);
    }
});
