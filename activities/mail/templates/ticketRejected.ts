import type { rejectionReasons } from '../../../domain/ticket/rejection.ts';
import type { LetterTemplate, Locale } from '../letter.ts';

type Reason = (typeof rejectionReasons)[number];

const reasons: Record<Locale, Record<Reason, string>> = {
  de: {
    notOurs: 'Für diesen Bereich sind wir nicht zuständig.',
    duplicate: 'Der Schaden ist schon gemeldet und wird bearbeitet.',
    tooVague: 'Die Angaben reichen uns nicht aus, um etwas zu veranlassen.',
    ownResponsibility: 'Darum kümmern sich die Bewohner der Wohnung selbst.',
    other: 'Den Grund lesen Sie auf der Seite zu Ihrer Meldung.',
  },
  en: {
    notOurs: 'We are not responsible for this.',
    duplicate: 'The damage has been reported already and is being dealt with.',
    tooVague: 'What we know is not enough to act on.',
    ownResponsibility: 'This is up to the residents of the flat.',
    other: 'Your report’s page gives the reason.',
  },
};

/** To who reported: we do not take it on, and why. */
export const ticketRejected: LetterTemplate = {
  de: ({ facts }) => ({
    headline: 'Wir übernehmen Ihre Meldung nicht',
    paragraphs: [
      reasons.de[facts.reason as Reason] ?? reasons.de.other,
      'Sehen Sie das anders? Auf der Seite zu Ihrer Meldung können Sie sie wieder öffnen.',
    ],
    quote: true,
    button: 'Meldung ansehen',
  }),
  en: ({ facts }) => ({
    headline: 'We have rejected your report',
    paragraphs: [
      reasons.en[facts.reason as Reason] ?? reasons.en.other,
      'Do you disagree? You can reopen it on your report’s page.',
    ],
    quote: true,
    button: 'View the report',
  }),
};
