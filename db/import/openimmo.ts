import { guarded } from '../../domain/import/cells.ts';
import { columns } from '../../domain/import/columns.ts';
import type { Current, SourceRow } from '../../domain/import/plan.ts';
import { type Cells, keyOf, type MasterTable } from '../../domain/import/tables.ts';
import { UnreadableFile } from './unreadable.ts';
import { escaped, lineCounter, parseXml, rowsInOrder } from './xml.ts';

/**
 * OpenImmo 1.2.x is a format for offers. It carries buildings, units and contacts, neither shares nor owners: those need
 * our own formats. What it has no field for (property, building) stands in `user_defined_simplefield`, which other
 * programs leave alone.
 */
const FIELD_PREFIX = 'procsm_';

/** The fields that OpenImmo can't say by itself, by table; they travel in its user-defined fields. */
const OWN: Partial<Record<MasterTable, readonly string[]>> = {
  properties: columns.properties.map(({ field }) => field),
  buildings: ['name'],
  units: ['number', 'usage', 'floor', 'position', 'staircase', 'shareNumerator', 'active'],
};

type Element = Record<string, unknown>;
const inside = (element: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? (at as Element)[name] : undefined),
    element,
  );
const textIn = (element: unknown, ...path: string[]): string => {
  const found = inside(element, ...path);
  if (typeof found === 'string') return found.trim();
  const body = inside(found, '#text');
  return typeof body === 'string' ? body.trim() : '';
};

/** Whether an XML is OpenImmo, by its root. */
export const isOpenImmo = (text: string): boolean => /<(\w+:)?openimmo[\s>]/.test(text.slice(0, 4_000));

/**
 * Reads the properties, buildings, units and contacts of an OpenImmo file (1.2.x).
 * @throws UnreadableFile
 */
export function readOpenImmo(file: string, text: string): Partial<Record<MasterTable, SourceRow[]>> {
  const parsed = parseXml(file, text, ['anbieter', 'immobilie', 'user_defined_simplefield']);
  const providers = inside(parsed, 'openimmo', 'anbieter');
  if (!Array.isArray(providers)) throw new UnreadableFile('xmlUnknown', file);
  const offers = providers.flatMap((provider) => inside(provider, 'immobilie') ?? []) as Element[];
  if (offers.length === 0) throw new UnreadableFile('nothingInIt', file);
  const nextLine = lineCounter(text)('immobilie');
  const tables = { properties: new Map(), buildings: new Map(), units: new Map(), persons: new Map() } as {
    [Table in 'properties' | 'buildings' | 'units' | 'persons']: Map<string, SourceRow>;
  };
  const add = (table: keyof typeof tables, line: number, cells: Cells) => {
    const kept = Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== ''));
    const key = keyOf(table, kept) || `${table} ${tables[table].size}`;
    if (!tables[table].has(key)) tables[table].set(key, { file, line, cells: written(table, kept) });
  };
  for (const offer of offers) {
    const line = nextLine();
    const place = placeOf(offer);
    add('properties', line, place.property);
    add('buildings', line, place.building);
    add('units', line, place.unit);
    const contact = contactOf(offer);
    if (contact) add('persons', line, contact);
  }
  return Object.fromEntries(
    Object.entries(tables).flatMap(([table, rows]) => (rows.size > 0 ? [[table, [...rows.values()]]] : [])),
  );
}

// The plan reads texts as people write them; here they are plain already.
function written(table: MasterTable, cells: Cells): Cells {
  return Object.fromEntries(
    columns[table].flatMap(({ field, cell }) => {
      const plain = cells[field];
      return plain === undefined ? [] : [[field, guarded(cell.write(plain))]];
    }),
  );
}

function placeOf(offer: Element): { property: Cells; building: Cells; unit: Cells } {
  const own = ownFields(offer);
  const street = [textIn(offer, 'geo', 'strasse'), textIn(offer, 'geo', 'hausnummer')].filter(Boolean).join(' ');
  const postalCode = textIn(offer, 'geo', 'plz');
  const city = textIn(offer, 'geo', 'ort');
  // Without our own fields a house stands for its property: OpenImmo knows nothing above it.
  const number = own.get('properties.number') ?? street;
  const house = own.get('buildings.name') ?? street;
  const property = {
    number,
    name: own.get('properties.name') ?? street,
    managementType: own.get('properties.managementType') ?? 'ownStock',
    federalState: own.get('properties.federalState') ?? stateOf(textIn(offer, 'geo', 'bundesland')),
    street: own.get('properties.street') ?? street,
    postalCode: own.get('properties.postalCode') ?? postalCode,
    city: own.get('properties.city') ?? city,
    ...valuesOf(own, 'properties'),
  };
  const unit = {
    property: number,
    building: house,
    number:
      own.get('units.number') ??
      (textIn(offer, 'geo', 'wohnungsnummer') || textIn(offer, 'verwaltung_techn', 'objektnr_extern')),
    usage: own.get('units.usage') ?? usageOf(offer),
    floor: own.get('units.floor') ?? textIn(offer, 'geo', 'etage'),
    position: own.get('units.position') ?? '',
    area: numberIn(offer, 'flaechen', 'wohnflaeche') || numberIn(offer, 'flaechen', 'nutzflaeche'),
    rooms: numberIn(offer, 'flaechen', 'anzahl_zimmer'),
    ...valuesOf(own, 'units'),
  };
  return { property, building: { property: number, name: house, street }, unit };
}

const numberIn = (offer: Element, ...path: string[]) => {
  const found = textIn(offer, ...path).replace(',', '.');
  return Number(found) > 0 ? String(Number(found)) : '';
};

function ownFields(offer: Element): Map<string, string> {
  const fields = inside(offer, 'verwaltung_techn', 'user_defined_simplefield');
  const found = new Map<string, string>();
  for (const field of Array.isArray(fields) ? fields : []) {
    const name = textIn(field, '@feldname');
    if (name.startsWith(FIELD_PREFIX)) found.set(name.slice(FIELD_PREFIX.length), textIn(field));
  }
  return found;
}

function valuesOf(own: Map<string, string>, table: 'properties' | 'units'): Record<string, string> {
  return Object.fromEntries(
    (OWN[table] ?? []).flatMap((field) => {
      const value = own.get(`${table}.${field}`);
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

const STATES = columns.properties.find(({ field }) => field === 'federalState')?.cell;
const stateOf = (name: string) => STATES?.read(name) ?? name;

function usageOf(offer: Element): string {
  const kinds = Object.keys((inside(offer, 'objektkategorie', 'objektart') as Element | undefined) ?? {});
  const [kind = ''] = kinds;
  const usages: Record<string, string> = {
    buero_praxen: 'office',
    einzelhandel: 'shop',
    gastgewerbe: 'shop',
    hallen_lager_prod: 'storage',
    parken:
      textIn(offer, 'objektkategorie', 'objektart', 'parken', '@parken_typ') === 'STELLPLATZ' ? 'parking' : 'garage',
  };
  return usages[kind] ?? 'flat';
}

function contactOf(offer: Element): Cells | undefined {
  const contact = inside(offer, 'kontaktperson');
  if (!contact) return undefined;
  const firm = textIn(contact, 'firma');
  const familyName = textIn(contact, 'name') || firm;
  if (familyName === '') return undefined;
  return {
    number:
      textIn(contact, 'personennummer') ||
      `OI-${[familyName, textIn(contact, 'vorname')].filter(Boolean).join('-')}`.slice(0, 40),
    kind: textIn(contact, 'name') === '' ? 'company' : 'natural',
    givenName: textIn(contact, 'vorname'),
    familyName,
    email: textIn(contact, 'email_direkt') || textIn(contact, 'email_zentrale'),
    phone: textIn(contact, 'tel_durchw') || textIn(contact, 'tel_zentrale'),
    mobile: textIn(contact, 'tel_handy'),
    fax: textIn(contact, 'tel_fax'),
    ...addressOf(contact),
  };
}

function addressOf(contact: unknown): Cells {
  const street = [textIn(contact, 'strasse'), textIn(contact, 'hausnummer')].filter(Boolean).join(' ');
  const address = { street, postalCode: textIn(contact, 'plz'), city: textIn(contact, 'ort') };
  return Object.values(address).includes('') ? {} : address;
}

/**
 * Writes a company's units as OpenImmo 1.2.7, one offer each, with the landlord as its contact where there is one. What the
 * format can't say is left out: who lives there, who owns it.
 */
export function writeOpenImmo(current: Current, company: string, at: string): string {
  const element = (name: string, text: string) => (text === '' ? '' : `<${name}>${escaped(text)}</${name}>`);
  const offers = rowsInOrder(current, 'units').map((unit) => {
    const property = current.properties.get(keyOf('properties', { number: unit.property ?? '' })) ?? {};
    const building =
      current.buildings.get(keyOf('buildings', { property: unit.property ?? '', name: unit.building ?? '' })) ?? {};
    const landlord = current.persons.get(keyOf('persons', { number: property.landlord ?? '' }));
    const own = (Object.entries(OWN) as [MasterTable, readonly string[]][]).flatMap(([table, fields]) => {
      const row = table === 'properties' ? property : table === 'buildings' ? building : unit;
      return fields
        .filter((field) => (row[field] ?? '') !== '')
        .map(
          (field) =>
            `<user_defined_simplefield feldname="${FIELD_PREFIX}${table}.${field}">${escaped(row[field] ?? '')}</user_defined_simplefield>`,
        );
    });
    return [
      '    <immobilie>',
      `      <objektkategorie><nutzungsart WOHNEN="${unit.usage === 'flat'}" GEWERBE="${unit.usage !== 'flat'}"/><vermarktungsart KAUF="false" MIETE_PACHT="true"/><objektart>${kindOf(unit)}</objektart></objektkategorie>`,
      `      <geo>${element('plz', property.postalCode ?? '')}${element('ort', property.city ?? '')}${element('strasse', building.street ?? '')}${element('bundesland', STATES?.write(property.federalState ?? '') ?? '')}${element('etage', unit.floor ?? '')}${element('wohnungsnummer', unit.number ?? '')}</geo>`,
      ...(landlord ? [`      <kontaktperson>${contactElements(landlord, element)}</kontaktperson>`] : []),
      `      <flaechen>${element('wohnflaeche', unit.area ?? '')}${element('anzahl_zimmer', unit.rooms ?? '')}</flaechen>`,
      `      <verwaltung_techn>${element('objektnr_extern', [unit.property, unit.building, unit.number].join('/'))}${own.join('')}</verwaltung_techn>`,
      '    </immobilie>',
    ].join('\n');
  });
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<openimmo>',
    `  <uebertragung art="OFFLINE" umfang="VOLL" version="1.2.7" sendersoftware="ProCSM" timestamp="${at}"/>`,
    '  <anbieter>',
    `    ${element('firma', company)}`,
    ...offers,
    '  </anbieter>',
    '</openimmo>',
  ].join('\n')}\n`;
}

function contactElements(person: Cells, element: (name: string, text: string) => string): string {
  const isFirm = person.kind === 'company';
  return [
    element('name', isFirm ? '' : (person.familyName ?? '')),
    element('vorname', person.givenName ?? ''),
    element('firma', isFirm ? (person.familyName ?? '') : ''),
    element('personennummer', person.number ?? ''),
    element('email_direkt', person.email ?? ''),
    element('tel_durchw', person.phone ?? ''),
    element('tel_handy', person.mobile ?? ''),
    element('tel_fax', person.fax ?? ''),
    element('strasse', person.street ?? ''),
    element('plz', person.postalCode ?? ''),
    element('ort', person.city ?? ''),
  ].join('');
}

function kindOf(unit: Cells): string {
  const kinds: Record<string, string> = {
    flat: '<wohnung/>',
    shop: '<einzelhandel/>',
    office: '<buero_praxen/>',
    garage: '<parken parken_typ="EINZELGARAGE"/>',
    parking: '<parken parken_typ="STELLPLATZ"/>',
    storage: '<hallen_lager_prod/>',
  };
  return kinds[unit.usage ?? 'flat'] ?? '<wohnung/>';
}
