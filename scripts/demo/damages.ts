import type { Motif } from './photos.ts';

/** Something that people report, in their words, and what is ordered for it. */
export interface Damage {
  id: string;
  category: string;
  place: 'unit' | 'common';
  answers: Record<string, string>;
  title: string;
  texts: readonly string[];
  /** What the contractor is asked to do. */
  order: string;
  instructions: string;
  /** How the contractor reports it done. */
  done: readonly string[];
  motifs: readonly Motif[];
  /** How often it comes, by season. */
  weight: { winter: number; summer: number };
}

type Told = [title: string, texts: string[], order: string, instructions: string, done: string[]];

const damage = (
  id: string,
  [category, place, ...given]: [category: string, place: 'unit' | 'common', ...given: string[]],
  [winter, summer]: [number, number],
  motifs: Motif[],
  [title, texts, order, instructions, done]: Told,
): Damage => ({
  id,
  category,
  place,
  answers: Object.fromEntries(given.map((pair) => pair.split('=') as [string, string])),
  title,
  texts,
  order,
  instructions,
  done,
  motifs,
  weight: { winter, summer },
});

/** What breaks in houses. */
export const damages: readonly Damage[] = [
  damage(
    'ceiling',
    ['water', 'unit', 'what=ceiling', 'electricity=off'],
    [2, 2],
    ['stain', 'stain'],
    [
      'Wasser tropft aus der Badezimmerdecke',
      [
        'Seit heute früh tropft es neben der Lampe. Ich habe den Strom im Bad ausgeschaltet.',
        'An der Decke im Bad ist ein feuchter Fleck, der größer wird. Von oben kommt Wasser.',
      ],
      'Wasserschaden im Bad, Decke',
      'Ursache suchen, vermutlich in der Wohnung darüber. Undichte Stelle abdichten, Decke trocknen lassen.',
      [
        'Siphon in der Wohnung darüber undicht, erneuert. Decke muss noch zwei Wochen trocknen.',
        'Silikonfuge und Ablaufgarnitur der Dusche darüber erneuert, Dichtigkeit geprüft.',
      ],
    ],
  ),
  damage(
    'drain',
    ['water', 'unit', 'what=blocked'],
    [4, 4],
    ['tap'],
    [
      'Abfluss in der Küche ist verstopft',
      ['Das Wasser in der Spüle läuft nicht mehr ab, auch nach der Saugglocke nicht.', 'Die Spüle steht voll Wasser.'],
      'Verstopfung Küchenabfluss',
      'Abfluss spiralen, Siphon reinigen.',
      ['Abfluss mit Spirale gereinigt, läuft frei.', 'Siphon getauscht, Leitung bis zum Fallrohr gespült.'],
    ],
  ),
  damage(
    'cistern',
    ['water', 'unit', 'what=drips'],
    [4, 4],
    ['tap'],
    [
      'Toilettenspülung läuft ständig nach',
      ['Der Spülkasten läuft Tag und Nacht leise nach. Das kostet sicher viel Wasser.'],
      'Spülkasten instand setzen',
      'Füllventil und Heberglocke prüfen, bei Bedarf erneuern.',
      ['Füllventil und Dichtung der Heberglocke erneuert.'],
    ],
  ),
  damage(
    'tap',
    ['water', 'unit', 'what=drips'],
    [3, 3],
    ['tap'],
    [
      'Wasserhahn im Bad tropft',
      ['Der Hahn am Waschbecken tropft alle paar Sekunden.', 'Die Mischbatterie tropft und lässt sich schwer drehen.'],
      'Waschtischarmatur reparieren',
      'Kartusche erneuern, Perlator entkalken.',
      ['Kartusche erneuert, Armatur dicht.', 'Armatur war nicht mehr zu retten und wurde ersetzt.'],
    ],
  ),
  damage(
    'radiator',
    ['heating', 'unit', 'what=oneCold'],
    [9, 1],
    ['radiator'],
    [
      'Heizung im Kinderzimmer bleibt kalt',
      ['Der Heizkörper wird nur oben lauwarm, die anderen gehen.', 'Trotz Stufe 5 bleibt der Heizkörper kalt.'],
      'Heizkörper bleibt kalt',
      'Thermostatventil gängig machen, entlüften, hydraulischen Abgleich prüfen.',
      ['Ventilstift war fest, gängig gemacht und entlüftet.', 'Thermostatkopf erneuert, Heizkörper wird warm.'],
    ],
  ),
  damage(
    'cold',
    ['heating', 'unit', 'what=allCold'],
    [5, 0],
    ['radiator', 'gauge'],
    [
      'Die ganze Wohnung ist kalt',
      ['Seit gestern Abend ist keine Heizung mehr warm. Wir haben 16 Grad und ein kleines Kind.'],
      'Heizungsausfall Wohnung',
      'Störung der Etagenheizung beheben, Betriebsdruck prüfen.',
      ['Ausdehnungsgefäß defekt, erneuert. Anlage gefüllt und in Betrieb.', 'Pumpe der Etagenheizung getauscht.'],
    ],
  ),
  damage(
    'hotwater',
    ['heating', 'unit', 'what=noHotWater'],
    [4, 3],
    ['gauge'],
    [
      'Kein warmes Wasser in Küche und Bad',
      ['Das Wasser bleibt seit heute Morgen kalt, auch nach zehn Minuten.'],
      'Warmwasserausfall',
      'Durchlauferhitzer oder Station prüfen.',
      ['Heizwendel des Durchlauferhitzers erneuert.', 'Zirkulationspumpe war ausgefallen und ist ersetzt.'],
    ],
  ),
  damage(
    'socket',
    ['electrics', 'unit', 'what=part'],
    [4, 4],
    ['lamp'],
    [
      'Steckdose im Wohnzimmer ohne Strom',
      ['Die Doppelsteckdose neben der Balkontür geht nicht mehr. Die Sicherung ist drin.'],
      'Steckdose ohne Funktion',
      'Steckdose und Zuleitung prüfen, Schutzleiter messen.',
      ['Lose Klemme in der Abzweigdose, neu verdrahtet und gemessen.'],
    ],
  ),
  damage(
    'fuse',
    ['electrics', 'unit', 'what=out'],
    [2, 2],
    ['lamp'],
    [
      'In der Wohnung ist der Strom weg',
      ['Der FI-Schalter fliegt sofort wieder raus, sobald ich ihn einschalte.'],
      'Stromausfall Wohnung, FI löst aus',
      'Fehler suchen, Anlage sicher wieder einschalten.',
      ['Feuchte Außensteckdose auf dem Balkon war die Ursache, stillgelegt und erneuert.'],
    ],
  ),
  damage(
    'staircaselight',
    ['electrics', 'common', 'what=part'],
    [5, 3],
    ['lamp'],
    [
      'Treppenhausbeleuchtung 1. OG',
      ['Das Licht im ersten Stock geht nicht mehr an, abends ist es stockdunkel.', 'Das Treppenhauslicht flackert.'],
      'Treppenhausbeleuchtung instand setzen',
      'Leuchte und Bewegungsmelder prüfen, LED-Leuchtmittel einsetzen.',
      ['Bewegungsmelder ersetzt, zwei LED-Leuchten erneuert.', 'Treppenlichtautomat erneuert.'],
    ],
  ),
  damage(
    'lift',
    ['lift', 'common', 'what=stands'],
    [2, 2],
    ['lift'],
    [
      'Aufzug hält zwischen 2. und 3. Stock',
      ['Der Aufzug steht und die Anzeige blinkt. Niemand ist drin.', 'Aufzug außer Betrieb, Anzeige zeigt E04.'],
      'Aufzugsstörung beheben',
      'Anlage prüfen, Störung beheben, Prüfbuch führen.',
      ['Türkontakt im 3. OG justiert, Anlage läuft.', 'Steuerplatine zurückgesetzt, Türantrieb eingestellt.'],
    ],
  ),
  damage(
    'liftnoise',
    ['lift', 'common', 'what=noise'],
    [1, 1],
    ['lift'],
    [
      'Aufzug ruckelt beim Anfahren',
      ['Beim Anfahren ruckt es stark und es quietscht. Das wird jeden Tag schlimmer.'],
      'Aufzug: Ruckeln und Geräusche',
      'Führungsschienen und Bremse prüfen.',
      ['Führungsschuhe erneuert, Schienen geschmiert.'],
    ],
  ),
  damage(
    'door',
    ['doors', 'common', 'what=open'],
    [3, 3],
    ['door'],
    [
      'Haustür schließt nicht mehr richtig',
      ['Die Haustür fällt nicht ins Schloss und steht nachts offen.', 'Der Türschließer ist defekt.'],
      'Haustür schließt nicht',
      'Türschließer einstellen oder ersetzen, Falle und Schließblech prüfen.',
      ['Türschließer ersetzt und eingestellt.', 'Schließblech versetzt, Tür fällt wieder zu.'],
    ],
  ),
  damage(
    'flatdoor',
    ['doors', 'unit', 'what=jams'],
    [3, 3],
    ['door'],
    [
      'Wohnungstür klemmt',
      ['Die Wohnungstür lässt sich nur mit Kraft öffnen, der Schlüssel hakt.'],
      'Wohnungstür klemmt, Zylinder hakt',
      'Bänder nachstellen, Zylinder prüfen.',
      ['Bänder nachgestellt, Zylinder ersetzt, drei Schlüssel übergeben.'],
    ],
  ),
  damage(
    'intercom',
    ['doors', 'unit', 'what=intercom'],
    [2, 2],
    ['door'],
    [
      'Gegensprechanlage rauscht nur noch',
      ['Es klingelt, aber ich verstehe niemanden. Es rauscht nur.'],
      'Gegensprechanlage ohne Ton',
      'Hörer und Verstärker prüfen.',
      ['Hörer in der Wohnung getauscht.'],
    ],
  ),
  damage(
    'shutter',
    ['windows', 'unit', 'what=jams'],
    [3, 4],
    ['window'],
    [
      'Rollladen klemmt',
      ['Der Rollladen im Schlafzimmer geht weder hoch noch runter.', 'Der Gurt ist gerissen.'],
      'Rollladen klemmt, Gurt prüfen',
      'Gurt und Welle prüfen, Lamellen ausrichten.',
      ['Gurt und Gurtwickler erneuert.', 'Welle neu befestigt, Rollladen läuft.'],
    ],
  ),
  damage(
    'window',
    ['windows', 'unit', 'what=leaks'],
    [5, 1],
    ['window'],
    [
      'Es zieht durch das Küchenfenster',
      ['Die Dichtung ist hart und bei Wind pfeift es. Bei Regen ist die Fensterbank nass.'],
      'Fensterdichtung erneuern',
      'Dichtungen erneuern, Beschläge einstellen.',
      ['Dichtungen erneuert, Flügel eingestellt.'],
    ],
  ),
  damage(
    'glass',
    ['windows', 'common', 'what=glass'],
    [1, 1],
    ['window'],
    [
      'Glasscheibe im Treppenhaus gesprungen',
      ['Die Scheibe neben dem Eingang hat einen langen Sprung.'],
      'Glasscheibe Treppenhaus ersetzen',
      'Scheibe sichern, Sicherheitsglas nach Aufmaß einsetzen.',
      ['Scheibe gesichert, neues VSG-Glas eingesetzt.'],
    ],
  ),
  damage(
    'mould',
    ['mould', 'unit', 'size=small'],
    [4, 1],
    ['mould'],
    [
      'Schimmel in der Schlafzimmerecke',
      ['Hinter dem Schrank ist die Ecke schwarz. Wir lüften zweimal am Tag.'],
      'Schimmel Schlafzimmer begutachten und beseitigen',
      'Feuchte messen, Fläche fachgerecht behandeln und streichen.',
      ['Fläche behandelt und mit Silikatfarbe gestrichen, Messprotokoll liegt bei.'],
    ],
  ),
  damage(
    'paint',
    ['mould', 'common', 'size=small'],
    [1, 2],
    ['stain'],
    [
      'Feuchter Fleck im Kellerabgang',
      ['An der Wand zum Keller blättert die Farbe ab und es riecht muffig.'],
      'Kellerabgang: Feuchtefleck',
      'Ursache klären, Putz ausbessern.',
      ['Putz ausgebessert, Sanierputz aufgetragen.'],
    ],
  ),
  damage(
    'gutter',
    ['roof', 'common', 'danger=no'],
    [2, 3],
    ['roof'],
    [
      'Regenrinne läuft über',
      ['Bei jedem Regen läuft das Wasser über die Rinne an der Fassade herunter.'],
      'Dachrinne reinigen und prüfen',
      'Rinne und Fallrohr reinigen, Nähte prüfen.',
      ['Rinne gereinigt, zwei Nähte neu gelötet.'],
    ],
  ),
  damage(
    'tile',
    ['roof', 'common', 'danger=yes'],
    [1, 1],
    ['roof'],
    [
      'Lose Dachziegel über dem Gehweg',
      ['Nach dem Sturm hängt ein Ziegel über der Rinne. Darunter gehen Leute entlang.'],
      'Lose Dachziegel sichern',
      'Sofort sichern, Gehweg absperren, danach eindecken.',
      ['Gehweg abgesperrt, sechs Ziegel ersetzt und geklammert.'],
    ],
  ),
  damage(
    'dirt',
    ['cleaning', 'common', 'what=dirty'],
    [3, 3],
    ['bins'],
    [
      'Treppenhaus seit Wochen nicht gereinigt',
      ['Im Hausflur liegt Laub und Streugut, geputzt wurde schon länger nicht.'],
      'Sonderreinigung Treppenhaus',
      'Treppenhaus einmalig gründlich reinigen, Reinigungsplan prüfen.',
      ['Treppenhaus vom Dach bis zum Keller gereinigt.'],
    ],
  ),
  damage(
    'waste',
    ['cleaning', 'common', 'what=waste'],
    [2, 3],
    ['bins'],
    [
      'Sperrmüll neben den Tonnen',
      ['Jemand hat ein Sofa und zwei Matratzen neben die Tonnen gestellt.'],
      'Sperrmüll entsorgen',
      'Abholen und entsorgen, Fotos machen.',
      ['Sperrmüll abgeholt und zum Wertstoffhof gebracht.'],
    ],
  ),
  damage(
    'ice',
    ['cleaning', 'common', 'what=ice'],
    [2, 0],
    ['path'],
    [
      'Glatteis vor dem Hauseingang',
      ['Der Weg ist nicht gestreut, eine Nachbarin ist fast gestürzt.'],
      'Winterdienst Hauseingang',
      'Sofort streuen, Streuplan prüfen.',
      ['Gestreut, Streugut nachgefüllt.'],
    ],
  ),
  damage(
    'hedge',
    ['garden', 'common'],
    [0, 3],
    ['path'],
    [
      'Hecke wächst in den Gehweg',
      ['Mit dem Kinderwagen kommt man kaum noch vorbei.', 'Äste hängen auf Augenhöhe in den Weg.'],
      'Hecke zurückschneiden',
      'Rückschnitt bis zur Grundstücksgrenze, Schnittgut mitnehmen.',
      ['Hecke geschnitten, Schnittgut entsorgt.'],
    ],
  ),
  damage(
    'key',
    ['doors', 'unit', 'what=key'],
    [2, 2],
    [],
    [
      'Haustürschlüssel nachbestellen',
      ['Wir brauchen einen weiteren Schlüssel für unsere Tochter.'],
      'Schlüssel nachfertigen',
      'Nach Sicherungskarte fertigen und übergeben.',
      ['Schlüssel gefertigt und übergeben.'],
    ],
  ),
  damage(
    'question',
    ['inquiry', 'unit'],
    [2, 2],
    [],
    [
      'Wann wird der Stromzähler getauscht?',
      ['Im Aushang stand Herbst. Ich muss für den Tag Urlaub nehmen.'],
      '',
      '',
      [],
    ],
  ),
];

/** The damage with this id. */
export function damageOf(id: string): Damage {
  const found = damages.find((each) => each.id === id);
  if (!found) throw new RangeError(`no damage ${id}`);
  return found;
}
