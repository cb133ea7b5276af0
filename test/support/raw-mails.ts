/** Where a mail comes from, where it goes, and what it says. */
export interface Envelope {
  from?: string;
  to: string;
  subject?: string;
  id?: string;
  headers?: string[];
}

const lines = (...each: (string | string[])[]) => each.flat().join('\r\n');

function head({ from = 'Anna Berger <anna.berger@example.de>', to, subject = 'AW: Ihr Vorgang', ...more }: Envelope) {
  const id = more.id ?? `<${Math.random().toString(36).slice(2)}.${Date.now()}@mail.example.de>`;
  return [
    ...(more.headers ?? []),
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${/[\u00a0-\uffff]/.test(subject) ? encodedWord(subject) : subject}`,
    `Message-ID: ${id}`,
    'Date: Tue, 24 Nov 2026 14:03:00 +0100',
    'MIME-Version: 1.0',
  ];
}

/** Words in a header, as mail programs write them (RFC 2047). */
export function encodedWord(text: string): string {
  return `=?utf-8?b?${Buffer.from(text).toString('base64')}?=`;
}

/** A mail of one text. */
export function plain(envelope: Envelope, text: string, encoding: 'utf-8' | 'latin1' = 'utf-8'): Buffer {
  const charset = encoding === 'latin1' ? 'ISO-8859-1' : 'utf-8';
  return Buffer.from(
    lines(head(envelope), `Content-Type: text/plain; charset=${charset}`, 'Content-Transfer-Encoding: 8bit', '', text),
    encoding,
  );
}

/** A part of a multipart message. */
export interface Part {
  type: string;
  headers?: string[];
  body: string | Buffer;
  encoding?: 'base64' | 'quoted-printable' | '8bit';
}

function part({ type, headers = [], body, encoding = 'base64' }: Part): string {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const coded =
    encoding === 'base64'
      ? (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')
      : encoding === 'quoted-printable'
        ? quotedPrintable(bytes)
        : bytes.toString('latin1');
  return lines(`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, headers, '', coded);
}

function quotedPrintable(bytes: Buffer): string {
  return [...bytes]
    .map((byte) =>
      byte === 10 || byte === 13 || (byte >= 32 && byte < 127 && byte !== 61)
        ? String.fromCharCode(byte)
        : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('')
    .replace(/(.{70})(?=[^=\r\n])(?<!=.?)/g, '$1=\r\n');
}

/** A message of several parts. */
export function multipart(envelope: Envelope, subtype: string, parts: (Part | string)[], boundary = 'b1'): Buffer {
  return Buffer.from(
    lines(
      head(envelope),
      `Content-Type: multipart/${subtype}; boundary="${boundary}"`,
      '',
      'This is a multi-part message in MIME format.',
      inner(parts, boundary),
    ),
    'latin1',
  );
}

/** Parts within one another. */
export function nested(subtype: string, parts: (Part | string)[], boundary: string): string {
  return lines(`Content-Type: multipart/${subtype}; boundary="${boundary}"`, '', inner(parts, boundary));
}

function inner(parts: (Part | string)[], boundary: string): string {
  return lines(
    ...parts.map((each) => lines(`--${boundary}`, typeof each === 'string' ? each : part(each))),
    `--${boundary}--`,
    '',
  );
}

/** A file that hangs on a mail. */
export function attached(name: string, body: Buffer | string, type = 'application/octet-stream'): Part {
  return { type: `${type}; name="${name}"`, headers: [`Content-Disposition: attachment; filename="${name}"`], body };
}

/** As Gmail's web page answers, in English. */
export function gmail(envelope: Envelope, text: string): Buffer {
  const quoted = `On Tue, Nov 24, 2026 at 1:58 PM Hausverwaltung Nord <\r\n${envelope.to}> wrote:\r\n\r\n> Guten Tag,\r\n> es gibt eine Frage.\r\n`;
  return multipart(envelope, 'alternative', [
    { type: 'text/plain; charset="UTF-8"', body: `${text}\r\n\r\n${quoted}`, encoding: 'quoted-printable' },
    {
      type: 'text/html; charset="UTF-8"',
      body: `<div dir="ltr">${text}</div><br><div class="gmail_quote"><blockquote>Guten Tag</blockquote></div>`,
      encoding: 'quoted-printable',
    },
  ]);
}

/** As Outlook answers, in German: HTML and text in ISO-8859-1, the old message below a block of headers. */
export function outlook(envelope: Envelope, text: string): Buffer {
  const old = `________________________________\r\nVon: Hausverwaltung Nord <${envelope.to}>\r\nGesendet: Dienstag, 24. November 2026 13:58\r\nAn: Anna Berger\r\nBetreff: Ihr Vorgang\r\n\r\nGuten Tag, es gibt eine Frage.\r\n`;
  return multipart(envelope, 'alternative', [
    {
      type: 'text/plain; charset="iso-8859-1"',
      body: Buffer.from(`${text}\r\n\r\n${old}`, 'latin1'),
      encoding: 'quoted-printable',
    },
    {
      type: 'text/html; charset="iso-8859-1"',
      body: Buffer.from(`<html><body><p>${text}</p><hr></body></html>`, 'latin1'),
      encoding: 'quoted-printable',
    },
  ]);
}

/** As Apple Mail answers from a phone, with a photo within the text. */
export function appleMail(envelope: Envelope, text: string, photo: Buffer): Buffer {
  return multipart(envelope, 'mixed', [
    { type: 'text/plain; charset=utf-8', body: `${text}\r\n\r\n`, encoding: 'base64' },
    {
      type: 'image/jpeg; name=IMG_0815.jpeg',
      headers: ['Content-Disposition: inline; filename=IMG_0815.jpeg'],
      body: photo,
    },
    {
      type: 'text/plain; charset=utf-8',
      body: `\r\n\r\nVon meinem iPhone gesendet\r\n\r\n> Am 24.11.2026 um 13:58 schrieb Hausverwaltung Nord <${envelope.to}>:\r\n> \r\n> Guten Tag\r\n`,
      encoding: 'quoted-printable',
    },
  ]);
}

/** What Outlook wraps its files into. */
export function winmail(text: string, files: { name: string; bytes: Buffer }[]): Buffer {
  const attribute = (level: number, id: number, data: Buffer) => {
    const before = Buffer.alloc(9);
    before.writeUInt8(level, 0);
    before.writeUInt32LE(id, 1);
    before.writeUInt32LE(data.length, 5);
    const sum = Buffer.alloc(2);
    sum.writeUInt16LE(data.reduce((all, byte) => (all + byte) & 0xffff, 0));
    return Buffer.concat([before, data, sum]);
  };
  const number = (value: number) => {
    const four = Buffer.alloc(4);
    four.writeUInt32LE(value);
    return four;
  };
  const longName = (name: string) => {
    const value = Buffer.from(`${name}\0`, 'utf16le');
    const padding = Buffer.alloc((4 - (value.length % 4)) % 4);
    return Buffer.concat([number(1), number((0x3707 << 16) | 0x001f), number(1), number(value.length), value, padding]);
  };
  return Buffer.concat([
    number(0x223e9f78),
    Buffer.from([1, 0]),
    attribute(1, 0x00069007, Buffer.concat([number(1252), number(0)])),
    attribute(1, 0x0002800c, Buffer.from(`${text}\0`, 'latin1')),
    ...files.flatMap(({ name, bytes }) => [
      attribute(2, 0x00069002, Buffer.alloc(14)),
      attribute(2, 0x00018010, Buffer.from('SHORT~1.JPG\0', 'latin1')),
      attribute(2, 0x0006800f, bytes),
      attribute(2, 0x00069005, longName(name)),
    ]),
  ]);
}

/** What a mail server reports of a mail that it could not deliver. */
export function bounce(envelope: Envelope, status = '5.1.1', action = 'failed'): Buffer {
  return multipart(
    { from: 'Mail Delivery System <MAILER-DAEMON@mx.example.de>', subject: 'Undelivered Mail', ...envelope },
    'report; report-type=delivery-status',
    [
      { type: 'text/plain', body: 'This is the mail system. I could not deliver.', encoding: '8bit' },
      {
        type: 'message/delivery-status',
        body: `Reporting-MTA: dns; mx.example.de\r\n\r\nFinal-Recipient: rfc822; weg@example.de\r\nAction: ${action}\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; 550 unknown\r\n`,
        encoding: '8bit',
      },
      {
        type: 'text/rfc822-headers',
        body: `From: Hausverwaltung Nord <no-reply@procsm.invalid>\r\nReply-To: ${envelope.to}\r\nSubject: Ihr Vorgang\r\n`,
        encoding: '8bit',
      },
    ],
  );
}
