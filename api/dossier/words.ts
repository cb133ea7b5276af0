import { z } from 'zod';
import type { CompletionResult } from '../../domain/lifecycle/facts.ts';
import { ticketOutcomes } from '../desk/words.ts';

export type Locale = 'de' | 'en';

/** What happened, in words that stand for themselves years later. */
const HAPPENED: Record<string, readonly [de: string, en: string]> = {
  reported: ['Meldung eingegangen', 'Report received'],
  accepted: ['Meldung angenommen', 'Report accepted'],
  rejected: ['Meldung abgelehnt', 'Report rejected'],
  forwarded: ['Weitergeleitet', 'Forwarded'],
  asked: ['Rückfrage gestellt', 'Question asked'],
  answered: ['Rückfrage beantwortet', 'Question answered'],
  noted: ['Notiz oder Nachricht', 'Note or message'],
  urgencySet: ['Dringlichkeit geändert', 'Urgency changed'],
  policyMoved: ['Auf neue Regeln umgestellt', 'Moved to new rules'],
  confirmed: ['Erledigung bestätigt', 'Completion confirmed'],
  disputed: ['Erledigung bestritten', 'Completion disputed'],
  workAccepted: ['Arbeit abgenommen', 'Work accepted'],
  reworkDemanded: ['Nachbesserung verlangt', 'Rework demanded'],
  closed: ['Vorgang abgeschlossen', 'Ticket closed'],
  withdrawn: ['Meldung zurückgezogen', 'Report withdrawn'],
  retracted: ['Handlung zurückgenommen', 'Action taken back'],
  reopened: ['Vorgang wieder geöffnet', 'Ticket reopened'],
  merged: ['Mit einem anderen Vorgang zusammengeführt', 'Merged into another ticket'],
  ticketMerged: ['Anderer Vorgang hierher übernommen', 'Another ticket merged into this one'],
  mergeAsked: ['Zusammenführung angestoßen', 'Merge into another ticket requested'],
  mergeRefused: ['Zusammenführen nicht möglich', 'Merging was not possible'],
  split: ['In einen neuen Vorgang ausgelagert', 'Split into a new ticket'],
  followed: ['Weitere Person folgt dem Vorgang', 'Somebody else follows the ticket'],
  unfollowed: ['Person folgt nicht mehr', 'Somebody no longer follows'],
  approvalAsked: ['Um Zustimmung gebeten', 'Consent asked for'],
  approvalGiven: ['Zustimmung erteilt', 'Consent given'],
  approvalRefused: ['Zustimmung verweigert', 'Consent refused'],
  orderPlaced: ['Auftrag erteilt', 'Order placed'],
  orderOffered: ['Auftrag angeboten', 'Order offered'],
  orderUnplaced: ['Kein Betrieb mehr vorgesehen', 'No contractor left'],
  orderAccepted: ['Auftrag angenommen', 'Order accepted'],
  orderDeclined: ['Auftrag abgelehnt', 'Order declined'],
  invoiceSent: ['Rechnung geschickt', 'Invoice sent'],
  orderContinued: ['Auftrag fortgesetzt', 'Order continued'],
  orderCancelled: ['Auftrag storniert', 'Order cancelled'],
  ticketRefused: ['Vorgang nicht in den Auftrag aufgenommen', 'Ticket not taken into the order'],
  slotsProposed: ['Termine vorgeschlagen', 'Dates proposed'],
  slotsCountered: ['Andere Termine vorgeschlagen', 'Other dates proposed'],
  slotsDeclined: ['Kein Termin passt', 'No date works'],
  visitCancelled: ['Besichtigung abgesagt', 'Visit cancelled'],
  visitHeld: ['Besichtigung hat stattgefunden', 'Visit took place'],
  appointmentAgreed: ['Termin vereinbart', 'Appointment agreed'],
  appointmentMoved: ['Termin verschoben', 'Appointment moved'],
  appointmentMissed: ['Termin ausgefallen', 'Appointment missed'],
  newRound: ['Neue Terminrunde', 'New round of dates'],
  completed: ['Fertigmeldung', 'Completion reported'],
  completionReported: ['Fertigmeldung', 'Completion reported'],
  reminded: ['Erinnert', 'Reminded'],
  escalated: ['Eskaliert', 'Escalated'],
  lapsed: ['Frist ohne Antwort verstrichen', 'Deadline passed without an answer'],
  messageFailed: ['Nachricht nicht zustellbar', 'Message undeliverable'],
  messageUnclear: ['Zustellung unklar', 'Delivery unclear'],
  messageRetried: ['Nachricht erneut verschickt', 'Message sent again'],
  messageSettled: ['Zustellung als erledigt vermerkt', 'Delivery marked as settled'],
  messageUnsettled: ['Zustellung wieder offen', 'Delivery open again'],
  campaignOpened: ['Eröffnet', 'Opened'],
  campaignExtended: ['Frist verlängert', 'Deadline extended'],
  campaignWithdrawn: ['Zurückgezogen', 'Withdrawn'],
  documentWithdrawn: ['Dokument zurückgezogen', 'Document withdrawn'],
  campaignEnded: ['Vor der Frist beendet', 'Ended before the deadline'],
  projectStarted: ['Projekt begonnen', 'Project started'],
  projectDone: ['Projekt abgeschlossen', 'Project done'],
  projectCancelled: ['Projekt beendet', 'Project ended'],
  todoAdded: ['Aufgabe hinzugefügt', 'To-do added'],
  todoBegun: ['Aufgabe begonnen', 'To-do started'],
  todoDone: ['Aufgabe erledigt', 'To-do done'],
  todoDropped: ['Aufgabe entfallen', 'To-do dropped'],
  todoReopened: ['Aufgabe wieder offen', 'To-do reopened'],
  todoMoved: ['Aufgabe verschoben', 'To-do moved'],
  todoDepends: ['Abhängigkeit geändert', 'Dependency changed'],
  todoAssigned: ['Aufgabe übertragen', 'To-do handed over'],
  todoTicked: ['Punkt der Checkliste geändert', 'Checklist item changed'],
  commented: ['Nachricht', 'Message'],
  projectRenamed: ['Projekt umbenannt', 'Project renamed'],
  todoRenamed: ['Aufgabe umbenannt', 'To-do renamed'],
  leadChanged: ['Projektleitung geändert', 'Project lead changed'],
  joinedRoom: ['Zum Projekt hinzugefügt', 'Added to the project'],
  partedRoom: ['Aus dem Projekt herausgenommen', 'Removed from the project'],
  responsibleLeft: ['Zuständige Person ausgeschieden', 'Responsible person left'],
  leadLeft: ['Projektleitung ausgeschieden', 'Project lead left'],
  answersCounted: ['Antworten gezählt und versiegelt', 'Answers counted and sealed'],
  lettersSent: ['Briefe veranlasst', 'Letters ordered'],
  resultAnnounced: ['Ergebnis verkündet', 'Result announced'],
  voided: ['Eintrag ungültig (nach einem Ausfall neu ausgeführt)', 'Entry void (carried out again after an outage)'],
};

/** The kinds of entries that have words of their own. */
export const knownKinds: ReadonlySet<string> = new Set(Object.keys(HAPPENED));

/** What a message was about, where it is not called like what happened. */
const ABOUT: Record<string, readonly [de: string, en: string]> = {
  appointmentCancelled: ['Termin abgesagt', 'Appointment cancelled'],
  approvalDecided: ['Entscheidung über die Zustimmung', 'Decision on consent'],
  appointmentTomorrow: ['Terminerinnerung', 'Appointment reminder'],
  ballReturned: ['Vorgang wartet wieder auf uns', 'The ticket is waiting for us again'],
  clarificationAnswered: ['Rückfrage beantwortet', 'Question answered'],
  clarificationAsked: ['Rückfrage', 'Question'],
  completionDisputed: ['Erledigung bestritten', 'Completion disputed'],
  confirmCompletion: ['Bitte um Bestätigung', 'Request to confirm'],
  emergencyReported: ['Notfall gemeldet', 'Emergency reported'],
  escalation: ['Eskalation', 'Escalation'],
  followStarted: ['Bestätigung des Mitverfolgens', 'Confirmation of following'],
  followedClosed: ['Mitverfolgter Vorgang abgeschlossen', 'Followed ticket closed'],
  noteAdded: ['Neue Nachricht', 'New message'],
  orderWithdrawn: ['Auftrag zurückgenommen', 'Order withdrawn'],
  ownerInformed: ['Nachricht zum Eigentum', 'News about the property'],
  proposeSlots: ['Bitte um Termine', 'Request for dates'],
  reminder: ['Erinnerung', 'Reminder'],
  reportReceived: ['Eingangsbestätigung', 'Confirmation of receipt'],
  ticketClosed: ['Vorgang abgeschlossen', 'Ticket closed'],
  ticketForwarded: ['Vorgang weitergeleitet', 'Ticket forwarded'],
  ticketOrdered: ['Beauftragt', 'Ordered'],
  ticketRejected: ['Meldung abgelehnt', 'Report rejected'],
  actRetracted: ['Korrektur: Handlung zurückgenommen', 'Correction: action taken back'],
  ticketReopened: ['Vorgang wieder geöffnet', 'Ticket reopened'],
  workCompleted: ['Fertigmeldung', 'Completion reported'],
  invoiceArrived: ['Rechnung', 'Invoice'],
  todosAssigned: ['Zuständigkeit für Aufgaben', 'Responsible for to-dos'],
  todoReady: ['Aufgabe ist an der Reihe', 'To-do is ready'],
  todosMoved: ['Termine von Aufgaben verschoben', 'Dates of to-dos moved'],
  todosDue: ['Erinnerung an Aufgaben', 'Reminder about to-dos'],
  todosLate: ['Überfällige Aufgaben', 'Overdue to-dos'],
  todosEscalated: ['Eskalation überfälliger Aufgaben', 'Escalation of overdue to-dos'],
  todoTakenOver: ['Aufgabe abgegeben', 'To-do taken over by somebody else'],
  todoCommented: ['Nachricht zu einer Aufgabe', 'Message about a to-do'],
  voteAsked: ['Bitte um die Stimme', 'Request to vote'],
  documentPublished: ['Dokument', 'Document'],
  documentChanged: ['Neue Fassung eines Dokuments', 'New version of a document'],
  receiptAsked: ['Bitte um Lesebestätigung', 'Request for a read receipt'],
  campaignReminder: ['Erinnerung', 'Reminder'],
  proxyGiven: ['Vollmacht erhalten', 'Proxy received'],
  proxyWithdrawn: ['Vollmacht widerrufen', 'Proxy withdrawn'],
};

const CHANNEL: Record<string, readonly [de: string, en: string]> = {
  mail: ['E-Mail', 'email'],
  sms: ['SMS', 'SMS'],
  fax: ['Fax', 'fax'],
  letter: ['Brief', 'letter'],
  none: ['kein Weg bekannt', 'no way known'],
};

const MESSAGE: Record<string, readonly [de: string, en: string]> = {
  sent: ['verschickt', 'sent'],
  delivered: ['zugestellt', 'delivered'],
  refused: ['abgewiesen', 'refused'],
  failed: ['nicht zustellbar', 'undeliverable'],
  unclear: ['unklar', 'unclear'],
  open: ['noch nicht verschickt', 'not sent yet'],
  claimed: ['wird verschickt', 'being sent'],
  queued: ['liegt zum Druck', 'waiting to be printed'],
  withdrawn: ['nicht mehr nötig', 'no longer needed'],
  digest: ['kommt mit der Tagesübersicht', 'comes with the daily summary'],
  unwanted: ['abbestellt', 'switched off by the reader'],
};

const ROLE: Record<string, readonly [de: string, en: string]> = {
  employee: ['Verwaltung', 'management'],
  person: ['Bewohner oder Eigentümer', 'resident or owner'],
  unconfirmed: ['Meldende Person ohne Konto', 'reporter without an account'],
  contractor: ['Betrieb', 'contractor'],
  system: ['Automatisch', 'automatic'],
};

/** Who is responsible for a to-do, where it is nobody by name. */
const PARTY: Record<string, readonly [de: string, en: string]> = {
  management: ['Verwaltung', 'management'],
  advisoryBoard: ['Beirat', 'advisory board'],
};

/** How work turned out, in German and English. */
export const completionResults: Record<CompletionResult, readonly [de: string, en: string]> = {
  done: ['Fertig', 'Done'],
  partial: ['Teilweise erledigt', 'Partly done'],
  impossible: ['Nicht ausführbar', 'Not feasible'],
};

/** What facts of an entry mean, by the fact and its value. */
const FACT: Record<string, Record<string, readonly [de: string, en: string]>> = {
  result: completionResults,
  urgency: {
    emergency: ['Dringlichkeit: Notfall', 'Urgency: emergency'],
    urgent: ['Dringlichkeit: dringend', 'Urgency: urgent'],
    normal: ['Dringlichkeit: normal', 'Urgency: normal'],
  },
  outcome: ticketOutcomes,
  reason: {
    notOurs: ['Nicht unsere Zuständigkeit', 'Not our responsibility'],
    duplicate: ['Bereits gemeldet', 'Already reported'],
    tooVague: ['Zu ungenau', 'Too vague'],
    ownResponsibility: ['Eigene Verantwortung', 'Own responsibility'],
    noCapacity: ['Keine freien Termine', 'No free dates'],
    notOurTrade: ['Nicht unser Gewerk', 'Not our trade'],
    tooFar: ['Zu weit entfernt', 'Too far away'],
    terms: ['Bedingungen passen nicht', 'Terms do not fit'],
    other: ['Anderer Grund', 'Other reason'],
  },
};

const spans = z.object({
  slots: z.array(z.object({ starts: z.string(), ends: z.string() })).optional(),
  starts: z.string().nullish(),
  ends: z.string().nullish(),
});

/** What an entry says beside its words, a line each: dates, how it turned out, why. */
export function sayFacts(facts: Record<string, unknown>, locale: Locale): string[] {
  const { slots = [], starts, ends } = spans.catch({}).parse(facts);
  const dates = starts && ends ? [{ starts, ends }, ...slots] : slots;
  const said = Object.entries(FACT).flatMap(([fact, values]) => {
    const value = values[String(facts[fact])];
    return value ? [value[locale === 'de' ? 0 : 1]] : [];
  });
  return [...dates.map((date) => saySpan(date, locale)), ...said];
}

/** A span of time in Berlin, with its day written out. */
function saySpan({ starts, ends }: { starts: string; ends: string }, locale: Locale): string {
  const language = locale === 'de' ? 'de-DE' : 'en-GB';
  const zone = { timeZone: 'Europe/Berlin' };
  const day = new Intl.DateTimeFormat(language, {
    ...zone,
    weekday: 'long',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  });
  const clock = new Intl.DateTimeFormat(language, { ...zone, hour: '2-digit', minute: '2-digit' });
  return `${day.format(new Date(starts))}, ${clock.format(new Date(starts))} – ${clock.format(new Date(ends))}${locale === 'de' ? ' Uhr' : ''}`;
}

const pick = (table: Record<string, readonly [string, string]>, key: string, locale: Locale) =>
  table[key]?.[locale === 'de' ? 0 : 1] ?? key;

export const sayKind = (kind: string, locale: Locale): string => pick(HAPPENED, kind, locale);
export const sayAbout = (template: string, locale: Locale): string =>
  pick(template in ABOUT ? ABOUT : HAPPENED, template, locale);
export const sayChannel = (channel: string, locale: Locale): string => pick(CHANNEL, channel, locale);
export const sayOutcome = (outcome: string, locale: Locale): string => pick(MESSAGE, outcome, locale);
export const sayRole = (kind: string, locale: Locale): string => pick(ROLE, kind, locale);

export const sayParty = (role: string, locale: Locale): string => pick(role in PARTY ? PARTY : ROLE, role, locale);

/** A moment in Berlin, to the second and with its zone, so that it means one instant only. */
export function sayMoment(at: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale === 'de' ? 'de-DE' : 'en-GB', {
    timeZone: 'Europe/Berlin',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(at));
}
