import { create } from 'qrcode';
import { groupedCode } from '../../db/invitation-secrets.ts';
import type { Letterhead } from '../../domain/letterhead.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import { bundled } from '../../paper/bundle.ts';
import { drawLetterhead } from '../../paper/letterhead.ts';
import { Sheet } from '../../paper/sheet.ts';
import { dayText } from '../mail/dates.ts';
import type { Locale } from '../mail/letter.ts';
import type { Paper, PostalAddress } from '../mail/paper.ts';
import { oneLine } from '../mail/plain-text.ts';

/** One letter with a code. */
export interface InvitationLetter {
  to: PostalAddress;
  locale: Locale;
  /** What it is about: house and unit; empty for firms. */
  place: string;
  code: string;
}

/** What all letters of a round have in common. */
export interface LetterRound {
  sender: Letterhead;
  logo: Uint8Array | null;
  /** Where people reach the company, without a slash at the end. */
  address: string;
  madeAt: Instant;
  expiresAt: Instant;
}

const words = {
  de: {
    number: 'Unser Zeichen',
    phone: 'Telefon',
    date: 'Datum',
    subject: 'Ihr Zugang zum Portal Ihrer Hausverwaltung',
    greeting: 'Guten Tag,',
    lead: (company: string) =>
      `im Portal von ${company} melden Sie Schäden, sehen, wie es damit steht, und lesen, was Ihr Haus betrifft. Mit diesem Schreiben richten Sie Ihren Zugang ein. Das dauert etwa zwei Minuten.`,
    code: 'Ihr persönlicher Code',
    open: (page: string) =>
      `Nehmen Sie das Bild mit dem Telefon auf. Oder öffnen Sie ${page} und tippen Sie dort den Code ein; Bindestriche und Groß- oder Kleinschreibung spielen keine Rolle.`,
    rules: (until: string) =>
      `Der Code ist nur für Sie bestimmt, gilt einmal und bis zum ${until}. Bitte geben Sie ihn nicht weiter. Ist er verloren gegangen, sagen Sie uns Bescheid: Sie bekommen einen neuen, und dieser gilt dann nicht mehr.`,
    closing: 'Mit freundlichen Grüßen',
  },
  en: {
    number: 'Our reference',
    phone: 'Phone',
    date: 'Date',
    subject: 'Your access to the portal of your property management',
    greeting: 'Dear Sir or Madam,',
    lead: (company: string) =>
      `in the portal of ${company} you report damage, see how it stands, and read what concerns your house. With this letter you set up your access. It takes about two minutes.`,
    code: 'Your personal code',
    open: (page: string) =>
      `Scan the picture with your phone. Or open ${page} and type the code there; dashes and upper or lower case make no difference.`,
    rules: (until: string) =>
      `The code is meant for you alone, works once and until ${until}. Please do not pass it on. If it is lost, tell us: you get a new one, and this one is worth nothing from then on.`,
    closing: 'Kind regards',
  },
} satisfies Record<Locale, unknown>;

/** Letters that share fonts and pictures in one document; more would take too much memory at once. */
const TOGETHER = 200;

/**
 * All letters of a round in one file, in the order given, each for an envelope with a window (DIN 5008, form B) and on a
 * sheet of its own. `onWritten` hears how many are written.
 */
export async function invitationPapers(
  letters: readonly InvitationLetter[],
  round: LetterRound,
  onWritten?: (count: number) => void,
): Promise<Paper> {
  const parts: Uint8Array[] = [];
  let pages = 0;
  const made = new Date(round.madeAt);
  const title = words.de.subject;
  for (let from = 0; from < letters.length; from += TOGETHER) {
    const some = letters.slice(from, from + TOGETHER);
    const sheet = await Sheet.begin({
      title,
      author: oneLine(round.sender.name),
      language: some[0]?.locale ?? 'de',
      foot: footOf(some[0], round),
      made,
    });
    for (const [n, letter] of some.entries()) {
      if (n > 0) sheet.next(footOf(letter, round));
      await writeLetter(sheet, letter, round);
      pages += sheet.count;
      // Other work of this process has its turn between two letters.
      await new Promise((resolve) => setImmediate(resolve));
    }
    parts.push(await sheet.finish());
    onWritten?.(from + some.length);
  }
  return {
    pdf: await bundled(
      parts.map((part) => ({ pdf: part, enclosures: [] })),
      { title, made },
    ),
    pages,
  };
}

const footOf = (letter: InvitationLetter | undefined, { sender }: LetterRound) =>
  [oneLine(sender.name), letter?.place].filter(Boolean).join(' · ');

async function writeLetter(sheet: Sheet, letter: InvitationLetter, round: LetterRound): Promise<void> {
  const { sender, logo, address } = round;
  const say = words[letter.locale];
  const info: [string, string][] = [
    [say.number, letter.place],
    [say.phone, sender.phone],
    ['E-Mail', sender.email],
    [say.date, dayText(round.madeAt, letter.locale)],
  ];
  const { to } = letter;
  await drawLetterhead(
    sheet,
    { ...sender, name: oneLine(sender.name), logo },
    {
      to: [to.name, to.street, `${to.postalCode} ${to.city}`.trim()].map(oneLine).filter(Boolean),
      info: info.filter(([, value]) => value),
    },
  );
  sheet.paragraph(say.subject, { size: 12.5, bold: true, space: 8 });
  sheet.paragraph(say.greeting, { size: 10.5, space: 6 });
  sheet.paragraph(say.lead(oneLine(sender.name)), { size: 10.5, space: 10 });
  sheet.paragraph(say.code, { muted: true, space: 2 });
  sheet.paragraph(groupedCode(letter.code), { size: 20, bold: true, space: 8 });
  // Behind the `#`, where no server and no log sees it.
  const { modules } = create(`${address}/einladung#${letter.code}`, { errorCorrectionLevel: 'M' });
  sheet.code(
    { size: modules.size, at: (row, column) => modules.get(row, column) === 1 },
    say.open(`${address.replace(/^https?:\/\//, '')}/einladung`),
    100,
  );
  const lastDay = dayText(new Date(Date.parse(round.expiresAt) - 1).toISOString(), letter.locale);
  sheet.paragraph(say.rules(lastDay), { size: 10.5, space: 10 });
  sheet.paragraph(say.closing, { size: 10.5, space: 2 });
  sheet.paragraph(oneLine(sender.name), { size: 10.5 });
}
