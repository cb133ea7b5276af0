import { describe, expect, it } from 'vitest';
import { forecast } from '../../domain/lifecycle/world.ts';
import type { Actor } from '../../domain/parties.ts';
import { waiting } from '../../domain/ticket/clock.ts';
import type { TicketCommand } from '../../domain/ticket/commands.ts';
import { anna, colleague, idOf, monday, neighbour, report, resident, Story, slot, uuid } from './given.ts';

const leak = uuid(11);
const look = uuid(31);
const first = slot(1, monday, 72);
const second = slot(2, monday, 96);

type Arrange = Extract<TicketCommand, { type: 'arrangeVisit' }>;

function arrange(given: Partial<Arrange> = {}): Arrange {
  return {
    type: 'arrangeVisit',
    appointment: look,
    visitor: idOf(colleague),
    with: 'reporter',
    slots: [first, second],
    fixed: false,
    ...given,
  };
}

/** A story in which a visit was arranged on a report that was accepted. */
function arranged(given: Partial<Arrange> = {}, reporter: Actor | null = resident): Story {
  const story = new Story();
  story.ticket(leak, reporter ?? anna, report({ reporter }));
  story.ticket(leak, anna, { type: 'accept' });
  story.forget();
  story.ticket(leak, anna, arrange(given));
  return story;
}

const turns = (story: Story) => waiting(story.t(leak)).map(({ stage, on }) => `${stage}: ${on.role}`);
const visit = (story: Story) => story.t(leak).visits?.find(({ id }) => id === look);

describe('a visit of ours without an order', () => {
  it('waits on whoever opens, then on who comes, then on our decision', () => {
    const story = arranged();
    expect(turns(story)).toEqual(['pick: reporter']);
    expect(story.mail()).toEqual(['slotsProposed → reporter']);
    story.ticket(leak, resident, { type: 'pickSlot', appointment: look, slot: second.id });
    expect(turns(story)).toEqual(['visit: employee']);
    expect(story.mail()).toEqual(['appointmentAgreed → reporter', 'appointmentAgreed → colleague']);
    story.hours(97);
    expect(story.mail()).toEqual(['appointmentTomorrow → reporter', 'appointmentTomorrow → colleague']);
    story.ticket(leak, anna, { type: 'holdVisit', appointment: look, visibility: 'visible' });
    expect(visit(story)?.status).toBe('held');
    expect(turns(story)).toEqual(['decide: management']);
    expect(story.mail()).toEqual(['noteAdded → reporter']);
  });

  it('is accepted with its report, whose reporter hears of both', () => {
    const story = new Story();
    story.ticket(leak, resident, report());
    story.forget();
    story.ticket(leak, anna, arrange());
    expect(story.t(leak).phase).toBe('open');
    expect(turns(story)).toEqual(['pick: reporter']);
  });

  it('can be set at once, also where nobody else has to open', () => {
    const set = arranged({ slots: [first], fixed: true });
    expect(visit(set)).toMatchObject({ status: 'agreed', picked: first, sequence: 1 });
    expect(set.mail()).toEqual(['appointmentAgreed → reporter', 'appointmentAgreed → colleague']);
    const ours = arranged({ slots: [first], fixed: true, with: 'management' }, null);
    expect(ours.mail()).toEqual(['appointmentAgreed → colleague']);
  });

  it('comes back to us with a counter-proposal, a refusal, a cancellation, and after silence', () => {
    const countered = arranged();
    countered.ticket(leak, resident, { type: 'counterSlots', appointment: look, slots: [slot(3, monday, 120)] });
    expect(turns(countered)).toEqual(['arrange: employee']);
    countered.ticket(leak, anna, { type: 'pickSlot', appointment: look, slot: uuid(9003) });
    expect(visit(countered)?.status).toBe('agreed');

    const declined = arranged();
    declined.forget();
    declined.ticket(leak, resident, { type: 'declineSlots', appointment: look });
    expect(turns(declined)).toEqual(['arrange: employee']);
    expect(declined.mail()).toEqual(['slotsDeclined → colleague']);

    const moved = arranged({ slots: [first], fixed: true });
    moved.forget();
    moved.ticket(leak, resident, { type: 'moveAppointment', appointment: look });
    expect(turns(moved)).toEqual(['arrange: employee']);
    expect(moved.mail()).toEqual(['appointmentMoved → colleague']);
    moved.ticket(leak, anna, { type: 'proposeSlots', appointment: look, slots: [second], fixed: false });
    expect(visit(moved)).toMatchObject({ status: 'proposed', sequence: 2, round: 2 });

    const silent = arranged();
    while (turns(silent)[0] === 'pick: reporter') silent.hours(12);
    expect(turns(silent)).toEqual(['arrange: employee']);
    expect(silent.mail().at(-1)).toBe('ballReturned → colleague');
  });

  it('that was missed is arranged anew, and one that is cancelled gives the decision back', () => {
    const missed = arranged({ slots: [first], fixed: true });
    missed.hours(73);
    missed.forget();
    missed.ticket(leak, resident, { type: 'missAppointment', appointment: look, absent: 'management' });
    expect(missed.mail()).toEqual(['appointmentMissed → colleague']);
    expect(visit(missed)).toMatchObject({ status: 'open', round: 2, picked: null });
    expect(turns(missed)).toEqual(['arrange: employee']);

    const cancelled = arranged({ slots: [first], fixed: true });
    cancelled.forget();
    cancelled.ticket(leak, anna, { type: 'cancelVisit', appointment: look });
    expect(cancelled.mail()).toEqual(['appointmentCancelled → reporter', 'appointmentCancelled → colleague']);
    expect(turns(cancelled)).toEqual(['decide: management']);
  });

  it('ends with its ticket', () => {
    const story = arranged();
    story.forget();
    story.ticket(leak, anna, { type: 'close', outcome: 'notNeeded' });
    expect(visit(story)?.status).toBe('cancelled');
    expect(story.mail()).toContain('appointmentCancelled → reporter');
    expect(waiting(story.t(leak))).toEqual([]);
  });

  it('stays where another urgency, a forwarding or an order comes between', () => {
    const story = arranged({ slots: [first], fixed: true });
    const before = story.t(leak).balls.find(({ key }) => key === look);
    story.ticket(leak, anna, { type: 'setUrgency', urgency: 'urgent' });
    story.ticket(leak, anna, { type: 'forward', to: { role: 'employee', id: idOf(anna) } });
    story.place(uuid(21), [leak]);
    expect(story.t(leak).balls.find(({ key }) => key === look)).toEqual(before);
    expect(story.t(leak).phase).toBe('ordered');
  });

  it('is part of the forecast, with the reminders of both sides', () => {
    const story = arranged({ slots: [first], fixed: true });
    const steps = forecast([story.t(leak)], [], 12);
    expect(steps.slice(0, 3).map(({ kind, to }) => `${kind}: ${to?.role}`)).toEqual([
      'appointmentTomorrow: reporter',
      'appointmentTomorrow: employee',
      'reminded: employee',
    ]);
  });

  it('refuses what is too late, nobody can choose, or is not theirs to do', () => {
    const story = arranged();
    const past = slot(4, monday, -3);
    story.ticket(leak, anna, arrange({ appointment: look }), 'conflictingChange');
    story.ticket(leak, anna, arrange({ appointment: uuid(32), slots: [past] }), 'slotPast');
    story.ticket(leak, anna, arrange({ appointment: uuid(32), fixed: true }), 'badInput');
    story.ticket(leak, anna, arrange({ appointment: uuid(32), with: 'management' }), 'badInput');
    story.ticket(leak, resident, arrange({ appointment: uuid(32) }), 'forbidden');
    story.ticket(leak, neighbour, { type: 'pickSlot', appointment: look, slot: first.id }, 'forbidden');
    story.ticket(leak, resident, { type: 'pickSlot', appointment: look, slot: uuid(1) }, 'slotUnknown');
    story.ticket(leak, resident, { type: 'pickSlot', appointment: uuid(1), slot: first.id }, 'notFound');
    story.ticket(leak, anna, { type: 'holdVisit', appointment: look, visibility: 'internal' }, 'notAllowedNow');
    story.ticket(leak, resident, { type: 'cancelVisit', appointment: look }, 'forbidden');
    story.ticket(leak, resident, { type: 'pickSlot', appointment: look, slot: first.id });
    story.ticket(leak, resident, { type: 'pickSlot', appointment: look, slot: second.id }, 'slotTaken');
    story.ticket(leak, anna, arrange({ appointment: uuid(32) }));
    story.ticket(leak, anna, arrange({ appointment: uuid(33) }));
    story.ticket(leak, anna, arrange({ appointment: uuid(34) }), 'tooMany');
    const unknown = arranged({ slots: [first], fixed: true, with: 'management' }, null);
    unknown.ticket(leak, anna, arrange({ appointment: uuid(32) }), 'addresseeUnknown');
  });
});
