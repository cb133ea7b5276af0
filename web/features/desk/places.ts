import { m } from '../../../.build/i18n/messages.js';
import type { EmployeeAct } from '../../../domain/roles.ts';
import type { IconName } from '../../ui/Icon.tsx';
import type { DeskNavGroup, DeskNavItem } from '../shell/DeskNav.tsx';

/** What is counted beside a place. */
export type PlaceCount = 'ours' | 'mails' | 'undelivered' | 'renters' | 'privacy';

type Place = {
  href: string;
  label: () => string;
  icon: IconName;
  /** The act that whoever sees this place must be allowed to do somewhere; without it, everybody sees it. */
  needs?: EmployeeAct;
  counts?: PlaceCount;
};

type PlaceGroup = { key: string; label: (() => string) | null; places: readonly Place[] };

/** Every place of the office, in the groups of its navigation. The first four stand at the foot of a phone. */
const groups: readonly PlaceGroup[] = [
  {
    key: 'work',
    label: null,
    places: [
      { href: '/schreibtisch', label: m.shell_desk, icon: 'inbox', counts: 'ours' },
      { href: '/termine', label: m.shell_appointments, icon: 'calendar' },
      { href: '/projekte', label: m.project_title, icon: 'board' },
      { href: '/posteingang', label: m.inbox_title, icon: 'mail', needs: 'triage', counts: 'mails' },
      { href: '/zustellung', label: m.deliveries_title, icon: 'send', needs: 'triage', counts: 'undelivered' },
    ],
  },
  {
    key: 'directory',
    label: m.shell_group_directory,
    places: [
      { href: '/objekte', label: m.shell_properties, icon: 'building' },
      { href: '/personen', label: m.shell_people, icon: 'people', needs: 'masterData' },
      { href: '/mieter', label: m.renters_office_title, icon: 'people', needs: 'masterData', counts: 'renters' },
      { href: '/ohne-nachweis', label: m.reporters_title, icon: 'person', needs: 'triage' },
      { href: '/einladungen', label: m.invitations_title, icon: 'key', needs: 'masterData' },
    ],
  },
  {
    key: 'papers',
    label: m.shell_group_papers,
    places: [
      { href: '/dokumente', label: m.document_title, icon: 'document' },
      { href: '/abstimmungen', label: m.campaign_title, icon: 'check' },
      { href: '/briefe', label: m.letters_title, icon: 'print', needs: 'triage' },
    ],
  },
  {
    key: 'administration',
    label: m.shell_group_administration,
    places: [
      { href: '/mitarbeiter', label: m.rights_team, icon: 'person', needs: 'accounts' },
      { href: '/einblick', label: m.rights_insight_short, icon: 'lock', needs: 'people' },
      { href: '/datenschutz', label: m.privacy_title, icon: 'trash', needs: 'privacy', counts: 'privacy' },
      { href: '/regeln', label: m.policy_title, icon: 'hourglass', needs: 'settings' },
      { href: '/meldungsarten', label: m.categories_title, icon: 'list', needs: 'settings' },
      { href: '/texte', label: m.texts_title, icon: 'document', needs: 'settings' },
      { href: '/daten', label: m.imports_nav, icon: 'undo', needs: 'settings' },
      { href: '/systemzustand', label: m.operation_title, icon: 'chart', needs: 'settings' },
    ],
  },
];

/** The places that somebody with these acts sees; a group without any is left out. */
export function placesFor(
  may: readonly EmployeeAct[],
  count: (of: PlaceCount) => number | undefined = () => undefined,
): DeskNavGroup[] {
  return groups.flatMap(({ key, label, places }) => {
    const items = places
      .filter(({ needs }) => needs === undefined || may.includes(needs))
      .map(
        ({ href, label: name, icon, counts }): DeskNavItem => ({
          href,
          label: name(),
          icon,
          count: counts && (count(counts) || undefined),
        }),
      );
    return items.length > 0 ? [{ key, label: label?.() ?? null, items }] : [];
  });
}
