import type { LetterTemplate, MessageContext } from '../letter.ts';

const was: Record<string, readonly [de: string, en: string]> = {
  accept: ['Wir hatten geschrieben, dass die Meldung angenommen ist.', 'We wrote that the report had been accepted.'],
  reject: ['Wir hatten geschrieben, dass die Meldung abgelehnt ist.', 'We wrote that the report had been rejected.'],
  forward: ['Wir hatten Sie gebeten, sich um den Vorgang zu kümmern.', 'We asked you to take care of this ticket.'],
  setUrgency: ['Wir hatten eine andere Dringlichkeit mitgeteilt.', 'We told you a different urgency.'],
  note: ['Wir hatten Ihnen eine Nachricht zu diesem Vorgang geschrieben.', 'We wrote you a message about this ticket.'],
  close: ['Wir hatten geschrieben, dass der Vorgang abgeschlossen ist.', 'We wrote that the ticket had been closed.'],
};
const said = ({ facts }: MessageContext, language: 0 | 1) => was[String(facts.act)]?.[language] ?? '';

/** The correction, to whom an act was told that the office took back. */
export const actRetracted: LetterTemplate = {
  de: (context) => ({
    headline: 'Unsere letzte Nachricht war ein Versehen',
    paragraphs: [said(context, 0), 'Bitte betrachten Sie das als nicht geschrieben. Alles steht wieder wie zuvor.'],
    button: 'Vorgang ansehen',
  }),
  en: (context) => ({
    headline: 'Our last message was a mistake',
    paragraphs: [said(context, 1), 'Please disregard it. Everything is as it was before.'],
    button: 'View the ticket',
  }),
};
