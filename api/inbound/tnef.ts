/** What Outlook wraps into `winmail.dat` (TNEF, MS-OXTNEF): the text, and the files with their names. */
export interface Unwrapped {
  text: string;
  files: { name: string; bytes: Buffer }[];
}

const SIGNATURE = 0x223e9f78;
const BODY = 0x0002800c;
const CODE_PAGE = 0x00069007;
const MESSAGE_PROPERTIES = 0x00069003;
const FILE_BEGINS = 0x00069002;
const FILE_TITLE = 0x00018010;
const FILE_BYTES = 0x0006800f;
const FILE_PROPERTIES = 0x00069005;

const TEXT = 0x1000;
const LONG_NAME = 0x3707;
const SHORT_NAME = 0x3704;
const DATA = 0x3701;

const MOST_FILES = 50;

/** Unwraps a `winmail.dat`; undefined when the bytes are none. What is cut off in the middle gives what came before. */
export function unwrapTnef(bytes: Buffer): Unwrapped | undefined {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== SIGNATURE) return undefined;
  const found: Unwrapped = { text: '', files: [] };
  let codePage = 1252;
  let file: { name: string; bytes: Buffer } | undefined;
  for (let at = 6; at + 9 <= bytes.length; ) {
    const id = bytes.readUInt32LE(at + 1);
    const length = bytes.readUInt32LE(at + 5);
    const start = at + 9;
    if (start + length > bytes.length) break;
    const value = bytes.subarray(start, start + length);
    at = start + length + 2;
    if (id === CODE_PAGE && length >= 4) codePage = value.readUInt32LE(0);
    else if (id === BODY) found.text ||= decoded(value, codePage);
    else if (id === MESSAGE_PROPERTIES) found.text ||= textOf(properties(value).get(TEXT), codePage);
    else if (id === FILE_BEGINS && found.files.length < MOST_FILES) {
      file = { name: '', bytes: Buffer.alloc(0) };
      found.files.push(file);
    } else if (file && id === FILE_TITLE) file.name ||= decoded(value, codePage);
    else if (file && id === FILE_BYTES) file.bytes = value;
    else if (file && id === FILE_PROPERTIES) {
      const named = properties(value);
      file.name = textOf(named.get(LONG_NAME) ?? named.get(SHORT_NAME), codePage) || file.name;
      const data = named.get(DATA);
      if (file.bytes.length === 0 && data) file.bytes = data.bytes;
    }
  }
  found.files = found.files.filter((each) => each.bytes.length > 0);
  return found;
}

type Property = { type: number; bytes: Buffer };

/** How many bytes a value of each fixed type takes. */
const FIXED: Readonly<Record<number, number>> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};

/** The properties of a message or file by their id; ends quietly where they do not fit. */
function properties(bytes: Buffer): Map<number, Property> {
  const found = new Map<number, Property>();
  let at = 0;
  const take = (length: number) => {
    if (length < 0 || at + length > bytes.length) throw new RangeError('cut off');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const number = () => take(4).readUInt32LE(0);
  const padded = (length: number) => {
    const value = take(length);
    at += (4 - (length % 4)) % 4;
    return value;
  };
  try {
    for (let left = Math.min(number(), 1_000); left > 0; left -= 1) {
      const head = number();
      const [type, id] = [head & 0xffff, head >>> 16];
      if (id >= 0x8000) {
        take(16);
        if (number() === 0) take(4);
        else padded(number());
      }
      const single = type & 0x0fff;
      const fixed = FIXED[single];
      const count = fixed !== undefined && !(type & 0x1000) ? 1 : Math.min(number(), 1_000);
      for (let n = 0; n < count; n += 1) {
        const value = fixed === undefined ? padded(number()) : take(fixed);
        if (n === 0) found.set(id, { type: single, bytes: value });
      }
    }
  } catch {
    // What came before the cut is kept.
  }
  return found;
}

function textOf(property: Property | undefined, codePage: number): string {
  if (!property) return '';
  return property.type === 0x001f
    ? property.bytes.toString('utf16le').replace(/\0+$/, '')
    : property.type === 0x001e
      ? decoded(property.bytes, codePage)
      : '';
}

function decoded(bytes: Buffer, codePage: number): string {
  const label = codePage === 65001 ? 'utf-8' : codePage === 28591 ? 'iso-8859-1' : `windows-${codePage}`;
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label);
  } catch {
    decoder = new TextDecoder('windows-1252');
  }
  return decoder.decode(bytes).replace(/\0+$/, '');
}
