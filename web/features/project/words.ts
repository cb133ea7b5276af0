import { m } from '../../../.build/i18n/messages.js';
import type { Period } from '../../../domain/time/workingTime.ts';
import { sayDate } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import type { Tone } from '../../ui/tones.ts';
import { type Reader, sayParty } from '../lifecycle/names.ts';
import { sayTrade } from '../ticket/trades.ts';
import type { Candidate, Todo } from './queries.ts';

const phases: Record<Todo['phase'], () => string> = {
  waiting: () => m.project_phase_waiting(),
  open: () => m.project_phase_open(),
  begun: () => m.project_phase_begun(),
  done: () => m.project_phase_done(),
  dropped: () => m.project_phase_dropped(),
};

/** Where a to-do stands, in a word or two. */
export const sayPhase = (phase: Todo['phase']): string => phases[phase]();

/** Whether a to-do is over its date and still to be done. */
export const isOverdue = ({ phase, due }: Pick<Todo, 'phase' | 'due'>): boolean =>
  (phase === 'open' || phase === 'begun') && Date.parse(due) < now();

/** The colour of a to-do for this reader. */
export function toneOf(todo: Todo, reader: Reader): Tone {
  if (todo.phase === 'done' || todo.phase === 'dropped') return 'done';
  if (todo.phase === 'waiting') return 'neutral';
  if (isOverdue(todo) || todo.back) return 'late';
  const own = reader === 'office' ? todo.responsible.us : todo.mine;
  return own ? 'us' : 'others';
}

/** "bis Mi, 25. Nov." */
export const sayDueDay = (iso: string): string => m.project_by({ date: sayDay(iso) });

/** "Mi, 25. Nov." */
export const sayDay = (iso: string): string => sayDate(iso, { locale: locale(), now: now() });

/** Who is responsible, by name or role. */
export const sayResponsible = (todo: Pick<Todo, 'responsible'>, reader: Reader): string => {
  const { role, us, name } = todo.responsible;
  if (role === 'management' && us && reader === 'office') return m.project_whoever();
  if (role === 'advisoryBoard') return m.project_kind_board();
  if (role === 'employee' && reader === 'office') return name ?? m.project_whoever();
  return sayParty(todo.responsible, reader).name;
};

/** A candidate as a list offers it. */
export function sayCandidate({ role, name, about }: Candidate): string {
  if (role === 'advisoryBoard') return m.project_board({ names: about });
  if (role === 'employee') return name;
  if (role === 'contractor') return `${name} (${about.split(', ').map(sayTrade).join(', ')})`;
  return about ? `${name} (${sayAbout(about)})` : name;
}

function sayAbout(about: string): string {
  return about
    .replace(/\bowner\b/g, m.project_about_owner())
    .replace(/\brenter\b/g, m.project_about_renter())
    .replace(/\bresident\b/g, m.project_about_resident())
    .replace(/\blandlord\b/g, m.project_about_landlord());
}

/** In what periods between to-dos are said. */
export const periodUnits = ['workingDays', 'days', 'weeks', 'workingHours'] as const;
export type PeriodUnit = (typeof periodUnits)[number];

/** How many minutes a unit has, and whether they count in office hours; an office day is 9 hours. */
const units: Record<PeriodUnit, { minutes: number; working: boolean }> = {
  workingDays: { minutes: 9 * 60, working: true },
  days: { minutes: 24 * 60, working: false },
  weeks: { minutes: 7 * 24 * 60, working: false },
  workingHours: { minutes: 60, working: true },
};

/** The unit in which a period is easily said, and how many of them it has. */
export function countIn(period: Period): { count: number; unit: PeriodUnit } {
  if ('working' in period) {
    const days = period.working / units.workingDays.minutes;
    return Number.isInteger(days)
      ? { count: days, unit: 'workingDays' }
      : { count: period.working / 60, unit: 'workingHours' };
  }
  const weeks = period.clock / units.weeks.minutes;
  return Number.isInteger(weeks) && weeks > 0
    ? { count: weeks, unit: 'weeks' }
    : { count: period.clock / units.days.minutes, unit: 'days' };
}

/** The period of so many units. */
export function periodOf(count: number, unit: PeriodUnit): Period {
  const minutes = Math.round(Math.max(0, count) * units[unit].minutes);
  return units[unit].working ? { working: minutes } : { clock: minutes };
}

const unitWords: Record<PeriodUnit, () => string> = {
  workingDays: () => m.project_unit_working_days(),
  days: () => m.project_unit_days(),
  weeks: () => m.project_unit_weeks(),
  workingHours: () => m.project_unit_working_hours(),
};

/** A unit's name in the plural. */
export const sayUnit = (unit: PeriodUnit): string => unitWords[unit]();

/** "5 Arbeitstage" */
export function sayPeriod(period: Period): string {
  const { count, unit } = countIn(period);
  const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(count);
  if (count === 1)
    return {
      workingDays: m.project_one_working_day(),
      days: m.project_one_day(),
      weeks: m.project_one_week(),
      workingHours: m.project_one_working_hour(),
    }[unit];
  return `${number} ${sayUnit(unit)}`;
}

/** Where a project is: the property and its address, which is often its name too. */
export function sayPlace({ property, place }: { property: string; place: string }): string {
  return place.startsWith(property) ? place : `${property}, ${place}`;
}

/** What a firm said about a to-do and waits, in the words of who said it. */
export function sayHeld([type]: readonly string[]): string {
  switch (type) {
    case 'done':
      return m.held_done();
    case 'begin':
      return m.held_begin();
    case 'reopen':
      return m.held_reopen();
    default:
      return m.held_comment();
  }
}
