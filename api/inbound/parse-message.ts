import { createReadStream, createWriteStream } from 'node:fs';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type AddressObject, type AttachmentStream, type HeaderValue, MailParser } from 'mailparser';
import type { ParsedMessage } from './parse.ts';
import { unwrapTnef } from './tnef.ts';

const TEXT_MOST = 200_000;
const FILES_MOST = 60;
/** As much of the raw message as is searched for what a mail server quotes of ours. */
const REPORT_MOST = 300_000;

const OPTIONS = {
  keepDeliveryStatus: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
  maxHtmlLengthToParse: 2_000_000,
} as ConstructorParameters<typeof MailParser>[0];

/** Headers that say what wrote the mail. */
const KEPT = [
  'auto-submitted',
  'precedence',
  'return-path',
  'list-id',
  'x-autoreply',
  'x-autorespond',
  'x-autoresponder',
  'x-auto-reply-from',
  'x-procsm-message',
];

/** Headers in which a mailbox of ours may stand. */
const TO = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'to', 'cc'];

/**
 * A process of its own for a message from outside: it holds no secrets, is killed when it takes too long or too much
 * memory, and ends after one message. Arguments: the raw message, a folder. Writes `message.json` and the attachments.
 */
async function main(): Promise<void> {
  const [, , input = '', folder = ''] = process.argv;
  const parser = new MailParser(OPTIONS);
  let lines: { key: string; line: string }[] = [];
  const headers = new Map<string, HeaderValue>();
  const files: ParsedMessage['files'] = [];
  const writing: Promise<void>[] = [];
  let text = '';
  let html = '';
  let isReport = false;
  let status = '';
  parser.on('headers', (given) => {
    for (const [name, value] of given) headers.set(name, value);
  });
  parser.on('headerLines', (given) => {
    lines = [...given];
  });
  parser.on('data', (part) => {
    if (part.type === 'text') {
      text = part.text ?? '';
      html = typeof part.html === 'string' ? part.html : '';
      return;
    }
    const attachment = part as AttachmentStream;
    const file = String(writing.length);
    const path = join(folder, file);
    writing.push(
      pipeline(attachment.content as NodeJS.ReadableStream, createWriteStream(path)).then(async () => {
        attachment.release?.();
        await took(attachment, file, path);
      }),
    );
  });

  const took = async (attachment: AttachmentStream, file: string, path: string) => {
    const type = attachment.contentType;
    const name = attachment.filename ?? '';
    if (type === 'message/delivery-status') {
      isReport = true;
      status += (await readFile(path, 'latin1')).slice(0, 20_000);
      return;
    }
    if (/^application\/(vnd\.)?ms-tnef$/.test(type) || /^winmail\.dat$/i.test(name)) {
      const unwrapped = unwrapTnef(await readFile(path));
      if (unwrapped) {
        tnefText = unwrapped.text;
        for (const [n, each] of unwrapped.files.entries()) {
          await writeFile(join(folder, `${file}-${n}`), each.bytes);
          files.push({ file: `${file}-${n}`, name: each.name, bytes: each.bytes.length, drawn: false });
        }
        await rm(path);
        return;
      }
    }
    // Signatures prove something to a mail program, and nothing to us.
    if (/^application\/(x-)?(pkcs7|pgp)-signature$/.test(type)) return;
    // A returned message or its headers are read below.
    if (isReport && /^(message\/rfc822|text\/rfc822-headers)$/.test(type)) return;
    files.push({ file, name, bytes: attachment.size ?? 0, drawn: attachment.related === true });
  };
  let tnefText = '';

  await pipeline(createReadStream(input), parser);
  await Promise.all(writing);
  if (text.trim() === '') text = tnefText;
  if (text.trim() === '' && html !== '') text = await textOf(html);
  const root = headers.get('content-type') as { value?: string; params?: Record<string, string> } | undefined;
  isReport ||= root?.value === 'multipart/report' && root.params?.['report-type'] === 'delivery-status';
  // Who names several senders, or none, names nobody.
  const senders = (headers.get('from') as AddressObject | undefined)?.value ?? [];
  const one = senders.length === 1 && lines.filter(({ key }) => key === 'from').length === 1;
  const from = one ? senders[0] : undefined;
  const raw = new Map(lines.map(({ key, line }) => [key, valueIn(line)]));
  const beginning = await beginningOf(input);
  const message: ParsedMessage = {
    messageId: cut(raw.get('message-id') ?? '', 1_000),
    from: { address: cut(from?.address ?? '', 254), name: cut(from?.name ?? '', 200) },
    to: lines
      .filter(({ key }) => TO.includes(key))
      .sort((a, b) => TO.indexOf(a.key) - TO.indexOf(b.key))
      .flatMap(({ line }) => valueIn(line).match(/[\w.+=-]{1,64}@[\w.-]{1,200}/g) ?? [])
      .slice(0, 50),
    references: (
      `${raw.get('in-reply-to') ?? ''} ${raw.get('references') ?? ''}`.match(/<[^<>\s]{1,200}>/g) ?? []
    ).slice(0, 20),
    subject: cut(typeof headers.get('subject') === 'string' ? String(headers.get('subject')) : '', 300),
    text: cut(text, TEXT_MOST),
    headers: Object.fromEntries(KEPT.flatMap((name) => (raw.has(name) ? [[name, cut(raw.get(name) ?? '', 500)]] : []))),
    authentication: lines
      .filter(({ key }) => key === 'authentication-results')
      .map(({ line }) => cut(valueIn(line), 2_000))
      .slice(0, 20),
    report: isReport ? { ...reportOf(status), quoted: namedIn(beginning, OUR_ADDRESS, 10) } : null,
    faxIds: namedIn(beginning + text.slice(0, REPORT_MOST), FAX_ID, 5).map((id) => id.slice(0, 36)),
    files: files.slice(0, FILES_MOST),
  };
  await writeFile(join(folder, 'message.json'), JSON.stringify(message));
}

/** The text of a page: as that of a message that is nothing else, with the bounds that the parser knows. */
async function textOf(html: string): Promise<string> {
  const parser = new MailParser(OPTIONS);
  let text = '';
  parser.on('data', (part) => {
    if (part.type === 'text') text = part.text ?? '';
  });
  const headers = 'Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n';
  await pipeline(Readable.from([Buffer.from(headers + html)]), parser);
  return text;
}

const cut = (value: string, most: number) => value.slice(0, most);

/** A header's value on one line. */
function valueIn(line: string): string {
  return line
    .slice(line.indexOf(':') + 1)
    .replace(/\s+/g, ' ')
    .trim();
}

/** What a delivery report (RFC 3464) says of the recipient. */
function reportOf(status: string): { action: string; status: string } {
  return {
    action: /^action:\s*([a-z]+)/im.exec(status)?.[1]?.toLowerCase() ?? '',
    status: /^status:\s*(\d\.\d{1,3}\.\d{1,3})/im.exec(status)?.[1] ?? '',
  };
}

/** Our own reply address stands in the headers of the message that a report returns. */
const OUR_ADDRESS = /[a-z0-9-]{2,40}\+[a-z2-7]{42}@[\w.-]{1,200}/gi;
/** The Message-ID of a fax, as a gateway's report names it. */
const FAX_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.fax@/gi;

function namedIn(text: string, what: RegExp, most: number): string[] {
  return [...new Set(text.match(what) ?? [])].slice(0, most);
}

async function beginningOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(REPORT_MOST), 0, REPORT_MOST, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

await main();
