import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clockOf,
  dueOn,
  monthsAfter,
  type RequestFacts,
  requestStates,
  stepsOf,
} from '../../domain/privacy/request.ts';
import {
  type DataKind,
  dataKinds,
  type Item,
  keptUntil,
  planErasure,
  planLines,
  retention,
} from '../../domain/privacy/retention.ts';
import { addDays } from '../../domain/time/berlin.ts';

describe('the period of a request', () => {
  test.each([
    ['2026-01-15', 0, '2026-02-15'],
    // § 188 (3) BGB: a month without that day ends on its last.
    ['2026-01-31', 0, '2026-02-28'],
    ['2028-01-31', 0, '2028-02-29'],
    ['2026-12-31', 0, '2027-01-31'],
    ['2026-01-31', 1, '2026-03-31'],
    ['2026-01-31', 2, '2026-04-30'],
    // Art. 12 (3): two months more at most.
    ['2026-01-15', 9, '2026-04-15'],
  ])('of %s, extended by %i months, ends on %s', (received, extended, due) => {
    expect(dueOn(received, extended)).toBe(due);
  });

  test('the office is reminded a week and two days before, and told once it is over; the newest alone', () => {
    const request: RequestFacts = { state: 'open', dueOn: '2026-07-31', availableUntil: null };
    const [week, days, late] = stepsOf(request);
    expect([week?.at, days?.at, late?.at]).toEqual([
      '2026-07-24T06:00:00.000Z',
      '2026-07-29T06:00:00.000Z',
      '2026-08-01T06:00:00.000Z',
    ]);
    expect(clockOf(request, '2026-07-20T00:00:00.000Z')).toEqual({ due: null, next: week?.at });
    expect(clockOf(request, '2026-07-24T06:00:00.000Z')).toEqual({ due: week, next: days?.at });
    expect(clockOf(request, '2026-09-01T00:00:00.000Z')).toEqual({ due: late, next: null });
    const released = { ...request, state: 'released' as const, availableUntil: '2026-08-20T00:00:00.000Z' };
    expect(clockOf(released, '2026-08-19T00:00:00.000Z')).toEqual({ due: null, next: '2026-08-20T00:00:00.000Z' });
    for (const state of requestStates)
      if (state !== 'open') expect(clockOf({ ...request, state }, '2026-09-01T00:00:00.000Z').due).toBeNull();
  });

  test('a period is never shorter than 28 days, nor longer than three months and a day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 0, max: 3 }), (n, extended) => {
        const received = addDays('2024-01-01', n);
        const due = dueOn(received, extended);
        expect(due >= addDays(received, 28)).toBe(true);
        expect(due <= monthsAfter(received, 3)).toBe(true);
      }),
    );
  });
});

const today = '2026-11-25';
const item = (kind: DataKind, ended: string | null, running = false, id = `${kind} ${ended}`): Item => ({
  kind,
  id,
  ended,
  running,
});
const given = { holds: [], today, asked: today };
const fateOf = (items: Item[], kind: DataKind, more: Partial<typeof given> = {}) =>
  planErasure(items, { ...given, ...more }).fates.find((each) => each.item.kind === kind)?.fate;

describe('retention', () => {
  test.each<[DataKind, string, string | null]>([
    // § 199 (1) BGB: three years from the end of the year.
    ['homes', '2023-01-01', '2026-12-31'],
    ['homes', '2022-12-31', '2025-12-31'],
    // § 147 (3) AO, § 257 (4) HGB: business letters six years, vouchers eight.
    ['matters', '2020-06-30', '2026-12-31'],
    ['orders', '2018-06-30', '2026-12-31'],
    ['mails', '2019-01-01', '2025-12-31'],
    ['receipts', '2022-05-05', '2025-12-31'],
    ['votes', '1999-01-01', null],
  ])('of %s that ended on %s lasts until %s', (kind, ended, until) => {
    expect(keptUntil(kind, ended, today)).toBe(until);
    const fate = fateOf([item(kind, ended)], kind);
    if (until !== null && until < today) expect(fate?.does).toBe(retention[kind].does);
    else expect(fate).toEqual({ does: 'keep', why: until === null ? 'unlimited' : 'law', until });
  });

  test('ends with its last day: on that day it is kept, on the next it goes', () => {
    const old = [item('homes', '2022-03-01')];
    expect(fateOf(old, 'homes', { today: '2025-12-31' })?.does).toBe('keep');
    expect(fateOf(old, 'homes', { today: '2026-01-01' })?.does).toBe('pseudonymise');
  });

  test('accounts, settings and the record of changes go at once; what runs stays', () => {
    for (const kind of ['account', 'record', 'imports', 'contact'] as const)
      expect(fateOf([item(kind, null)], kind)?.does).toBe('delete');
    expect(fateOf([item('matters', null, true)], 'matters')).toEqual({ does: 'keep', why: 'running', until: null });
  });

  test('how somebody is reached stays while they live there, own, or work for us, and goes after', () => {
    expect(fateOf([item('contact', null), item('homes', null, true)], 'contact')?.does).toBe('keep');
    expect(fateOf([item('contact', null), item('homes', '2026-10-31')], 'contact')?.does).toBe('delete');
    expect(fateOf([item('contact', null), item('matters', null, true)], 'contact')?.does).toBe('delete');
  });

  test('the name stays as long as something stays that says nothing without it', () => {
    const who = item('identity', null);
    expect(fateOf([who], 'identity')?.does).toBe('pseudonymise');
    expect(fateOf([who, item('matters', '2024-02-02')], 'identity')).toEqual({
      does: 'keep',
      why: 'needed',
      until: '2030-12-31',
    });
    expect(fateOf([who, item('votes', '2024-02-02')], 'identity')).toMatchObject({ why: 'needed', until: null });
    expect(fateOf([who, item('mentions', '2024-02-02')], 'identity')?.does).toBe('pseudonymise');
  });

  test('a hold keeps everything, until its day; without one until it is lifted', () => {
    const items = dataKinds.map((kind) => item(kind, '2001-01-01'));
    const held = planErasure(items, { ...given, holds: [{ id: 'h', until: '2027-03-31' }] });
    expect(held.fates.every(({ fate }) => fate.does === 'keep' && fate.why === 'hold')).toBe(true);
    expect(held.nextOn).toBe('2027-04-01');
    expect(planErasure(items, { ...given, holds: [{ id: 'h', until: null }] }).nextOn).toBe(addDays(today, 30));
    expect(planErasure(items, { ...given, holds: [{ id: 'h', until: addDays(today, -1) }] }).fates).toEqual(
      planErasure(items, given).fates,
    );
  });

  test('whatever is stored: each thing has one fate, nothing goes before its day, and going on each next day ends', () => {
    const anything = fc.array(
      fc.record({
        kind: fc.constantFrom(...dataKinds),
        id: fc.uuid(),
        ended: fc.option(fc.integer({ min: 0, max: 9_000 }).map((n) => addDays('2004-01-01', n))),
        running: fc.constant(false),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(anything, (all) => {
        let left: Item[] = all;
        let day: string | null = today;
        for (let runs = 0; day !== null; runs += 1) {
          expect(runs).toBeLessThan(40);
          const plan = planErasure(left, { holds: [], today: day, asked: today });
          expect(plan.fates.length).toBe(left.length);
          for (const { item: each, fate } of plan.fates) {
            const until = keptUntil(each.kind, each.ended, today);
            if (fate.does !== 'keep') expect(until !== null && until < day).toBe(true);
          }
          left = plan.fates.filter(({ fate }) => fate.does === 'keep').map(({ item: each }) => each);
          expect(plan.nextOn === null || plan.nextOn > day).toBe(true);
          day = plan.nextOn;
        }
        // What stays for ever is votes, and the name that they need.
        expect(left.every(({ kind }) => kind === 'votes' || kind === 'identity')).toBe(true);
      }),
    );
  });

  test('lines sum up by kind, fate and reason; the latest day counts', () => {
    const lines = planLines(
      planErasure([item('matters', '2024-01-01'), item('matters', '2025-01-01'), item('matters', '2001-01-01')], given),
    );
    expect(lines).toEqual([
      { kind: 'matters', does: 'delete', why: null, count: 1, until: null },
      { kind: 'matters', does: 'keep', why: 'law', count: 2, until: '2031-12-31' },
    ]);
  });
});
