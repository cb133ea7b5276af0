import { z } from 'zod';
import { builtinPolicy } from './builtin.ts';
import {
  type PolicyDocument,
  type PolicyRules,
  type Stage,
  type StageChanges,
  type StageRule,
  stages,
  type Urgency,
  urgencies,
} from './policy.ts';

/** The longest period: a year, in minutes. */
const LONGEST = 365 * 24 * 60;
/** The shortest period: what is shorter could not be answered by people. */
export const SHORTEST = 5;
/** How often what is overdue is told again, at the most. */
export const REPEAT_SHORTEST = 15;
/** How many reminders or escalations one stage has at the most. */
export const STEPS_MOST = 6;

const minutes = z.int().min(0).max(LONGEST);
const period = z.union([z.strictObject({ working: minutes }), z.strictObject({ clock: minutes })]);

const stageRule = z.strictObject({
  period,
  reminders: z.array(period).max(STEPS_MOST),
  escalations: z.array(z.strictObject({ after: period, to: z.enum(['onCall', 'managers']) })).max(STEPS_MOST),
  expires: z.boolean(),
  repeat: period.optional(),
});
const stageChanges = z.partialRecord(z.enum(urgencies), z.partialRecord(z.enum(stages), stageRule));
const minuteOfDay = z
  .int()
  .min(0)
  .max(24 * 60);
const office = z.strictObject({
  opens: minuteOfDay,
  closes: minuteOfDay,
  weekdays: z.array(z.int().min(0).max(6)).max(7).optional(),
});

/** A policy's document as it comes from outside: its shape only, see `policyProblems` for what it says. */
export const policyDocument = z.strictObject({
  office,
  stages: stageChanges,
  categories: z.record(z.string().max(60), stageChanges),
});

/** What a lifecycle is handed of its policy. */
export const policyRules = z.object({ office: office.optional(), stages: stageChanges });

/** The document of the policy that every workspace starts with. */
export const builtinDocument: PolicyDocument = { office: builtinPolicy.office, stages: {}, categories: {} };

/** What a document says for tickets of a category: the category's own rules, else those for all. */
export function rulesFor({ office: hours, stages: all, categories }: PolicyDocument, category: string): PolicyRules {
  const own = categories[category] ?? {};
  const merged: StageChanges = {};
  for (const urgency of urgencies) {
    const rules = { ...all[urgency], ...own[urgency] };
    if (Object.keys(rules).length > 0) merged[urgency] = rules;
  }
  return { office: hours, stages: merged };
}

/** The minutes of a period, and whether they count by the clock. */
export function measure(of: StageRule['period']): { minutes: number; clock: boolean } {
  return 'clock' in of ? { minutes: of.clock, clock: true } : { minutes: of.working, clock: false };
}

/** Why a rule can't be published, and where: a stage of an urgency (of a category), or the office's hours. */
export interface PolicyProblem {
  code:
    | 'officeClosed'
    | 'officeHours'
    | 'periodShort'
    | 'mixedTime'
    | 'reminderLate'
    | 'reminderOrder'
    | 'escalationEarly'
    | 'escalationOrder'
    | 'repeatShort'
    | 'changedNature';
  category: string | null;
  urgency?: Urgency;
  stage?: Stage;
}

/** Everything that speaks against publishing a document; empty when nothing does. */
export function policyProblems(document: PolicyDocument): PolicyProblem[] {
  const found: PolicyProblem[] = [];
  const { opens, closes, weekdays } = document.office;
  if (weekdays?.length === 0) found.push({ code: 'officeClosed', category: null });
  if (closes - opens < 60) found.push({ code: 'officeHours', category: null });
  const all: [string | null, StageChanges][] = [[null, document.stages], ...Object.entries(document.categories)];
  for (const [category, changes] of all)
    for (const urgency of urgencies)
      for (const stage of stages) {
        const rule = changes[urgency]?.[stage];
        const code = rule && problemOf(rule, builtinPolicy.stages[urgency][stage]);
        if (code) found.push({ code, category, urgency, stage });
      }
  return found;
}

function problemOf(rule: StageRule, builtin: StageRule): PolicyProblem['code'] | null {
  // Whether a period passes the ball on, and whether something stays open for ever, is the course of the matter.
  if (rule.expires !== builtin.expires || (rule.repeat === undefined) !== (builtin.repeat === undefined))
    return 'changedNature';
  const end = measure(rule.period);
  const reminders = rule.reminders.map(measure);
  const escalations = rule.escalations.map(({ after }) => measure(after));
  const repeat = rule.repeat && measure(rule.repeat);
  const times = [end, ...reminders, ...escalations, ...(repeat ? [repeat] : [])];
  if (times.some(({ clock }) => clock !== end.clock)) return 'mixedTime';
  if (end.minutes < SHORTEST || [...reminders, ...escalations].some((time) => time.minutes < SHORTEST))
    return 'periodShort';
  if (reminders.some((time) => time.minutes >= end.minutes)) return 'reminderLate';
  if (!ascends(reminders)) return 'reminderOrder';
  if (escalations.some((time) => time.minutes < end.minutes)) return 'escalationEarly';
  if (!ascends(escalations)) return 'escalationOrder';
  if (repeat && repeat.minutes < REPEAT_SHORTEST) return 'repeatShort';
  // The last step is what comes again: without one nothing would.
  if (repeat && escalations.length === 0) return 'changedNature';
  return null;
}

function ascends(times: readonly { minutes: number }[]): boolean {
  return times.every((time, n) => n === 0 || time.minutes > times[n - 1]!.minutes);
}
