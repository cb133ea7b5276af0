import { z } from 'zod';
import type { Trade } from '../../domain/report/categories.ts';
import { federalState } from '../../domain/time/workingTime.ts';
import { cents, day, listOf, oneOf, optional, whole, yesNo } from './table.ts';

const filled = z.string().min(1, 'is empty').max(200);
const key = z.string().min(1, 'is empty').max(40);

/** The trades as German tables name them. */
const trade = oneOf<Trade>({
  sanitär: 'plumbing',
  heizung: 'heating',
  elektro: 'electrics',
  schlösser: 'locks',
  aufzug: 'lift',
  fenster: 'windows',
  dach: 'roof',
  maler: 'painting',
  reinigung: 'cleaning',
  garten: 'garden',
  hausmeister: 'caretaker',
});

const unitPlace = { Objektnummer: key, Gebäude: filled, Einheit: key };
const period = { Von: day, Bis: optional(day) };

/** Each file of a company's master data with the schema of its rows. The columns are those of the German tables. */
export const masterTables = {
  personen: z.object({
    Nr: key,
    Art: oneOf({ person: 'natural', firma: 'company' }),
    Vorname: z.string().max(100),
    Nachname: filled,
    'E-Mail': optional(z.email('is no mail address').max(200)),
    Telefon: optional(z.string().max(40)),
    Mobil: optional(z.string().max(40)),
    Fax: optional(z.string().max(40)).default(null),
    Sprache: oneOf({ de: 'de', en: 'en' }),
    Versandweg: oneOf({ 'e-mail': 'mail', sms: 'sms', fax: 'fax', brief: 'letter' }),
    'Rufnummer weitergeben': yesNo,
    // Where letters go, if not to the flat in which somebody lives.
    Straße: optional(z.string().max(100)).default(null),
    PLZ: optional(z.string().max(10)).default(null),
    Ort: optional(z.string().max(80)).default(null),
  }),
  objekte: z.object({
    Objektnummer: key,
    Bezeichnung: filled,
    Verwaltungsart: oneOf({ weg: 'weg', mietverwaltung: 'rental', eigenbestand: 'ownStock' }),
    Bundesland: federalState,
    Straße: filled,
    PLZ: z.string().regex(/^\d{5}$/, 'is no postal code'),
    Ort: filled,
    'MEA gesamt': optional(whole),
    Freigabegrenze: cents,
    Vermieter: optional(key),
  }),
  gebaeude: z.object({ Objektnummer: key, Gebäude: filled, Straße: filled }),
  einheiten: z.object({
    ...unitPlace,
    Nutzung: oneOf({ wohnung: 'flat', laden: 'shop', garage: 'garage' }),
    Etage: whole,
    Lage: z.string().max(60),
    MEA: optional(whole),
  }),
  bewohner: z.object({
    ...unitPlace,
    Person: key,
    Rolle: oneOf({ mieter: 'renter', bewohner: 'resident' }),
    ...period,
  }),
  eigentuemer: z.object({ ...unitPlace, Person: key, ...period }),
  beirat: z.object({ Objektnummer: key, Person: key, ...period }),
  mitarbeiter: z.object({
    Person: key,
    Funktion: oneOf({
      verwalter: 'manager',
      sachbearbeiter: 'clerk',
      hausmeister: 'caretaker',
      administrator: 'administrator',
    }),
    Bereitschaft: yesNo,
    Objekte: z.string().min(1, 'is empty: give numbers, or alle'),
  }),
  handwerker: z.object({ Person: key, Gewerke: listOf(trade), 'Eigener Betrieb': yesNo }),
} as const;

export type MasterTable = keyof typeof masterTables;
