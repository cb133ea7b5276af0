import type { Safety, Text } from './categories.ts';

/** What ends the form: advice that comes before any report, with the number to call. */
export interface SafetyAdvice {
  title: Text;
  advice: Text[];
  phone: { number: string; label: Text };
}

const t = (de: string, en: string): Text => ({ de, en });

/** What ends the form, by danger. */
export const safetyAdvice: Record<Safety, SafetyAdvice> = {
  gas: {
    title: t('Bei Gasgeruch zuerst in Sicherheit', 'Smell of gas: get to safety first'),
    advice: [
      t('Kein Licht schalten, nicht klingeln, kein Feuer.', 'No light switches, no door bells, no flames.'),
      t('Fenster öffnen, Gashahn schließen, das Haus verlassen.', 'Open windows, close the gas tap, leave the house.'),
      t('Nachbarn durch Klopfen warnen.', 'Warn neighbours by knocking.'),
    ],
    phone: { number: '112', label: t('Feuerwehr, von draußen anrufen', 'Fire brigade, call from outside') },
  },
  water: {
    title: t('Erst das Wasser abstellen', 'Turn the water off first'),
    advice: [
      t(
        'Hauptabsperrhahn schließen, meist in Bad, Küche oder Keller.',
        'Close the main valve, mostly in bathroom, kitchen or cellar.',
      ),
      t('Strom in nassen Räumen an der Sicherung ausschalten.', 'Switch off the fuse of wet rooms.'),
      t(
        'Kommen Sie nicht an den Hahn heran, rufen Sie die Feuerwehr.',
        'If you cannot reach the valve, call the fire brigade.',
      ),
    ],
    phone: { number: '112', label: t('Feuerwehr', 'Fire brigade') },
  },
  lift: {
    title: t('Im Aufzug eingeschlossen', 'Locked in the lift'),
    advice: [
      t(
        'Den Notruf im Aufzug drücken und halten, bis jemand antwortet.',
        'Press and hold the emergency button until somebody answers.',
      ),
      t('Nicht selbst befreien.', 'Do not try to get out yourself.'),
    ],
    phone: {
      number: '112',
      label: t('Wenn der Notruf im Aufzug nicht antwortet', 'If the emergency button is not answered'),
    },
  },
  fire: {
    title: t('Bei Rauch, Funken oder Brandgeruch', 'Smoke, sparks or a smell of burning'),
    advice: [
      t('Sicherung ausschalten, nichts mehr berühren.', 'Switch off the fuse and touch nothing.'),
      t('Bei Rauch das Haus verlassen.', 'Leave the house if there is smoke.'),
    ],
    phone: { number: '112', label: t('Feuerwehr', 'Fire brigade') },
  },
};
