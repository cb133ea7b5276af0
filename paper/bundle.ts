import { PDFDocument } from 'pdf-lib';

/**
 * Many papers in one file, in the order given. A paper with an odd number of pages is followed by an empty one, so that
 * on a printer that uses both sides each begins on a sheet of its own.
 */
export async function bundled(
  papers: readonly Uint8Array[],
  about: { title: string; made: Date },
): Promise<Uint8Array> {
  const whole = await PDFDocument.create();
  whole.setTitle(about.title, { showInWindowTitleBar: true });
  whole.setProducer('ProCSM');
  whole.setCreator('ProCSM');
  whole.setCreationDate(about.made);
  whole.setModificationDate(about.made);
  for (const paper of papers) {
    const one = await PDFDocument.load(paper, { updateMetadata: false });
    const pages = await whole.copyPages(one, one.getPageIndices());
    for (const page of pages) whole.addPage(page);
    const last = pages.at(-1);
    if (last && pages.length % 2 === 1) whole.addPage([last.getWidth(), last.getHeight()]);
  }
  return whole.save();
}
