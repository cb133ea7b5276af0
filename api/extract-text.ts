import { readFile, writeFile } from 'node:fs/promises';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** More than this is not searched: a book would fill the index. */
const MOST_PAGES = 400;
const MOST_CHARACTERS = 400_000;

/**
 * A process of its own that reads a PDF's text: it holds no secrets and is killed when it takes too long or too much.
 * Arguments: input, output. Writes the text and prints `{"pages": n}`; what can't be read has no text.
 */
async function main(): Promise<{ pages: number }> {
  const [, , input = '', output = ''] = process.argv;
  const task = getDocument({
    data: new Uint8Array(await readFile(input)),
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    verbosity: 0,
  });
  const pdf = await task.promise;
  let text = '';
  for (let n = 1; n <= Math.min(pdf.numPages, MOST_PAGES) && text.length < MOST_CHARACTERS; n++) {
    const page = await pdf.getPage(n);
    const { items } = await page.getTextContent();
    for (const item of items) if ('str' in item) text += item.str + (item.hasEOL ? '\n' : '');
    text += '\n';
    page.cleanup();
  }
  // What was divided at the end of a line is one word.
  const whole = text.replace(/(\p{Ll})[-\u00ad]\n(\p{Ll})/gu, '$1$2').replaceAll('\0', '');
  await writeFile(output, whole.slice(0, MOST_CHARACTERS));
  return { pages: pdf.numPages };
}

process.stdout.write(`${JSON.stringify(await main())}\n`);
