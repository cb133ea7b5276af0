import type { LetterTemplate } from '../letter.ts';

/** To who asked: there is an answer. */
export const clarificationAnswered: LetterTemplate = {
  de: () => ({ headline: 'Antwort auf Ihre Frage', quote: true, button: 'Antwort ansehen' }),
  en: () => ({ headline: 'Answer to your question', quote: true, button: 'View the answer' }),
};
