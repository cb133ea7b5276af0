import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Color, PDFDocument, PDFFont, PDFImage, PDFPage } from 'pdf-lib';

const files = createRequire(import.meta.url);
const millimetre = 72 / 25.4;
const A4 = { width: 210 * millimetre, height: 297 * millimetre };
const MARGIN = { left: 25 * millimetre, right: 20 * millimetre, top: 22 * millimetre, bottom: 22 * millimetre };
const FOOT_STEP = 10;

type Style = { size?: number; bold?: boolean; muted?: boolean; indent?: number; space?: number };

type Colours = Record<'ink' | 'muted' | 'line', Color>;

/** A font with all European letters; read once per process. */
const fontBytes = new Map<string, Promise<Uint8Array>>();
function font(name: '400Regular' | '600SemiBold'): Promise<Uint8Array> {
  let bytes = fontBytes.get(name);
  if (!bytes) {
    bytes = readFile(files.resolve(`@expo-google-fonts/noto-sans/${name}/NotoSans_${name}.ttf`));
    fontBytes.set(name, bytes);
  }
  return bytes;
}

/**
 * A paper of A4 pages that flows from top to bottom: headings, paragraphs, facts, tables, pictures. Every page carries
 * `foot` and its number. What a text may hold beyond letters (control characters) is left out; a PDF runs nothing.
 */
export class Sheet {
  private readonly document: PDFDocument;
  private readonly regular: PDFFont;
  private readonly bold: PDFFont;
  private readonly colours: Colours;
  private page: PDFPage;
  private y = 0;
  /** What is kept free at the foot of the first page, in points. */
  private kept = 0;
  /** The pages of the paper that is being written, and of those before it in the same file. */
  private pages: PDFPage[] = [];
  private readonly papers: { foot: string; pages: PDFPage[] }[] = [];
  /** Pictures that stand on many papers are in the file once. */
  private readonly broken = new Map<string, string[]>();
  private readonly images = new Map<Uint8Array, Promise<PDFImage>>();

  private constructor(document: PDFDocument, fonts: [PDFFont, PDFFont], colours: Colours, foot: string) {
    this.document = document;
    this.colours = colours;
    [this.regular, this.bold] = fonts;
    this.papers.push({ foot, pages: this.pages });
    this.page = this.turn();
  }

  /** Breaks a text into lines; what stands on many papers is broken once. */
  private lines(text: string, face: PDFFont, size: number, wide: number): string[] {
    const key = `${face === this.bold} ${size} ${wide} ${text}`;
    const known = this.broken.get(key) ?? wrapped(text, face, size, wide);
    this.broken.set(key, known);
    return known;
  }

  /** An empty paper. `made` is written as its date of making, so that the same content gives the same bytes. */
  static async begin(about: { title: string; author: string; language: string; foot: string; made: Date }) {
    // Some hundred files, which only who writes papers needs: loaded with the first one.
    const [{ PDFDocument, rgb }, fontkit] = await Promise.all([import('pdf-lib'), import('fontkit')]);
    const document = await PDFDocument.create();
    document.registerFontkit(fontkit as unknown as Parameters<PDFDocument['registerFontkit']>[0]);
    document.setTitle(about.title, { showInWindowTitleBar: true });
    document.setAuthor(about.author);
    document.setLanguage(about.language);
    document.setProducer('ProCSM');
    document.setCreator('ProCSM');
    document.setCreationDate(about.made);
    document.setModificationDate(about.made);
    const fonts = await Promise.all(
      (['400Regular', '600SemiBold'] as const).map(async (name) =>
        document.embedFont(await font(name), { subset: true }),
      ),
    );
    const colours = { ink: rgb(0.09, 0.11, 0.1), muted: rgb(0.38, 0.42, 0.4), line: rgb(0.85, 0.86, 0.85) };
    return new Sheet(document, fonts as [PDFFont, PDFFont], colours, about.foot);
  }

  /** Begins another paper in the same file; on a printer that uses both sides it begins on a sheet of its own. */
  next(foot: string): void {
    if (this.pages.length % 2 === 1) this.document.addPage([A4.width, A4.height]);
    this.pages = [];
    this.kept = 0;
    this.papers.push({ foot, pages: this.pages });
    this.page = this.turn();
  }

  title(text: string, below?: string): void {
    this.paragraph(text, { size: 18, bold: true, space: 2 });
    if (below) this.paragraph(below, { muted: true, space: 10 });
  }

  heading(text: string): void {
    this.room(60);
    this.y -= 12;
    this.paragraph(text, { size: 12.5, bold: true, space: 4 });
  }

  paragraph(text: string, { size = 9.5, bold = false, muted = false, indent = 0, space = 4 }: Style = {}): void {
    const face = bold ? this.bold : this.regular;
    for (const line of this.lines(text, face, size, width - indent)) {
      this.room(size * 1.4);
      this.y -= size * 1.4;
      this.write(line, MARGIN.left + indent, this.y, { face, size, muted });
    }
    this.y -= space;
  }

  /** Terms with what they stand for; those without a value are left out. */
  facts(facts: readonly (readonly [term: string, value: string | null | undefined])[], termWidth = 120): void {
    for (const [term, value] of facts) {
      if (!value) continue;
      this.row([
        { text: term, width: termWidth, muted: true },
        { text: value, width: width - termWidth },
      ]);
    }
    this.y -= 4;
  }

  /** One line of a table: cells side by side, each wrapped in its width (points); `rule` draws a line above. */
  row(
    cells: readonly { text: string; width: number; bold?: boolean; muted?: boolean; size?: number }[],
    { rule = false } = {},
  ): void {
    const set = cells.map((cell) => {
      const face = cell.bold ? this.bold : this.regular;
      const size = cell.size ?? 9.5;
      return { ...cell, face, size, lines: this.lines(cell.text, face, size, cell.width - 8) };
    });
    const longest = Math.max(...set.map(({ lines }) => lines.length));
    const step = Math.max(...set.map(({ size }) => size)) * 1.4;
    if (rule) this.rule();
    for (let line = 0; line < longest; line += 1) {
      this.room(step);
      this.y -= step;
      let x = MARGIN.left;
      for (const cell of set) {
        this.write(cell.lines[line] ?? '', x, this.y, cell);
        x += cell.width;
      }
    }
    this.y -= 3;
  }

  rule(): void {
    this.room(10);
    this.y -= 4;
    this.page.drawLine({
      start: { x: MARGIN.left, y: this.y },
      end: { x: A4.width - MARGIN.right, y: this.y },
      thickness: 0.5,
      color: this.colours.line,
    });
    this.y -= 1;
  }

  /** A JPEG, at most `height` points high, with its words below. */
  async picture(bytes: Uint8Array, caption: string, height = 190): Promise<void> {
    const image = await this.document.embedJpg(bytes);
    const size = image.scaleToFit(width, height);
    this.room(size.height + 34);
    this.y -= size.height + 6;
    this.page.drawImage(image, { x: MARGIN.left, y: this.y, ...size });
    this.paragraph(caption, { size: 8, muted: true, space: 8 });
  }

  /** Puts a file into the paper, where a reader's list of attachments shows it. */
  async attach(name: string, bytes: Uint8Array, about: { type: string; description: string; at: Date }): Promise<void> {
    await this.document.attach(bytes, name, {
      mimeType: about.type,
      description: about.description,
      creationDate: about.at,
      modificationDate: about.at,
    });
  }

  async finish(): Promise<Uint8Array> {
    for (const { foot, pages } of this.papers) {
      for (const [index, page] of pages.entries()) {
        const number = `${index + 1} / ${pages.length}`;
        const at = MARGIN.bottom - 26;
        const style = { font: this.regular, size: 8, color: this.colours.muted };
        page.drawText(clean(foot), { x: MARGIN.left, y: at, ...style });
        const numberWidth = this.regular.widthOfTextAtSize(number, 8);
        page.drawText(number, { x: A4.width - MARGIN.right - numberWidth, y: at, ...style });
      }
    }
    return this.document.save();
  }

  /** One line at a fixed place, in millimetres from the page's upper left corner, `wide` millimetres at most. */
  place(
    text: string,
    x: number,
    y: number,
    { size = 9.5, bold = false, muted = false, wide = 80 }: Style & { wide?: number } = {},
  ): void {
    const face = bold ? this.bold : this.regular;
    const [line = ''] = this.lines(text, face, size, wide * millimetre);
    this.write(line, x * millimetre, A4.height - y * millimetre, { face, size, muted });
  }

  /** A JPEG at a fixed place: its right edge at `right`, its upper at `y`, within `wide` by `high` millimetres. */
  async image(bytes: Uint8Array, at: { right: number; y: number; wide: number; high: number }): Promise<void> {
    const known = this.images.get(bytes) ?? this.document.embedJpg(bytes);
    this.images.set(bytes, known);
    const image = await known;
    const size = image.scaleToFit(at.wide * millimetre, at.high * millimetre);
    this.page.drawImage(image, {
      x: at.right * millimetre - size.width,
      y: A4.height - at.y * millimetre - size.height,
      ...size,
    });
  }

  /** A frame at a fixed place, in millimetres. */
  frame(at: { x: number; y: number; wide: number; high: number }): void {
    this.page.drawRectangle({
      x: at.x * millimetre,
      y: A4.height - (at.y + at.high) * millimetre,
      width: at.wide * millimetre,
      height: at.high * millimetre,
      borderColor: this.colours.muted,
      borderWidth: 0.6,
      borderDashArray: [3, 3],
    });
  }

  /** Keeps lines free at the foot of the first page, above the page's number, and writes them there. */
  keepFoot(lines: readonly string[]): void {
    if (lines.length === 0) return;
    const set = lines.flatMap((line) => this.lines(line, this.regular, 7.5, width).slice(0, 1));
    this.kept = set.length * FOOT_STEP + 6;
    const top = MARGIN.bottom + this.kept - 12;
    const [first] = this.pages;
    first?.drawLine({
      start: { x: MARGIN.left, y: top + 6 },
      end: { x: A4.width - MARGIN.right, y: top + 6 },
      thickness: 0.4,
      color: this.colours.line,
    });
    for (const [n, line] of set.entries())
      first?.drawText(line, {
        x: MARGIN.left,
        y: top - (n + 1) * FOOT_STEP + 3,
        font: this.regular,
        size: 7.5,
        color: this.colours.muted,
      });
  }

  /** Goes on `y` millimetres below the page's upper edge. */
  startAt(y: number): void {
    this.y = A4.height - y * millimetre;
  }

  /** A short line at the left edge, where the paper is folded or punched. */
  mark(y: number, long = 4): void {
    const at = A4.height - y * millimetre;
    this.page.drawLine({
      start: { x: 5 * millimetre, y: at },
      end: { x: (5 + long) * millimetre, y: at },
      thickness: 0.4,
      color: this.colours.muted,
    });
  }

  /** A code for cameras at the left edge of the text, `side` points wide, with words beside it. */
  code(cells: { size: number; at(row: number, column: number): boolean }, beside: string, side = 84): void {
    const cell = side / cells.size;
    this.room(side + 12);
    const top = this.y - 4;
    // Cells side by side are one rectangle: a file of many letters holds a third of them.
    for (let row = 0; row < cells.size; row += 1)
      for (let column = 0; column < cells.size; column += 1) {
        const first = column;
        while (column < cells.size && cells.at(row, column)) column += 1;
        if (column > first)
          this.page.drawRectangle({
            x: MARGIN.left + first * cell,
            y: top - (row + 1) * cell,
            width: (column - first) * cell + 0.1,
            height: cell + 0.1,
            color: this.colours.ink,
          });
      }
    let y = top - 12;
    for (const line of this.lines(beside, this.regular, 9, width - side - 14)) {
      this.write(line, MARGIN.left + side + 14, y, { face: this.regular, size: 9, muted: true });
      y -= 12.6;
    }
    this.y = Math.min(top - side, y) - 8;
  }

  /** How many pages the paper has by now. */
  get count(): number {
    return this.pages.length;
  }

  /** Turns the page where less than `height` points are left. */
  private room(height: number): void {
    const bottom = MARGIN.bottom + (this.pages.length === 1 ? this.kept : 0);
    if (this.y - height < bottom) this.page = this.turn();
  }

  private turn(): PDFPage {
    const page = this.document.addPage([A4.width, A4.height]);
    this.pages.push(page);
    this.y = A4.height - MARGIN.top;
    return page;
  }

  private write(text: string, x: number, y: number, style: { face: PDFFont; size: number; muted?: boolean }): void {
    if (text === '') return;
    this.page.drawText(text, {
      x,
      y,
      font: style.face,
      size: style.size,
      color: style.muted ? this.colours.muted : this.colours.ink,
    });
  }
}

/** How wide the text may be, in points. */
export const width = A4.width - MARGIN.left - MARGIN.right;

/** Without what is no letter: control characters, marks of direction, halves of pairs. */
function clean(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\t/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, (mark) => (mark === '\n' ? mark : ''));
}

/**
 * Breaks a text into lines of at most `wide` points: at spaces, and within a word that is longer than a line. Each word is
 * measured once, because a line is as wide as its words and spaces: that is what its letters are set by.
 */
function wrapped(text: string, face: PDFFont, size: number, wide: number): string[] {
  const widthOf = (part: string) => face.widthOfTextAtSize(part, size);
  const space = widthOf(' ');
  const lines: string[] = [];
  for (const given of clean(text).split('\n')) {
    let line = '';
    let used = 0;
    for (const word of given.split(' ')) {
      const its = widthOf(word);
      const longer = line === '' ? its : used + space + its;
      if (longer <= wide) {
        line = line === '' ? word : `${line} ${word}`;
        used = longer;
        continue;
      }
      if (line !== '') lines.push(line);
      line = '';
      if (its <= wide) line = word;
      else
        for (const letter of word) {
          if (widthOf(line + letter) <= wide) line += letter;
          else {
            lines.push(line);
            line = letter;
          }
        }
      used = widthOf(line);
    }
    lines.push(line);
  }
  return lines;
}
