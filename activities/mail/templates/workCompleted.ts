import type { CompletionResult } from '../../../domain/lifecycle/facts.ts';
import type { LetterTemplate, Locale } from '../letter.ts';

const headlines: Record<Locale, Record<CompletionResult, string>> = {
  de: {
    done: 'Die Arbeit ist fertig gemeldet',
    partial: 'Die Arbeit ist zum Teil erledigt',
    impossible: 'Die Arbeit war nicht möglich',
  },
  en: {
    done: 'The work is reported as done',
    partial: 'The work is done in part',
    impossible: 'The work was not possible',
  },
};

/** To us: what the contractor reported about the work. */
export const workCompleted: LetterTemplate = {
  de: ({ facts, orderNumber, contractor }) => ({
    headline: headlines.de[facts.result as CompletionResult] ?? headlines.de.done,
    asked: facts.result === 'done' ? undefined : 'Bitte entscheiden Sie, wie es weitergeht.',
    quote: true,
    facts: [
      ['Auftrag', orderNumber],
      ['Betrieb', contractor],
    ],
    button: 'Vorgang öffnen',
  }),
  en: ({ facts, orderNumber, contractor }) => ({
    headline: headlines.en[facts.result as CompletionResult] ?? headlines.en.done,
    asked: facts.result === 'done' ? undefined : 'Please decide what happens next.',
    quote: true,
    facts: [
      ['Order', orderNumber],
      ['Contractor', contractor],
    ],
    button: 'Open the ticket',
  }),
};
