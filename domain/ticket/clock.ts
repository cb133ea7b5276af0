import { takeDue } from '../lifecycle/ball.ts';
import { Draft } from '../lifecycle/draft.ts';
import { system } from '../parties.ts';
import type { Instant } from '../time/berlin.ts';
import { audienceOf, ours, type TicketDraft, type TicketOutcomeData, toUs } from './draft.ts';
import type { TicketState } from './state.ts';
import { tickVisit, visitOf } from './visits.ts';

type Next = TicketOutcomeData;

/** What the clock leads to at `now`: reminders, escalations, and a ball that passes on when its period is over. */
export function tick(state: TicketState, now: Instant): Next {
  const { balls, due } = takeDue(state.balls, now, state);
  if (due.length === 0) return { state, happenings: [], effects: [] };
  const draft: TicketDraft = new Draft({ ...state, balls }, system, now, null);
  for (const { ball, step, late } of due) {
    if (!draft.state.balls.some(({ key, since }) => key === ball.key && since === ball.since)) continue;
    const visit = visitOf(draft.state, ball);
    if (visit && tickVisit(draft, visit, { ball, step, late })) continue;
    const facts = {
      stage: ball.stage,
      since: ball.since,
      until: ball.until,
      ...(visit && { appointment: visit.id, ticket: visit.ticket }),
    };
    if (step.kind === 'reminder') {
      draft.tell('reminded', audienceOf(ball.on), { ...facts, to: ball.on });
      draft.write('reminder', step.to, facts, { about: ball.key, late });
    } else if (step.kind === 'escalation') {
      draft.tell('escalated', [], { ...facts, to: step.to });
      draft.write('escalation', step.to, facts, { about: `${ball.key}:${step.to.role}`, late });
    } else if (step.kind === 'expiry') {
      draft.drop(ball.key);
      draft.state.asked = draft.state.asked.filter((asked) => asked.id !== ball.key);
      const { approval } = draft.state;
      if (approval?.id === ball.key) draft.state.approval = { ...approval, status: 'lapsed' };
      draft.tell('lapsed', audienceOf(ball.on), { ...facts, on: ball.on });
      if (ball.stage === 'confirm') draft.state.phase = 'acceptance';
      toUs(draft);
      draft.write('ballReturned', ours(draft.state), facts, { about: ball.key, late });
    }
  }
  return draft.done();
}

/**
 * On whom the ticket waits, most important first: the balls of its running orders where there are any, else its own.
 * Never empty while the ticket is open, always empty when it is closed.
 */
export function waiting(state: TicketState): TicketState['balls'] {
  if (state.phase === 'closed') return [];
  const ordered = state.orders.flatMap((order) => (order.phase === 'running' && order.ball ? [order.ball] : []));
  const own = state.balls.filter((ball) => ball.key !== 'ordered');
  const all = [...own, ...ordered];
  return all.length > 0 ? all : state.balls;
}
