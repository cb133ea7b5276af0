import type { LetterTemplate, MessageContext } from '../letter.ts';

const leading = ({ facts }: MessageContext) => (typeof facts.number === 'string' ? facts.number : null);

/** To who reported: another ticket about the same damage leads from now on. */
export const ticketMerged: LetterTemplate = {
  de: (context) => ({
    headline: 'Ihre Meldung wurde mit einer anderen zusammengeführt',
    paragraphs: [
      'Denselben Schaden haben mehrere gemeldet. Wir bearbeiten ihn an einer Stelle und schreiben Ihnen, wenn er behoben ist.',
      'Auf der Seite zu Ihrer Meldung sehen Sie weiterhin, wie weit wir sind. Geht es um etwas anderes, öffnen Sie Ihre Meldung dort wieder.',
    ],
    facts: [['Weiter unter', leading(context)]],
    quote: true,
    button: 'Stand ansehen',
  }),
  en: (context) => ({
    headline: 'Your report was merged with another one',
    paragraphs: [
      'Several people reported the same damage. We deal with it in one place and will write to you when it is repaired.',
      'Your report’s page still shows how far we are. If yours is about something else, reopen it there.',
    ],
    facts: [['Continued as', leading(context)]],
    quote: true,
    button: 'See where it stands',
  }),
};
