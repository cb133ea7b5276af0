import { create } from 'qrcode';
import type { Letterhead } from '../../domain/letterhead.ts';
import { drawLetterhead } from '../../paper/letterhead.ts';
import { Sheet } from '../../paper/sheet.ts';
import { dayText } from './dates.ts';
import type { Locale, MessageContext } from './letter.ts';
import { type Parts, partsOf, subjectOf } from './parts.ts';
import { oneLine } from './plain-text.ts';
import { letterOf } from './templates.ts';

/** A message on paper. */
export interface Paper {
  pdf: Uint8Array;
  pages: number;
}

/** Where a letter goes. */
export interface PostalAddress {
  name: string;
  street: string;
  postalCode: string;
  city: string;
}

const words = {
  de: {
    fax: 'Fax',
    to: 'An',
    from: 'Von',
    phone: 'Telefon',
    number: 'Unser Zeichen',
    date: 'Datum',
    otherwise: 'Wenn niemand handelt',
    wrote: 'Dazu heißt es:',
    open: (url: string) => `Ansehen und antworten: den Code mit dem Telefon aufnehmen, oder im Browser öffnen: ${url}`,
    answer: 'Ihre Antwort',
    back: (fax: string) => `Bitte ausfüllen und an unser Fax ${fax} zurücksenden.`,
    post: 'Sie können auch auf diesem Blatt antworten: bitte ankreuzen, unterschreiben und an uns zurücksenden.',
    accept: '[   ]  Wir nehmen den Auftrag an.',
    decline: '[   ]  Wir können den Auftrag nicht annehmen. Grund: ______________________________________',
    slots: ['1. Termin', '2. Termin', '3. Termin'].map(
      (each) => `${each}: ____ . ____ . ________   von ______ bis ______ Uhr`,
    ),
    sign: 'Datum, Unterschrift, Stempel: ________________________________________________',
    greeting: 'Guten Tag,',
    closing: 'Mit freundlichen Grüßen',
  },
  en: {
    fax: 'Fax',
    to: 'To',
    from: 'From',
    phone: 'Phone',
    number: 'Our reference',
    date: 'Date',
    otherwise: 'If nobody acts',
    wrote: 'The note says:',
    open: (url: string) => `View and answer: scan the code with your phone, or open in a browser: ${url}`,
    answer: 'Your answer',
    back: (fax: string) => `Please fill in and send it back to our fax ${fax}.`,
    post: 'You can also answer on this sheet: please tick, sign and send it back to us.',
    accept: '[   ]  We accept the order.',
    decline: '[   ]  We cannot accept the order. Reason: ______________________________________',
    slots: ['1st date', '2nd date', '3rd date'].map(
      (each) => `${each}: ____ . ____ . ________   from ______ to ______`,
    ),
    sign: 'Date, signature, stamp: ________________________________________________',
    greeting: 'Dear Sir or Madam,',
    closing: 'Kind regards',
  },
} satisfies Record<Locale, unknown>;

function begin(context: MessageContext, title: string, foot: string): Promise<Sheet> {
  return Sheet.begin({
    title,
    author: oneLine(context.company),
    language: context.locale,
    foot,
    made: new Date(context.createdAt),
  });
}

/**
 * A message as a fax: who sends it to whom, what it is about, and (for the offer of an order) a part to fill in and send
 * back to `answersTo`. The same bytes each time while its rows say the same.
 */
export async function faxPaper(
  context: MessageContext,
  number: string,
  sender: Letterhead | null,
  answersTo = sender?.fax ?? '',
): Promise<Paper> {
  const say = words[context.locale];
  const parts = partsOf(letterOf(context), context);
  const company = oneLine(context.company);
  const sheet = await begin(context, subjectOf(parts, context), `${company} · ${parts.top}`);
  sheet.title(say.fax);
  sheet.facts([
    [say.to, `${oneLine(context.name)}, ${number}`],
    [say.from, sender ? `${company}, ${sender.street}, ${sender.postalCode} ${sender.city}` : company],
    [say.phone, sender?.phone],
    [say.fax, answersTo],
    [say.date, dayText(context.createdAt, context.locale)],
  ]);
  sheet.rule();
  body(sheet, parts, context);
  if (context.template === 'orderOffered' && answersTo) {
    sheet.heading(say.answer);
    sheet.paragraph(say.back(answersTo), { muted: true, space: 8 });
    for (const line of [say.accept, say.decline, ...say.slots]) sheet.paragraph(line, { space: 9 });
    sheet.paragraph(say.sign, { space: 4 });
  }
  return { pdf: await sheet.finish(), pages: sheet.count };
}

/** A message as a letter for an envelope with a window: DIN 5008, form B. */
export async function letterPaper(
  context: MessageContext,
  to: PostalAddress,
  sender: Letterhead,
  logo: Uint8Array | null = null,
): Promise<Paper> {
  const say = words[context.locale];
  const parts = partsOf(letterOf(context), context);
  const sheet = await begin(context, subjectOf(parts, context), `${oneLine(sender.name)} · ${parts.top}`);
  const info = [
    [say.number, oneLine(context.number)],
    [say.phone, sender.phone],
    [say.fax, sender.fax],
    ['E-Mail', sender.email],
    [say.date, dayText(context.createdAt, context.locale)],
  ] as const;
  await drawLetterhead(
    sheet,
    { ...sender, name: oneLine(sender.name), logo },
    {
      to: [to.name, to.street, `${to.postalCode} ${to.city}`.trim()].map(oneLine).filter(Boolean),
      info: info.filter(([, value]) => value),
    },
  );
  const { slip } = letterOf(context);
  body(sheet, parts, context, [say.greeting, say.closing, oneLine(sender.name)]);
  if (slip) {
    sheet.heading(say.answer);
    sheet.paragraph(say.post, { muted: true, space: 8 });
    for (const line of slip) sheet.paragraph(line, { space: 9 });
  }
  return { pdf: await sheet.finish(), pages: sheet.count };
}

const GREETS = /^(guten (tag|morgen|abend)|hallo|liebe|sehr geehrte|moin|grüß gott|dear|hello|good (morning|day))\b/i;
const CLOSES =
  /^(mit (freundlichen|besten|herzlichen) grüßen|freundliche grüße|viele grüße|kind regards|best regards|yours)/i;

function body(
  sheet: Sheet,
  parts: Parts,
  context: MessageContext,
  frame?: [greeting: string, closing: string, name: string],
): void {
  const say = words[context.locale];
  sheet.paragraph(parts.headline, { size: 12.5, bold: true, space: 2 });
  sheet.paragraph([parts.top, parts.title].filter(Boolean).join('\n'), { muted: true, space: 8 });
  // Whoever wrote the text may have greeted already.
  if (frame && (parts.asked || !GREETS.test(parts.paragraphs[0] ?? '')))
    sheet.paragraph(frame[0], { size: 10.5, space: 6 });
  if (parts.asked) sheet.paragraph(parts.asked, { size: 10.5, bold: true, space: 6 });
  for (const text of parts.paragraphs) sheet.paragraph(text, { size: 10.5, space: 6 });
  if (parts.quote) {
    sheet.paragraph(parts.quote.who || say.wrote, { muted: true, space: 2 });
    sheet.paragraph(parts.quote.text, { size: 10.5, indent: 10, space: 6 });
  }
  sheet.facts(parts.facts, 130);
  if (parts.otherwise) sheet.paragraph(`${parts.otherwise.label}: ${parts.otherwise.text}`, { muted: true, space: 8 });
  if (parts.button) {
    const { modules } = create(context.url, { errorCorrectionLevel: 'L' });
    sheet.code({ size: modules.size, at: (row, column) => modules.get(row, column) === 1 }, say.open(context.url));
  }
  if (frame) {
    if (!parts.paragraphs.some((text) => CLOSES.test(text))) sheet.paragraph(frame[1], { size: 10.5, space: 2 });
    sheet.paragraph(frame[2], { size: 10.5, space: 8 });
  }
}
