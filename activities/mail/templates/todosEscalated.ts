import type { LetterTemplate } from '../letter.ts';
import { todoRows } from '../project.ts';
import { stageOf } from '../stages.ts';

/** To the people on call or the managers: a to-do of ours is overdue. */
export const todosEscalated: LetterTemplate = {
  de: (context) => ({
    headline: `Überfällig: ${stageOf(context).about}`,
    asked: `Bitte ${stageOf(context).asks}, oder sorgen Sie dafür, dass es jemand tut.`,
    facts: todoRows(context),
    button: 'Projekt öffnen',
    otherwise: stageOf(context).otherwise,
  }),
  en: (context) => ({
    headline: `Overdue: ${stageOf(context).about}`,
    asked: `Please ${stageOf(context).asks}, or make sure that somebody does.`,
    facts: todoRows(context),
    button: 'Open the project',
    otherwise: stageOf(context).otherwise,
  }),
};
