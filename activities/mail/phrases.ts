import { dayText, momentText, moneyText, spanText } from './dates.ts';
import type { Locale, MessageContext, OfferedOrder, OrderedWork } from './letter.ts';

/** What a letter lists; without a value it is left out. */
type Fact = [label: string, value: string | null];

/** "bis Fr, 27. Nov. 2026, 12:00 Uhr", or nothing where no date is known. Begins with a space. */
export function until({ until: date, locale }: MessageContext): string {
  if (date === null) return '';
  return locale === 'de' ? ` bis ${momentText(date, locale)}` : ` by ${momentText(date, locale)}`;
}

/** The appointment's date, or null. */
export function appointmentDate({ appointment, locale }: MessageContext): string | null {
  return appointment && spanText(appointment.starts, appointment.ends, locale);
}

/** The appointment's day, for a headline: "Mi, 25. Nov. 2026". */
export function appointmentDay({ appointment, locale }: MessageContext): string {
  return appointment ? dayText(appointment.starts, locale) : '';
}

/** Whether this reader is who comes: the firm, or one of us on a visit of our own. */
export function comes({ reader, visitor }: MessageContext): boolean {
  return reader === 'contractor' || (reader === 'us' && Boolean(visitor));
}

/** The other side of an appointment: who opens, for whoever comes; else who comes. */
export function appointmentParty(context: MessageContext): [label: string, value: string | null] {
  const german = context.locale === 'de';
  if (comes(context)) return [german ? 'Vor Ort' : 'On site', context.dwelling];
  return context.visitor
    ? [german ? 'Es kommt' : 'Coming', `${context.visitor}, ${context.company}`]
    : [german ? 'Betrieb' : 'Contractor', context.contractor];
}

/** The offered dates, one after the other. */
export function slotList({ slots, locale }: MessageContext): [label: string, value: string][] {
  const label = locale === 'de' ? 'Vorschlag' : 'Proposal';
  return slots.map(({ starts, ends }, index) => [`${label} ${index + 1}`, spanText(starts, ends, locale)]);
}

/** How pressing it is, where that is worth saying. */
export function urgencyText({ urgency, locale }: MessageContext): string | null {
  const words = {
    de: { emergency: 'Notfall', urgent: 'Dringend', normal: null },
    en: { emergency: 'Emergency', urgent: 'Urgent', normal: null },
  };
  return words[locale][urgency];
}

/**
 * What a contractor has to know about an order: what is to be done, what was reported where, how to get in, how pressing, up to
 * what amount, for whom and who pays.
 */
export function orderFacts(context: MessageContext): Fact[] {
  const { locale, instructions, limitCents, order } = context;
  const german = locale === 'de';
  return [
    [german ? 'Was ist zu tun' : 'What is to be done', instructions || null],
    ...(order ? workFacts(order, locale) : []),
    [german ? 'Dringlichkeit' : 'Urgency', urgencyText(context)],
    [german ? 'Höchstens' : 'At most', limitCents === null ? null : moneyText(limitCents, locale)],
    [german ? 'Auftraggeber' : 'Client', order?.client ?? null],
    [german ? 'Rechnung an' : 'Invoice to', order?.invoiceTo ?? null],
  ];
}

/** One damage in parts; of several each under its place. */
function workFacts({ works, more }: OfferedOrder, locale: Locale): Fact[] {
  const german = locale === 'de';
  const access = german ? 'Zugang' : 'Access';
  const [first] = works;
  if (first && works.length === 1)
    return [
      [german ? 'Gemeldet' : 'Reported', first.description || first.title],
      [access, first.access || null],
    ];
  const others = german ? `${more} weitere, siehe Auftrag` : `${more} more, see the order`;
  return [
    ...works.map(
      (work): Fact => [
        work.place || (german ? 'Im Haus' : 'In the house'),
        [damage(work), work.access && `${access}: ${work.access}`].filter(Boolean).join(' · '),
      ],
    ),
    [german ? 'Und' : 'And', more > 0 ? others : null],
  ];
}

/** What is broken; words that begin with their title say it once. */
function damage({ title, description }: OrderedWork): string {
  if (description === '') return title;
  return description.startsWith(title) ? description : `${title}: ${description}`;
}
