import { moneyText } from '../dates.ts';
import type { LetterTemplate, MessageContext } from '../letter.ts';
import { until } from '../phrases.ts';

const amount = ({ facts, locale }: MessageContext) =>
  typeof facts.amountCents === 'number' ? moneyText(facts.amountCents, locale) : null;

/** To a flat's owner: damage to separate property; may it be repaired at their expense? */
export const approvalAsked: LetterTemplate = {
  de: (context) => ({
    headline: 'Dürfen wir die Reparatur in Ihrer Wohnung beauftragen?',
    asked: `Bitte stimmen Sie zu oder lehnen Sie ab${until(context)}.`,
    paragraphs: [
      'Der Schaden betrifft Ihr Sondereigentum. Auftraggeber und Rechnungsempfänger sind deshalb Sie; wir beauftragen nur mit Ihrer Zustimmung.',
    ],
    facts: [['Voraussichtlich höchstens', amount(context)]],
    quote: true,
    button: 'Ansehen und entscheiden',
    otherwise: 'Ohne Antwort beauftragen wir nicht; die Verwaltung meldet sich bei Ihnen.',
  }),
  en: (context) => ({
    headline: 'May we order the repair in your flat?',
    asked: `Please agree or refuse${until(context)}.`,
    paragraphs: [
      'The damage concerns your separate property. You are therefore the client and receive the invoice; we only order with your consent.',
    ],
    facts: [['Expected at most', amount(context)]],
    quote: true,
    button: 'View and decide',
    otherwise: 'Without an answer we order nothing; the management will contact you.',
  }),
};
