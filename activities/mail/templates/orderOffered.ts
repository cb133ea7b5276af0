import type { LetterTemplate } from '../letter.ts';
import { orderFacts, until } from '../phrases.ts';

/** To a contractor: an order to accept or decline. */
export const orderOffered: LetterTemplate = {
  de: (context) => ({
    headline: 'Neuer Auftrag für Sie',
    asked: `Bitte sagen Sie${until(context)} zu oder ab.`,
    facts: orderFacts(context),
    button: 'Auftrag ansehen und antworten',
    otherwise: 'Ohne Antwort fragen wir einen anderen Betrieb.',
  }),
  en: (context) => ({
    headline: 'A new order for you',
    asked: `Please accept or decline it${until(context)}.`,
    facts: orderFacts(context),
    button: 'View the order and answer',
    otherwise: 'Without an answer we ask another contractor.',
  }),
};
