import { contentHtml, escapeHtml, layout, linkHtml } from './html.ts';
import type { Letter, MessageContext } from './letter.ts';
import { type Parts, partsOf, subjectOf, topLine } from './parts.ts';
import { clip, oneLine } from './plain-text.ts';

/** A letter as it goes out. */
export interface Rendered {
  subject: string;
  text: string;
  html: string;
}

/** Text and HTML of a letter, from one description. Every value is escaped; line breaks can't leave their place. */
export function render(letter: Letter, context: MessageContext, read = false): Rendered {
  const { locale } = context;
  const parts = partsOf(letter, context, read);
  const { top } = parts;
  const subject = subjectOf(parts, context);
  const [first] = parts.groups.flatMap(({ items }) => items);
  const preheader = clip(
    parts.asked ?? parts.paragraphs[0] ?? (top || (first ? `${first.title} · ${first.top}` : '')),
    140,
  );
  const places: Record<string, string> = {
    lang: locale,
    subject: escapeHtml(subject),
    preheader: escapeHtml(preheader),
    company: escapeHtml(oneLine(context.company)),
    footer: escapeHtml(parts.footer) + (parts.preferences ? linkHtml(parts.preferences) : ''),
    content: contentHtml(parts, context.accent),
  };
  // In one pass, so that a placeholder which somebody typed stays what it is: words.
  const html = layout().replace(/\{\{(\w+)\}\}/g, (_, place: string) => places[place] ?? '');
  return { subject, text: contentText(parts), html };
}

/** What a mobile shows as one text is sent as two of these many signs (GSM 03.38). */
const SMS_MOST = 2 * 153;

/** Signs that would make a whole text cost twice as much, as mobiles have them. */
const plainSigns: ReadonlyArray<readonly [RegExp, string]> = [
  [/ · /g, ', '],
  [/[–—]/g, '-'],
  [/[„“”]/g, '"'],
  [/[‚‘’]/g, "'"],
];

/** A text for a mobile, the link whole and at the end. Where there is no room for all, the place gives way first. */
export function renderSms(letter: Letter, context: MessageContext): string {
  const link = ` ${context.url}`;
  const room = SMS_MOST - link.length;
  const asked = letter.asked ? ` ${letter.asked}` : '';
  const said = (top: string) =>
    plainSigns.reduce(
      (text, [sign, plain]) => text.replace(sign, plain),
      oneLine(`${context.company}: ${letter.headline}${top && ` (${top})`}.${asked}`),
    );
  const top = topLine(context);
  const whole = said(top);
  const text = whole.length <= room ? whole : said(topLine({ ...context, place: '' }));
  return `${text.length <= room ? text : clip(text, room - 2).replace('…', '...')}${link}`;
}

function contentText({
  top,
  title,
  headline,
  asked,
  paragraphs,
  quote,
  facts,
  groups,
  button,
  otherwise,
  footer,
  preferences,
}: Parts): string {
  const width = Math.max(0, ...facts.map(([label]) => label.length)) + 1;
  const blocks = [
    [top, title].filter(Boolean).join('\n'),
    `${headline}\n${'='.repeat(Math.min(headline.length, 60))}`,
    asked,
    ...paragraphs,
    quote && [quote.who, ...quote.text.split('\n').map((line) => `> ${line}`)].join('\n'),
    facts.map(([label, value]) => `${`${label}:`.padEnd(width)} ${value}`).join('\n'),
    ...groups.flatMap(groupText),
    button && `${button.label}:\n${button.url}`,
    otherwise && `${otherwise.label}: ${otherwise.text}`,
    `--\n${footer}${preferences ? `\n${preferences.label}:\n${preferences.url}` : ''}`,
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

function groupText({ heading, items, more }: Parts['groups'][number]): (string | null)[] {
  return [
    heading && `${heading}\n${'-'.repeat(heading.length)}`,
    ...items.map(({ top, title, url, due, lines }) =>
      [
        title,
        top,
        due,
        ...lines.flatMap(({ at, text, quote }) => [
          `* ${at}: ${text}`,
          ...(quote ? quote.split('\n').map((line) => `  > ${line}`) : []),
        ]),
        url,
      ]
        .filter(Boolean)
        .join('\n'),
    ),
    more,
  ];
}
