import type { declineReasons } from '../../../domain/workOrder/commands.ts';
import type { LetterTemplate, Locale } from '../letter.ts';

type Reason = (typeof declineReasons)[number];

const reasons: Record<Locale, Record<Reason, string>> = {
  de: {
    noCapacity: 'Keine freien Termine',
    notOurTrade: 'Nicht unser Gewerk',
    tooFar: 'Zu weit entfernt',
    terms: 'Bedingungen passen nicht',
    other: 'Anderer Grund',
  },
  en: {
    noCapacity: 'No free dates',
    notOurTrade: 'Not our trade',
    tooFar: 'Too far away',
    terms: 'Terms do not suit us',
    other: 'Another reason',
  },
};

/** To us: a contractor does not take the order; the next one is asked if there is one. */
export const orderDeclined: LetterTemplate = {
  de: ({ facts, actor, orderNumber }) => ({
    headline: 'Ein Betrieb hat abgesagt',
    paragraphs: ['Ist ein weiterer Betrieb vorgesehen, wird er jetzt gefragt.'],
    quote: true,
    facts: [
      ['Auftrag', orderNumber],
      ['Abgesagt von', actor],
      ['Grund', reasons.de[facts.reason as Reason] ?? null],
    ],
    button: 'Vorgang öffnen',
  }),
  en: ({ facts, actor, orderNumber }) => ({
    headline: 'A contractor has declined',
    paragraphs: ['If another contractor is planned, they are being asked now.'],
    quote: true,
    facts: [
      ['Order', orderNumber],
      ['Declined by', actor],
      ['Reason', reasons.en[facts.reason as Reason] ?? null],
    ],
    button: 'Open the ticket',
  }),
};
