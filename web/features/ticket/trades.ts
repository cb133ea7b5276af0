import { m } from '../../../.build/i18n/messages.js';
import { categoryOf, type Trade } from '../../../domain/report/categories.ts';
import { locale } from '../../ui/locale.ts';

const words: Record<Trade, () => string> = {
  plumbing: () => m.ticket_trade_plumbing(),
  heating: () => m.ticket_trade_heating(),
  electrics: () => m.ticket_trade_electrics(),
  locks: () => m.ticket_trade_locks(),
  lift: () => m.ticket_trade_lift(),
  windows: () => m.ticket_trade_windows(),
  roof: () => m.ticket_trade_roof(),
  painting: () => m.ticket_trade_painting(),
  cleaning: () => m.ticket_trade_cleaning(),
  garden: () => m.ticket_trade_garden(),
  caretaker: () => m.ticket_trade_caretaker(),
};

/** A trade as people say it; one that a workspace has named itself stays as it is. */
export const sayTrade = (trade: string): string => words[trade as Trade]?.() ?? trade;

/** A category as people say it. */
export const sayCategory = (id: string): string => categoryOf(id)?.label[locale()] ?? id;

/** The questions that were answered with a report, and the answers. */
export function sayAnswers(
  category: string,
  answers: readonly { question: string; answer: string }[],
): { question: string; answer: string }[] {
  const questions = categoryOf(category)?.questions ?? [];
  return answers.flatMap((given) => {
    const question = questions.find(({ id }) => id === given.question);
    const answer = question?.answers.find(({ id }) => id === given.answer);
    return question && answer ? [{ question: question.label[locale()], answer: answer.label[locale()] }] : [];
  });
}
