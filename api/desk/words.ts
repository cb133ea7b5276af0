import type { DeskRow } from '../../db/queries/desk.ts';
import type { DeskColumn, HolderRole } from '../../domain/desk/view.ts';
import type { Stage, Urgency } from '../../domain/policy/policy.ts';
import type { Text } from '../../domain/report/categories.ts';
import type { TicketOutcome, TicketPhase } from '../../domain/ticket/state.ts';

export type Locale = 'de' | 'en';
type Pair = readonly [de: string, en: string];

const columns: Record<DeskColumn, Pair> = {
  number: ['Nummer', 'Number'],
  title: ['Titel', 'Title'],
  state: ['Stand', 'State'],
  urgency: ['Dringlichkeit', 'Urgency'],
  category: ['Art', 'Category'],
  place: ['Ort', 'Place'],
  property: ['Objekt', 'Property'],
  reporter: ['Gemeldet von', 'Reported by'],
  contractor: ['Betrieb', 'Contractor'],
  assignee: ['Zuständig', 'Responsible'],
  holder: ['Wartet auf', 'Waiting for'],
  since: ['Seit', 'Since'],
  due: ['Bis', 'Until'],
  reported: ['Gemeldet', 'Reported'],
  closed: ['Abgeschlossen', 'Closed'],
};

const stages: Record<Stage, Pair> = {
  triage: ['Neu', 'New'],
  decide: ['Entscheiden', 'Decide'],
  clarification: ['Rückfrage', 'Question'],
  forwarded: ['Weitergeleitet', 'Passed on'],
  approval: ['Zustimmung', 'Consent'],
  ordered: ['Beauftragt', 'Ordered'],
  confirm: ['Bestätigung', 'Confirmation'],
  acceptance: ['Abnahme', 'Acceptance'],
  disputed: ['Erneut offen', 'Open again'],
  arrange: ['Besichtigung abstimmen', 'Agree on a visit'],
  visit: ['Besichtigung', 'Visit'],
  join: ['In Vorbereitung', 'In preparation'],
  offer: ['Angefragt', 'Requested'],
  question: ['Frage vom Betrieb', 'Contractor asks'],
  propose: ['Termin gesucht', 'Finding a date'],
  pick: ['Terminwahl', 'Choosing a date'],
  counter: ['Gegenvorschlag', 'Counter-proposal'],
  perform: ['In Arbeit', 'Under way'],
  reportMissing: ['Rückmeldung fehlt', 'No report'],
  silent: ['Ohne Antwort', 'No answer'],
  unplaced: ['Kein Betrieb', 'No contractor'],
  remainder: ['Teilweise erledigt', 'Partly done'],
  impossible: ['Nicht ausführbar', 'Not feasible'],
  settle: ['Fertig gemeldet', 'Reported done'],
  todo: ['Aufgabe', 'To-do'],
  ownTodo: ['Aufgabe', 'To-do'],
  todoLate: ['Aufgabe überfällig', 'To-do overdue'],
  reassign: ['Zuständig fehlt', 'Nobody responsible'],
  wrapUp: ['Abschluss', 'To be closed'],
  answer: ['Antworten', 'Answers'],
  missing: ['Antworten fehlen', 'Answers missing'],
  announce: ['Ergebnis verkünden', 'Announce the result'],
};

/** How a ticket's phase is called, in German and English. */
export const ticketPhases: Record<TicketPhase, Pair> = {
  received: ['Eingegangen', 'Received'],
  new: ['Neu', 'New'],
  open: ['In Bearbeitung', 'In progress'],
  ordered: ['Beauftragt', 'Ordered'],
  confirming: ['Bestätigung offen', 'To be confirmed'],
  acceptance: ['Abnahme', 'Acceptance'],
  disputed: ['Erneut offen', 'Open again'],
  closed: ['Abgeschlossen', 'Closed'],
};

/** How a ticket ended, in German and English. */
export const ticketOutcomes: Record<TicketOutcome, Pair> = {
  done: ['Erledigt', 'Done'],
  rejected: ['Abgelehnt', 'Rejected'],
  withdrawn: ['Zurückgezogen', 'Withdrawn'],
  notNeeded: ['Nicht nötig', 'Not needed'],
  merged: ['Zusammengeführt', 'Merged'],
};

/** How urgent a ticket is, in German and English. */
export const urgencies: Record<Urgency, Pair> = {
  emergency: ['Notfall', 'Emergency'],
  urgent: ['Dringend', 'Urgent'],
  normal: ['Normal', 'Normal'],
};

const holders: Record<HolderRole, Pair> = {
  management: ['Wir', 'Us'],
  employee: ['Kolleginnen und Kollegen', 'Colleagues'],
  reporter: ['Wer gemeldet hat', 'Whoever reported'],
  owner: ['Eigentümer', 'Owners'],
  advisoryBoard: ['Verwaltungsbeirat', 'Advisory board'],
  person: ['Andere Personen', 'Other people'],
  contractor: ['Betriebe', 'Contractors'],
};

const COMMON: Pair = ['Gemeinschaftseigentum', 'common property'];

const inLocale = (pair: Pair | undefined, locale: Locale): string => pair?.[locale === 'de' ? 0 : 1] ?? '';

/** What a column is called. */
export const sayColumn = (column: DeskColumn, locale: Locale): string => inLocale(columns[column], locale);

/** The moment of a column, for those that show one. */
export function momentOf(row: DeskRow, column: DeskColumn): string | null | undefined {
  switch (column) {
    case 'since':
      return row.waitingSince;
    case 'due':
      return row.dueAt;
    case 'reported':
      return row.reportedAt;
    case 'closed':
      return row.closedAt;
    default:
      return undefined;
  }
}

/** What a line says in a column that shows words, as the desk says it. */
export function sayCell(row: DeskRow & { kind: Text }, column: DeskColumn, locale: Locale): string {
  switch (column) {
    case 'number':
    case 'title':
    case 'property':
      return row[column];
    case 'reporter':
    case 'contractor':
    case 'assignee':
      return row[column] ?? '';
    case 'state':
      return sayState(row, locale);
    case 'urgency':
      return inLocale(urgencies[row.urgency], locale);
    case 'category':
      return row.kind[locale];
    case 'place':
      return sayPlace(row, locale);
    case 'holder':
      return sayHolder(row, locale);
    default:
      return '';
  }
}

/** As the pill of a row: how urgent a new one is, else what is awaited, and how a closed one ended. */
function sayState(row: DeskRow, locale: Locale): string {
  if (row.closedAt) return inLocale(ticketOutcomes[row.outcome as TicketOutcome], locale);
  const isNew = row.phase === 'received' || row.waitingFor === 'triage';
  if (isNew && row.urgency !== 'normal') return inLocale(urgencies[row.urgency], locale);
  return inLocale(isNew ? stages.triage : (stages[row.waitingFor as Stage] ?? ticketPhases[row.phase]), locale);
}

function sayPlace({ building, property, unit, place }: DeskRow, locale: Locale): string {
  const street = building ?? property;
  if (unit) return `${street}, ${/^\d/.test(unit) ? inLocale(['WE ', 'unit '], locale) : ''}${unit}`;
  return place === 'common' ? `${street}, ${inLocale(COMMON, locale)}` : street;
}

function sayHolder(row: DeskRow, locale: Locale): string {
  if (row.closedAt || !row.waitingOn) return '';
  const names: Record<string, string | null> = {
    contractor: row.contractor,
    reporter: row.reporter,
    employee: row.assignee,
  };
  return names[row.waitingOn] ?? inLocale(holders[row.waitingOn as HolderRole], locale);
}
