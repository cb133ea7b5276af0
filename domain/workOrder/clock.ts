import { nextRound } from '../appointments/rules.ts';
import { type Ball, takeDue } from '../lifecycle/ball.ts';
import { Draft } from '../lifecycle/draft.ts';
import type { Audience } from '../lifecycle/outcome.ts';
import { isUs, system } from '../parties.ts';
import type { Instant } from '../time/berlin.ts';
import { offer, withNews } from './course.ts';
import { contractorParty, everyone, type OrderDraft, type OrderOutcomeData, theContractor, us } from './draft.ts';
import { contractorOf, type OrderState } from './state.ts';
import { setAppointment } from './visits.ts';

type Next = OrderOutcomeData;

/** What the clock leads to at `now`: reminders, escalations, and a ball that passes on when its period is over. */
export function tick(state: OrderState, now: Instant): Next {
  const { balls, due } = takeDue(state.balls, now, state);
  if (due.length === 0) return { state, happenings: [], effects: [] };
  const draft: OrderDraft = new Draft({ ...state, balls }, system, now, null);
  for (const { ball, step, late } of due) {
    if (!draft.state.balls.some(({ key, since }) => key === ball.key && since === ball.since)) continue;
    const appointment = draft.state.appointments.find((candidate) => candidate.id === ball.key);
    const facts = {
      stage: ball.stage,
      since: ball.since,
      until: ball.until,
      ...(appointment && { appointment: appointment.id, ticket: appointment.ticket }),
    };
    if (step.kind === 'appointmentReminder') {
      if (!appointment?.picked || appointment.picked.starts <= now) continue;
      const date = { ...facts, starts: appointment.picked.starts, ends: appointment.picked.ends };
      draft.write('appointmentTomorrow', step.to, date, { about: ball.key, late });
    } else if (step.kind === 'reminder') {
      draft.tell('reminded', readers(draft.state, ball), { ...facts, to: ball.on });
      draft.write('reminder', step.to, facts, { about: ball.key, late });
    } else if (step.kind === 'escalation') {
      draft.tell('escalated', [], { ...facts, to: step.to });
      draft.write('escalation', step.to, facts, { about: `${ball.key}:${step.to.role}`, late });
    } else {
      draft.tell('lapsed', readers(draft.state, ball), { ...facts, on: ball.on });
      lapse(draft, ball);
    }
  }
  return withNews(state, draft);
}

function readers(state: OrderState, ball: Ball): Audience[] {
  return isUs(ball.on) ? [] : ball.on.role === 'contractor' ? theContractor(state) : ['reporter'];
}

/** What follows when somebody's period is over: the next contractor, or the ball comes back to us. */
function lapse(draft: OrderDraft, ball: Ball): void {
  const { state } = draft;
  draft.drop(ball.key);
  switch (ball.stage) {
    case 'offer': {
      const silent = contractorOf(state);
      if (silent) draft.write('orderWithdrawn', { role: 'contractor', id: silent });
      state.at += 1;
      offer(draft);
      return;
    }
    case 'clarification':
      state.questions = state.questions.filter((question) => question.id !== ball.key);
      break;
    case 'pick': {
      // Silence never permits entry, nor does it end the search (DOMAIN, access to a flat): one further round of dates
      // comes by itself, the next decision is ours. In an emergency there is no time for that.
      const appointment = state.appointments.find(({ id }) => id === ball.key);
      if (!appointment || state.urgency === 'emergency' || (appointment.silences ?? 0) > 0) {
        draft.deal('silent', us, { key: ball.key });
        break;
      }
      setAppointment(draft, { ...nextRound(appointment), silences: 1 });
      const facts = { appointment: appointment.id, ticket: appointment.ticket, silent: true };
      draft.tell('newRound', everyone(state), facts);
      draft.deal('propose', contractorParty(state), { key: appointment.id });
      draft.write('proposeSlots', contractorParty(state), facts, { about: appointment.id });
      return;
    }
    case 'perform':
      draft.deal('reportMissing', us, { key: ball.key });
      break;
    default:
      draft.deal('silent', us, { key: ball.key });
  }
  draft.write('ballReturned', us, { stage: ball.stage, until: ball.until }, { about: ball.key });
}
