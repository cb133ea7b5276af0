import { readFile, writeFile } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import type { DomainErrorCode } from '../domain/errors.ts';
import { inspectPdf } from './inspect-pdf.ts';

/** What became of an upload: how it is kept, or why it is refused. */
export type Inspection =
  | { ok: true; mediaType: string; width: number | null; height: number | null }
  | { ok: false; code: DomainErrorCode };

const MAX_PIXELS = 50_000_000;
/** Photos are kept at most this large: enough to read a serial number, a tenth of the bytes. */
const LONGEST_EDGE = 3_000;

/**
 * A process of its own for files from outside: it holds no secrets, is killed when it takes too long or too much
 * memory, and ends after one file. Arguments: `keep|thumbnail|print`, input, output, width. Answers one line of JSON.
 */
async function main(): Promise<Inspection> {
  const [, , mode, input = '', output = '', width = '0'] = process.argv;
  if (mode === 'thumbnail') return reencode(input, output, 'image/webp', Number(width));
  if (mode === 'print') return reencode(input, output, 'image/jpeg', Number(width));
  const type = (await fileTypeFromFile(input))?.mime;
  switch (type) {
    case 'image/jpeg':
    case 'image/png':
    case 'image/webp':
      return reencode(input, output, type, LONGEST_EDGE);
    case 'image/avif':
      return reencode(input, output, 'image/webp', LONGEST_EDGE);
    case 'application/pdf': {
      const bytes = await readFile(input);
      const code = inspectPdf(bytes);
      if (code !== undefined) return { ok: false, code };
      await writeFile(output, bytes);
      return { ok: true, mediaType: type, width: null, height: null };
    }
    default:
      return { ok: false, code: 'fileType' };
  }
}

/**
 * Writes the picture anew: only its pixels survive, turned upright, in sRGB. Place and camera, and whatever else
 * was hidden in the file, are gone.
 */
async function reencode(input: string, output: string, mediaType: string, edge: number): Promise<Inspection> {
  // Loaded here, because a PDF does not need it.
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  const options = { limitInputPixels: MAX_PIXELS, failOn: 'truncated', sequentialRead: true, pages: 1 } as const;
  try {
    const { width, height } = await sharp(input, { ...options, limitInputPixels: false }).metadata();
    if (width * height > MAX_PIXELS) return { ok: false, code: 'tooManyPixels' };
    const upright = sharp(input, options)
      .autoOrient()
      .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true });
    const encoded =
      mediaType === 'image/png'
        ? upright.png()
        : mediaType === 'image/webp'
          ? upright.webp({ quality: 82 })
          : upright.flatten({ background: '#fff' }).jpeg({ quality: 85 });
    const kept = await encoded.toFile(output);
    return { ok: true, mediaType, width: kept.width, height: kept.height };
  } catch {
    return { ok: false, code: 'fileContent' };
  }
}

process.stdout.write(`${JSON.stringify(await main())}\n`);
