import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { orderDrafts } from '../../web/features/order/drafts.ts';
import { datesBegun, formIn, modeOfDraft } from '../../web/features/order/mode.ts';
import type { Order } from '../../web/features/order/queries.ts';

const WEEK_MS = 7 * 86_400_000;
const order = (more: object = {}) =>
  ({
    acts: ['ask', 'decline', 'complete', 'invoice'],
    questions: [{ id: 'q1', fromUs: true }],
    tickets: [{ appointments: [{ id: 'v1', status: 'open' }] }],
    held: null,
    ...more,
  }) as unknown as Order;
const report = { text: 'Kartusche getauscht', result: 'partial', each: {}, files: ['f1'] } as const;

/** The browser's storage, as far as the drafts use it. */
function storage() {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (at: number) => [...kept.keys()][at] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-03-02T08:00:00Z') });
  vi.stubGlobal('localStorage', storage());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const write = (id = 'a1') =>
  orderDrafts(id)
    .of('complete')
    .keep({ ...report, files: [...report.files] });

describe('what a firm has half written about an order', () => {
  test('stands there again after the page was gone, in its form, for this order only', () => {
    write();
    expect(orderDrafts('a1').of('complete').read()).toEqual(report);
    expect(modeOfDraft(orderDrafts('a1'), order())).toEqual({ kind: 'complete' });
    expect(orderDrafts('a2').of('complete').read()).toBeUndefined();
    expect(modeOfDraft(orderDrafts('a2'), order())).toEqual({ kind: 'choose' });
  });

  test('each form for itself, and the one that was written in last is the one to go on with', () => {
    write();
    vi.advanceTimersByTime(1_000);
    orderDrafts('a1').of('answer').keep({ text: 'Ja, seit 2019', question: 'q1' });
    expect(modeOfDraft(orderDrafts('a1'), order())).toEqual({ kind: 'answer', question: 'q1' });
    orderDrafts('a1').forget('answer');
    expect(modeOfDraft(orderDrafts('a1'), order())).toEqual({ kind: 'complete' });
    expect(formIn({ kind: 'accept' })).toBeUndefined();
  });

  test('is nothing while nothing is written or chosen', () => {
    orderDrafts('a1')
      .of('complete')
      .keep({ text: ' ', result: 'done', each: { t1: 'later' }, files: [] });
    orderDrafts('a1').of('ask').keep({ text: '' });
    expect(localStorage.length).toBe(0);
  });

  test('dates stand there again where they were chosen: with the acceptance, for a dwelling, or for another date', () => {
    const slots = [{ day: '2026-03-09', begins: 8 * 60, length: 120 }];
    const keep = (about: object) =>
      orderDrafts('a1')
        .of('slots')
        .keep({ accept: false, visit: null, move: false, slots, ...about });
    const visit = (status: string) => ({ tickets: [{ appointments: [{ id: 'v1', status }] }] });
    const at = (more: object) => modeOfDraft(orderDrafts('a1'), order({ acts: [], ...more }));
    keep({ accept: true });
    expect(at({ acts: ['accept'] })).toEqual({ kind: 'slots', accept: true });
    expect(datesBegun(orderDrafts('a1'), { kind: 'slots', accept: true })).toMatchObject(slots);
    expect(datesBegun(orderDrafts('a1'), { kind: 'slots', accept: false })).toBeUndefined();
    expect(at({ acts: ['ask'] })).toEqual({ kind: 'choose' });
    keep({ visit: 'v1' });
    expect(at(visit('open'))).toMatchObject({ kind: 'slots', accept: false, visit: { id: 'v1' } });
    expect(at(visit('countered'))).toMatchObject({ kind: 'slots' });
    expect(at(visit('agreed'))).toEqual({ kind: 'choose' });
    keep({ visit: 'v1', move: true });
    expect(at(visit('agreed'))).toMatchObject({ kind: 'slots', move: true });
    orderDrafts('a1').forgetSettled(order({ acts: [], ...visit('proposed') }));
    expect(localStorage.length).toBe(0);
  });

  test('dates of which one has begun are nothing any more', () => {
    const slots = [{ day: '2026-03-02', begins: 9 * 60 + 1, length: 120 }];
    orderDrafts('a1').of('slots').keep({ accept: true, visit: null, move: false, slots });
    expect(orderDrafts('a1').latest(order({ acts: ['accept'] }))).toBe('slots');
    vi.advanceTimersByTime(60_000);
    orderDrafts('a1').forgetSettled(order({ acts: ['accept'] }));
    expect(localStorage.length).toBe(0);
  });

  test('is forgotten when it was sent', () => {
    write();
    orderDrafts('a1').forget('complete');
    expect(localStorage.length).toBe(0);
  });

  test('is forgotten when it had been sent before the page was gone, and nobody had heard the answer', () => {
    write();
    orderDrafts('a1').sent('complete', 'c1');
    orderDrafts('a1').forgetSettled(order({ held: { commandId: 'another' } }));
    expect(orderDrafts('a1').of('complete').read()).toEqual(report);
    orderDrafts('a1').forgetSettled(order({ held: { commandId: 'c1' } }));
    expect(localStorage.length).toBe(0);
  });

  test('is forgotten when nothing of the kind can be said any more, or the order is none of theirs', () => {
    write();
    orderDrafts('a1').of('answer').keep({ text: 'Ja', question: 'q1' });
    orderDrafts('a1').of('ask').keep({ text: 'Wann?' });
    orderDrafts('a1').forgetSettled(order({ acts: ['ask'], questions: [] }));
    expect(orderDrafts('a1').latest(order())).toBe('ask');
    expect(localStorage.length).toBe(1);
    write('a2');
    orderDrafts('a1').forgetAll();
    expect(orderDrafts('a2').of('complete').read()).toEqual(report);
    expect(localStorage.length).toBe(1);
  });

  test('is forgotten after a week, whichever order is opened then', () => {
    write();
    vi.advanceTimersByTime(WEEK_MS - 1);
    expect(orderDrafts('a1').of('complete').read()).toEqual(report);
    vi.advanceTimersByTime(1);
    orderDrafts('a2');
    expect(localStorage.length).toBe(0);
  });

  test('is nothing where it is no draft of ours', () => {
    localStorage.setItem('order a1 complete', '{"savedAt":9e15,"text":3}');
    localStorage.setItem('order a1 ask', 'x');
    expect(modeOfDraft(orderDrafts('a1'), order())).toEqual({ kind: 'choose' });
  });
});
