import type { LetterTemplate, MessageContext } from '../letter.ts';
import { count, todoRows } from '../project.ts';

/** What was whoever's who left: to-dos, the lead, or both. */
function left(context: MessageContext): 'todos' | 'lead' | 'both' {
  if (context.facts.lead !== true) return 'todos';
  return count(context) > 0 ? 'both' : 'lead';
}

const de = {
  todos: [
    'Aufgaben, für die niemand zuständig ist',
    'Bitte bestimmen Sie, wer sie übernimmt.',
    'Wer zuständig war, ist nicht mehr da.',
  ],
  lead: [
    'Projekt ohne Leitung',
    'Bitte bestimmen Sie, wer es leitet.',
    'Wer das Projekt geleitet hat, ist nicht mehr da.',
  ],
  both: [
    'Projekt ohne Leitung, Aufgaben, für die niemand zuständig ist',
    'Bitte bestimmen Sie, wer das Projekt leitet und wer die Aufgaben übernimmt.',
    'Wer das Projekt geleitet hat, ist nicht mehr da.',
  ],
} as const;

const en = {
  todos: [
    'To-dos that nobody is responsible for',
    'Please decide who takes them over.',
    'The person responsible is no longer here.',
  ],
  lead: ['Project without a lead', 'Please decide who leads it.', 'The person who led the project is no longer here.'],
  both: [
    'Project without a lead, to-dos that nobody is responsible for',
    'Please decide who leads the project and who takes over the to-dos.',
    'The person who led the project is no longer here.',
  ],
} as const;

/** To the management: whoever led a project, or was responsible for something in it, is no longer there. */
export const responsibleLeft: LetterTemplate = {
  de: (context) => {
    const [headline, asked, why] = de[left(context)];
    return { headline, asked, paragraphs: [why], facts: todoRows(context), button: 'Projekt öffnen' };
  },
  en: (context) => {
    const [headline, asked, why] = en[left(context)];
    return { headline, asked, paragraphs: [why], facts: todoRows(context), button: 'Open the project' };
  },
};
