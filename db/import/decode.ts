import { UnreadableFile } from './unreadable.ts';

/** How a text file may be encoded; the first three by their mark or by trial, Windows-1252 is what is left. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * A file's text, whatever wrote it: UTF-8 with and without a mark, UTF-16 both ways, else Windows-1252.
 * @throws UnreadableFile encodingUnknown where the bytes are no text at all
 */
export function decodeText(file: string, bytes: Uint8Array): { text: string; encoding: Encoding } {
  const encoding = encodingOf(bytes);
  const text = new TextDecoder(encoding).decode(bytes);
  if (isNoText(text.slice(0, 100_000))) throw new UnreadableFile('encodingUnknown', file);
  // Further down it is one broken cell of a text: the row that has it is named, and no database ever sees the sign.
  return { text: text.replaceAll('\0', '\ufffd'), encoding };
}

function encodingOf(bytes: Uint8Array): Encoding {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  // Latin text in UTF-16 without a mark: every other byte is zero.
  const sample = bytes.subarray(0, 2_000);
  const zeros = (from: number) => sample.filter((byte, n) => n % 2 === from && byte === 0).length;
  if (zeros(1) > sample.length / 3) return 'utf-16le';
  if (zeros(0) > sample.length / 3) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** Signs that no text has, NUL or many others: a picture or a workbook was renamed. A single one is one broken cell. */
function isNoText(text: string): boolean {
  let controls = 0;
  for (let n = 0; n < text.length; n++) {
    const code = text.charCodeAt(n);
    if (code === 0) return true;
    if (code < 9 || (code > 13 && code < 32)) controls += 1;
  }
  return controls * CONTROLS_ONE_IN > text.length;
}
const CONTROLS_ONE_IN = 100;
