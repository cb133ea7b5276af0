import { federalStateNames } from '../property/federalStateNames.ts';
import { federalStates } from '../time/workingTime.ts';
import { amount, type Cell, day, decimal, fraction, oneOf, severalOf, text, whole } from './cells.ts';
import { limit, onProperties, role, roleColumns } from './role-columns.ts';
import type { Cells, MasterTable } from './tables.ts';

/** One column: its field, how our own German files head it, and what others call it. */
export interface Column {
  field: string;
  heading: string;
  cell: Cell;
  /** Other headings, as the programs of the field write them. */
  also?: readonly string[];
  /** What a new row has where the file says nothing. */
  otherwise?: string;
}

const yesNo = oneOf({ yes: ['ja', 'j', 'wahr', 'true', '1', 'x'], no: ['nein', 'n', 'falsch', 'false', '0'] });

/** Whether it is still in use; what is no more stays for its history. */
const active: Column = { field: 'active', heading: 'Aktiv', otherwise: 'yes', cell: yesNo };

const trade = oneOf({
  plumbing: ['Sanitär', 'Sanitaer', 'Installateur', 'Klempner'],
  heating: ['Heizung', 'Heizungsbau', 'SHK'],
  electrics: ['Elektro', 'Elektriker', 'Elektrik'],
  locks: ['Schlösser', 'Schlüsseldienst', 'Schlosser', 'Schließanlage'],
  lift: ['Aufzug', 'Lift', 'Fahrstuhl'],
  windows: ['Fenster', 'Fensterbau', 'Glaser'],
  roof: ['Dach', 'Dachdecker'],
  painting: ['Maler', 'Malerarbeiten'],
  cleaning: ['Reinigung', 'Gebäudereinigung'],
  garden: ['Garten', 'Gartenpflege', 'Grünpflege'],
  caretaker: ['Hausmeister', 'Hauswart', 'Hausbetreuung'],
});

const propertyNumber: Column = {
  field: 'property',
  heading: 'Objektnummer',
  cell: text,
  also: ['Objekt', 'Objekt-Nr.', 'ObjNr', 'Liegenschaft', 'Liegenschaftsnummer', 'WE-Objekt'],
};
const buildingName: Column = {
  field: 'building',
  heading: 'Gebäude',
  cell: text,
  also: ['Haus', 'Hausbezeichnung', 'Gebäudebezeichnung', 'Wirtschaftseinheit'],
};
const unitNumber: Column = {
  field: 'unit',
  heading: 'Einheit',
  cell: text,
  also: ['Einheit-Nr.', 'Einheitennummer', 'Wohnung', 'Wohnungsnummer', 'WE', 'WE-Nr.', 'Verwaltungseinheit'],
};
const personNumber: Column = {
  field: 'person',
  heading: 'Person',
  cell: text,
  also: ['Personennummer', 'Personen-Nr.', 'Adressnummer', 'Kontakt', 'Mieternummer', 'Eigentümernummer', 'Kreditor'],
};
const from: Column = {
  field: 'from',
  heading: 'Von',
  cell: day,
  also: ['Beginn', 'Einzug', 'Einzugsdatum', 'Mietbeginn', 'Vertragsbeginn', 'gültig ab', 'ab', 'seit', 'Eigentum ab'],
};
const until: Column = {
  field: 'until',
  heading: 'Bis',
  cell: day,
  also: ['Ende', 'Auszug', 'Auszugsdatum', 'Mietende', 'Vertragsende', 'gültig bis', 'Eigentum bis'],
};

/** The columns of each table, in the order in which they are written. */
export const columns: Record<MasterTable, readonly Column[]> = {
  persons: [
    {
      field: 'number',
      heading: 'Nr',
      cell: text,
      also: ['Nummer', 'Personennummer', 'Personen-Nr.', 'Adressnummer', 'Kundennummer', 'Mieternummer'],
    },
    {
      field: 'kind',
      heading: 'Art',
      otherwise: 'natural',
      cell: oneOf({
        natural: ['Person', 'natürliche Person', 'Privat', 'Herr', 'Frau'],
        company: ['Firma', 'juristische Person', 'Unternehmen', 'Gesellschaft', 'Organisation'],
      }),
      also: ['Anrede', 'Personenart', 'Typ'],
    },
    { field: 'givenName', heading: 'Vorname', cell: text },
    { field: 'familyName', heading: 'Nachname', cell: text, also: ['Name', 'Familienname', 'Firma', 'Firmenname'] },
    { field: 'otherNames', heading: 'Weitere Namen', cell: text, also: ['Geburtsname', 'Namenszusatz', 'Name 2'] },
    { field: 'email', heading: 'E-Mail', cell: text, also: ['Mail', 'E-Mail-Adresse', 'Email', 'Mailadresse'] },
    { field: 'phone', heading: 'Telefon', cell: text, also: ['Tel.', 'Festnetz', 'Telefon privat', 'Telefonnummer'] },
    { field: 'mobile', heading: 'Mobil', cell: text, also: ['Handy', 'Mobiltelefon', 'Mobilnummer', 'Handynummer'] },
    { field: 'fax', heading: 'Fax', cell: text, also: ['Telefax', 'Faxnummer'] },
    { field: 'street', heading: 'Straße', cell: text, also: ['Strasse', 'Straße und Hausnummer', 'Anschrift'] },
    { field: 'postalCode', heading: 'PLZ', cell: text, also: ['Postleitzahl'] },
    { field: 'city', heading: 'Ort', cell: text, also: ['Stadt', 'Wohnort'] },
    {
      field: 'locale',
      heading: 'Sprache',
      otherwise: 'de',
      cell: oneOf({ de: ['de', 'deutsch', 'German'], en: ['en', 'englisch', 'English'] }),
    },
    {
      field: 'channel',
      heading: 'Versandweg',
      otherwise: 'mail',
      cell: oneOf({ mail: ['E-Mail', 'Mail'], sms: ['SMS'], fax: ['Fax', 'Telefax'], letter: ['Brief', 'Post'] }),
      also: ['Zustellung', 'Zustellart', 'Korrespondenz'],
    },
    { field: 'sharePhone', heading: 'Rufnummer weitergeben', otherwise: 'no', cell: yesNo },
    active,
  ],
  properties: [
    { ...propertyNumber, field: 'number', also: [...(propertyNumber.also ?? []), 'Nummer', 'Nr'] },
    { field: 'name', heading: 'Bezeichnung', cell: text, also: ['Name', 'Objektname', 'Objektbezeichnung'] },
    {
      field: 'managementType',
      heading: 'Verwaltungsart',
      cell: oneOf({
        weg: ['WEG', 'WEG-Verwaltung', 'Wohnungseigentum', 'GdWE'],
        rental: ['Mietverwaltung', 'Miete', 'Mietshaus', 'MV'],
        ownStock: ['Eigenbestand', 'Eigen', 'Bestand'],
      }),
      also: ['Art', 'Objektart', 'Verwaltung'],
    },
    {
      field: 'federalState',
      heading: 'Bundesland',
      cell: oneOf(Object.fromEntries(federalStates.map((key) => [key, [key, federalStateNames[key]]]))),
      also: ['Land'],
    },
    { field: 'street', heading: 'Straße', cell: text, also: ['Strasse', 'Anschrift', 'Straße und Hausnummer'] },
    { field: 'postalCode', heading: 'PLZ', cell: text, also: ['Postleitzahl'] },
    { field: 'city', heading: 'Ort', cell: text, also: ['Stadt'] },
    {
      field: 'shareDenominator',
      heading: 'MEA gesamt',
      cell: whole,
      also: ['Gesamt-MEA', 'Summe MEA', 'MEA Nenner', 'Miteigentumsanteile gesamt'],
    },
    {
      field: 'approvalLimitCents',
      heading: 'Freigabegrenze',
      otherwise: '0',
      cell: amount,
      also: ['Freigabegrenze EUR', 'Auftragsgrenze'],
    },
    { field: 'landlord', heading: 'Vermieter', cell: text, also: ['Eigentümer', 'Auftraggeber'] },
    {
      field: 'votingPrinciple',
      heading: 'Stimmprinzip',
      cell: oneOf({
        heads: ['Köpfe', 'Kopfprinzip'],
        units: ['Einheiten', 'Objektprinzip'],
        shares: ['MEA', 'Wertprinzip'],
      }),
    },
    { field: 'quorumPercent', heading: 'Beschlussfähigkeit %', cell: whole, also: ['Quorum'] },
    { field: 'proxiesMost', heading: 'Vollmachten höchstens', cell: whole },
    { field: 'rulesNote', heading: 'Gemeinschaftsordnung', cell: text },
    active,
  ],
  buildings: [
    propertyNumber,
    { ...buildingName, field: 'name', also: [...(buildingName.also ?? []), 'Bezeichnung', 'Name'] },
    { field: 'street', heading: 'Straße', cell: text, also: ['Strasse', 'Anschrift', 'Straße und Hausnummer'] },
  ],
  units: [
    propertyNumber,
    buildingName,
    { ...unitNumber, field: 'number', also: [...(unitNumber.also ?? []), 'Nummer', 'Nr'] },
    {
      field: 'usage',
      heading: 'Nutzung',
      otherwise: 'flat',
      cell: oneOf({
        flat: ['Wohnung', 'Wohneinheit', 'Wohnen'],
        shop: ['Laden', 'Gewerbe', 'Ladenlokal'],
        office: ['Büro', 'Buero', 'Praxis'],
        garage: ['Garage', 'Tiefgarage'],
        parking: ['Stellplatz', 'Parkplatz', 'Carport'],
        storage: ['Keller', 'Lager', 'Abstellraum', 'Hobbyraum'],
      }),
      also: ['Nutzungsart', 'Art', 'Typ'],
    },
    { field: 'floor', heading: 'Etage', otherwise: '0', cell: floorCell(), also: ['Geschoss', 'Stockwerk', 'Stock'] },
    { field: 'position', heading: 'Lage', cell: text, also: ['Position', 'Lage im Haus'] },
    { field: 'staircase', heading: 'Treppenhaus', cell: text, also: ['Aufgang', 'Eingang', 'Stiege'] },
    { field: 'area', heading: 'Fläche', cell: decimal, also: ['Wohnfläche', 'm²', 'qm', 'Fläche m²', 'Quadratmeter'] },
    { field: 'rooms', heading: 'Zimmer', cell: decimal, also: ['Anzahl Zimmer', 'Räume'] },
    {
      field: 'shareNumerator',
      heading: 'MEA',
      cell: whole,
      also: ['Miteigentumsanteil', 'MEA Zähler', 'Anteil', 'Tausendstel'],
    },
    active,
  ],
  tenancies: [
    propertyNumber,
    buildingName,
    unitNumber,
    personNumber,
    {
      field: 'role',
      heading: 'Rolle',
      otherwise: 'renter',
      cell: oneOf({
        renter: ['Mieter', 'Hauptmieter', 'Mieterin'],
        resident: ['Bewohner', 'Mitbewohner', 'Selbstnutzer'],
      }),
      also: ['Art'],
    },
    from,
    until,
    { field: 'lease', heading: 'Vertrag', cell: text, also: ['Vertragsnummer', 'Mietvertrag', 'Vertrag-Nr.'] },
  ],
  ownerships: [
    propertyNumber,
    buildingName,
    unitNumber,
    personNumber,
    from,
    until,
    { field: 'share', heading: 'Anteil', cell: fraction, also: ['Bruchteil', 'Eigentumsanteil'] },
  ],
  boardMemberships: [propertyNumber, personNumber, from, until],
  contractors: [
    personNumber,
    { field: 'trades', heading: 'Gewerke', cell: severalOf(trade), also: ['Gewerk', 'Branche', 'Leistungen'] },
    { field: 'internal', heading: 'Eigener Betrieb', otherwise: 'no', cell: yesNo, also: ['intern'] },
    { field: 'districts', heading: 'Gebiete', cell: severalOf(text), also: ['PLZ-Gebiete', 'Einsatzgebiet'] },
    { field: 'note', heading: 'Bemerkung', cell: text, also: ['Notiz', 'Hinweis'] },
    active,
  ],
  roles: roleColumns,
  employees: [
    personNumber,
    role,
    { field: 'onCall', heading: 'Bereitschaft', otherwise: 'no', cell: yesNo, also: ['Notdienst'] },
    onProperties,
    limit,
    active,
  ],
  // What they hold besides the first role, which stands with themselves: numbered from 2 on.
  employeeRoles: [
    personNumber,
    { field: 'number', heading: 'Nr', cell: whole, also: ['Nummer', 'Rollennummer'] },
    role,
    onProperties,
    limit,
    from,
    until,
  ],
};

/** Floors as people write them: `EG`, `2. OG`, `UG`, `-1`. */
function floorCell(): Cell {
  return {
    problem: 'numberInvalid',
    read(given) {
      const word = given.toLowerCase().replace(/[\s.]/g, '');
      if (/^(eg|erdgeschoss|parterre|hochparterre|p)$/.test(word)) return '0';
      const [, up] = /^(\d{1,3})(og|obergeschoss|stock|etage)?$/.exec(word) ?? [];
      if (up) return String(Number(up));
      const [, down] = /^(\d{1,2})?(ug|untergeschoss)$/.exec(word) ?? [];
      if (/(ug|untergeschoss)$/.test(word)) return String(-Number(down ?? 1));
      return /^(keller|kg)$/.test(word) ? '-1' : whole.read(given);
    },
    write: (plain) => plain,
    plain: whole.plain,
  };
}

/** The column of a field. */
export function columnOf(table: MasterTable, field: string): Column | undefined {
  return columns[table].find((column) => column.field === field);
}

/** What a new row of a table has where nothing is said. */
export function emptyCells(table: MasterTable): Cells {
  return Object.fromEntries(columns[table].map(({ field, otherwise = '' }) => [field, otherwise]));
}
