import { isVote, missingText, silentNames } from '../campaign-phrases.ts';
import type { LetterTemplate } from '../letter.ts';

const why = {
  de: {
    deadline: 'Die Frist ist abgelaufen.',
    allAnswered: 'Alle haben geantwortet.',
    decided: 'Das Ergebnis kann sich nicht mehr ändern.',
  },
  en: {
    deadline: 'The deadline has passed.',
    allAnswered: 'Everybody has answered.',
    decided: 'The result can no longer change.',
  },
};

/** To us: no more answers are taken. A vote waits for its result to be announced, receipts may be missing. */
export const campaignEnded: LetterTemplate = {
  de: (context) => ({
    headline: isVote(context) ? 'Die Abstimmung ist beendet' : 'Die Lesebestätigungen sind da',
    asked: asks(context, 'Bitte verkünden Sie das Ergebnis.', 'Bitte entscheiden Sie über die fehlenden Antworten.'),
    paragraphs: [why.de[context.facts.why as 'deadline'] ?? ''],
    facts: [
      ['Ohne Antwort', missingText(context)],
      ['Es fehlen', silentNames(context)],
    ],
    button: `${context.label} öffnen`,
    otherwise: isVote(context) ? 'Solange das Ergebnis nicht verkündet ist, gibt es keinen Beschluss.' : undefined,
  }),
  en: (context) => ({
    headline: isVote(context) ? 'The vote has ended' : 'The receipts are in',
    asked: asks(context, 'Please announce the result.', 'Please decide about the missing answers.'),
    paragraphs: [why.en[context.facts.why as 'deadline'] ?? ''],
    facts: [
      ['Without an answer', missingText(context)],
      ['Missing', silentNames(context)],
    ],
    button: `Open the ${context.label?.toLowerCase()}`,
    otherwise: isVote(context) ? 'There is no resolution until the result is announced.' : undefined,
  }),
};

function asks(context: Parameters<LetterTemplate['de']>[0], vote: string, receipts: string): string | undefined {
  if (isVote(context)) return vote;
  return context.facts.why === 'allAnswered' ? undefined : receipts;
}
