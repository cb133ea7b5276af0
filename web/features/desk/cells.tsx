import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { DeskColumn, HolderRole } from '../../../domain/desk/view.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { Pill } from '../../ui/Pill.tsx';
import { When } from '../../ui/When.tsx';
import { sayWord, urgencyTone } from '../lifecycle/words.ts';
import { sayPlace } from '../ticket/place.ts';
import { isOverdue, pillOf } from './groups.ts';
import type { DeskRow } from './queries.ts';

const labels: Record<DeskColumn, () => string> = {
  number: () => m.desk_column_number(),
  title: () => m.desk_column_title(),
  state: () => m.desk_column_state(),
  urgency: () => m.desk_column_urgency(),
  category: () => m.desk_column_category(),
  place: () => m.desk_column_place(),
  property: () => m.desk_column_property(),
  reporter: () => m.desk_column_reporter(),
  contractor: () => m.desk_column_contractor(),
  assignee: () => m.desk_column_assignee(),
  holder: () => m.desk_column_holder(),
  since: () => m.desk_column_since(),
  due: () => m.desk_column_due(),
  reported: () => m.desk_column_reported(),
  closed: () => m.desk_column_closed(),
};

/** What a column is called. */
export const sayColumn = (column: DeskColumn): string => labels[column]();

const roles: Record<HolderRole, () => string> = {
  management: () => m.desk_holder_management(),
  employee: () => m.desk_holder_employee(),
  reporter: () => m.desk_holder_reporter(),
  owner: () => m.desk_holder_owner(),
  advisoryBoard: () => m.desk_holder_advisory_board(),
  person: () => m.desk_holder_person(),
  contractor: () => m.desk_holder_contractor(),
};

/** Who has the ball, as a role. */
export const sayHolder = (role: string): string => roles[role as HolderRole]?.() ?? role;

/** Where a row's damage is. */
export const placeOfRow = (row: DeskRow): string =>
  sayPlace(row.building ?? row.property, row.unit ? { number: row.unit } : null, row.place === 'common' && !row.unit);

const time = (iso: string | null, as: 'due' | 'since' | 'day') => iso && <When iso={iso} as={as} />;

/** One cell of the desk as a table. */
export function cellOf(row: DeskRow, column: DeskColumn): JSX.Element {
  switch (column) {
    case 'number':
    case 'title':
    case 'property':
    case 'reporter':
    case 'contractor':
    case 'assignee':
      return row[column];
    case 'state': {
      const pill = pillOf(row, now());
      return <Pill tone={pill.tone}>{pill.text}</Pill>;
    }
    case 'urgency':
      return row.urgency === 'normal' ? (
        sayWord('urgency', row.urgency)
      ) : (
        <Pill tone={urgencyTone(row.urgency)}>{sayWord('urgency', row.urgency)}</Pill>
      );
    case 'category':
      return row.kind[locale()];
    case 'place':
      return placeOfRow(row);
    case 'holder':
      return row.closedAt || !row.waitingOn ? null : (holderName(row) ?? sayHolder(row.waitingOn));
    case 'since':
      return time(row.waitingSince, 'since');
    case 'due':
      return <span class={isOverdue(row, now()) ? 'font-semibold text-late' : ''}>{time(row.dueAt, 'due')}</span>;
    case 'reported':
      return time(row.reportedAt, 'day');
    case 'closed':
      return time(row.closedAt, 'day');
  }
}

function holderName(row: DeskRow): string | null {
  if (row.waitingOn === 'contractor') return row.contractor;
  if (row.waitingOn === 'reporter') return row.reporter;
  return row.waitingOn === 'employee' ? row.assignee : null;
}
