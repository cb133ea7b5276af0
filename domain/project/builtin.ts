import type { Period } from '../time/workingTime.ts';
import type { RoleKind, TemplateDocument } from './template.ts';

/** A text in both languages: a workspace's own versions have one, as their authors write it. */
type Pair = readonly [de: string, en: string];

interface Sketch {
  name: Pair;
  text: Pair;
  roles: [name: Pair, kind: RoleKind][];
  todos: {
    title: Pair;
    text?: Pair;
    role: number;
    when: { start: Period } | { after: number; period: Period };
    needs?: number[];
    items?: Pair[];
  }[];
}

/** Working minutes of an office day from 8:00 to 17:00. */
const OFFICE_DAY = 9 * 60;
const days = (count: number): Period => ({ working: count * OFFICE_DAY });
const weeks = (count: number): Period => ({ clock: count * 7 * 24 * 60 });

const changeOfRenter: Sketch = {
  name: ['Mieterwechsel', 'Change of renter'],
  text: [
    'Von der Kündigung bis zur Übergabe an die neuen Mieter und der Abrechnung der Kaution.',
    'From the notice to the handover to the new renters and the settlement of the deposit.',
  ],
  roles: [
    [['Sachbearbeitung', 'Clerk'], 'employee'],
    [['Malerbetrieb', 'Painter'], 'contractor'],
    [['Vermieter', 'Landlord'], 'person'],
  ],
  todos: [
    { title: ['Kündigung bestätigen', 'Confirm the notice'], role: 0, when: { start: days(2) } },
    {
      title: ['Vorabnahme mit den bisherigen Mietern', 'Pre-inspection with the leaving renters'],
      role: 0,
      when: { after: 1, period: weeks(2) },
      items: [
        ['Wände und Decken', 'Walls and ceilings'],
        ['Böden', 'Floors'],
        ['Fenster und Türen', 'Windows and doors'],
        ['Bad und Küche', 'Bathroom and kitchen'],
      ],
    },
    {
      title: ['Umfang der Renovierung freigeben', 'Approve the extent of the renovation'],
      role: 2,
      when: { after: 2, period: days(5) },
    },
    { title: ['Wohnung inserieren', 'Advertise the flat'], role: 0, when: { after: 2, period: days(3) } },
    {
      title: ['Neue Mieter auswählen, Vertrag schließen', 'Choose the new renters, sign the lease'],
      role: 0,
      when: { after: 4, period: weeks(4) },
    },
    {
      title: ['Abnahme und Schlüsselrückgabe', 'Final inspection and return of the keys'],
      role: 0,
      when: { after: 2, period: weeks(8) },
      items: [
        ['Protokoll unterschrieben', 'Report signed'],
        ['Zählerstände abgelesen', 'Meters read'],
        ['Alle Schlüssel zurück', 'All keys returned'],
        ['Neue Anschrift notiert', 'New address noted'],
      ],
    },
    { title: ['Wohnung streichen', 'Paint the flat'], role: 1, when: { after: 6, period: days(8) }, needs: [3] },
    {
      title: ['Übergabe an die neuen Mieter', 'Handover to the new renters'],
      role: 0,
      when: { after: 7, period: days(3) },
      needs: [5],
      items: [
        ['Protokoll unterschrieben', 'Report signed'],
        ['Zählerstände abgelesen', 'Meters read'],
        ['Kaution eingegangen', 'Deposit received'],
        ['Wohnungsgeberbestätigung ausgehändigt', 'Landlord’s confirmation handed over'],
      ],
    },
    { title: ['Versorger ummelden', 'Tell the utilities'], role: 0, when: { after: 8, period: days(3) } },
    { title: ['Kaution abrechnen', 'Settle the old deposit'], role: 0, when: { after: 6, period: weeks(12) } },
  ],
};

const roof: Sketch = {
  name: ['Dachsanierung', 'Roof renovation'],
  text: [
    'Von der Bestandsaufnahme über Angebote und Beschluss bis zur Abnahme und Gewährleistung.',
    'From the survey by way of quotes and resolution to acceptance and warranty.',
  ],
  roles: [
    [['Verwaltung', 'Management'], 'employee'],
    [['Dachdecker', 'Roofer'], 'contractor'],
    [['Beirat', 'Advisory board'], 'advisoryBoard'],
  ],
  todos: [
    {
      title: ['Zustand des Daches aufnehmen', 'Survey the roof'],
      role: 1,
      when: { start: days(10) },
      items: [
        ['Eindeckung', 'Tiles'],
        ['Dachstuhl', 'Roof timbers'],
        ['Rinnen und Fallrohre', 'Gutters and downpipes'],
        ['Fotos', 'Photos'],
      ],
    },
    { title: ['Leistungen beschreiben', 'Describe the works'], role: 0, when: { after: 1, period: days(5) } },
    { title: ['Drei Angebote einholen', 'Get three quotes'], role: 0, when: { after: 2, period: weeks(4) } },
    { title: ['Förderung prüfen', 'Check for subsidies'], role: 0, when: { after: 2, period: days(10) } },
    {
      title: ['Angebote mit dem Beirat prüfen', 'Review the quotes with the board'],
      role: 2,
      when: { after: 3, period: days(8) },
    },
    {
      title: ['Beschluss der Eigentümer herbeiführen', 'Have the owners decide'],
      text: ['§ 20 WEG; wer bezahlt: § 21 WEG.', '§ 20 WEG; who pays: § 21 WEG.'],
      role: 0,
      when: { after: 5, period: weeks(4) },
      needs: [4],
    },
    { title: ['Auftrag erteilen', 'Place the order'], role: 0, when: { after: 6, period: days(3) } },
    {
      title: ['Bewohner über Gerüst und Lärm informieren', 'Tell the residents of scaffold and noise'],
      role: 0,
      when: { after: 7, period: days(10) },
    },
    { title: ['Gerüst stellen', 'Put up the scaffold'], role: 1, when: { after: 7, period: weeks(4) }, needs: [8] },
    { title: ['Dach decken', 'Cover the roof'], role: 1, when: { after: 9, period: weeks(4) } },
    {
      title: ['Abnahme mit dem Beirat', 'Acceptance with the board'],
      role: 0,
      when: { after: 10, period: days(3) },
      items: [
        ['Mängel festgehalten', 'Defects recorded'],
        ['Fotos', 'Photos'],
        ['Protokoll unterschrieben', 'Report signed'],
      ],
    },
    { title: ['Gerüst abbauen', 'Take down the scaffold'], role: 1, when: { after: 11, period: days(5) } },
    { title: ['Schlussrechnung prüfen', 'Check the final invoice'], role: 0, when: { after: 11, period: days(15) } },
    {
      title: ['Ende der Gewährleistung vormerken', 'Note the end of the warranty'],
      role: 0,
      when: { after: 13, period: days(2) },
    },
  ],
};

const ownersMeeting: Sketch = {
  name: ['Eigentümerversammlung', 'Owners’ meeting'],
  text: [
    'Vorbereitung, Einladung mit drei Wochen Frist (§ 24 Abs. 4 WEG), Niederschrift und Beschluss-Sammlung.',
    'Preparation, invitation with its three weeks (§ 24 (4) WEG), minutes and register of resolutions.',
  ],
  roles: [
    [['Verwaltung', 'Management'], 'employee'],
    [['Beirat', 'Advisory board'], 'advisoryBoard'],
  ],
  todos: [
    { title: ['Termin und Raum festlegen', 'Set date and room'], role: 0, when: { start: days(5) } },
    { title: ['Anträge der Eigentümer sammeln', 'Collect the owners’ motions'], role: 0, when: { start: weeks(2) } },
    { title: ['Jahresabrechnung prüfen', 'Check the annual statement'], role: 1, when: { start: weeks(3) } },
    {
      title: ['Tagesordnung mit dem Beirat abstimmen', 'Agree on the agenda with the board'],
      role: 1,
      when: { after: 2, period: days(5) },
    },
    {
      title: ['Einladung versenden', 'Send the invitation'],
      text: [
        'Mindestens drei Wochen vor der Versammlung in Textform, § 24 Abs. 4 WEG; es zählt der Zugang.',
        'At least three weeks ahead in text form, § 24 (4) WEG; its receipt counts.',
      ],
      role: 0,
      when: { after: 4, period: days(3) },
      needs: [1, 3],
      items: [
        ['Tagesordnung', 'Agenda'],
        ['Beschlussanträge', 'Motions'],
        ['Vollmachten', 'Proxy forms'],
      ],
    },
    { title: ['Versammlung abhalten', 'Hold the meeting'], role: 0, when: { after: 5, period: weeks(4) } },
    {
      title: ['Niederschrift erstellen', 'Write the minutes'],
      text: ['Unverzüglich, § 24 Abs. 6 WEG.', 'Without delay, § 24 (6) WEG.'],
      role: 0,
      when: { after: 6, period: days(5) },
    },
    { title: ['Niederschrift unterschreiben', 'Sign the minutes'], role: 1, when: { after: 7, period: days(5) } },
    {
      title: ['Beschlüsse in die Sammlung eintragen', 'Enter the resolutions into the register'],
      text: ['Unverzüglich, § 24 Abs. 7 WEG.', 'Without delay, § 24 (7) WEG.'],
      role: 0,
      when: { after: 6, period: days(3) },
    },
    {
      title: ['Anfechtungsfrist abwarten', 'Wait for the contest period to end'],
      text: ['Ein Monat nach der Beschlussfassung, § 45 WEG.', 'One month after the resolution, § 45 WEG.'],
      role: 0,
      when: { after: 6, period: { clock: 31 * 24 * 60 } },
    },
  ],
};

const sketches = { changeOfRenter, roof, ownersMeeting };
export type BuiltinTemplate = keyof typeof sketches;

/** The ids of the templates that every workspace has from the start, as version 1. */
export const builtinTemplateIds = Object.keys(sketches) as BuiltinTemplate[];

/** Whether an id is that of a built-in template. */
export function isBuiltinTemplate(id: string): id is BuiltinTemplate {
  return Object.hasOwn(sketches, id);
}

/** A built-in template in a language. */
export function builtinTemplate(id: BuiltinTemplate, locale: 'de' | 'en'): TemplateDocument {
  const { name, text, roles, todos }: Sketch = sketches[id];
  const say = ([de, en]: Pair) => (locale === 'de' ? de : en);
  return {
    name: say(name),
    text: say(text),
    category: null,
    roles: roles.map(([title, kind]) => ({ name: say(title), kind })),
    todos: todos.map((todo) => ({
      title: say(todo.title),
      text: todo.text ? say(todo.text) : '',
      role: todo.role,
      when: todo.when,
      needs: todo.needs ?? [],
      items: (todo.items ?? []).map(say),
    })),
  };
}
