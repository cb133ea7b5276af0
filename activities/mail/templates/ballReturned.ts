import type { LetterTemplate } from '../letter.ts';
import { stageOf } from '../stages.ts';

/** To us: somebody else's time is over, it is our turn. */
export const ballReturned: LetterTemplate = {
  de: (context) => ({
    headline: 'Jetzt sind wir dran',
    asked: 'Bitte entscheiden Sie, wie es weitergeht.',
    paragraphs: ['Eine Antwort ist ausgeblieben, die Frist ist vorbei.'],
    facts: [
      ['Ausgeblieben', stageOf(context).about],
      ['Auftrag', context.orderNumber],
      ['Betrieb', context.contractor],
    ],
    button: 'Vorgang öffnen',
  }),
  en: (context) => ({
    headline: 'It is our turn',
    asked: 'Please decide what happens next.',
    paragraphs: ['No answer came in time.'],
    facts: [
      ['Missing', stageOf(context).about],
      ['Order', context.orderNumber],
      ['Contractor', context.contractor],
    ],
    button: 'Open the ticket',
  }),
};
