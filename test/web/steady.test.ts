import { describe, expect, test } from 'vitest';
import { steady } from '../../web/steady.ts';

const row = (id: string, title: string) => ({
  id,
  title,
  place: { street: 'Lindenstraße 12' },
  acts: ['accept', 'note'],
});
const answer = (...rows: ReturnType<typeof row>[]) => ({ rows, counts: { ours: rows.length }, next: null });

describe('what is asked again leaves the page as it stands', () => {
  test('an answer that says nothing new is the old one', () => {
    const old = answer(row('a', 'Hahn tropft'), row('b', 'Licht aus'));
    expect(steady(old, structuredClone(old))).toBe(old);
  });

  test('only what changed is new, whatever came or went before it', () => {
    const old = answer(row('a', 'Hahn tropft'), row('b', 'Licht aus'), row('c', 'Tür klemmt'));
    const next = answer(row('n', 'Neu'), row('b', 'Licht aus'), row('c', 'Tür klemmt noch'));
    const found = steady(old, next);
    expect(found).toEqual(next);
    expect(found.rows[1]).toBe(old.rows[1]);
    expect(found.rows[2]).not.toBe(old.rows[2]);
    expect(found.rows[2]?.place).toBe(old.rows[2]?.place);
  });

  test('neither answer is changed', () => {
    const old = answer(row('a', 'Hahn tropft'));
    const next = answer(row('a', 'Hahn tropft nicht mehr'), row('b', 'Licht aus'));
    const [oldBefore, nextBefore] = structuredClone([old, next]);
    steady(old, next);
    expect(old).toEqual(oldBefore);
    expect(next).toEqual(nextBefore);
  });

  test.each([
    [undefined, { a: 1 }],
    [{ a: 1 }, null],
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: 1, b: undefined }, { a: 1 }],
    [{ a: undefined }, { b: undefined }],
    [
      [1, 2, 3],
      [1, 2],
    ],
    [[1, 2], { 0: 1, 1: 2 }],
    [
      [{ id: 'a' }, { id: 'b' }],
      [{ id: 'b' }, { id: 'a' }],
    ],
    [
      [{ id: 'a' }, { id: 'a', n: 1 }],
      [{ id: 'a' }, { id: 'a', n: 1 }],
    ],
    [{ when: 'x' }, 'x'],
  ])('%j and then %j is what was said last', (old, next) => {
    expect(steady(old, next)).toStrictEqual(next);
  });
});
