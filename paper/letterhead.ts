import type { Sheet } from './sheet.ts';

/** What stands around the text of a letter. */
export interface Around {
  name: string;
  street: string;
  postalCode: string;
  city: string;
  /** Lines at the foot of the first page. */
  footer: string;
  bank: string;
  /** In millimetres, to the right and down. */
  shift: { right: number; down: number };
  /** A JPEG at the upper right. */
  logo: Uint8Array | null;
}

/** Where DIN 5008 (form B) has the address field: the window of an envelope shows it. In millimetres. */
export const WINDOW = { x: 20, y: 45, wide: 85, high: 45 };

const LOGO = { right: 190, y: 12, wide: 60, high: 24 };

/**
 * Draws what a letter after DIN 5008, form B, has around its text: name and logo, the sender's line and the address in
 * the window, who to turn to at the right, marks to fold and punch, the foot. The text goes on below.
 */
export async function drawLetterhead(
  sheet: Sheet,
  around: Around,
  { to, info }: { to: readonly string[]; info: readonly (readonly [term: string, value: string])[] },
): Promise<void> {
  const { right, down } = around.shift;
  sheet.place(around.name, 25, 27, { size: 14, bold: true, wide: around.logo ? 98 : 160 });
  if (around.logo) await sheet.image(around.logo, LOGO);
  // The zone of the sender's line ends at 62.7 mm, the window's lower edge is at 90 mm.
  const line = `${around.name}, ${around.street}, ${around.postalCode} ${around.city}`;
  sheet.place(line, 25 + right, 61 + down, { size: 6.5, muted: true, wide: 80 });
  for (const [n, text] of to.entries()) sheet.place(text, 25 + right, 67.5 + down + n * 5, { size: 10.5, wide: 78 });
  for (const [n, [term, value]] of info.entries()) {
    sheet.place(term, 125, 53 + n * 5, { size: 8.5, muted: true, wide: 24 });
    sheet.place(value, 150, 53 + n * 5, { size: 8.5, wide: 42 });
  }
  sheet.mark(105);
  sheet.mark(148.5, 6);
  sheet.mark(210);
  sheet.keepFoot([...around.footer.split('\n'), around.bank].filter(Boolean));
  sheet.startAt(96);
}
