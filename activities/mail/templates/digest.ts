import { dayText, momentText } from '../dates.ts';
import type { LetterGroup, LetterTemplate, Locale, MessageContext } from '../letter.ts';

const headings: Record<Locale, Record<LetterGroup['kind'], string>> = {
  de: { due: 'Heute fällig', came: 'Neu eingegangen', happened: 'Was passiert ist' },
  en: { due: 'Due today', came: 'New reports', happened: 'What happened' },
};

/** The mail of a day: everything that would have been mails of their own, ticket by ticket. */
export const digest: LetterTemplate = {
  de: (context) => ({
    headline: `Ihre Tagesübersicht, ${dayText(context.createdAt, 'de')}`,
    groups: groupsOf(context, (count) => `und ${count} weitere`),
    button: { us: 'Schreibtisch öffnen', contractor: 'Aufträge ansehen', resident: 'Meldungen ansehen' }[
      context.reader
    ],
  }),
  en: (context) => ({
    headline: `Your day, ${dayText(context.createdAt, 'en')}`,
    groups: groupsOf(context, (count) => `and ${count} more`),
    button: { us: 'Open the desk', contractor: 'View your orders', resident: 'View your reports' }[context.reader],
  }),
};

function groupsOf({ digest: groups, locale }: MessageContext, more: (count: number) => string) {
  const named = groups ?? [];
  return named.map((group) => ({
    // A heading over the only group says nothing.
    heading: named.length > 1 || group.kind !== 'happened' ? headings[locale][group.kind] : null,
    items: group.items.map(({ top, title, url, dueAt, lines }) => ({
      top,
      title,
      url,
      due: dueAt && momentText(dueAt, locale),
      lines: lines.map(({ at, text, quote }) => ({ at: momentText(at, locale), text, quote })),
    })),
    more: group.more > 0 ? more(group.more) : null,
  }));
}
