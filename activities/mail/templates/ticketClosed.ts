import type { TicketOutcome } from '../../../domain/ticket/state.ts';
import type { LetterTemplate, Locale } from '../letter.ts';

const outcomes: Record<Locale, Record<TicketOutcome, string>> = {
  de: {
    done: 'Die Arbeit ist erledigt und abgenommen.',
    rejected: 'Die Meldung wurde nicht übernommen.',
    withdrawn: 'Die Meldung wurde zurückgezogen.',
    notNeeded: 'Es ist nichts weiter zu tun.',
    merged: 'Der Vorgang wurde mit einem anderen zusammengeführt.',
  },
  en: {
    done: 'The work is done and accepted.',
    rejected: 'The report was rejected.',
    withdrawn: 'The report was withdrawn.',
    notNeeded: 'Nothing more needs to be done.',
    merged: 'The ticket was merged with another one.',
  },
};

/** To who reported, or to us where they closed it themselves: it has ended. */
export const ticketClosed: LetterTemplate = {
  de: ({ outcome, reader }) => ({
    headline: 'Der Vorgang ist abgeschlossen',
    paragraphs: [
      outcomes.de[outcome as TicketOutcome] ?? outcomes.de.notNeeded,
      ...(reader === 'us'
        ? []
        : [
            'Ist es doch nicht behoben? Auf der Seite zu Ihrer Meldung können Sie ihn 30 Tage lang wieder öffnen, mit Worten und Fotos.',
          ]),
    ],
    quote: true,
    button: 'Vorgang ansehen',
  }),
  en: ({ outcome, reader }) => ({
    headline: 'The ticket is closed',
    paragraphs: [
      outcomes.en[outcome as TicketOutcome] ?? outcomes.en.notNeeded,
      ...(reader === 'us'
        ? []
        : ['Not repaired after all? You can reopen it on your report’s page for 30 days, with words and photos.']),
    ],
    quote: true,
    button: 'View the ticket',
  }),
};
