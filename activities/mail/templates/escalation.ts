import { momentText } from '../dates.ts';
import type { LetterTemplate } from '../letter.ts';
import { stageOf } from '../stages.ts';

/** To the people on call or the managers: a turn of ours is overdue. */
export const escalation: LetterTemplate = {
  de: (context) => ({
    headline: `Überfällig: ${stageOf(context).about}`,
    asked: `Bitte ${stageOf(context).asks}, oder sorgen Sie dafür, dass es jemand tut.`,
    facts: [
      ['Fällig war', context.until && momentText(context.until, 'de')],
      ['Auftrag', context.orderNumber],
      ['Betrieb', context.contractor],
    ],
    button: `${context.label ?? 'Vorgang'} öffnen`,
    otherwise: stageOf(context).otherwise,
  }),
  en: (context) => ({
    headline: `Overdue: ${stageOf(context).about}`,
    asked: `Please ${stageOf(context).asks}, or make sure that somebody does.`,
    facts: [
      ['Was due', context.until && momentText(context.until, 'en')],
      ['Order', context.orderNumber],
      ['Contractor', context.contractor],
    ],
    button: `Open the ${context.label?.toLowerCase() ?? 'ticket'}`,
    otherwise: stageOf(context).otherwise,
  }),
};
