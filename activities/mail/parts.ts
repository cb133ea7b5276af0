import { fill } from '../../domain/texts/placeholders.ts';
import type { Letter, Locale, MessageContext, ShownItem } from './letter.ts';
import { clip, oneLine, plain } from './plain-text.ts';

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
    footerOfRead: (company: string) =>
      `${company}. Sie können über die Schaltfläche antworten oder direkt auf diese E-Mail.`,
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
    footerOfRead: (company: string) => `${company}. You can answer with the button or by replying to this email.`,
    preferences: 'Choose or stop your notifications',
    due: (date: string) => `Due ${date}`,
  },
} satisfies Record<Locale, unknown>;

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

/**
 * What a letter says, part by part, each in plain text without control characters. `read` says whether replies to the
 * mail are read.
 */
export function partsOf(letter: Letter, context: MessageContext, read = false): Parts {
  const say = words[context.locale];
  const footer = context.code !== null ? say.footerOfCode : read ? say.footerOfRead : say.footer;
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
    footer: footer(oneLine(context.company)),
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
