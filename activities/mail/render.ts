import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fill } from '../../domain/texts/placeholders.ts';
import type { Letter, Locale, MessageContext, ShownItem } from './letter.ts';

const words = {
  de: {
    ticket: 'Vorgang',
    order: 'Auftrag',
    project: 'Projekt',
    otherwise: 'Wenn niemand handelt',
    wrote: (who: string | null) => (who ? `${who} schreibt:` : 'Dazu heißt es:'),
    late: 'Diese Nachricht kommt verspätet, weil unser Versand unterbrochen war.',
    footerOfCode: (company: string) =>
      `${company}. Haben Sie das nicht angefordert, brauchen Sie nichts zu tun. Antworten auf diese Adresse liest niemand.`,
    footer: (company: string) =>
      `${company}. Bitte antworten Sie über die Schaltfläche; Antworten auf diese Adresse liest niemand.`,
    preferences: 'Benachrichtigungen einstellen oder abbestellen',
    due: (date: string) => `Fällig ${date}`,
  },
  en: {
    ticket: 'Ticket',
    order: 'Order',
    project: 'Project',
    otherwise: 'If nobody acts',
    wrote: (who: string | null) => (who ? `${who} writes:` : 'The note says:'),
    late: 'This message is late because our mail service was interrupted.',
    footerOfCode: (company: string) =>
      `${company}. If you did not ask for this, you do not have to do anything. Nobody reads replies to this address.`,
    footer: (company: string) => `${company}. Please use the button to answer; nobody reads replies to this address.`,
    preferences: 'Choose or stop your notifications',
    due: (date: string) => `Due ${date}`,
  },
} satisfies Record<Locale, unknown>;

/** A letter as it goes out. */
export interface Rendered {
  subject: string;
  text: string;
  html: string;
}

/** What a letter says, part by part, each in plain text without control characters. */
export function partsOf(letter: Letter, context: MessageContext): Parts {
  const say = words[context.locale];
  return {
    top: topLine(context),
    title: oneLine(context.title),
    headline: oneLine(letter.headline),
    asked: letter.asked === undefined ? null : oneLine(letter.asked),
    paragraphs: [...(context.late ? [say.late] : []), ...(letter.paragraphs ?? []), ...added(context)]
      .map(oneLine)
      .filter(Boolean),
    quote:
      letter.quote && context.words.trim()
        ? { who: oneLine(say.wrote(context.actor)), text: plain(context.words) }
        : null,
    facts: (letter.facts ?? []).flatMap(([label, value]) => (value ? [[oneLine(label), oneLine(value)] as const] : [])),
    groups: (letter.groups ?? []).map(({ heading, items, more }) => ({
      heading,
      more,
      items: items.map(({ top, title, url, due, lines }) => ({
        top: oneLine(top),
        title: oneLine(title),
        url,
        due: due && say.due(due),
        lines: lines.map(({ at, text, quote }) => ({ at, text: oneLine(text), quote: plain(quote) })),
      })),
    })),
    button: letter.button === undefined ? null : { label: oneLine(letter.button), url: context.url },
    otherwise: letter.otherwise ? { label: say.otherwise, text: oneLine(letter.otherwise) } : null,
    footer: (context.code === null ? say.footer : say.footerOfCode)(oneLine(context.company)),
    preferences: context.preferences && { label: say.preferences, url: context.preferences.url },
  };
}

/** What the office adds, line by line, with what this message knows; nothing in what our own people get. */
function added({ addition, reader, name, number, title, place, company }: MessageContext): string[] {
  if (!addition || reader === 'us') return [];
  return fill(plain(addition), { name, number, title, address: place, company }).split('\n');
}

/** One line that says what it is about. */
export function subjectOf(parts: Parts, context: MessageContext): string {
  const about = [oneLine(context.number), parts.title].filter(Boolean).join(', ');
  return clip([parts.headline, about].filter(Boolean).join(' – '), 150);
}

/** Text and HTML of a letter, from one description. Every value is escaped; line breaks can't leave their place. */
export function render(letter: Letter, context: MessageContext): Rendered {
  const { locale } = context;
  const parts = partsOf(letter, context);
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

/** At most 300 characters for a mobile, the link whole and at the end. */
export function renderSms(letter: Letter, context: MessageContext): string {
  const company = oneLine(context.company);
  const link = ` ${context.url}`;
  const asked = letter.asked ? ` ${letter.asked}` : '';
  const top = topLine(context);
  const text = `${company}: ${letter.headline}${top && ` (${top})`}.${asked}`;
  return `${clip(oneLine(text), 300 - link.length)}${link}`;
}

/** Number and place: "Vorgang 2026-00012 · Lindenstraße 12, 10115 Berlin, WE 07". */
export function topLine({
  locale,
  reader,
  label,
  number,
  orderNumber,
  place,
  project,
}: Pick<MessageContext, 'locale' | 'reader' | 'number' | 'place'> &
  Partial<Pick<MessageContext, 'project' | 'label' | 'orderNumber'>>): string {
  const say = words[locale];
  const noun =
    label ?? (project ? say.project : reader === 'contractor' && number === orderNumber ? say.order : say.ticket);
  return oneLine([number && `${noun} ${number}`, place].filter(Boolean).join(' · '));
}

/** A letter's parts as they are shown. */
export interface Parts {
  top: string;
  title: string;
  headline: string;
  asked: string | null;
  paragraphs: string[];
  quote: { who: string; text: string } | null;
  facts: (readonly [label: string, value: string])[];
  groups: { heading: string | null; items: ShownItem[]; more: string | null }[];
  button: { label: string; url: string } | null;
  otherwise: { label: string; text: string } | null;
  footer: string;
  /** Where one says what one wants to hear of. Mails name it; on paper and in texts nothing can be pressed. */
  preferences: { label: string; url: string } | null;
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

const style = {
  top: 'margin:0;font-size:13px;line-height:19px;color:#5a6861',
  title: 'margin:2px 0 0;font-size:15px;line-height:22px;font-weight:600;color:#16201b',
  headline: 'margin:20px 0 0;font-size:21px;line-height:28px;font-weight:600;letter-spacing:-0.01em;color:#16201b',
  turn: 'margin:18px 0 0;padding:14px 16px;background-color:#fdf1dc;border-left:3px solid #9a5b00;border-radius:8px',
  asked: 'margin:0;font-size:16px;line-height:24px;font-weight:600;color:#9a5b00',
  paragraph: 'margin:16px 0 0;font-size:16px;line-height:24px;color:#16201b',
  quote: 'margin:18px 0 0;padding:12px 16px;background-color:#eef0ed;border-radius:8px',
  small: 'margin:0 0 4px;font-size:13px;line-height:18px;color:#5a6861',
  quoted: 'margin:0;font-size:16px;line-height:24px;color:#16201b;overflow-wrap:anywhere',
  facts: 'margin:18px 0 0;border-collapse:collapse;width:100%',
  label:
    'padding:9px 16px 9px 0;border-top:1px solid #e0e4e0;font-size:14px;line-height:20px;color:#5a6861;text-align:left;' +
    'vertical-align:top;font-weight:400;width:34%',
  value:
    'padding:9px 0;border-top:1px solid #e0e4e0;font-size:15px;line-height:20px;color:#16201b;vertical-align:top;' +
    'overflow-wrap:anywhere',
  group: 'margin:26px 0 0;font-size:13px;line-height:18px;font-weight:600;color:#5a6861',
  item: 'margin:12px 0 0;padding:14px 16px;border:1px solid #e0e4e0;border-radius:8px',
  itemLink:
    'font-size:16px;line-height:22px;font-weight:600;color:#0e6a4f;text-decoration:none;overflow-wrap:anywhere;hyphens:auto',
  due: 'margin:6px 0 0;font-size:14px;line-height:20px;font-weight:600;color:#9a5b00',
  happened: 'margin:10px 0 0;font-size:15px;line-height:22px;color:#16201b;overflow-wrap:anywhere',
  otherwise: 'margin:24px 0 0;padding:12px 16px;border:1px dashed #868f89;border-radius:8px',
  otherwiseText: 'margin:0;font-size:14px;line-height:21px;color:#5a6861',
};

function contentHtml(parts: Parts, accent: string | null): string {
  const { top, title, headline, asked, paragraphs, quote, facts, otherwise } = parts;
  const button = parts.button && buttonHtml(parts.button, accent);
  return [
    top && `<p class="muted" style="${style.top}">${escapeHtml(unbroken(top))}</p>`,
    title && `<p class="ink" style="${style.title}">${escapeHtml(title)}</p>`,
    `<h1 class="ink" style="${style.headline}">${escapeHtml(headline)}</h1>`,
    asked &&
      `<div class="turn" style="${style.turn}"><p class="turn-ink" style="${style.asked}">${escapeHtml(unbroken(asked))}</p></div>`,
    asked && button,
    ...paragraphs.map((text) => `<p class="ink" style="${style.paragraph}">${escapeHtml(text)}</p>`),
    quote &&
      `<div class="sunken" style="${style.quote}"><p class="muted" style="${style.small}">${escapeHtml(quote.who)}</p>` +
        `<p class="ink" style="${style.quoted}">${escapeHtml(quote.text).replaceAll('\n', '<br>')}</p></div>`,
    facts.length > 0 &&
      `<table style="${style.facts}"><tbody>${facts
        .map(
          ([label, value]) =>
            `<tr><th scope="row" class="muted line" style="${style.label}">${escapeHtml(label)}</th>` +
            `<td class="ink line" style="${style.value}">${escapeHtml(unbroken(value))}</td></tr>`,
        )
        .join('')}</tbody></table>`,
    ...parts.groups.map(groupHtml),
    !asked && button,
    otherwise &&
      `<div class="line" style="${style.otherwise}"><p class="muted" style="${style.small}">${escapeHtml(otherwise.label)}</p>` +
        `<p class="muted" style="${style.otherwiseText}">${escapeHtml(otherwise.text)}</p></div>`,
  ]
    .filter(Boolean)
    .join('\n');
}

function groupHtml({ heading, items, more }: Parts['groups'][number]): string {
  const shown = items.map(({ top, title, url, due, lines }) =>
    [
      `<div class="line" style="${style.item}"><a class="link" href="${escapeHtml(url)}" style="${style.itemLink}">${escapeHtml(title)}</a>`,
      `<p class="muted" style="${style.top}">${escapeHtml(unbroken(top))}</p>`,
      due && `<p class="turn-ink" style="${style.due}">${escapeHtml(unbroken(due))}</p>`,
      ...lines.flatMap(({ at, text, quote }) => [
        `<p class="ink" style="${style.happened}"><span class="muted" style="font-size:13px;color:#5a6861">${escapeHtml(unbroken(at))}</span><br>${escapeHtml(text)}</p>`,
        quote &&
          `<div class="sunken" style="${style.quote};margin-top:8px"><p class="ink" style="${style.quoted}">${escapeHtml(quote).replaceAll('\n', '<br>')}</p></div>`,
      ]),
      '</div>',
    ]
      .filter(Boolean)
      .join(''),
  );
  return [
    heading && `<h2 class="muted" style="${style.group}">${escapeHtml(heading)}</h2>`,
    ...shown,
    more && `<p class="muted" style="${style.top};margin-top:10px">${escapeHtml(more)}</p>`,
  ]
    .filter(Boolean)
    .join('\n');
}

function linkHtml({ label, url }: NonNullable<Parts['preferences']>): string {
  return `<br><a class="muted" href="${escapeHtml(url)}" style="color:#5a6861;text-decoration:underline">${escapeHtml(label)}</a>`;
}

function buttonHtml({ label, url }: NonNullable<Parts['button']>, accent: string | null): string {
  const background = accent ?? '#0e6a4f';
  const ink = isLight(background) ? '#16201b' : '#ffffff';
  const cell = `border-radius:8px;background-color:${background}`;
  const link =
    `display:inline-block;padding:14px 24px;font-size:16px;line-height:22px;font-weight:600;color:${ink};` +
    'text-decoration:none;text-align:center';
  return (
    '<table role="presentation" class="button" cellpadding="0" cellspacing="0" style="margin:20px 0 0;border-collapse:separate">' +
    `<tbody><tr><td style="${cell}"><a href="${escapeHtml(url)}" style="${link}">${escapeHtml(label)}</a></td></tr></tbody></table>`
  );
}

/** Whether dark ink reads better on this colour than white (relative luminance, WCAG 2.2). */
function isLight(colour: string): boolean {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18;
}

let compiled: string | undefined;

function layout(): string {
  compiled ??= readFileSync(join(import.meta.dirname, '..', '..', '.build', 'mail-layout.html'), 'utf8');
  return compiled;
}

/** Text without control characters, its line breaks kept. */
export function plain(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, (sign) => (sign === '\n' ? sign : ' '));
}

/** Text in one line, without control characters: nothing in it can begin a header or a property of its own. */
export function oneLine(text: string): string {
  return plain(text).replace(/\s+/g, ' ').trim();
}

/** Keeps together what is read as one: dates, times, a postal code with its town. */
function unbroken(text: string): string {
  return text
    .replace(/(\d\d:\d\d) – (\d\d:\d\d)/g, '$1\u00a0–\u00a0$2')
    .replace(/(\d\d:\d\d) (Uhr)/g, '$1\u00a0$2')
    .replace(/(\d\.?) (\p{L}+\.?) (\d{4})\b/gu, '$1\u00a0$2\u00a0$3')
    .replace(/(\d{5}) (?=\p{Lu})/gu, '$1\u00a0');
}

function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}

/** Text as HTML shows it, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
