import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../support/api.ts';
import { type Correspondence, correspondence, hand, lastMail, settings } from '../support/inbound.ts';
import { attached, multipart, nested, plain } from '../support/raw-mails.ts';

let api: TestApi;
let file: Correspondence;
beforeAll(async () => {
  api = await startTestApi(settings);
  file = await correspondence(api.one);
});
afterAll(() => api.close());

const raw = (...lines: string[]) => Buffer.from(lines.join('\r\n'), 'latin1');
const from = 'From: Anna Berger <anna.berger@example.de>';
const text = (body: string) => ({ type: 'text/plain; charset=utf-8', body });
const many = (count: number, each: (n: number) => string) => Array.from({ length: count }, (_, n) => each(n));

/** A mail with what Outlook packs around its attachments: a right beginning, and these bytes. */
const winmail = (...rest: Buffer[]) => {
  const bytes = Buffer.concat([Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0]), ...rest]);
  return (to: string) => multipart({ to }, 'mixed', [text('x'), attached('winmail.dat', bytes, 'application/ms-tnef')]);
};

/** Messages that want to hurt, each with the address that it is sent to. */
const hostile: [what: string, write: (to: string) => Buffer][] = [
  ['nothing but zeros', () => Buffer.alloc(100_000)],
  ['random bytes', () => Buffer.from(many(5_000, (n) => String.fromCharCode((n * 7919) % 256)).join(''), 'latin1')],
  ['no header', () => raw('', 'Hallo')],
  ['no body', (to) => raw(from, `To: ${to}`)],
  ['a header without end', () => raw(`Subject: ${'x'.repeat(2_000_000)}`)],
  ['a hundred thousand headers', (to) => raw(from, `To: ${to}`, ...many(100_000, (n) => `X-${n}: y`), '', 'Hallo')],
  [
    'a folded header of a megabyte',
    (to) => raw(from, `To: ${to}`, `Subject: a\r\n ${many(50_000, () => 'b\r\n ').join('')}c`, '', 'x'),
  ],
  ['ten thousand recipients', (to) => raw(from, `To: ${many(10_000, (n) => `a${n}@b.de`).join(', ')}, ${to}`, '', 'x')],
  ['nested comments in an address', (to) => raw(`From: ${'('.repeat(50_000)}a@b.de`, `To: ${to}`, '', 'x')],
  ['nested groups', (to) => raw(`From: ${'a:'.repeat(20_000)}anna.berger@example.de;`, `To: ${to}`, '', 'x')],
  ['two senders', (to) => raw('From: evil@x.de', from, `To: ${to}`, '', 'Ich bin Anna')],
  ['a sender list', (to) => raw('From: evil@x.de, anna.berger@example.de', `To: ${to}`, '', 'Ich bin Anna')],
  ['the address as a name', (to) => raw('From: "anna.berger@example.de" <evil@x.de>', `To: ${to}`, '', 'Ich bin Anna')],
  [
    'the address encoded as a name',
    (to) =>
      raw(
        `From: =?utf-8?b?${Buffer.from('anna.berger@example.de').toString('base64')}?= <evil@x.de>`,
        `To: ${to}`,
        '',
        'x',
      ),
  ],
  ['a look-alike address', (to) => plain({ from: 'anna.berger@exаmple.de', to }, 'Ich bin Anna')],
  ['a subaddress', (to) => plain({ from: 'anna.berger+x@example.de', to }, 'Ich bin Anna')],
  ['no sender', (to) => raw(`To: ${to}`, '', 'x')],
  ['only a Reply-To', (to) => raw('Reply-To: anna.berger@example.de', 'From: evil@x.de', `To: ${to}`, '', 'x')],
  ['only a Sender', (to) => raw('Sender: anna.berger@example.de', 'From: evil@x.de', `To: ${to}`, '', 'x')],
  ['markup in the subject', (to) => plain({ to, subject: '<img src=x onerror=alert(1)>' }, 'x')],
  ['markup in the name', (to) => plain({ from: '"<script>alert(1)</script>" <evil@x.de>', to }, 'x')],
  ['markup in the text', (to) => plain({ to }, `<script>alert(1)</script>{{constructor}}${'$'}{7*7}`)],
  ['a statement in the text', (to) => plain({ to, subject: "'; drop table ticket; --" }, "'); delete from person; --")],
  ['NUL in the text', (to) => plain({ to }, 'a\u0000b')],
  ['NUL in the subject', (to) => plain({ to, subject: 'a\u0000b' }, 'x')],
  [
    'half a character',
    (to) =>
      raw(
        from,
        `To: ${to}`,
        'Content-Type: text/plain; charset=utf-16le',
        'Content-Transfer-Encoding: base64',
        '',
        'ANg=',
      ),
  ],
  ['marks that turn the writing', (to) => plain({ to }, '\u202egpj.exe\u202c \u2066x')],
  ['an unknown charset', (to) => raw(from, `To: ${to}`, 'Content-Type: text/plain; charset=x-klingon', '', 'x')],
  [
    'a charset with a path',
    (to) => raw(from, `To: ${to}`, 'Content-Type: text/plain; charset=../../etc/passwd', '', 'x'),
  ],
  ['an unknown encoding', (to) => raw(from, `To: ${to}`, 'Content-Transfer-Encoding: rot13', '', 'x')],
  ['base64 that is none', (to) => raw(from, `To: ${to}`, 'Content-Transfer-Encoding: base64', '', '!!!!====????')],
  ['encoded words without end', (to) => plain({ to, subject: '=?utf-8?q?'.repeat(5_000) }, 'x')],
  ['a boundary that never comes', (to) => raw(from, `To: ${to}`, 'Content-Type: multipart/mixed; boundary=b', '', 'x')],
  ['no boundary', (to) => raw(from, `To: ${to}`, 'Content-Type: multipart/mixed', '', '--', 'x')],
  [
    'an empty boundary',
    (to) => raw(from, `To: ${to}`, 'Content-Type: multipart/mixed; boundary=""', '', '--', '', 'x', '----'),
  ],
  [
    'a boundary of a megabyte',
    (to) => raw(from, `To: ${to}`, `Content-Type: multipart/mixed; boundary=${'b'.repeat(1_000_000)}`, '', 'x'),
  ],
  [
    'parts five hundred deep',
    (to) => {
      let inner = 'Content-Type: text/plain\r\n\r\ndeep';
      for (let n = 0; n < 500; n += 1) inner = nested('mixed', [inner], `d${n}`);
      return multipart({ to }, 'mixed', [inner]);
    },
  ],
  [
    'messages in messages',
    (to) => {
      let inner = 'From: a@b.de\r\nSubject: x\r\n\r\ninner';
      for (let n = 0; n < 100; n += 1) inner = `Content-Type: message/rfc822\r\n\r\n${inner}`;
      return multipart({ to }, 'mixed', [inner]);
    },
  ],
  [
    'ten thousand parts',
    (to) =>
      multipart(
        { to },
        'mixed',
        many(10_000, () => 'Content-Type: text/plain\r\n\r\nx'),
      ),
  ],
  [
    'a thousand attachments',
    (to) =>
      multipart({ to }, 'mixed', [text('x'), ...Array.from({ length: 1_000 }, (_, n) => attached(`${n}.jpg`, 'x'))]),
  ],
  [
    'HTML two hundred thousand deep',
    (to) => multipart({ to }, 'mixed', [{ type: 'text/html', body: '<b>'.repeat(200_000) }]),
  ],
  [
    'HTML of ten megabytes',
    (to) => multipart({ to }, 'mixed', [{ type: 'text/html', body: '<p>x</p>'.repeat(1_250_000) }]),
  ],
  [
    'HTML with a form and a frame',
    (to) =>
      multipart({ to }, 'mixed', [
        { type: 'text/html', body: '<form action=//x><iframe srcdoc="<script>alert(1)</script>"></iframe>Hallo' },
      ]),
  ],
  [
    'HTML that loads from elsewhere',
    (to) =>
      multipart({ to }, 'mixed', [
        { type: 'text/html', body: '<img src="http://127.0.0.1:1/x"><link rel=stylesheet href=//x>Hallo' },
      ]),
  ],
  ['a program', (to) => multipart({ to }, 'mixed', [text('x'), attached('a.exe', 'MZ\u0090')])],
  [
    'a program called a photo',
    (to) => multipart({ to }, 'mixed', [text('x'), attached('foto.jpg', 'MZ\u0090', 'image/jpeg')]),
  ],
  ['a script', (to) => multipart({ to }, 'mixed', [text('x'), attached('a.js', 'alert(1)', 'text/javascript')])],
  [
    'a page',
    (to) => multipart({ to }, 'mixed', [text('x'), attached('a.html', '<script>alert(1)</script>', 'text/html')]),
  ],
  [
    'a picture with a script',
    (to) => multipart({ to }, 'mixed', [text('x'), attached('a.svg', '<svg onload="alert(1)"/>', 'image/svg+xml')]),
  ],
  [
    'a document with a script',
    (to) =>
      multipart({ to }, 'mixed', [
        text('x'),
        attached('a.pdf', '%PDF-1.7\n1 0 obj<</JavaScript 2 0 R>>endobj\n%%EOF\n', 'application/pdf'),
      ]),
  ],
  [
    'a document with a file in it',
    (to) =>
      multipart({ to }, 'mixed', [
        text('x'),
        attached('a.pdf', '%PDF-1.7\n1 0 obj<</EmbeddedFile 2 0 R>>endobj\n%%EOF\n', 'application/pdf'),
      ]),
  ],
  [
    'a virus for tests',
    (to) =>
      multipart({ to }, 'mixed', [
        text('x'),
        attached('e.com', `X5O!P%@AP[4\\PZX54(P^)7CC)7}$${'EICAR'}-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`),
      ]),
  ],
  [
    'a packed bomb',
    (to) =>
      multipart({ to }, 'mixed', [text('x'), attached('a.gz', gzipSync(Buffer.alloc(50_000_000)), 'application/gzip')]),
  ],
  ['a picture bomb', (to) => multipart({ to }, 'mixed', [text('x'), attached('a.png', bomb(), 'image/png')])],
  ['a name with a path', (to) => multipart({ to }, 'mixed', [text('x'), attached('../../../etc/cron.d/x.exe', 'x')])],
  ['a name that turns around', (to) => multipart({ to }, 'mixed', [text('x'), attached('foto\u202egpj.exe', 'x')])],
  ['a name of a megabyte', (to) => multipart({ to }, 'mixed', [text('x'), attached('n'.repeat(1_000_000), 'x')])],
  ['a broken winmail.dat', winmail(Buffer.from([2, 5, 0x90, 6, 0, 255, 255, 255, 127]), Buffer.alloc(40, 255))],
  ['a winmail.dat without end', winmail(Buffer.from('010390060000040000ffffffff0000'.repeat(20_000), 'hex'))],
  [
    'a forged report',
    (to) =>
      plain(
        { to, headers: ['Content-Type: multipart/report; report-type=delivery-status; boundary=x'] },
        '--x\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n--x--',
      ),
  ],
  ['lines of a megabyte', (to) => plain({ to }, many(5, () => 'y'.repeat(1_000_000)).join('\n'))],
  ['a quotation without end', (to) => plain({ to }, '> '.repeat(1_000_000))],
  ['introductions without end', (to) => plain({ to }, 'Am 1. '.repeat(200_000))],
];

function bomb(): Buffer {
  const png = Buffer.alloc(33);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]).copy(png);
  png.write('IHDR', 12);
  png.writeUInt32BE(60_000, 16);
  png.writeUInt32BE(60_000, 20);
  png.set([8, 2, 0, 0, 0], 24);
  return png;
}

test('sixty hostile mails are kept, none runs, none is believed to be somebody else, none stops the next', async () => {
  expect(hostile.length).toBeGreaterThanOrEqual(60);
  const memory = process.memoryUsage().rss;
  const believed = new Set(['another’s words']);
  for (const [what, write] of hostile) {
    await api.one.query('delete from rate_limit');
    const { id, reply } = await file.wrote();
    const began = performance.now();
    const message = write(reply);
    const { status } = await hand(api, message, { to: reply });
    const mail = await lastMail(api.one);
    expect({ what, status }).toEqual({ what, status: 202 });
    expect({ what, state: mail?.state }).not.toEqual({ what, state: 'received' });
    expect({ what, quick: performance.now() - began < 25_000 }).toEqual({ what, quick: true });
    const [sent] = await api.one.query<{ state: string; address: string }>(
      `select m.state, i.from_address as address from message m, inbound_mail i where m.id = $1 and i.id = $2`,
      [id, mail?.id],
    );
    const spoofed = sent?.address !== 'anna.berger@example.de' || message.includes('evil@x.de');
    if (mail?.state === 'taken' && spoofed) believed.add(what);
    expect([what, mail?.ownWords ?? '', mail?.whole ?? ''].join()).not.toMatch(/[^\P{C}\n\t]/u);
  }
  expect([...believed]).toEqual(['another’s words']);
  const kinds = await api.one.query<{ type: string }>('select distinct media_type as type from stored_file');
  expect(kinds).toEqual([]);
  expect(process.memoryUsage().rss - memory).toBeLessThan(400 * 1024 * 1024);
  const { reply } = await file.wrote();
  await api.one.query('delete from rate_limit');
  expect((await hand(api, plain({ to: reply }, 'Alles gut.'), { to: reply })).mail?.text).toBe('Alles gut.');
}, 900_000);
