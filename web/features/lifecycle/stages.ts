import { m } from '../../../.build/i18n/messages.js';
import type { BallView, StepView } from '../../../api/views/timeline.ts';
import type { Stage } from '../../../domain/policy/policy.ts';
import { sayDue, sayMoment } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import type { Tone } from '../../ui/tones.ts';
import { type Reader, sayWhom } from './names.ts';

type Due = { due: string };
type Texts = {
  /** In one or two words, for the pill of a row. */
  pill: () => string;
  us: (due: Due) => string;
  you?: (due: Due) => string;
  others: (due: Due) => string;
  /** What follows if the reader does not answer. */
  otherwise?: () => string;
};

const texts: Record<Stage, Texts> = {
  triage: { pill: m.lifecycle_stage_triage, us: m.lifecycle_stage_triage_us, others: m.lifecycle_stage_triage_others },
  decide: { pill: m.lifecycle_stage_decide, us: m.lifecycle_stage_decide_us, others: m.lifecycle_stage_decide_others },
  clarification: {
    pill: m.lifecycle_stage_clarification,
    us: m.lifecycle_stage_clarification_us,
    you: m.lifecycle_stage_clarification_you,
    others: m.lifecycle_stage_clarification_others,
    otherwise: m.lifecycle_otherwise_clarification,
  },
  forwarded: {
    pill: m.lifecycle_stage_forwarded,
    us: m.lifecycle_stage_forwarded_us,
    you: m.lifecycle_stage_forwarded_you,
    others: m.lifecycle_stage_forwarded_others,
    otherwise: m.lifecycle_otherwise_forwarded,
  },
  approval: {
    pill: m.lifecycle_stage_approval,
    us: m.lifecycle_stage_approval_us,
    you: m.lifecycle_stage_approval_you,
    others: m.lifecycle_stage_approval_others,
    otherwise: m.lifecycle_otherwise_approval,
  },
  ordered: {
    pill: m.lifecycle_stage_ordered,
    us: m.lifecycle_stage_ordered_us,
    others: () => m.lifecycle_stage_ordered_others(),
  },
  confirm: {
    pill: m.lifecycle_stage_confirm,
    us: m.lifecycle_stage_confirm_us,
    you: m.lifecycle_stage_confirm_you,
    others: m.lifecycle_stage_confirm_others,
    otherwise: m.lifecycle_otherwise_confirm,
  },
  acceptance: {
    pill: m.lifecycle_stage_acceptance,
    us: m.lifecycle_stage_acceptance_us,
    others: m.lifecycle_stage_acceptance_others,
  },
  disputed: {
    pill: m.lifecycle_stage_disputed,
    us: m.lifecycle_stage_disputed_us,
    others: m.lifecycle_stage_disputed_others,
  },
  arrange: {
    pill: m.lifecycle_stage_arrange,
    us: m.lifecycle_stage_arrange_us,
    others: m.lifecycle_stage_arrange_others,
  },
  visit: {
    pill: m.lifecycle_stage_visit,
    us: m.lifecycle_stage_visit_us,
    others: () => m.lifecycle_stage_visit_others(),
  },
  join: {
    pill: m.lifecycle_stage_join,
    us: () => m.lifecycle_stage_join_us(),
    others: () => m.lifecycle_stage_join_others(),
  },
  offer: {
    pill: m.lifecycle_stage_offer,
    us: m.lifecycle_stage_offer_us,
    you: m.lifecycle_stage_offer_you,
    others: m.lifecycle_stage_offer_others,
    otherwise: m.lifecycle_otherwise_offer,
  },
  question: {
    pill: m.lifecycle_stage_question,
    us: m.lifecycle_stage_question_us,
    others: m.lifecycle_stage_question_others,
  },
  propose: {
    pill: m.lifecycle_stage_propose,
    us: m.lifecycle_stage_propose_us,
    you: m.lifecycle_stage_propose_you,
    others: m.lifecycle_stage_propose_others,
    otherwise: m.lifecycle_otherwise_propose,
  },
  pick: {
    pill: m.lifecycle_stage_pick,
    us: m.lifecycle_stage_pick_us,
    you: () => m.lifecycle_stage_pick_you(),
    others: m.lifecycle_stage_pick_others,
    otherwise: m.lifecycle_otherwise_pick,
  },
  counter: {
    pill: m.lifecycle_stage_counter,
    us: m.lifecycle_stage_counter_us,
    you: m.lifecycle_stage_counter_you,
    others: m.lifecycle_stage_counter_others,
    otherwise: m.lifecycle_otherwise_counter,
  },
  perform: {
    pill: m.lifecycle_stage_perform,
    us: m.lifecycle_stage_perform_us,
    you: m.lifecycle_stage_perform_you,
    others: m.lifecycle_stage_perform_others,
    otherwise: m.lifecycle_otherwise_perform,
  },
  reportMissing: {
    pill: m.lifecycle_stage_report_missing,
    us: m.lifecycle_stage_report_missing_us,
    others: m.lifecycle_stage_report_missing_others,
  },
  silent: { pill: m.lifecycle_stage_silent, us: m.lifecycle_stage_silent_us, others: m.lifecycle_stage_silent_others },
  unplaced: {
    pill: m.lifecycle_stage_unplaced,
    us: m.lifecycle_stage_unplaced_us,
    others: m.lifecycle_stage_unplaced_others,
  },
  remainder: {
    pill: m.lifecycle_stage_remainder,
    us: m.lifecycle_stage_remainder_us,
    others: m.lifecycle_stage_remainder_others,
  },
  impossible: {
    pill: m.lifecycle_stage_impossible,
    us: m.lifecycle_stage_impossible_us,
    others: m.lifecycle_stage_impossible_others,
  },
  settle: {
    pill: m.lifecycle_stage_settle,
    us: m.lifecycle_stage_settle_us,
    others: () => m.lifecycle_stage_settle_others(),
  },
  todo: {
    pill: m.lifecycle_stage_todo,
    us: m.lifecycle_stage_todo_us,
    you: m.lifecycle_stage_todo_you,
    others: m.lifecycle_stage_todo_others,
    otherwise: m.lifecycle_otherwise_todo,
  },
  ownTodo: {
    pill: m.lifecycle_stage_own_todo,
    us: m.lifecycle_stage_own_todo_us,
    others: m.lifecycle_stage_own_todo_others,
  },
  todoLate: {
    pill: m.lifecycle_stage_todo_late,
    us: m.lifecycle_stage_todo_late_us,
    others: m.lifecycle_stage_todo_late_others,
  },
  reassign: {
    pill: m.lifecycle_stage_reassign,
    us: m.lifecycle_stage_reassign_us,
    others: m.lifecycle_stage_reassign_others,
  },
  wrapUp: {
    pill: m.lifecycle_stage_wrap_up,
    us: m.lifecycle_stage_wrap_up_us,
    others: m.lifecycle_stage_wrap_up_others,
  },
  answer: {
    pill: m.lifecycle_stage_answer,
    us: m.lifecycle_stage_answer_us,
    you: m.lifecycle_stage_answer_you,
    others: m.lifecycle_stage_answer_others,
    otherwise: m.lifecycle_otherwise_answer,
  },
  missing: {
    pill: m.lifecycle_stage_missing,
    us: m.lifecycle_stage_missing_us,
    others: m.lifecycle_stage_missing_others,
  },
  announce: {
    pill: m.lifecycle_stage_announce,
    us: m.lifecycle_stage_announce_us,
    others: m.lifecycle_stage_announce_others,
  },
};

/** A stage in one or two words; undefined for one that is not known. */
export function sayStage(stage: string | null): string | undefined {
  return stage && stage in texts ? texts[stage as Stage].pill() : undefined;
}

/** Whether the turn is over and still nobody acted. */
export const isLate = (ball: Pick<BallView, 'until'>): boolean => Date.parse(ball.until) < now();

/** The colour of a turn for this reader: late, the reader's own (amber), or others' (blue). */
export function toneOfTurn(ball: Pick<BallView, 'until' | 'on'>, reader: Reader): Exclude<Tone, 'neutral' | 'done'> {
  const own = reader === 'office' ? ball.on.us : ball.on.you;
  if (own && isLate(ball)) return 'late';
  return own ? 'us' : 'others';
}

/** What is asked, with its date: "Annehmen oder ablehnen bis heute, 16:00". */
export function sayTurn(ball: Pick<BallView, 'stage' | 'until' | 'on'>, reader: Reader): string {
  const say = { locale: locale(), now: now() };
  const due = isLate(ball)
    ? m.lifecycle_overdue_since({ moment: sayMoment(ball.until, say) })
    : sayDue(ball.until, say);
  const stage = texts[ball.stage];
  if (reader === 'you') return (ball.on.you ? (stage.you ?? stage.others) : stage.others)({ due });
  return (ball.on.us ? stage.us : stage.others)({ due });
}

/** What follows if the reader, whose turn it is, does not answer; undefined where nothing is awaited of them. */
export const sayOtherwise = (stage: Stage): string | undefined => texts[stage].otherwise?.();

/** The steps that say something of their own: where dates without an answer lead to new ones, that is all there is to say. */
export function tellingSteps<Step extends Pick<StepView, 'at' | 'kind' | 'stage' | 'to'>>(
  steps: readonly Step[],
  reader: Reader,
): Step[] {
  const overtaken = (step: Step, index: number) =>
    step.kind === 'lapsed' && steps[index + 1]?.kind === 'newRound' && steps[index + 1]?.at === step.at;
  return steps.filter((step, index) => !overtaken(step, index) && sayStep(step, reader) !== '');
}

/** A step of the forecast: "Erinnerung an Jana Berger", "Anfrage an den nächsten Betrieb". */
export function sayStep(step: Pick<StepView, 'kind' | 'stage' | 'to'>, reader: Reader): string {
  const office = reader === 'office';
  const whom = () => sayWhom(step.to, reader);
  switch (step.kind) {
    case 'reminded':
      return m.lifecycle_next_reminded({ whom: whom() });
    case 'escalated':
      return step.to?.role === 'managers'
        ? m.lifecycle_next_managers({ whom: whom() })
        : m.lifecycle_next_escalated({ whom: whom() });
    case 'lapsed':
      if (step.stage === 'answer') return m.campaign_next_lapsed();
      if (step.stage === 'offer') return m.lifecycle_next_lapsed_offer({ whom: whom() });
      if (step.stage === 'confirm')
        return office ? m.lifecycle_next_lapsed_confirm_us() : m.lifecycle_next_lapsed_confirm();
      return office ? m.lifecycle_next_lapsed_us() : m.lifecycle_next_lapsed();
    case 'orderOffered':
      return m.lifecycle_next_offered();
    case 'orderUnplaced':
      return office ? m.lifecycle_next_unplaced_us() : m.lifecycle_next_unplaced();
    case 'appointmentTomorrow':
      return m.lifecycle_next_appointment({ whom: whom() });
    case 'newRound':
      return m.lifecycle_next_new_round();
    default:
      return sayStage(step.stage) ?? '';
  }
}

/** "Erinnerung an uns: heute, 15:30. Danach, heute, 17:00: Eskalation an die Bereitschaft." Empty without steps. */
export function sayThen(all: readonly Pick<StepView, 'at' | 'kind' | 'stage' | 'to'>[], reader: Reader): string {
  const steps = tellingSteps(all, reader);
  const when = (at: string) => sayMoment(at, { locale: locale(), now: now() });
  const [first] = steps;
  if (!first) return '';
  // A second reminder says nothing new; what comes after the reminders does.
  const second = steps.find((step) => sayStep(step, reader) !== sayStep(first, reader));
  const sentences = [m.lifecycle_then_first({ what: sayStep(first, reader), when: when(first.at) })];
  if (second) sentences.push(m.lifecycle_then_second({ what: sayStep(second, reader), when: when(second.at) }));
  return sentences.join(' ');
}
