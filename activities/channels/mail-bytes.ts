import type MimeNode from 'nodemailer/lib/mime-node';
import { encode, wrap } from 'nodemailer/lib/qp';

/**
 * A mail of texts as it goes over the wire, with the headers and parts that `node.createReadStream()` gives: that takes
 * each part through half a dozen streams of its own, which costs more than all the rest of sending it.
 * @throws Error where a part is a file or a stream.
 */
export function mailBytes(node: MimeNode): string {
  return written(node).replace(/\r?\n/g, '\r\n');
}

function written(node: MimeNode): string {
  // First: this finds out what kind of part it is.
  const head = `${node.buildHeaders()}\r\n\r\n`;
  const { multipart, boundary, childNodes } = node;
  if (!multipart) return head + encoded(node);
  const parts = childNodes.map((child) => `--${boundary}\r\n${written(child)}`);
  return `${head}${parts.join('\r\n')}\r\n--${boundary}--\r\n`;
}

function encoded(node: MimeNode): string {
  const { content = '' } = node;
  const text = Buffer.isBuffer(content) ? content.toString() : content;
  if (typeof text !== 'string') throw new Error('a part of a mail is no text');
  switch (node.getTransferEncoding()) {
    case 'quoted-printable':
      return text.split(/\r?\n/).map(quotedPrintable).join('\r\n');
    case 'base64':
      return Buffer.from(text)
        .toString('base64')
        .replace(/.{76}(?!$)/g, '$&\r\n');
    default:
      return text;
  }
}

/** Lines as they go out: the layout's, and those of a paper to thousands, are in one mail after the other. */
const known = new Map<string, string>();
const MOST_KNOWN = 2_000;

function quotedPrintable(line: string): string {
  const before = known.get(line);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const now = wrap(encode(line));
  known.set(line, now);
  return now;
}
