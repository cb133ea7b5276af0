import { expect, test } from 'vitest';
import { together } from '../../db/together.ts';

// Many who ask for the same at once, answered round by round.

/** Rounds that end when they are told to, with what they were asked. */
function rounds(most: number) {
  const begun: { items: number[]; end(outcomes: PromiseSettledResult<string>[]): void; fail(reason: Error): void }[] =
    [];
  const ask = together<number, string>(
    most,
    (items) => new Promise((end, fail) => begun.push({ items: [...items], end, fail })),
  );
  return { begun, ask };
}

const done = (value: string) => ({ status: 'fulfilled', value }) as const;
/** So that all that can be done is done. */
const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

test('who asks in the same moment shares a round, who comes while it is under way waits for the next one', async () => {
  const { begun, ask } = rounds(2);
  const answers = [ask(1), ask(2), ask(3)];
  await settled();
  expect(begun.map(({ items }) => items)).toEqual([[1, 2]]);
  answers.push(ask(4));
  begun[0]?.end([done('one'), done('two')]);
  await settled();
  expect(begun.map(({ items }) => items)).toEqual([
    [1, 2],
    [3, 4],
  ]);
  begun[1]?.end([done('three'), done('four')]);
  expect(await Promise.all(answers)).toEqual(['one', 'two', 'three', 'four']);
  const later = ask(5);
  await settled();
  begun[2]?.end([done('five')]);
  expect(await later).toBe('five');
});

test('what one is refused touches nobody else, a round that fails is told to all of it', async () => {
  const { begun, ask } = rounds(2);
  const first = Promise.allSettled([ask(1), ask(2)]);
  const second = Promise.allSettled([ask(3)]);
  await settled();
  begun[0]?.end([{ status: 'rejected', reason: 'not theirs' }, done('two')]);
  expect(await first).toEqual([{ status: 'rejected', reason: 'not theirs' }, done('two')]);
  await settled();
  const lost = new Error('the connection is lost');
  begun[1]?.fail(lost);
  expect(await second).toEqual([{ status: 'rejected', reason: lost }]);
});
