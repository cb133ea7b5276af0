import type { Stage } from '../../domain/policy/policy.ts';
import type { Locale, MessageContext } from './letter.ts';

/** A stage as mails say it: what is awaited (after "Bitte"), a title for it, and what follows when nobody acts. */
interface StageText {
  asks: string;
  about: string;
  otherwise: string;
}

/** The words for what a message's reader is awaited for. */
export function stageOf({ stage, locale }: MessageContext): StageText {
  return stageTexts[locale][stage ?? 'decide'];
}

const stageTexts: Record<Locale, Record<Stage, StageText>> = {
  de: {
    triage: {
      asks: 'sehen Sie sich die neue Meldung an',
      about: 'Neue Meldung',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
    decide: {
      asks: 'entscheiden Sie, wie es weitergeht',
      about: 'Entscheidung',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
    clarification: {
      asks: 'beantworten Sie die Rückfrage',
      about: 'Rückfrage',
      otherwise: 'Ohne Antwort entscheidet die Verwaltung mit dem, was bekannt ist.',
    },
    forwarded: {
      asks: 'kümmern Sie sich um den übergebenen Vorgang',
      about: 'Übergebener Vorgang',
      otherwise: 'Ohne Antwort geht der Vorgang an die Verwaltung zurück.',
    },
    approval: {
      asks: 'entscheiden Sie, ob wir die Reparatur in Ihrer Wohnung beauftragen dürfen',
      about: 'Zustimmung zur Reparatur',
      otherwise: 'Ohne Antwort beauftragen wir nicht; die Verwaltung meldet sich bei Ihnen.',
    },
    ordered: {
      asks: 'sehen Sie nach dem laufenden Auftrag',
      about: 'Laufender Auftrag',
      otherwise: 'Danach wird die Leitung erneut verständigt.',
    },
    confirm: {
      asks: 'bestätigen Sie, ob alles in Ordnung ist',
      about: 'Bestätigung der Arbeit',
      otherwise: 'Ohne Antwort prüft die Verwaltung die Arbeit und schließt den Vorgang ab.',
    },
    acceptance: {
      asks: 'nehmen Sie die Arbeit ab',
      about: 'Abnahme',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
    disputed: {
      asks: 'klären Sie den Einwand',
      about: 'Einwand gegen die Arbeit',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
    arrange: {
      asks: 'stimmen Sie den Termin zur Besichtigung ab',
      about: 'Termin zur Besichtigung',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
    visit: {
      asks: 'halten Sie fest, was die Besichtigung ergeben hat',
      about: 'Ergebnis der Besichtigung',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
    join: {
      asks: 'prüfen Sie den angelegten Auftrag',
      about: 'Angelegter Auftrag',
      otherwise: 'Danach wird die Leitung erneut verständigt.',
    },
    offer: {
      asks: 'sagen Sie den Auftrag zu oder ab',
      about: 'Angebotener Auftrag',
      otherwise: 'Ohne Antwort fragen wir einen anderen Betrieb.',
    },
    question: {
      asks: 'beantworten Sie die Frage des Betriebs',
      about: 'Frage des Betriebs',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
    propose: {
      asks: 'schlagen Sie Termine vor',
      about: 'Terminvorschläge',
      otherwise: 'Ohne Vorschlag klärt die Verwaltung, ob der Auftrag bei Ihnen bleibt.',
    },
    pick: {
      asks: 'wählen Sie einen Termin aus',
      about: 'Terminauswahl',
      otherwise: 'Ohne Antwort klärt die Verwaltung den Termin mit Ihnen.',
    },
    counter: {
      asks: 'antworten Sie auf die anderen Terminwünsche',
      about: 'Andere Terminwünsche',
      otherwise: 'Ohne Antwort klärt die Verwaltung den Termin mit Ihnen.',
    },
    perform: {
      asks: 'melden Sie die Arbeit fertig',
      about: 'Fertigmeldung',
      otherwise: 'Ohne Meldung fragt die Verwaltung nach.',
    },
    reportMissing: {
      asks: 'klären Sie die fehlende Fertigmeldung',
      about: 'Fehlende Fertigmeldung',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
    silent: {
      asks: 'klären Sie die ausgebliebene Antwort',
      about: 'Ausgebliebene Antwort',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
    unplaced: {
      asks: 'suchen Sie einen anderen Betrieb',
      about: 'Auftrag ohne Betrieb',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
    remainder: {
      asks: 'entscheiden Sie über die restliche Arbeit',
      about: 'Restliche Arbeit',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
    impossible: {
      asks: 'entscheiden Sie, wie es weitergeht',
      about: 'Nicht ausführbarer Auftrag',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
    settle: {
      asks: 'schließen Sie den Auftrag ab',
      about: 'Abschluss des Auftrags',
      otherwise: 'Danach wird die Leitung erneut verständigt.',
    },
    todo: {
      asks: 'erledigen Sie, wofür Sie zuständig sind',
      about: 'Ihre Aufgabe',
      otherwise: 'Ohne Rückmeldung kümmert sich die Verwaltung darum.',
    },
    ownTodo: {
      asks: 'erledigen Sie die Aufgabe',
      about: 'Aufgabe im Projekt',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
    todoLate: {
      asks: 'entscheiden Sie, wie es mit der überfälligen Aufgabe weitergeht',
      about: 'Überfällige Aufgabe',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
    reassign: {
      asks: 'bestimmen Sie, wer die Aufgabe übernimmt',
      about: 'Aufgabe, für die niemand zuständig ist',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
    wrapUp: {
      asks: 'schließen Sie das Projekt ab, oder legen Sie fest, was noch zu tun ist',
      about: 'Alle Aufgaben erledigt',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
    answer: {
      asks: 'antworten Sie',
      about: 'Ihre Antwort',
      otherwise: 'Ohne Ihre Antwort wird ohne Sie ausgezählt.',
    },
    missing: {
      asks: 'entscheiden Sie, wie es mit den fehlenden Antworten weitergeht',
      about: 'Fehlende Antworten',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
    announce: {
      asks: 'stellen Sie das Ergebnis fest und verkünden Sie es',
      about: 'Ergebnis der Abstimmung',
      otherwise: 'Danach werden die Bereitschaft und die Leitung verständigt.',
    },
  },
  en: {
    triage: {
      asks: 'look at the new report',
      about: 'New report',
      otherwise: 'After that the on-call service and the managers are told.',
    },
    decide: {
      asks: 'decide what happens next',
      about: 'Decision',
      otherwise: 'After that the on-call service and the managers are told.',
    },
    clarification: {
      asks: 'answer the question',
      about: 'Question',
      otherwise: 'Without an answer the management decides based on what is known.',
    },
    forwarded: {
      asks: 'take care of the ticket that was forwarded to you',
      about: 'Forwarded ticket',
      otherwise: 'Without an answer the ticket goes back to the management.',
    },
    approval: {
      asks: 'decide whether we may order the repair in your flat',
      about: 'Consent to a repair',
      otherwise: 'Without an answer we order nothing; the management will contact you.',
    },
    ordered: {
      asks: 'check on the running order',
      about: 'Running order',
      otherwise: 'After that the managers are told again.',
    },
    confirm: {
      asks: 'confirm whether everything is in order',
      about: 'Confirmation of the work',
      otherwise: 'Without an answer the management checks the work and closes the ticket.',
    },
    acceptance: {
      asks: 'accept the work',
      about: 'Acceptance',
      otherwise: 'After that the on-call service and the managers are told.',
    },
    disputed: {
      asks: 'resolve the objection',
      about: 'Objection to the work',
      otherwise: 'After that the on-call service and the managers are told.',
    },
    arrange: {
      asks: 'agree on the date of the visit',
      about: 'Date of the visit',
      otherwise: 'After that the on-call service and the managers are told.',
    },
    visit: {
      asks: 'record the outcome of the visit',
      about: 'Outcome of the visit',
      otherwise: 'After that the on-call service and the managers are told.',
    },
    join: {
      asks: 'check the new order',
      about: 'New order',
      otherwise: 'After that the managers are told again.',
    },
    offer: {
      asks: 'accept or decline the order',
      about: 'Order offered',
      otherwise: 'Without an answer we ask another contractor.',
    },
    question: {
      asks: "answer the contractor's question",
      about: "Contractor's question",
      otherwise: 'After that the on-call service and the managers are told.',
    },
    propose: {
      asks: 'propose appointments',
      about: 'Proposing appointments',
      otherwise: 'Without a proposal the management decides whether the order stays with you.',
    },
    pick: {
      asks: 'pick an appointment',
      about: 'Picking an appointment',
      otherwise: 'Without an answer the management arranges the date with you.',
    },
    counter: {
      asks: 'answer the request for other dates',
      about: 'Other dates requested',
      otherwise: 'Without an answer the management arranges the date with you.',
    },
    perform: {
      asks: 'report the work as done',
      about: 'Completion report',
      otherwise: 'Without a report the management will ask.',
    },
    reportMissing: {
      asks: 'follow up the missing completion report',
      about: 'Missing completion report',
      otherwise: 'After that the on-call service and the managers are told.',
    },
    silent: {
      asks: 'follow up the missing answer',
      about: 'Missing answer',
      otherwise: 'After that the on-call service and the managers are told.',
    },
    unplaced: {
      asks: 'find another contractor',
      about: 'Order without a contractor',
      otherwise: 'After that the on-call service and the managers are told.',
    },
    remainder: {
      asks: 'decide about the rest of the work',
      about: 'Rest of the work',
      otherwise: 'After that the on-call service and the managers are told.',
    },
    impossible: {
      asks: 'decide what happens next',
      about: 'Order that cannot be done',
      otherwise: 'After that the on-call service and the managers are told.',
    },
    settle: {
      asks: 'complete the order',
      about: 'Completing the order',
      otherwise: 'After that the managers are told again.',
    },
    todo: {
      asks: 'do what you are responsible for',
      about: 'Your to-do',
      otherwise: 'Without an answer the management takes care of it.',
    },
    ownTodo: {
      asks: 'complete the to-do',
      about: 'Project to-do',
      otherwise: 'After that the on-call service and the managers are told.',
    },
    todoLate: {
      asks: 'decide what happens with the overdue to-do',
      about: 'Overdue to-do',
      otherwise: 'After that the on-call service and the managers are told.',
    },
    reassign: {
      asks: 'decide who takes over the to-do',
      about: 'To-do that nobody is responsible for',
      otherwise: 'After that the on-call service and the managers are told.',
    },
    wrapUp: {
      asks: 'close the project, or say what else needs to be done',
      about: 'All to-dos done',
      otherwise: 'After that the on-call service and the managers are told.',
    },
    answer: {
      asks: 'answer',
      about: 'Your answer',
      otherwise: 'Without your answer the count goes ahead without you.',
    },
    missing: {
      asks: 'decide what to do about the missing answers',
      about: 'Missing answers',
      otherwise: 'After that the on-call service and the managers are told.',
    },
    announce: {
      asks: 'establish the result and announce it',
      about: 'Result of the vote',
      otherwise: 'After that the on-call service and the managers are told.',
    },
  },
};
