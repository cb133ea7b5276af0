import { PDFDict, PDFDocument, PDFName } from 'pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect } from 'vitest';

/** Names under which a PDF holds what happens when it is opened, printed, filled in or pressed. */
const ACTS = ['S', 'OpenAction', 'AA', 'A', 'URI', 'AcroForm'];

/** Asserts that a PDF is text on pages: nothing acts, nothing is linked, and only these files are enclosed. */
export async function expectTextOnly(pdf: Uint8Array, enclosed: readonly string[] = []): Promise<void> {
  const shown = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const files = [...((await shown.getAttachments())?.keys() ?? [])];
  expect([await shown.getJSActions(), await shown.getOpenAction(), files]).toEqual([null, null, enclosed]);
  for (let n = 1; n <= shown.numPages; n += 1) expect(await (await shown.getPage(n)).getAnnotations()).toEqual([]);
  await shown.loadingTask.destroy();
  const { context } = await PDFDocument.load(pdf);
  for (const [, object] of context.enumerateIndirectObjects())
    if (object instanceof PDFDict)
      for (const name of ACTS) {
        const value = object.get(PDFName.of(name));
        // An element of the structure says under the same name of which kind it is, an output profile too.
        const kind =
          name === 'S' && (object.has(PDFName.of('P')) || object.has(PDFName.of('OutputConditionIdentifier')));
        if (value && !kind) expect(`${name} ${value}`).toBe('');
      }
}
