import type { Party } from '../parties.ts';
import { builtinPolicy } from '../policy/builtin.ts';
import type { PolicyRules, Stage, StageRule, Urgency } from '../policy/policy.ts';
import { addMinutes, type Instant, toMillis } from '../time/berlin.ts';
import {
  after,
  type DaysAway,
  dayBefore,
  type FederalState,
  nextOpening,
  type Period,
  type WorkingCalendar,
} from '../time/workingTime.ts';

/** Who is told: a party, the employees on call, all managers, everybody a campaign asks, or one who follows a ticket. */
export type Recipient =
  | Party
  | { role: 'onCall' }
  | { role: 'managers' }
  | { role: 'participants' }
  | { role: 'follower'; kind: 'person' | 'unconfirmed'; id: string };

/** A dated thing that happens by itself while nobody acts. */
export interface Step {
  at: Instant;
  kind: 'reminder' | 'escalation' | 'expiry' | 'appointmentReminder';
  to: Recipient;
  /** The period after which the step comes again, for those that never end. */
  every?: Period;
}

/** Who has to act, on what, since when and until when, and the dated steps that follow if they do not. */
export interface Ball {
  key: string;
  stage: Stage;
  on: Party;
  since: Instant;
  until: Instant;
  steps: Step[];
}

/**
 * What every lifecycle's state carries to compute its time: the policy's version with what it says for this lifecycle
 * (nothing for the built-in one), urgency and federal state, and its place among those that are due at the same moment
 * (nothing for those that began before there was one).
 */
export interface Timing {
  policy: number;
  rules?: PolicyRules;
  spread?: number;
  urgency: Urgency;
  federalState: FederalState;
  /** When the firms that are asked are away, as it was known when they were chosen: their clock stands still then. */
  away?: readonly FirmAway[];
}

/** Days on which a firm is away. */
export interface FirmAway extends DaysAway {
  contractor: string;
}

/** The calendar that a lifecycle's periods run in while they wait on this party; without one the office's. */
export function calendarOf(timing: Timing, on?: Recipient): WorkingCalendar {
  const calendar = { state: timing.federalState, office: timing.rules?.office ?? builtinPolicy.office };
  const closed = on?.role === 'contractor' ? timing.away?.filter(({ contractor }) => contractor === on.id) : undefined;
  return closed?.length ? { ...calendar, closed } : calendar;
}

/** What a lifecycle's policy says about a stage. */
export function ruleOf(timing: Timing, stage: Stage): StageRule {
  return timing.rules?.stages[timing.urgency]?.[stage] ?? builtinPolicy.stages[timing.urgency][stage];
}

/** The longest spread, in seconds: a quarter of an hour, which nobody misses in office hours. */
export const SPREAD_MOST = 15 * 60;

/**
 * By how many seconds a lifecycle's reminders and escalations come later than the policy says, from its id. A night's
 * reports are all due when the office opens: so they are not all reminded in the same second.
 */
export function spreadOf(id: string): number {
  return Number.parseInt(id.slice(0, 8), 16) % SPREAD_MOST;
}

/**
 * A reminder's or escalation's period with the lifecycle's spread, where it is counted in working time: by the clock
 * minutes matter. `room` is how many minutes there are until it would come too late; at most half of them are taken.
 */
function spread(timing: Timing, period: Period, room = Number.POSITIVE_INFINITY): Period {
  if (!timing.spread || !('working' in period)) return period;
  return { working: period.working + Math.min(timing.spread / 60, room / 2) };
}

function minutesOf(period: Period): number {
  return 'working' in period ? period.working : period.clock;
}

/**
 * The ball as the policy deals it: `until` after the stage's period, reminders, escalations and the end in order of
 * time. `from` is where the period starts when that is later than `since` (the end of an appointment).
 */
export function deal(
  timing: Timing,
  stage: Stage,
  on: Party,
  since: Instant,
  { key = stage as string, from = since }: { key?: string; from?: Instant } = {},
): Ball {
  const rule = ruleOf(timing, stage);
  const calendar = calendarOf(timing, on);
  const until = after(from, rule.period, calendar);
  const steps: Step[] = rule.reminders.map((period) => ({
    at: after(from, spread(timing, period, minutesOf(rule.period) - minutesOf(period)), calendar),
    kind: 'reminder',
    to: on,
  }));
  for (const { after: period, to } of rule.escalations)
    steps.push({
      at: after(from, spread(timing, period), calendar),
      kind: 'escalation',
      to: { role: to },
    });
  if (rule.expires) steps.push({ at: until, kind: 'expiry', to: on });
  const last = steps.at(-1);
  if (rule.repeat && last) last.every = rule.repeat;
  return { key, stage, on, since, until, steps: steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) };
}

/**
 * A running ball by another policy: dated anew from when it began, without what would have been told before `now`. A
 * period that is over by the new policy ends at once; what comes again comes again after `now`. Dates that an
 * appointment or a choice of dates has set stay.
 */
export function movedTo(before: Timing, next: Timing, ball: Ball, now: Instant): Ball {
  if (deal(before, ball.stage, ball.on, ball.since).until !== ball.until) return ball;
  const dealt = deal(next, ball.stage, ball.on, ball.since, { key: ball.key });
  const calendar = calendarOf(next, ball.on);
  const steps = dealt.steps.flatMap((step): Step[] => {
    if (step.at > now) return [step];
    if (step.kind === 'expiry') return [{ ...step, at: now }];
    return step.every ? [{ ...step, at: after(now, step.every, calendar) }] : [];
  });
  return { ...dealt, steps };
}

/**
 * The ball with an end no later than `last`, after which whoever has it can't do it any more (all offered dates are
 * past). Outside of office hours it ends when the office opens, but for emergencies.
 */
export function endingBy(timing: Timing, ball: Ball, last: Instant): Ball {
  const end = timing.urgency === 'emergency' ? last : nextOpening(last, calendarOf(timing, ball.on));
  if (end >= ball.until) return ball;
  const steps = ball.steps.filter((step) => step.at < end);
  return { ...ball, until: end, steps: [...steps, { at: end, kind: 'expiry', to: ball.on }] };
}

/**
 * The reminders of an agreed appointment: in office hours of the working day before to both sides, in emergencies 24
 * hours ahead. None when that is past already: then the date has just been agreed.
 */
export function appointmentReminders(timing: Timing, starts: Instant, now: Instant, to: Recipient[]): Step[] {
  const at =
    timing.urgency === 'emergency'
      ? addMinutes(starts, -24 * 60)
      : dayBefore(starts, calendarOf(timing, { role: 'management' }));
  return at <= now ? [] : to.map((recipient) => ({ at, kind: 'appointmentReminder', to: recipient }));
}

/** The next instant at which something happens by itself, or null when nothing does. */
export function nextDeadline(state: { balls: Ball[] }): Instant | null {
  let next: Instant | null = null;
  for (const ball of state.balls) for (const { at } of ball.steps) if (next === null || at < next) next = at;
  return next;
}

/** A step that is due, with the ball it belongs to; `late` when more than an hour has passed since its date. */
export interface DueStep {
  ball: Ball;
  step: Step;
  late: boolean;
}

/**
 * Takes the steps that are due at `now` out of the balls. After a standstill only the newest reminder or escalation to
 * each recipient of a ball remains, none where its period is over too. Repeating steps are dated anew, after `now`.
 */
export function takeDue(balls: Ball[], now: Instant, timing: Timing): { balls: Ball[]; due: DueStep[] } {
  const due: DueStep[] = [];
  const rest = balls.map((ball) => {
    const ready = ball.steps.filter(({ at }) => at <= now);
    if (ready.length === 0) return ball;
    const expiry = ready.find(({ kind }) => kind === 'expiry');
    const newest = new Map<string, Step>();
    for (const step of ready) newest.set(`${step.kind} ${JSON.stringify(step.to)}`, step);
    const escalated = ready.some(({ kind }) => kind === 'escalation');
    for (const step of expiry ? [expiry] : newest.values()) {
      if (step.kind === 'reminder' && escalated) continue;
      due.push({ ball, step, late: toMillis(now) - toMillis(step.at) > 3_600_000 });
    }
    const steps = ball.steps.filter(({ at }) => at > now);
    for (const step of ready) {
      if (!step.every) continue;
      const calendar = calendarOf(timing, ball.on);
      let at = after(step.at, step.every, calendar);
      if (at <= now) at = after(now, step.every, calendar);
      steps.push({ ...step, at });
    }
    return { ...ball, steps };
  });
  due.sort((a, b) => (a.step.at < b.step.at ? -1 : a.step.at > b.step.at ? 1 : 0));
  return { balls: rest, due };
}
