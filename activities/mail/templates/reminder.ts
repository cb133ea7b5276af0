import type { LetterTemplate } from '../letter.ts';
import { appointmentDate, slotList, until } from '../phrases.ts';
import { stageOf } from '../stages.ts';

/** To whose turn it is: it still is, and until when. */
export const reminder: LetterTemplate = {
  de: (context) => ({
    headline: `Erinnerung: ${stageOf(context).about}`,
    asked: `Bitte ${stageOf(context).asks}${until(context)}.`,
    facts: [['Termin', context.stage === 'perform' ? appointmentDate(context) : null], ...offered(context)],
    button: context.reader === 'us' ? `${context.label ?? 'Vorgang'} öffnen` : 'Jetzt antworten',
    otherwise: stageOf(context).otherwise,
  }),
  en: (context) => ({
    headline: `Reminder: ${stageOf(context).about}`,
    asked: `Please ${stageOf(context).asks}${until(context)}.`,
    facts: [['Appointment', context.stage === 'perform' ? appointmentDate(context) : null], ...offered(context)],
    button: context.reader === 'us' ? `Open the ${context.label?.toLowerCase() ?? 'ticket'}` : 'Answer now',
    otherwise: stageOf(context).otherwise,
  }),
};

function offered(context: Parameters<LetterTemplate['de']>[0]): [label: string, value: string][] {
  return context.stage === 'pick' || context.stage === 'counter' ? slotList(context) : [];
}
