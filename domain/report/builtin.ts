import type { Answer, Category, CategoryDocument, Question, Text } from './categories.ts';

const t = (de: string, en: string): Text => ({ de, en });

const howBad = (id: string, label: Text, answers: Answer[]): Question => ({ id, label, answers });

const categories: Category[] = [
  {
    id: 'water',
    label: t('Wasser', 'Water'),
    hint: t('Es tropft, läuft aus oder läuft nicht ab', 'Dripping, leaking or blocked'),
    trade: 'plumbing',
    places: ['unit', 'common'],
    questions: [
      howBad('what', t('Was ist mit dem Wasser?', 'What is wrong with the water?'), [
        {
          id: 'flows',
          label: t('Es läuft und ich kann es nicht abstellen', 'It runs and I cannot turn it off'),
          safety: 'water',
        },
        {
          id: 'ceiling',
          label: t('Es kommt durch Decke oder Wand', 'It comes through ceiling or wall'),
          urgency: 'urgent',
        },
        { id: 'drips', label: t('Hahn, Rohr oder Spülung tropft', 'Tap, pipe or cistern drips'), urgency: 'normal' },
        { id: 'blocked', label: t('Der Abfluss ist verstopft', 'The drain is blocked'), urgency: 'normal' },
        { id: 'none', label: t('Es kommt kein Wasser', 'There is no water'), urgency: 'urgent' },
      ]),
      {
        id: 'electricity',
        label: t('Ist Strom in der Nähe (Lampe, Steckdose)?', 'Is there electricity nearby (lamp, socket)?'),
        when: { question: 'what', answer: 'ceiling' },
        answers: [
          {
            id: 'off',
            label: t('Ja, ich habe die Sicherung ausgeschaltet', 'Yes, I switched off the fuse'),
            urgency: 'urgent',
          },
          { id: 'on', label: t('Ja, und er ist noch an', 'Yes, and it is still on'), urgency: 'emergency' },
          { id: 'no', label: t('Nein', 'No') },
        ],
      },
    ],
  },
  {
    id: 'heating',
    label: t('Heizung und Warmwasser', 'Heating and hot water'),
    hint: t('Bleibt kalt, wird zu heiß, macht Geräusche', 'Stays cold, too hot, noisy'),
    trade: 'heating',
    places: ['unit', 'common'],
    questions: [
      howBad('what', t('Was ist mit der Heizung?', 'What is wrong with the heating?'), [
        { id: 'gas', label: t('Es riecht nach Gas', 'There is a smell of gas'), safety: 'gas' },
        { id: 'allCold', label: t('Die ganze Wohnung ist kalt', 'The whole flat is cold'), urgency: 'urgent' },
        { id: 'oneCold', label: t('Ein Heizkörper bleibt kalt', 'One radiator stays cold'), urgency: 'normal' },
        { id: 'noHotWater', label: t('Kein warmes Wasser', 'No hot water'), urgency: 'urgent' },
        { id: 'noise', label: t('Geräusche oder tropft', 'Noise or dripping'), urgency: 'normal' },
      ]),
    ],
  },
  {
    id: 'electrics',
    label: t('Strom und Licht', 'Electricity and light'),
    hint: t('Ausfall, Steckdose, Treppenhauslicht', 'Outage, socket, staircase light'),
    trade: 'electrics',
    places: ['unit', 'common'],
    questions: [
      howBad('what', t('Was ist mit dem Strom?', 'What is wrong with the electricity?'), [
        { id: 'smoke', label: t('Es riecht verbrannt oder es funkt', 'It smells burnt or sparks'), safety: 'fire' },
        { id: 'out', label: t('In der Wohnung ist der Strom weg', 'The flat has no power'), urgency: 'urgent' },
        {
          id: 'part',
          label: t('Eine Steckdose oder Lampe geht nicht', 'A socket or lamp does not work'),
          urgency: 'normal',
        },
      ]),
    ],
  },
  {
    id: 'lift',
    label: t('Aufzug', 'Lift'),
    hint: t('Steht, ruckelt, macht Geräusche', 'Stands still, jerks, noisy'),
    trade: 'lift',
    places: ['common'],
    questions: [
      howBad('what', t('Was ist mit dem Aufzug?', 'What is wrong with the lift?'), [
        { id: 'locked', label: t('Jemand ist eingeschlossen', 'Somebody is locked in'), safety: 'lift' },
        { id: 'stands', label: t('Er fährt nicht', 'It does not run'), urgency: 'urgent' },
        { id: 'noise', label: t('Er ruckelt oder ist laut', 'It jerks or is noisy'), urgency: 'normal' },
      ]),
    ],
  },
  {
    id: 'doors',
    label: t('Türen und Schlösser', 'Doors and locks'),
    hint: t('Schließt nicht, klemmt, Schlüssel verloren', 'Does not close, jams, key lost'),
    trade: 'locks',
    places: ['unit', 'common'],
    questions: [
      howBad('what', t('Was ist mit der Tür?', 'What is wrong with the door?'), [
        { id: 'open', label: t('Sie lässt sich nicht schließen', 'It cannot be closed'), urgency: 'urgent' },
        { id: 'jams', label: t('Sie klemmt oder schließt schwer', 'It jams'), urgency: 'normal' },
        { id: 'intercom', label: t('Klingel oder Sprechanlage', 'Bell or intercom'), urgency: 'normal' },
        {
          id: 'key',
          label: t('Schlüssel verloren oder nachbestellen', 'Key lost or to be ordered'),
          urgency: 'normal',
        },
      ]),
    ],
  },
  {
    id: 'windows',
    label: t('Fenster und Rollläden', 'Windows and shutters'),
    hint: t('Undicht, klemmt, Glas gebrochen', 'Leaking, jammed, broken glass'),
    trade: 'windows',
    places: ['unit', 'common'],
    questions: [
      howBad('what', t('Was ist mit dem Fenster?', 'What is wrong with the window?'), [
        { id: 'glass', label: t('Das Glas ist gebrochen', 'The glass is broken'), urgency: 'urgent' },
        { id: 'jams', label: t('Fenster oder Rollladen klemmt', 'Window or shutter jams'), urgency: 'normal' },
        { id: 'leaks', label: t('Es zieht oder es regnet herein', 'Draught or rain comes in'), urgency: 'normal' },
      ]),
    ],
  },
  {
    id: 'mould',
    label: t('Feuchtigkeit und Schimmel', 'Damp and mould'),
    hint: t('Flecken, feuchte Wand, Geruch', 'Stains, damp wall, smell'),
    trade: 'painting',
    places: ['unit', 'common'],
    questions: [
      howBad('size', t('Wie groß ist die Stelle?', 'How big is the spot?'), [
        { id: 'small', label: t('Kleiner als ein Blatt Papier', 'Smaller than a sheet of paper'), urgency: 'normal' },
        { id: 'large', label: t('Größer', 'Larger'), urgency: 'urgent' },
      ]),
    ],
  },
  {
    id: 'roof',
    label: t('Dach, Fassade, Balkon', 'Roof, facade, balcony'),
    hint: t('Ziegel, Putz, Regenrinne', 'Tiles, plaster, gutter'),
    trade: 'roof',
    places: ['common', 'unit'],
    questions: [
      howBad('danger', t('Kann etwas herunterfallen?', 'Could something fall down?'), [
        { id: 'yes', label: t('Ja', 'Yes'), urgency: 'emergency' },
        { id: 'no', label: t('Nein', 'No'), urgency: 'normal' },
      ]),
    ],
  },
  {
    id: 'cleaning',
    label: t('Sauberkeit, Müll, Winterdienst', 'Cleaning, waste, snow'),
    hint: t('Treppenhaus, Tonnen, Glätte', 'Staircase, bins, ice'),
    trade: 'cleaning',
    places: ['common'],
    questions: [
      howBad('what', t('Worum geht es?', 'What is it about?'), [
        { id: 'ice', label: t('Glatteis oder Schnee auf dem Weg', 'Ice or snow on the path'), urgency: 'urgent' },
        { id: 'dirty', label: t('Verschmutzung', 'Dirt'), urgency: 'normal' },
        { id: 'waste', label: t('Müll oder Sperrmüll', 'Waste or bulky waste'), urgency: 'normal' },
      ]),
    ],
  },
  {
    id: 'garden',
    label: t('Garten und Außenanlagen', 'Garden and grounds'),
    hint: t('Baum, Weg, Spielplatz, Parkplatz', 'Tree, path, playground, parking'),
    trade: 'garden',
    places: ['common'],
    questions: [],
  },
  {
    id: 'inquiry',
    label: t('Frage oder Hinweis', 'Question or hint'),
    hint: t('Kein Schaden, aber Sie möchten etwas wissen', 'No damage, but you want to know something'),
    trade: 'caretaker',
    places: ['unit', 'common'],
    questions: [],
  },
  {
    id: 'other',
    label: t('Etwas anderes', 'Something else'),
    hint: t('Wenn nichts davon passt', 'If nothing fits'),
    trade: 'caretaker',
    places: ['unit', 'common'],
    questions: [],
  },
];

/** The kinds of report that every workspace starts with, version 1. */
export const builtinCategories: { version: number; document: CategoryDocument } = {
  version: 1,
  document: { categories },
};

/** A built-in category. Throws RangeError for an id that is none. */
export function builtinCategory(id: string): Category {
  const found = categories.find((category) => category.id === id);
  if (!found) throw new RangeError(`no category ${id}`);
  return found;
}
