import { ticketOutcomes, ticketPhases, urgencies } from '../desk/words.ts';
import { completionResults, sayAbout, sayChannel, sayKind, sayOutcome } from '../dossier/words.ts';
import { sayAct, sayChange } from './acts.ts';
import { columnWords, type Locale } from './words.ts';

type Both = readonly [de: string, en: string];
type Codes = Readonly<Record<string, Both>>;

const yesNoVote: Codes = {
  yes: ['Ja', 'Yes'],
  no: ['Nein', 'No'],
  abstain: ['Enthaltung', 'Abstention'],
};
const waysBack: Codes = {
  portal: ['Portal', 'portal'],
  link: ['Link', 'link'],
  paper: ['Papier', 'paper'],
  mail: ['E-Mail', 'email'],
  sms: ['SMS', 'text message'],
  fax: ['Fax', 'fax'],
  letter: ['Brief', 'letter'],
  phone: ['Telefon', 'phone'],
  download: ['Herunterladen', 'download'],
  inPerson: ['persönlich', 'in person'],
};
const parties: Codes = {
  management: ['Verwaltung', 'management'],
  employee: ['Mitarbeiter', 'employee'],
  onCall: ['Bereitschaft', 'on call'],
  managers: ['Verwalter', 'managers'],
  reporter: ['wer gemeldet hat', 'who reported'],
  owner: ['Eigentümer', 'owner'],
  advisoryBoard: ['Beirat', 'advisory board'],
  person: ['Person', 'person'],
  contractor: ['Betrieb', 'contractor'],
  follower: ['wer mitverfolgt', 'follower'],
  participant: ['wer gefragt ist', 'who is asked'],
  participants: ['alle, die gefragt sind', 'all who are asked'],
  silent: ['wer nicht geantwortet hat', 'who has not answered'],
  reader: ['Empfänger', 'reader'],
  holder: ['wer die Vollmacht hat', 'who holds the proxy'],
};
const payers: Codes = {
  ownersAssociation: ['Eigentümergemeinschaft', 'Owners’ association'],
  owner: ['Eigentümer', 'Owner'],
  landlord: ['Vermieter', 'Landlord'],
  workspace: ['Verwaltung', 'Management'],
};
const roles: Codes = {
  manager: ['Verwalter', 'Manager'],
  clerk: ['Sachbearbeiter', 'Clerk'],
  caretaker: ['Hausmeister', 'Caretaker'],
  accountant: ['Buchhaltung (nur lesen)', 'Accounting (read only)'],
  administrator: ['Administrator', 'Administrator'],
};
const trades: Codes = {
  plumbing: ['Sanitär', 'Plumbing'],
  heating: ['Heizung', 'Heating'],
  electrics: ['Elektro', 'Electrics'],
  locks: ['Schließtechnik', 'Locks'],
  lift: ['Aufzug', 'Lift'],
  windows: ['Fenster', 'Windows'],
  roof: ['Dach', 'Roof'],
  painting: ['Maler', 'Painting'],
  cleaning: ['Reinigung', 'Cleaning'],
  garden: ['Garten', 'Garden'],
  caretaker: ['Hausmeister', 'Caretaker'],
};

/** What codes mean, by column (`table.column` where a table has its own). */
const CODES: Readonly<Record<string, Codes>> = {
  audience: parties,
  choice: yesNoVote,
  instruction: yesNoVote,
  trade: trades,
  trades,
  function: roles,
  way: waysBack,
  handed_over_by: waysBack,
  urgency: urgencies,
  kind: { natural: ['Person', 'Person'], company: ['Firma', 'Company'] },
  entrance: {
    management: ['Verwaltung', 'Management'],
    residents: ['Bewohner und Eigentümer', 'Residents and owners'],
    contractors: ['Betriebe', 'Contractors'],
  },
  locale: { de: ['Deutsch', 'German'], en: ['Englisch', 'English'] },
  noun: {
    ticket: ['Vorgang', 'Ticket'],
    workOrder: ['Auftrag', 'Order'],
    campaign: ['Abstimmung oder Lesebestätigung', 'Vote or read receipt'],
    project: ['Projekt', 'Project'],
    document: ['Dokument', 'Document'],
  },
  provider_id: { credential: ['Passwort', 'Password'] },
  purpose: { signIn: ['Anmelden', 'Sign in'], newPassword: ['Neues Passwort', 'New password'] },
  identity: {
    signedIn: ['Anmeldung', 'sign-in'],
    knownAddress: ['bekannte Adresse', 'known address'],
    idCard: ['Ausweis', 'identity card'],
    inPerson: ['persönlich bekannt', 'personally known'],
  },
  status: {
    open: ['Termin gesucht', 'Date wanted'],
    proposed: ['Termine vorgeschlagen', 'Dates proposed'],
    countered: ['Andere Termine gewünscht', 'Other dates requested'],
    agreed: ['Termin vereinbart', 'Date agreed'],
    held: ['Termin war', 'Visited'],
    missed: ['Termin ausgefallen', 'Missed'],
    cancelled: ['Termin entfallen', 'Cancelled'],
  },
  result: completionResults,
  timing: {
    now: ['Sofort', 'At once'],
    digest: ['In der Tagesübersicht', 'In the daily summary'],
    never: ['Gar nicht', 'Not at all'],
  },
  quiet: { workspace: ['wie in der Verwaltung üblich', 'as the management says'] },
  visibility: { visible: ['Sichtbar', 'Visible'], internal: ['Intern', 'Internal'] },
  tbl: {
    persons: ['Personen', 'People'],
    properties: ['Objekte', 'Properties'],
    buildings: ['Gebäude', 'Buildings'],
    units: ['Einheiten', 'Units'],
    tenancies: ['Bewohner', 'Residents'],
    ownerships: ['Eigentümer', 'Owners'],
    boardMemberships: ['Beirat', 'Advisory board'],
    contractors: ['Betriebe', 'Contractors'],
    roles: ['Eigene Rollen', 'Own roles'],
    employees: ['Mitarbeiter', 'Employees'],
    employeeRoles: ['Weitere Rollen der Mitarbeiter', 'Further roles of employees'],
  },
  'calendar_feed.kind': {
    all: ['Alle Termine', 'All dates'],
    assignee: ['Eigene Termine', 'Own dates'],
    property: ['Termine eines Objekts', 'Dates of a property'],
    contractor: ['Termine eines Betriebs', 'Dates of a contractor'],
  },
  'client.kind': payers,
  'invoice_to.kind': payers,
  'command.state': {
    held: ['Noch nicht abgeschickt', 'Not sent yet'],
    withdrawn: ['Zurückgenommen', 'Taken back'],
    open: ['Wird bearbeitet', 'In hand'],
    applied: ['Ausgeführt', 'Done'],
    refused: ['Abgelehnt', 'Refused'],
  },
  'document.kind': {
    notice: ['Aushang', 'Notice'],
    circular: ['Rundschreiben', 'Circular'],
    message: ['Nachricht', 'Message'],
    statement: ['Abrechnung', 'Statement'],
  },
  'document.phase': {
    draft: ['Entwurf', 'Draft'],
    published: ['Veröffentlicht', 'Published'],
    withdrawn: ['Zurückgezogen', 'Withdrawn'],
  },
  'employee_role.role': roles,
  'roles.role': roles,
  'import_row.kind': {
    new: ['Neu', 'New'],
    changed: ['Geändert', 'Changed'],
    wrong: ['Fehlerhaft', 'Wrong'],
    missing: ['Fehlt in der Datei', 'Missing from the file'],
  },
  'inbound_mail.state': {
    received: ['Eingegangen', 'Received'],
    taken: ['Übernommen', 'Taken over'],
    waiting: ['Wartet auf Zuordnung', 'Waits to be assigned'],
    settled: ['Erledigt', 'Settled'],
    spam: ['Spam', 'Spam'],
    ignored: ['Nicht beachtet', 'Ignored'],
  },
  'invitation.state': {
    made: ['Vorbereitet', 'Prepared'],
    open: ['Verschickt', 'Sent'],
    redeemed: ['Angenommen', 'Accepted'],
    withdrawn: ['Zurückgezogen', 'Withdrawn'],
    replaced: ['Ersetzt', 'Replaced'],
    expired: ['Abgelaufen', 'Expired'],
  },
  'message.role': parties,
  'privacy_request.kind': { access: ['Auskunft', 'Access'], erasure: ['Löschung', 'Erasure'] },
  'privacy_request.state': {
    open: ['Offen', 'Open'],
    released: ['Liegt bereit', 'Ready'],
    expired: ['Nicht abgeholt', 'Not collected'],
    handedOver: ['Ausgehändigt', 'Handed over'],
    erasing: ['Wird gelöscht', 'Being erased'],
    erased: ['Gelöscht', 'Erased'],
    refused: ['Abgelehnt', 'Refused'],
    withdrawn: ['Zurückgezogen', 'Withdrawn'],
  },
  'renter_report.state': {
    waiting: ['Wartet auf die Verwaltung', 'Waits for the management'],
    applied: ['Übernommen', 'Taken over'],
    rejected: ['Abgelehnt', 'Rejected'],
    withdrawn: ['Zurückgezogen', 'Withdrawn'],
  },
  'reporter_decision.kind': {
    bound: ['Zugeordnet', 'Assigned'],
    notResident: ['Niemand aus dem Haus', 'Nobody from the building'],
  },
  'tenancy.role': { renter: ['Mieter', 'Renter'], resident: ['Bewohner', 'Resident'] },
  'ticket.place': {
    unit: ['In der Wohnung', 'Inside the home'],
    common: ['Im Gemeinschaftsbereich', 'In the common area'],
  },
  'ticket.phase': ticketPhases,
  'ticket.outcome': ticketOutcomes,
  'todo.phase': {
    waiting: ['Wartet', 'Waiting'],
    open: ['Offen', 'Open'],
    begun: ['In Arbeit', 'In progress'],
    done: ['Erledigt', 'Done'],
    dropped: ['Entfallen', 'Dropped'],
  },
  'work_order.phase': {
    joining: ['In Vorbereitung', 'In preparation'],
    offered: ['Angefragt', 'Requested'],
    unplaced: ['Kein Betrieb gefunden', 'No contractor found'],
    running: ['In Arbeit', 'Under way'],
    returned: ['Nicht abgeschlossen', 'Not completed'],
    done: ['Fertig gemeldet', 'Reported done'],
    closed: ['Abgeschlossen', 'Closed'],
  },
  'work_order.outcome': {
    accepted: ['Abgenommen', 'Accepted'],
    cancelled: ['Storniert', 'Cancelled'],
    refused: ['Nicht zustande gekommen', 'Not accepted by anyone'],
  },
};

/**
 * What a code of a column means, in words as the pages have them; the text itself where it is none. `person:…` and
 * `contractor:…` of an audience name somebody, whose name is nobody else's business.
 */
export function sayCode(table: string, column: string, code: string, locale: Locale): string {
  const [bare = code] = column === 'audience' ? code.split(':') : [code];
  const found = CODES[`${table}.${column}`]?.[bare] ?? CODES[column]?.[bare];
  if (found) return found[locale === 'de' ? 0 : 1];
  // A yes or no as the cells of files have it.
  if (code === 'yes' || code === 'no') return locale === 'en' ? code : code === 'yes' ? 'ja' : 'nein';
  if (table === 'command' && column === 'type') return sayAct(code, locale) ?? code;
  if (table === 'audit' && column === 'what') return sayChange(code, locale);
  if (column === 'template') return sayAbout(code, locale);
  if (column === 'channel') return sayChannel(code, locale);
  if (table === 'message_attempt' || table === 'message') return sayOutcome(code, locale);
  return column === 'kind' ? sayKind(code, locale) : code;
}

/** What stands inside of a column, by its key. */
const INSIDE: Codes = {
  text: ['Text', 'Text'],
  roles: ['Rollen', 'Roles'],
  facts: ['Angaben', 'Details'],
  files: ['Dateien', 'Files'],
  starts: ['Beginn', 'Begins'],
  ends: ['Ende', 'Ends'],
  result: ['Ergebnis', 'Result'],
  from: ['Von', 'From'],
  kinds: ['Arten von Nachrichten', 'Kinds of messages'],
  timing: ['Wann', 'When'],
  quiet: ['Ruhezeiten', 'Quiet hours'],
  mails: ['Auch E-Mails', 'Emails too'],
  digestAt: ['Tagesübersicht um (Minuten nach Mitternacht)', 'Daily summary at (minutes after midnight)'],
  deskDigest: ['Tagesübersicht der Verwaltung', 'Daily summary of the office'],
  done: ['Erledigt', 'Done'],
  limitCents: ['Höchstbetrag (Cent)', 'Limit (cents)'],
  visibility: ['Sichtbarkeit', 'Visibility'],
  report: ['Meldungen', 'Reports'],
  following: ['Mitverfolgte Vorgänge', 'Followed tickets'],
  information: ['Informationen', 'Information'],
  documents: ['Dokumente', 'Documents'],
  orders: ['Aufträge', 'Orders'],
  desk: ['Schreibtisch', 'Desk'],
  appointments: ['Termine', 'Appointments'],
  reminders: ['Erinnerungen', 'Reminders'],
};

/** How something inside of a column is called; as it is where it has no words. */
export function sayKey(key: string, locale: Locale): string {
  const column = key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const found = INSIDE[key] ?? columnWords[key] ?? columnWords[column];
  return found?.[locale === 'de' ? 0 : 1] ?? key;
}
