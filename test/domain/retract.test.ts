import { describe, expect, it } from 'vitest';
import { check } from '../../domain/ticket/check.ts';
import type { TicketCommand } from '../../domain/ticket/commands.ts';
import type { Retractable } from '../../domain/ticket/retractable.ts';
import { apply, open } from '../../domain/ticket/rules.ts';
import type { TicketState } from '../../domain/ticket/state.ts';
import { addMinutes } from '../../domain/time/berlin.ts';
import { anna, monday, neighbour, report, resident, uuid } from './given.ts';

const later = addMinutes(monday, 30);
const reported = (): TicketState =>
  open(uuid(10), { id: uuid(11), actor: resident, at: monday, command: report() }).state;

const acts: [Retractable, TicketCommand][] = [
  ['accept', { type: 'accept' }],
  ['reject', { type: 'reject', reason: 'other' }],
  ['forward', { type: 'forward', to: { role: 'employee', id: uuid(2) } }],
  ['forward', { type: 'forward', to: { role: 'owner' } }],
  ['setUrgency', { type: 'setUrgency', urgency: 'emergency' }],
  ['note', { type: 'note', visibility: 'visible' }],
  ['close', { type: 'close', outcome: 'notNeeded' }],
];

/** The ticket after an act, and what takes it back. */
function done(command: TicketCommand, act: Retractable, before = reported()) {
  const id = uuid(12);
  const { state } = apply(before, { id, actor: anna, at: later, command });
  const told = [{ role: 'reporter', kind: 'person' as const, id: 'id' in resident ? resident.id : '' }];
  const retract: TicketCommand = {
    type: 'retract',
    command: id,
    act,
    before,
    audience: ['management', 'reporter'],
    told,
  };
  return { state, retract, taking: { id: uuid(13), actor: anna, at: addMinutes(later, 5), command: retract } };
}

describe('an act that is taken back', () => {
  it.each(acts)('%s leaves the ticket as it stood, with the dates it had', (act, command) => {
    const before = reported();
    const { state, taking } = done(command, act, before);
    expect(check(state, taking)).toBeNull();
    const outcome = apply(state, taking);
    expect(outcome.state).toEqual({
      ...before,
      revision: before.revision + 2,
      applied: [...before.applied, uuid(12), uuid(13)],
      changedAt: taking.at,
    });
    expect(outcome.happenings).toMatchObject([
      { kind: 'retracted', audience: ['management', 'reporter'], facts: { act } },
    ]);
    expect(outcome.effects).toMatchObject([{ template: 'actRetracted', to: { role: 'reporter' }, facts: { act } }]);
  });

  it('is not, once anything followed it', () => {
    const { state, taking } = done({ type: 'accept' }, 'accept');
    const noted = apply(state, {
      id: uuid(14),
      actor: anna,
      at: later,
      command: { type: 'note', visibility: 'internal' },
    }).state;
    expect(check(noted, taking)).toBe('conflictingChange');
    expect(check({ ...state, revision: state.revision + 1 }, taking)).toBe('conflictingChange');
  });

  it('is not when an order learned of it, nor by anybody else than the office', () => {
    const before = {
      ...reported(),
      orders: [{ id: uuid(20), revision: 1, contractor: null, phase: 'joining' as const, ball: null }],
    };
    const { state, taking } = done({ type: 'close', outcome: 'notNeeded' }, 'close', before);
    expect(check(state, taking)).toBe('orderRuns');
    for (const actor of [resident, neighbour]) expect(check(state, { ...taking, actor })).toBe('forbidden');
  });

  it('comes again without effect', () => {
    const { state, taking } = done({ type: 'reject', reason: 'other' }, 'reject');
    const once = apply(state, taking).state;
    expect(check(once, taking)).toBeNull();
    expect(apply(once, taking)).toEqual({ state: once, happenings: [], effects: [] });
  });
});
