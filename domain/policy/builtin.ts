import type { Period } from '../time/workingTime.ts';
import type { Policy, Stage, StageRule, Urgency } from './policy.ts';

const hour = 60;
/** Working minutes of an office day from 8:00 to 17:00. */
const officeDay = 9 * hour;

/** The measure of each urgency: what one "unit" of patience is, and whether it counts in office hours. */
const patience: Record<Urgency, (units: number) => Period> = {
  emergency: (units) => ({ clock: Math.round(units * 15) }),
  urgent: (units) => ({ working: Math.round(units * hour) }),
  normal: (units) => ({ working: Math.round((units * officeDay) / 2) }),
};

/** Our turn: a reminder shortly before, the people on call after it, then the managers again and again. */
function ours(time: (units: number) => Period, units: number): StageRule {
  return {
    period: time(units),
    reminders: [time(units * 0.75)],
    escalations: [
      { after: time(units * 1.5), to: 'onCall' },
      { after: time(units * 3), to: 'managers' },
    ],
    expires: false,
    repeat: time(units * 5),
  };
}

/** Others' turn: reminders, then the ball passes on. */
function theirs(time: (units: number) => Period, units: number, reminders: number[]): StageRule {
  return { period: time(units), reminders: reminders.map(time), escalations: [], expires: true };
}

/** A matter that runs elsewhere: we look after it at intervals. */
function watched(time: (units: number) => Period, units: number): StageRule {
  return {
    period: time(units),
    reminders: [],
    escalations: [{ after: time(units), to: 'managers' }],
    expires: false,
    repeat: time(units),
  };
}

function stagesFor(urgency: Urgency): Record<Stage, StageRule> {
  const time = patience[urgency];
  // The danger is over once the work is done: nobody is woken to confirm a repair.
  const done = patience[urgency === 'emergency' ? 'urgent' : urgency];
  return {
    triage: ours(time, 2),
    decide: ours(time, 4),
    clarification: theirs(time, 6, [3, 5]),
    forwarded: theirs(time, 8, [4, 7]),
    approval: theirs(time, 10, [4, 8]),
    ordered: watched(time, 20),
    confirm: theirs(done, 10, [4, 8]),
    acceptance: ours(done, 10),
    disputed: ours(time, 4),
    arrange: ours(time, 4),
    // Counted from the end of the visit: then its outcome is to be written down.
    visit: ours(time, 4),
    join: watched(time, 2),
    offer: theirs(time, 4, [2, 3]),
    question: ours(time, 2),
    propose: theirs(time, 4, [2, 3]),
    pick: theirs(time, 6, [3, 5]),
    counter: theirs(time, 4, [2, 3]),
    perform: theirs(time, 12, [4, 8]),
    reportMissing: ours(time, 4),
    silent: ours(time, 4),
    unplaced: ours(time, 2),
    remainder: ours(time, 4),
    impossible: ours(time, 4),
    settle: watched(done, 30),
    todo: theirs(time, 10, [4, 8]),
    ownTodo: ours(time, 4),
    todoLate: ours(time, 4),
    reassign: ours(time, 4),
    wrapUp: ours(time, 10),
    // Of a campaign the deadline is set by hand; its reminders are these.
    answer: theirs(done, 30, [10, 20]),
    missing: ours(done, 4),
    announce: ours(done, 4),
  };
}

/** The policy that every workspace starts with, version 1: Monday to Friday, 8:00 to 17:00. */
export const builtinPolicy: Policy = {
  version: 1,
  office: { opens: 8 * hour, closes: 17 * hour },
  stages: { emergency: stagesFor('emergency'), urgent: stagesFor('urgent'), normal: stagesFor('normal') },
};
