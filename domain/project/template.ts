import { z } from 'zod';
import type { DomainErrorCode } from '../errors.ts';
import { addDays, berlinClock, berlinInstant, type Day } from '../time/berlin.ts';
import { after, type Period, type WorkingCalendar } from '../time/workingTime.ts';
import { todoPeriod } from './commands.ts';
import { inOrder, planned, whyNotWorked } from './plan.ts';
import {
  ITEMS_MOST,
  type Minute,
  NEEDS_MOST,
  needsOf,
  PARTIES_MOST,
  TODOS_MOST,
  todoNumber,
  type When,
} from './state.ts';

/** What kind of party takes a template's role; who that is, is said when a project is started. */
export const roleKinds = ['management', 'employee', 'advisoryBoard', 'person', 'contractor'] as const;
export type RoleKind = (typeof roleKinds)[number];

const templateTodo = z.strictObject({
  title: z.string().trim().min(2).max(120),
  text: z.string().trim().max(2_000).default(''),
  /** The place of a role in the template's list. */
  role: z
    .int()
    .min(0)
    .max(PARTIES_MOST - 1),
  /** So long after the project's start, or after another to-do of the template has ended (its place, from 1). */
  when: z.union([z.strictObject({ start: todoPeriod }), z.strictObject({ after: todoNumber, period: todoPeriod })]),
  needs: z.array(todoNumber).max(NEEDS_MOST).default([]),
  items: z.array(z.string().trim().min(1).max(120)).max(ITEMS_MOST).default([]),
});

/** A template as a manager writes it. A published version never changes: running projects name it. */
export const templateDocument = z.strictObject({
  name: z.string().trim().min(3).max(80),
  text: z.string().trim().max(1_000).default(''),
  /** The kind of report that starts a project by this template by itself. */
  category: z.string().max(60).nullable().default(null),
  roles: z
    .array(z.strictObject({ name: z.string().trim().min(2).max(60), kind: z.enum(roleKinds) }))
    .min(1)
    .max(PARTIES_MOST),
  todos: z.array(templateTodo).min(1).max(TODOS_MOST),
});
export type TemplateDocument = z.infer<typeof templateDocument>;
export type TemplateTodo = TemplateDocument['todos'][number];

/** Why a template can't be published, or null: a role or to-do that is not there, or a cycle. */
export function templateProblem({ roles, todos }: TemplateDocument): DomainErrorCode | null {
  if (todos.some(({ role }) => role >= roles.length)) return 'badInput';
  const plan = todos.map(({ when, needs }) => ({ when: 'start' in when ? { on: '' } : when, needs }));
  if (plan.some((todo) => needsOf(todo).some((n) => n > todos.length))) return 'badInput';
  if (plan.reduce((sum, todo) => sum + needsOf(todo).length, 0) > NEEDS_MOST) return 'tooMany';
  return inOrder(plan) === null ? 'planCycle' : null;
}

/** When a template's to-do is to be done in a project that starts on `start`. */
function whenFrom(when: TemplateTodo['when'], start: Day, calendar: WorkingCalendar): When {
  return 'start' in when ? { on: dayAfter(start, when.start, calendar) } : when;
}

function dayAfter(start: Day, period: Period, calendar: WorkingCalendar): Day {
  if ('clock' in period) return addDays(start, Math.round(period.clock / (24 * 60)));
  return berlinClock(after(berlinInstant(start, calendar.office.opens), period, calendar)).day;
}

/** The plan of a project by a template, as its `start` command carries it: places of roles are places of parties. */
export function planFrom({ todos }: TemplateDocument, start: Day, calendar: WorkingCalendar) {
  return todos.map(({ role, when, needs }) => ({
    who: role,
    when: whenFrom(when, start, calendar),
    ...(needs.length > 0 && { needs }),
  }));
}

/** A to-do of a preview: its date, and why a wished day became another. */
export interface PreviewedTodo {
  due: Minute;
  wished: Day | null;
  why: 'holiday' | 'weekend' | null;
}

/** The dates that a project by a template would have. The template must be without problems. */
export function previewOf(document: TemplateDocument, start: Day, calendar: WorkingCalendar): PreviewedTodo[] {
  return planned(planFrom(document, start, calendar), calendar).map(({ due, when }) => {
    const wished = 'on' in when ? when.on : null;
    const why = wished === null ? null : whyNotWorked(wished, calendar);
    return { due, wished: why === null ? null : wished, why };
  });
}
