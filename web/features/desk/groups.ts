import { m } from '../../../.build/i18n/messages.js';
import type { DeskTab } from '../../../domain/desk/view.ts';
import type { Stage } from '../../../domain/policy/policy.ts';
import type { Tone } from '../../ui/tones.ts';
import { sayStage } from '../lifecycle/stages.ts';
import { sayWord } from '../lifecycle/words.ts';
import type { DeskRow } from './queries.ts';

export type Group = { key: string; title: string; hint: string; rows: DeskRow[] };

type GroupKey = keyof typeof titles;

const titles = {
  late: () => m.desk_group_late(),
  today: () => m.desk_group_today(),
  new: () => m.desk_group_new(),
  answers: () => m.desk_group_answers(),
  decide: () => m.desk_group_decide(),
  stuck: () => m.desk_group_stuck(),
  acceptance: () => m.desk_group_acceptance(),
  watch: () => m.desk_group_watch(),
  residents: () => m.desk_group_residents(),
  contractors: () => m.desk_group_contractors(),
  owners: () => m.desk_group_owners(),
  closed: () => m.desk_group_closed(),
};

const byStage: Partial<Record<Stage, GroupKey>> = {
  triage: 'new',
  clarification: 'answers',
  question: 'answers',
  decide: 'decide',
  pick: 'decide',
  arrange: 'decide',
  disputed: 'acceptance',
  acceptance: 'acceptance',
  settle: 'acceptance',
  unplaced: 'stuck',
  silent: 'stuck',
  reportMissing: 'stuck',
  remainder: 'stuck',
  impossible: 'stuck',
};

/** Whether a row waits on the management company. */
export const isOurs = (row: DeskRow): boolean => row.waitingOn === 'management' || row.waitingOn === 'employee';

/** Whether what a row waits for is overdue. */
export const isOverdue = (row: DeskRow, now: number): boolean =>
  row.closedAt === null && row.dueAt !== null && Date.parse(row.dueAt) < now;

function groupOf(row: DeskRow, tab: DeskTab, now: number): GroupKey {
  if (tab === 'closed') return 'closed';
  if (tab === 'today') return isOverdue(row, now) ? 'late' : 'today';
  if (row.phase === 'received') return 'new';
  if (isOurs(row)) return byStage[row.waitingFor as Stage] ?? 'watch';
  if (row.waitingOn === 'contractor') return 'contractors';
  return row.waitingOn === 'reporter' ? 'residents' : 'owners';
}

/** The rows of a tab in groups, in the order in which they are worked on; within a group the order stays. */
export function groupsOf(rows: readonly DeskRow[], tab: DeskTab, now: number): Group[] {
  const found = new Map<GroupKey, DeskRow[]>();
  for (const row of rows) {
    const key = groupOf(row, tab, now);
    const known = found.get(key);
    if (known) known.push(row);
    else found.set(key, [row]);
  }
  return (Object.keys(titles) as GroupKey[]).flatMap((key) => {
    const inIt = found.get(key);
    if (!inIt) return [];
    return [
      { key, title: titles[key](), hint: key === 'new' ? hintOfNew(inIt.length) : String(inIt.length), rows: inIt },
    ];
  });
}

function hintOfNew(count: number): string {
  return count === 1 ? m.desk_group_new_hint_one() : m.desk_group_new_hint({ count });
}

/** The word of a row's pill with its tone: how urgent a new one is, else what is awaited. */
export function pillOf(row: DeskRow, now: number): { text: string; tone: Tone } {
  if (row.closedAt) return { text: sayWord('outcome', row.outcome), tone: row.outcome === 'done' ? 'done' : 'neutral' };
  const isNew = row.phase === 'received' || row.waitingFor === 'triage';
  if (isNew && row.urgency !== 'normal') return { text: sayWord('urgency', row.urgency), tone: 'late' };
  const text = sayStage(isNew ? 'triage' : row.waitingFor) ?? sayWord('phase', row.phase);
  if (isOverdue(row, now) && isOurs(row)) return { text, tone: 'late' };
  if (row.waitingFor === 'disputed') return { text, tone: 'late' };
  if (['acceptance', 'settle'].includes(row.waitingFor ?? '')) return { text, tone: 'done' };
  return { text, tone: isNew || isOurs(row) ? 'us' : 'others' };
}

/** The tone of the dot: red for what is late or pressing, amber ours, blue others', green done. */
export function dotOf(row: DeskRow, now: number): Tone {
  if (row.closedAt) return 'done';
  if (row.urgency !== 'normal' || isOverdue(row, now)) return 'late';
  return isOurs(row) || row.phase === 'received' ? 'us' : 'others';
}
