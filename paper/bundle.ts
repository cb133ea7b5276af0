import type { PDFDocument, PDFEmbeddedPage, PDFImage, Rotation } from 'pdf-lib';

/** What is printed behind a letter: a PDF, or a picture as JPEG. */
export interface Enclosure {
  bytes: Uint8Array;
  picture: boolean;
}

/** A letter with what is printed behind it. An enclosure that several have is the same object, and kept once. */
export interface Paper {
  pdf: Uint8Array;
  enclosures: readonly Enclosure[];
}

/** A4, and the margin around a picture, in points. */
const SHEET: [number, number] = [595.28, 841.89];
const MARGIN = 50;

/** A page that can be drawn again and again. */
type Leaf = { page: PDFEmbeddedPage; turned: Rotation } | { image: PDFImage };

/**
 * Many papers in one file, in the order given. A paper with an odd number of pages is followed by an empty one, so that
 * on a printer that uses both sides each begins on a sheet of its own. What is enclosed to thousands is in it once.
 */
export async function bundled(papers: readonly Paper[], about: { title: string; made: Date }): Promise<Uint8Array> {
  const { PDFDocument } = await import('pdf-lib');
  const whole = await PDFDocument.create();
  whole.setTitle(about.title, { showInWindowTitleBar: true });
  whole.setProducer('ProCSM');
  whole.setCreator('ProCSM');
  whole.setCreationDate(about.made);
  whole.setModificationDate(about.made);
  const known = new Map<Enclosure, Leaf[]>();
  for (const { pdf, enclosures } of papers) {
    const one = await PDFDocument.load(pdf, { updateMetadata: false });
    const pages = await whole.copyPages(one, one.getPageIndices());
    for (const page of pages) whole.addPage(page);
    let count = pages.length;
    for (const enclosure of enclosures) {
      const leaves = known.get(enclosure) ?? (await leavesOf(whole, enclosure));
      known.set(enclosure, leaves);
      for (const leaf of leaves) add(whole, leaf);
      count += leaves.length;
    }
    const last = pages.at(-1);
    if (last && count % 2 === 1) whole.addPage([last.getWidth(), last.getHeight()]);
  }
  return whole.save();
}

async function leavesOf(whole: PDFDocument, { bytes, picture }: Enclosure): Promise<Leaf[]> {
  if (picture) return [{ image: await whole.embedJpg(bytes) }];
  const { degrees, PDFDocument } = await import('pdf-lib');
  const paper = await PDFDocument.load(bytes, { updateMetadata: false });
  const turns = paper.getPages().map((page) => ((page.getRotation().angle % 360) + 360) % 360);
  const pages = await whole.embedPages(paper.getPages());
  return pages.map((page, n) => ({ page, turned: degrees(turns[n] ?? 0) }));
}

function add(whole: PDFDocument, leaf: Leaf): void {
  if ('image' in leaf) {
    const { image } = leaf;
    const room: [number, number] = [SHEET[0] - 2 * MARGIN, SHEET[1] - 2 * MARGIN];
    const { width, height } = image.scaleToFit(...room);
    whole.addPage(SHEET).drawImage(image, { x: MARGIN, y: SHEET[1] - MARGIN - height, width, height });
    return;
  }
  const { page, turned } = leaf;
  // A page that lies on its side is drawn as it was made, and turned as a whole.
  const sheet = whole.addPage([page.width, page.height]);
  sheet.drawPage(page, { x: 0, y: 0 });
  if (turned.angle !== 0) sheet.setRotation(turned);
}
