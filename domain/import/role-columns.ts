import { type EmployeeFunction, isPreset } from '../roles.ts';
import { LIMIT_MOST } from '../team.ts';
import { amount, type Cell, oneOf, severalOf, text } from './cells.ts';
import type { Column } from './columns.ts';
import { EVERYWHERE } from './tables.ts';

const readyMade = oneOf({
  manager: ['Verwalter', 'Objektverwalter'],
  clerk: ['Sachbearbeiter', 'Sachbearbeitung'],
  caretaker: ['Hausmeister', 'Hauswart'],
  accountant: ['Buchhalter', 'Buchhaltung'],
  administrator: ['Administrator', 'Admin'],
} satisfies Record<EmployeeFunction, [string, ...string[]]>);

const OWN_KEY = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';

const ownKey = new RegExp(`^${OWN_KEY}$`);

/** Whether a text can be the key of a role of a company's own. */
export const isOwnRoleKey = (given: string): boolean => ownKey.test(given);

/** The ready-made role that a word means in files; null where it means none. */
export function presetNamed(word: string): EmployeeFunction | null {
  const key = readyMade.read(word.trim());
  return key !== null && isPreset(key) ? key : null;
}

/** The columns of a role of the company's own. */
export const roleColumns: readonly Column[] = [
  { field: 'key', heading: 'Kennung', cell: keyCell(), also: ['Rollenkennung'] },
  { field: 'name', heading: 'Name', cell: text, also: ['Rollenname', 'Name der Rolle', 'Bezeichnung'] },
  {
    field: 'functions',
    heading: 'Funktionen',
    otherwise: 'see',
    cell: severalOf(
      oneOf({
        see: ['Sehen'],
        note: ['Notieren', 'Interne Notizen', 'Interne Notizen schreiben und Fragen beantworten'],
        triage: ['Meldungen annehmen', 'Meldungen', 'Annehmen'],
        order: ['Aufträge erteilen', 'Aufträge', 'Beauftragen', 'Aufträge erteilen und abnehmen'],
        approve: ['Freigeben', 'Freigaben', 'Angebote und Kosten freigeben'],
        publish: ['Veröffentlichen', 'Aushänge und Rundschreiben veröffentlichen'],
        people: ['Stammdaten pflegen', 'Stammdaten', 'Personen und Stammdaten pflegen'],
        evaluate: ['Auswerten', 'Auswertungen', 'Auswertungen ansehen'],
        administrate: ['Einstellungen und Rollen verwalten', 'Administrieren', 'Verwalten'],
      }),
    ),
    also: ['Was die Rolle darf', 'Rechte', 'Darf'],
  },
  {
    field: 'told',
    heading: 'Nachrichten',
    cell: oneOf({
      desk: ['Neue Vorgänge und Erinnerungen', 'Vorgänge und Erinnerungen'],
      lead: ['Leitung', 'Eskalationen'],
      '': ['keine', 'Nur, was an die Person selbst geht'],
    }),
    also: ['Was die Rolle an Nachrichten bekommt'],
  },
];

/** What somebody holds: a ready-made role by its word, or one of the company's own by its key. */
export const role: Column = {
  field: 'role',
  heading: 'Funktion',
  cell: {
    ...readyMade,
    read: (given) => (isOwnRoleKey(given) ? given : readyMade.read(given)),
    plain: `${[readyMade.plain].flat().join('|')}|${OWN_KEY}`,
  },
  also: ['Rolle', 'Position'],
};

/** On which: the word `alle` (or `keine`), or the numbers of the properties. */
export const onProperties: Column = {
  field: 'properties',
  heading: 'Objekte',
  otherwise: EVERYWHERE,
  cell: severalOf(text),
};

/** Up to how much they order and approve; nothing is any amount. */
export const limit: Column = {
  field: 'approvalLimitCents',
  heading: 'Freigabegrenze',
  cell: limitCell(),
  also: ['Freigabegrenze EUR', 'Höchstbetrag'],
};

/** An amount that is none below nothing, as the page for roles takes it. */
function limitCell(): Cell {
  return {
    ...amount,
    read(given) {
      const plain = amount.read(given);
      return plain !== null && Number(plain) >= 0 && Number(plain) <= LIMIT_MOST ? plain : null;
    },
    plain: `0|[1-9][0-9]{0,7}|${LIMIT_MOST}`,
  };
}

/** The key of an own role. The word of a ready-made one is understood, so that it can be refused as what it is. */
function keyCell(): Cell {
  return {
    problem: 'roleKeyInvalid',
    read: (given) => (isOwnRoleKey(given) ? given : presetNamed(given)),
    write: (plain) => plain,
    plain: OWN_KEY,
  };
}
