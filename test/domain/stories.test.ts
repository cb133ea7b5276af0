import { describe, expect, it } from 'vitest';
import { nextDeadline } from '../../domain/lifecycle/ball.ts';
import { waiting as ticketWaits } from '../../domain/ticket/clock.ts';
import { berlinClock, berlinInstant } from '../../domain/time/berlin.ts';
import { waiting as orderWaits } from '../../domain/workOrder/course.ts';
import { hear } from '../../domain/workOrder/hear.ts';
import {
  anna,
  colleague,
  idOf,
  neighbour,
  plumber,
  report,
  resident,
  roofer,
  Story,
  slot,
  uuid,
  whom,
} from './given.ts';

const leak = uuid(11);
const stain = uuid(12);
const repair = uuid(21);
const visit = uuid(31);
const visit2 = uuid(32);

/** On whom something waits, as `stage: role`. */
function waits(balls: { stage: string; on: { role: string; id?: string } }[]): string[] {
  return balls.map(({ stage, on }) => `${stage}: ${whom(on)}`);
}

/** A reported, accepted leak whose repair the plumber has accepted and may visit for. */
function accepted(): Story {
  const story = new Story();
  story.ticket(leak, resident, report());
  story.ticket(leak, anna, { type: 'accept' });
  story.place(repair, [leak], { visits: { [leak]: visit } });
  story.order(repair, plumber, { type: 'accept' });
  return story;
}

/** The same with a date on Thursday at nine. */
function agreed(): Story {
  const story = accepted();
  story.order(repair, plumber, {
    type: 'proposeSlots',
    appointment: visit,
    slots: [slot(1, story.now, 72), slot(2, story.now, 96)],
  });
  story.order(repair, resident, { type: 'pickSlot', appointment: visit, slot: slot(1, story.now, 72).id });
  story.forget();
  return story;
}

/** The same after the visit, reported as done. */
function done(): Story {
  const story = agreed();
  story.hours(74);
  story.order(repair, plumber, { type: 'complete', result: 'done' });
  story.forget();
  return story;
}

describe('from a reported damage to a finished repair', () => {
  it('runs from report to confirmation, and everybody hears what concerns them', () => {
    const story = new Story();
    story.ticket(leak, resident, report());
    expect(story.mail()).toEqual(['reportReceived → reporter']);
    story.ticket(leak, anna, { type: 'accept' });
    story.place(repair, [leak], { visits: { [leak]: visit } });
    expect(story.mail()).toEqual(['orderOffered → plumber', 'ticketOrdered → reporter']);
    story.order(repair, plumber, { type: 'accept' });
    expect(story.mail()).toEqual(['orderAccepted → management']);
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['propose: plumber']);
    const slots = [slot(1, story.now, 72), slot(2, story.now, 96)];
    story.order(repair, plumber, { type: 'proposeSlots', appointment: visit, slots });
    expect(story.mail()).toEqual(['slotsProposed → reporter']);
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['pick: reporter']);
    story.order(repair, resident, { type: 'pickSlot', appointment: visit, slot: slots[0]?.id ?? '' });
    expect(story.mail()).toEqual(['appointmentAgreed → reporter', 'appointmentAgreed → plumber']);
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['perform: plumber']);
    story.hours(74);
    expect(story.mail()).toEqual(['appointmentTomorrow → reporter', 'appointmentTomorrow → plumber']);
    story.order(repair, plumber, { type: 'complete', result: 'done' });
    expect(story.mail()).toEqual(['workCompleted → management', 'confirmCompletion → reporter']);
    expect(story.t(leak).phase).toBe('confirming');
    expect(story.o(repair).appointments[0]?.status).toBe('held');
    story.ticket(leak, resident, { type: 'confirm' });
    expect(story.mail()).toEqual(['ticketClosed → management', 'workAccepted → plumber']);
    expect(story.t(leak)).toMatchObject({ phase: 'closed', outcome: 'done', balls: [] });
    expect(story.o(repair)).toMatchObject({ phase: 'closed', outcome: 'accepted', balls: [] });
    expect(story.world.next()).toBeNull();
  });

  it('a contractor who steps back frees the date, the dwelling is told, the next one is asked', () => {
    const story = agreed();
    story.order(repair, plumber, { type: 'decline', reason: 'noCapacity' });
    expect(story.mail()).toEqual([
      'appointmentCancelled → reporter',
      'appointmentCancelled → plumber',
      'orderOffered → roofer',
      'orderDeclined → management',
    ]);
    expect(story.o(repair).appointments[0]).toMatchObject({ status: 'open', picked: null, round: 2, sequence: 2 });
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['offer: roofer']);
    story.order(repair, plumber, { type: 'accept' }, 'linkRevoked');
    story.order(repair, roofer, { type: 'accept' });
    expect(waits(orderWaits(story.o(repair)))).toEqual(['propose: roofer']);
  });

  it('what one contractor asked does not wait for the next one', () => {
    const story = accepted();
    const question = story.order(repair, plumber, { type: 'ask' });
    story.order(repair, plumber, { type: 'decline', reason: 'tooFar' });
    expect(story.o(repair).questions).toEqual([]);
    story.order(repair, anna, { type: 'answer', question }, 'notAllowedNow');
    expect(waits(orderWaits(story.o(repair)))).toEqual(['offer: roofer']);
  });

  it('when all contractors have declined, it is ours again and a new one can be asked', () => {
    const story = accepted();
    story.order(repair, plumber, { type: 'decline', reason: 'tooFar' });
    story.forget();
    story.order(repair, roofer, { type: 'decline', reason: 'notOurTrade' });
    expect(story.mail()).toEqual(['orderUnplaced → management', 'orderDeclined → management']);
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['unplaced: management']);
    story.order(repair, plumber, { type: 'accept' }, 'linkRevoked');
    story.order(repair, anna, { type: 'offer', contractors: [idOf(plumber)] });
    story.order(repair, plumber, { type: 'accept' });
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['propose: plumber']);
  });

  it('a contractor who is silent loses the order to the next one, and is told', () => {
    const story = new Story();
    story.ticket(leak, resident, report());
    story.place(repair, [leak]);
    story.forget();
    story.hours(24 * 4);
    expect(story.mail()).toEqual([
      'reminder → plumber',
      'reminder → plumber',
      'orderWithdrawn → plumber',
      'orderOffered → roofer',
      'reminder → roofer',
      'reminder → roofer',
      'orderWithdrawn → roofer',
      'orderUnplaced → management',
    ]);
  });

  it('partly done, then continued: new dates are found, even when nobody had to open the door before', () => {
    for (const story of [agreed(), accepted()]) {
      story.hours(74);
      story.forget();
      story.order(repair, plumber, { type: 'complete', result: 'partial' });
      expect(waits(ticketWaits(story.t(leak)))).toEqual(['remainder: management']);
      expect(story.t(leak).phase).toBe('ordered');
      story.forget();
      story.order(repair, anna, { type: 'continue' });
      expect(story.mail()).toEqual(['reworkDemanded → plumber']);
      expect(waits(ticketWaits(story.t(leak)))).toEqual(['propose: plumber']);
    }
  });

  it('impossible, reported before the visit: the dwelling need not wait at home; the next contractor starts anew', () => {
    const story = agreed();
    story.order(repair, plumber, { type: 'complete', result: 'impossible' });
    expect(story.mail()).toEqual([
      'appointmentCancelled → reporter',
      'appointmentCancelled → plumber',
      'workCompleted → management',
    ]);
    expect(story.o(repair).appointments[0]).toMatchObject({ status: 'cancelled', sequence: 2 });
    story.order(repair, anna, { type: 'offer', contractors: [idOf(roofer)] });
    expect(story.mail()).toEqual(['orderWithdrawn → plumber', 'orderOffered → roofer']);
    story.order(repair, roofer, { type: 'accept' });
    expect(waits(orderWaits(story.o(repair)))).toEqual(['propose: roofer']);
    expect(story.o(repair).appointments[0]).toMatchObject({ status: 'open', picked: null, sequence: 2, round: 2 });
  });

  it('done a little before the agreed hour counts as held, done days before does not', () => {
    const early = agreed();
    early.hours(71);
    early.order(repair, plumber, { type: 'complete', result: 'done' });
    expect(early.o(repair).appointments[0]?.status).toBe('held');
    const days = agreed();
    days.order(repair, plumber, { type: 'complete', result: 'done' });
    expect(days.o(repair).appointments[0]?.status).toBe('cancelled');
    expect(days.mail()).toContain('appointmentCancelled → reporter');
  });

  it('an order cancelled with an agreed appointment: dwelling and contractor take it out of their calendars', () => {
    const story = agreed();
    story.order(repair, anna, { type: 'cancel' });
    expect(story.mail()).toEqual([
      'appointmentCancelled → reporter',
      'appointmentCancelled → plumber',
      'orderWithdrawn → plumber',
    ]);
    expect(story.o(repair)).toMatchObject({ phase: 'closed', outcome: 'cancelled' });
    expect(story.t(leak).phase).toBe('open');
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['decide: management']);
  });

  it('a ticket is not closed under a running order', () => {
    const story = agreed();
    story.ticket(leak, anna, { type: 'close', outcome: 'done' }, 'notAllowedNow');
    story.ticket(leak, resident, { type: 'withdraw' }, 'notAllowedNow');
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['perform: plumber']);
  });

  it('finished work is accepted or disputed, not declared unnecessary', () => {
    const story = done();
    story.ticket(leak, anna, { type: 'close', outcome: 'notNeeded' }, 'notAllowedNow');
    story.ticket(leak, anna, { type: 'close', outcome: 'done' });
    expect(story.mail()).toEqual(['ticketClosed → reporter', 'workAccepted → plumber']);
  });

  it('closed but not fixed: the resident reopens, we decide', () => {
    const story = done();
    story.ticket(leak, resident, { type: 'confirm' });
    story.forget();
    story.ticket(leak, plumber, { type: 'reopen' }, 'forbidden');
    story.ticket(leak, resident, { type: 'reopen' });
    expect(story.mail()).toEqual(['ticketReopened → management']);
    expect(story.t(leak)).toMatchObject({ phase: 'open', outcome: null, closedAt: null });
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['decide: management']);
    story.place(uuid(22), [leak]);
    expect(story.t(leak).phase).toBe('ordered');
  });

  it('disputed, reworked, confirmed', () => {
    const story = done();
    story.ticket(leak, resident, { type: 'dispute' });
    expect(story.mail()).toEqual(['completionDisputed → management']);
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['disputed: management']);
    story.ticket(leak, anna, { type: 'demandRework', order: repair });
    expect(story.mail()).toEqual(['reworkDemanded → plumber']);
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['propose: plumber']);
    const again = slot(5, story.now, 48);
    story.order(repair, plumber, { type: 'proposeSlots', appointment: visit, slots: [again] });
    story.order(repair, resident, { type: 'pickSlot', appointment: visit, slot: again.id });
    story.hours(50);
    story.order(repair, plumber, { type: 'complete', result: 'done' });
    story.ticket(leak, resident, { type: 'confirm' });
    expect(story.o(repair)).toMatchObject({ phase: 'closed', outcome: 'accepted' });
  });

  it('a rework without an appointment kept is work to be found a date for, not work of nobody', () => {
    const story = accepted();
    story.order(repair, plumber, { type: 'complete', result: 'done' });
    story.ticket(leak, resident, { type: 'dispute' });
    story.ticket(leak, anna, { type: 'demandRework', order: repair });
    expect(waits(orderWaits(story.o(repair)))).toEqual(['propose: plumber']);
  });

  it('the resident asks while disputing: the question is not lost', () => {
    const story = done();
    const question = story.ticket(leak, resident, { type: 'ask', to: { role: 'management' } });
    story.ticket(leak, resident, { type: 'dispute' });
    story.forget();
    story.ticket(leak, anna, { type: 'answer', question });
    expect(story.mail()).toEqual(['clarificationAnswered → reporter']);
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['disputed: management']);
  });

  it('a missed appointment is told to both and offered anew', () => {
    const story = agreed();
    story.order(repair, plumber, { type: 'missAppointment', appointment: visit, absent: 'dwelling' }, 'notAllowedNow');
    story.hours(73);
    story.forget();
    story.order(repair, plumber, { type: 'missAppointment', appointment: visit, absent: 'dwelling' });
    expect(story.mail()).toEqual(['appointmentMissed → reporter', 'appointmentMissed → management']);
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['propose: plumber']);
    expect(story.o(repair).appointments[0]).toMatchObject({ round: 2, sequence: 2, status: 'open' });
  });

  it('when the manager records a missed or moved appointment, dwelling and contractor both hear it', () => {
    const moved = agreed();
    moved.order(repair, anna, { type: 'moveAppointment', appointment: visit });
    expect(moved.mail()).toEqual(['appointmentMoved → reporter', 'appointmentMoved → plumber']);
    const missed = agreed();
    missed.hours(73);
    missed.forget();
    missed.order(repair, anna, { type: 'missAppointment', appointment: visit, absent: 'contractor' });
    expect(missed.mail()).toEqual([
      'appointmentMissed → reporter',
      'appointmentMissed → plumber',
      'appointmentMissed → management',
    ]);
  });

  it('the resident counters, the contractor picks', () => {
    const story = accepted();
    story.order(repair, plumber, { type: 'proposeSlots', appointment: visit, slots: [slot(1, story.now, 72)] });
    story.forget();
    const evening = slot(7, story.now, 81);
    story.order(repair, resident, { type: 'counterSlots', appointment: visit, slots: [evening] });
    expect(story.mail()).toEqual(['slotsCountered → plumber']);
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['counter: plumber']);
    story.order(repair, resident, { type: 'pickSlot', appointment: visit, slot: evening.id }, 'forbidden');
    story.order(repair, plumber, { type: 'pickSlot', appointment: visit, slot: evening.id });
    expect(story.mail()).toEqual(['appointmentAgreed → reporter', 'appointmentAgreed → plumber']);
    story.order(repair, resident, { type: 'pickSlot', appointment: visit, slot: uuid(1) }, 'slotTaken');
  });

  it('a resident does not have the ball any longer than dates can be picked', () => {
    const story = accepted();
    const tomorrow = slot(1, story.now, 24);
    story.order(repair, plumber, { type: 'proposeSlots', appointment: visit, slots: [tomorrow] });
    expect(story.o(repair).balls[0]).toMatchObject({ stage: 'pick', until: tomorrow.starts });
    story.forget();
    story.hours(25);
    // Silence is no entry: a second round of dates comes by itself, after that it is ours to decide.
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['propose: plumber']);
    expect(story.mail()).toEqual(['proposeSlots → plumber']);
    story.order(repair, resident, { type: 'pickSlot', appointment: visit, slot: tomorrow.id }, 'notAllowedNow');
    const later = slot(2, story.now, 24);
    story.order(repair, plumber, { type: 'proposeSlots', appointment: visit, slots: [later] });
    story.hours(25);
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['silent: management']);
    story.order(repair, resident, { type: 'pickSlot', appointment: visit, slot: later.id }, 'slotPast');
    story.order(repair, anna, { type: 'newRound', appointment: visit });
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['propose: plumber']);
  });

  it('an emergency on a Saturday night calls those on call at once and does not wait for Monday', () => {
    const story = new Story();
    story.now = berlinInstant('2026-03-07', 23 * 60);
    story.ticket(leak, resident, report({ urgency: 'emergency' }));
    expect(story.mail()).toEqual(['reportReceived → reporter', 'emergencyReported → onCall']);
    story.hours(2);
    expect(story.mail().slice(0, 3)).toEqual(['reminder → management', 'escalation → onCall', 'escalation → managers']);
    story.place(repair, [leak], { urgency: 'emergency' });
    story.forget();
    story.hours(1);
    expect(story.mail()).toEqual([
      'reminder → plumber',
      'reminder → plumber',
      'orderWithdrawn → plumber',
      'orderOffered → roofer',
    ]);
    story.order(repair, roofer, { type: 'accept' });
    story.order(repair, roofer, { type: 'complete', result: 'done' });
    story.forget();
    expect(story.t(leak).phase).toBe('confirming');
    story.hours(24);
    expect(story.mail(), 'the water is off: nobody is woken to confirm').toEqual([]);
  });

  it('a matter that becomes an emergency calls those on call', () => {
    const story = new Story();
    story.ticket(leak, resident, report());
    story.forget();
    story.ticket(leak, anna, { type: 'setUrgency', urgency: 'emergency' });
    expect(story.mail()).toEqual(['emergencyReported → onCall']);
    const { until } = story.t(leak).balls[0] ?? { until: '' };
    story.now = berlinInstant(berlinClock(story.now).day, 9 * 60 + 10);
    story.ticket(leak, anna, { type: 'setUrgency', urgency: 'emergency' });
    expect(story.mail(), 'said twice, it changes nothing').toEqual([]);
    expect(story.t(leak).balls[0]?.until).toBe(until);
  });

  it('the contractor asks back: we have the ball, the answer reaches the contractor, the order waits on its own', () => {
    const story = accepted();
    story.forget();
    const question = story.order(repair, plumber, { type: 'ask' });
    expect(story.mail()).toEqual(['clarificationAsked → management']);
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['question: management']);
    expect(waits(orderWaits(story.o(repair)))).toEqual(['question: management', 'propose: plumber']);
    story.order(repair, plumber, { type: 'answer', question }, 'notAllowedNow');
    story.order(repair, anna, { type: 'answer', question });
    expect(story.mail()).toEqual(['clarificationAnswered → plumber']);
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['propose: plumber']);
  });

  it('the resident does not answer a question: it is ours again, and the question is gone', () => {
    const story = new Story();
    story.ticket(leak, resident, report());
    story.ticket(leak, anna, { type: 'accept' });
    story.ticket(leak, anna, { type: 'ask', to: { role: 'reporter' } });
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['clarification: reporter']);
    story.forget();
    story.hours(24 * 6);
    expect(story.mail().slice(0, 3)).toEqual([
      'reminder → reporter',
      'reminder → reporter',
      'ballReturned → management',
    ]);
    expect(story.t(leak).asked).toEqual([]);
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['decide: management']);
  });

  it('a question that lapses while the order runs leaves us nothing that could not be done', () => {
    const story = accepted();
    story.ticket(leak, anna, { type: 'ask', to: { role: 'owner' } });
    for (let day = 0; day < 8 && story.t(leak).asked.length > 0; day++) story.hours(24);
    expect(story.t(leak).balls.map(({ key }) => key)).toEqual(['ordered']);
  });

  it('our own clock is not wound up again by answering a question', () => {
    const story = new Story();
    story.ticket(leak, resident, report());
    const before = story.t(leak).balls[0]?.until;
    const question = story.ticket(leak, resident, { type: 'ask', to: { role: 'management' } });
    story.hours(2);
    story.ticket(leak, anna, { type: 'answer', question });
    expect(story.t(leak).balls).toMatchObject([{ stage: 'triage', until: before }]);
  });

  it('who asked gets the answer, be it the owner', () => {
    const story = new Story();
    story.ticket(leak, resident, report());
    const question = story.ticket(leak, neighbour, { type: 'ask', to: { role: 'management' } });
    story.forget();
    story.ticket(leak, anna, { type: 'answer', question });
    expect(story.mail()).toEqual(['clarificationAnswered → neighbour']);
  });

  it('after the question of a disputed ticket is answered, the dispute is ours again', () => {
    const story = done();
    story.ticket(leak, resident, { type: 'dispute' });
    const question = story.ticket(leak, anna, { type: 'ask', to: { role: 'reporter' } });
    story.ticket(leak, resident, { type: 'answer', question });
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['disputed: management']);
  });

  it('a ticket goes to a colleague and back to the desk', () => {
    const story = new Story();
    story.ticket(leak, resident, report());
    story.forget();
    story.ticket(leak, anna, { type: 'forward', to: { role: 'employee', id: idOf(colleague) } });
    expect(story.mail()).toEqual(['ticketForwarded → colleague']);
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['triage: colleague']);
    story.ticket(leak, anna, { type: 'forward', to: { role: 'management' } });
    expect(story.t(leak)).toMatchObject({ assignee: null, phase: 'new', asked: [] });
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['triage: management']);
  });

  it('whom it was forwarded to hears when it is over', () => {
    const story = new Story();
    story.ticket(leak, resident, report());
    story.ticket(leak, anna, { type: 'forward', to: { role: 'owner' } });
    expect(story.t(leak).phase).toBe('open');
    expect(story.log.at(-1)?.outcome.happenings.map(({ kind }) => kind)).toEqual(['forwarded', 'accepted']);
    story.forget();
    story.ticket(leak, resident, { type: 'withdraw' });
    expect(story.mail()).toEqual(['ticketClosed → owner', 'ticketClosed → management']);
  });

  it('what we do in the name of the resident, the resident hears', () => {
    const confirmed = done();
    confirmed.ticket(leak, anna, { type: 'confirm' });
    expect(confirmed.mail()).toEqual(['ticketClosed → reporter', 'workAccepted → plumber']);
    const withdrawn = new Story();
    withdrawn.ticket(leak, resident, report());
    withdrawn.forget();
    withdrawn.ticket(leak, anna, { type: 'withdraw' });
    expect(withdrawn.mail()).toEqual(['ticketClosed → reporter']);
  });

  it('our own ticket without a reporter goes straight to acceptance and writes to nobody who is not there', () => {
    const story = new Story();
    story.ticket(leak, anna, report({ reporter: null }));
    story.ticket(leak, anna, { type: 'ask', to: { role: 'reporter' } }, 'addresseeUnknown');
    story.place(repair, [leak]);
    story.order(repair, plumber, { type: 'accept' });
    story.order(repair, plumber, { type: 'complete', result: 'done' });
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['acceptance: management']);
    story.ticket(leak, anna, { type: 'acceptWork' });
    story.ticket(leak, anna, { type: 'reopen' });
    expect(story.mail().filter((line) => line.endsWith('reporter'))).toEqual([]);
  });
});

describe('a collective order', () => {
  /** Leak and stain in two flats, one order; the plumber has accepted. */
  function collective(): Story {
    const story = new Story();
    story.ticket(leak, resident, report());
    story.ticket(stain, neighbour, report({ reporter: neighbour }));
    story.place(repair, [leak, stain], { visits: { [leak]: visit, [stain]: visit2 } });
    story.order(repair, plumber, { type: 'accept' });
    return story;
  }

  it('goes out without the ticket that refused, whose visit falls away', () => {
    const story = new Story();
    story.ticket(leak, resident, report());
    story.ticket(stain, neighbour, report({ reporter: neighbour }));
    story.ticket(stain, anna, { type: 'reject', reason: 'duplicate' });
    story.place(repair, [leak, stain], { visits: { [stain]: visit2 } });
    expect(story.o(repair).tickets.map(({ answer }) => answer)).toEqual(['joined', 'refused']);
    story.order(repair, plumber, { type: 'accept' });
    expect(story.o(repair).appointments).toEqual([]);
    expect(waits(orderWaits(story.o(repair))), 'the only visit fell away, the work did not').toEqual([
      'perform: plumber',
    ]);
  });

  it('ends at once, unseen by contractors, when every ticket refuses', () => {
    const story = new Story();
    story.ticket(leak, resident, report());
    story.ticket(leak, anna, { type: 'reject', reason: 'notOurs' });
    story.forget();
    story.place(repair, [leak]);
    expect(story.mail()).toEqual([]);
    expect(story.o(repair)).toMatchObject({ phase: 'closed', outcome: 'refused' });
  });

  it('shows each ticket what it waits on itself, never the neighbour', () => {
    const story = collective();
    const slots = [slot(1, story.now, 72)];
    story.order(repair, plumber, { type: 'proposeSlots', appointment: visit, slots });
    expect(waits(ticketWaits(story.t(leak)))).toEqual(['pick: reporter']);
    expect(waits(ticketWaits(story.t(stain)))).toEqual(['propose: plumber']);
  });

  it('a rework of one flat leaves the visit to the other as it was', () => {
    const story = collective();
    for (const [id, n] of [
      [visit, 1],
      [visit2, 2],
    ] as const) {
      const offered = slot(n, story.now, 70 + n * 2);
      story.order(repair, plumber, { type: 'proposeSlots', appointment: id, slots: [offered] });
      story.order(repair, n === 1 ? resident : neighbour, { type: 'pickSlot', appointment: id, slot: offered.id });
    }
    story.hours(78);
    story.order(repair, plumber, { type: 'complete', result: 'done' });
    story.ticket(leak, resident, { type: 'dispute' });
    story.ticket(leak, anna, { type: 'demandRework', order: repair });
    expect(waits(orderWaits(story.o(repair)))).toEqual(['propose: plumber']);
    expect(story.o(repair).appointments.map(({ status }) => status)).toEqual(['open', 'held']);
    expect(story.t(stain).phase).toBe('confirming');
    story.ticket(stain, neighbour, { type: 'confirm' });
    expect(story.o(repair).phase).toBe('running');
    story.order(repair, plumber, { type: 'complete', result: 'done' });
    story.ticket(leak, resident, { type: 'confirm' });
    expect(story.o(repair)).toMatchObject({ phase: 'closed', outcome: 'accepted' });
  });

  it('goes on without a ticket that has gone: its visit is cancelled, the rest is still to be done', () => {
    const story = collective();
    for (const [id, n] of [
      [visit, 1],
      [visit2, 2],
    ] as const) {
      const offered = slot(n, story.now, 70 + n * 2);
      story.order(repair, plumber, { type: 'proposeSlots', appointment: id, slots: [offered] });
      if (n === 1) story.order(repair, resident, { type: 'pickSlot', appointment: id, slot: offered.id });
    }
    const closed = { type: 'ticketClosed', revision: 99, by: anna } as const;
    const without = hear(story.o(repair), { ...closed, ticket: leak }, story.now);
    expect(without.state.appointments.map(({ status }) => status)).toEqual(['cancelled', 'proposed']);
    expect(waits(orderWaits(without.state))).toEqual(['pick: reporter']);
    const told = without.effects.flatMap((effect) => (effect.kind === 'message' ? [effect] : []));
    expect(told.map(({ template, to }) => `${template} → ${whom(to)}`)).toEqual([
      'appointmentCancelled → reporter',
      'appointmentCancelled → plumber',
    ]);
    const last = hear(without.state, { ...closed, ticket: stain }, story.now);
    expect(last.state).toMatchObject({ phase: 'closed', outcome: 'cancelled', balls: [] });
  });

  it('goes on when the only dwelling has gone: what is left is simply to be done', () => {
    const story = new Story();
    story.ticket(leak, resident, report());
    story.ticket(stain, neighbour, report({ reporter: neighbour }));
    story.place(repair, [leak, stain], { visits: { [leak]: visit } });
    story.order(repair, plumber, { type: 'accept' });
    const fact = { type: 'ticketClosed', ticket: leak, revision: 99, by: anna } as const;
    expect(waits(orderWaits(hear(story.o(repair), fact, story.now).state))).toEqual(['perform: plumber']);
  });

  it('ends when the last of its tickets has confirmed, not before', () => {
    const story = collective();
    story.order(repair, plumber, { type: 'complete', result: 'done' });
    story.ticket(leak, resident, { type: 'confirm' });
    expect(story.o(repair).phase).toBe('done');
    story.ticket(stain, neighbour, { type: 'confirm' });
    expect(story.o(repair)).toMatchObject({ phase: 'closed', outcome: 'accepted' });
    expect(nextDeadline(story.o(repair))).toBeNull();
  });
});
