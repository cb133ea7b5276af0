import { inflateSync } from 'node:zlib';
import type { DomainErrorCode } from '../domain/errors.ts';

/** What a document does not need and a trap does: programs, files in the file, forms that send themselves. */
const ACTIVE =
  /\/(JavaScript|JS|Launch|EmbeddedFiles?|Filespec|RichMedia|XFA|SubmitForm|ImportData|GoToE|Rendition|Movie|Sound|AA)(?![A-Za-z0-9])/;
/**
 * The same within what seems to be a stream, where a reader may see objects if we were led to see a stream: only names
 * that are too long to stand in a picture's bytes by chance.
 */
const ACTIVE_IN_BYTES =
  /\/(JavaScript|Launch|EmbeddedFiles?|Filespec|RichMedia|Rendition|SubmitForm|ImportData|GoToE|XFA(?=\s*[[\d]))(?![A-Za-z0-9])/;
/** What says that a stream holds packed objects. */
const PACKED = /\/ObjStm(?![A-Za-z0-9])/;
const UNPACKED_LIMIT = 64 * 1024 * 1024;

/**
 * Why a PDF is refused: `fileLocked` (encrypted), `fileActive` (scripts, programs, embedded files), `fileContent`
 * (truncated, or another file around it). Undefined when it may be kept. Looks into object streams too, where such
 * things hide from a plain search.
 */
export function inspectPdf(bytes: Buffer): DomainErrorCode | undefined {
  const text = bytes.toString('latin1');
  if (!text.startsWith('%PDF-')) return 'fileContent';
  const end = text.lastIndexOf('%%EOF');
  if (end < 0 || !/^%%EOF\s*$/.test(text.slice(end))) return 'fileContent';

  const outside = withoutStreams(text);
  const plain = names(outside.text);
  if (/\/Encrypt(?![A-Za-z0-9])/.test(plain)) return 'fileLocked';
  if (ACTIVE.test(plain)) return 'fileActive';

  let unpacked = 0;
  for (const { before, keyword, start, stop } of outside.streams) {
    const known = names(before);
    if (/\/Encrypt(?![A-Za-z0-9])/.test(known)) return 'fileLocked';
    if (ACTIVE.test(known)) return 'fileActive';
    const swallowed = names(text.slice(keyword, stop));
    if (ACTIVE_IN_BYTES.test(swallowed)) return 'fileActive';
    // The word "stream" in a string or a comment would hide packed objects that a reader unpacks.
    if (PACKED.test(swallowed)) return 'fileContent';
    if (!PACKED.test(known)) continue;
    // Other encodings are legal and not seen in practice, except to hide something.
    if (/\/DecodeParms/.test(known) || !onlyDeflated(known)) return 'fileContent';
    try {
      const inside = inflateSync(bytes.subarray(start, stop), { maxOutputLength: UNPACKED_LIMIT - unpacked });
      unpacked += inside.length;
      if (unpacked >= UNPACKED_LIMIT) return 'fileContent';
      if (ACTIVE.test(names(inside.toString('latin1')))) return 'fileActive';
    } catch {
      return 'fileContent';
    }
  }
  return undefined;
}

/** Whether a stream's dictionary names one way of packing, and that is Deflate. */
function onlyDeflated(dictionary: string): boolean {
  const filters = dictionary.match(/\/Filter(?![A-Za-z0-9])/g) ?? [];
  return (
    filters.length === 1 &&
    /\/Filter\s*(\/(FlateDecode|Fl)(?![A-Za-z0-9])|\[\s*\/(FlateDecode|Fl)\s*\])/.test(dictionary)
  );
}

type Stream = { before: string; keyword: number; start: number; stop: number };

/**
 * Divides a PDF into its objects and its streams, each with all the text since the one before it (its dictionary's
 * beginning may be feigned). Readers forgive much, so does this: a stream begins on the next line, however that is
 * marked, and one without an end goes on to the file's.
 */
function withoutStreams(text: string): { text: string; streams: Stream[] } {
  const streams: Stream[] = [];
  const parts: string[] = [];
  const opening = /\bstream(?![A-Za-z0-9])[^\r\n]*(\r\n|\r|\n|$)/g;
  let from = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const start = match.index + match[0].length;
    const found = text.indexOf('endstream', start);
    const stop = found < 0 ? text.length : found;
    const before = text.slice(from, match.index);
    parts.push(before);
    streams.push({ before, keyword: match.index, start, stop });
    from = found < 0 ? stop : stop + 'endstream'.length;
    opening.lastIndex = from;
  }
  parts.push(text.slice(from));
  return { text: parts.join('\n'), streams };
}

/** Names may be written with escapes (`/J#61vaScript`); here they are as a reader understands them. */
function names(text: string): string {
  return text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
