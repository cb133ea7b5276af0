import { expect, test } from 'vitest';
import type { StoredCommand } from '../../db/queries/commands.ts';
import { type NewTicket, takeTicket } from '../../db/queries/intake.ts';
import { together } from '../../db/together.ts';
import type { Workspace } from '../../db/workspaces.ts';

// Many who ask for the same at once, answered round by round.

/** Rounds that end when they are told to, with what they were asked. */
function rounds(most: number) {
  const begun: { items: number[]; end(outcomes: (string | Promise<string>)[]): void; fail(reason: Error): void }[] = [];
  const ask = together<number, string>(
    most,
    (items) => new Promise((end, fail) => begun.push({ items: [...items], end, fail })),
  );
  return { begun, ask };
}

/** So that all that can be done is done. */
const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

test('who asks in the same moment shares a round, who comes while it is under way waits for the next one', async () => {
  const { begun, ask } = rounds(2);
  const answers = [ask(1), ask(2), ask(3)];
  await settled();
  expect(begun.map(({ items }) => items)).toEqual([[1, 2]]);
  answers.push(ask(4));
  begun[0]?.end(['one', 'two']);
  await settled();
  expect(begun.map(({ items }) => items)).toEqual([
    [1, 2],
    [3, 4],
  ]);
  begun[1]?.end(['three', 'four']);
  expect(await Promise.all(answers)).toEqual(['one', 'two', 'three', 'four']);
  const later = ask(5);
  await settled();
  begun[2]?.end(['five']);
  expect(await later).toBe('five');
});

test('what one is refused touches nobody else, a round that fails is told to all of it', async () => {
  const { begun, ask } = rounds(2);
  const first = Promise.allSettled([ask(1), ask(2)]);
  const second = Promise.allSettled([ask(3)]);
  await settled();
  const refusal = new Error('not theirs');
  begun[0]?.end([Promise.reject(refusal), 'two']);
  expect(await first).toEqual([
    { status: 'rejected', reason: refusal },
    { status: 'fulfilled', value: 'two' },
  ]);
  await settled();
  const lost = new Error('the connection is lost');
  begun[1]?.fail(lost);
  expect(await second).toEqual([{ status: 'rejected', reason: lost }]);
});

test('nobody waits for one that has to wait by itself', async () => {
  const { begun, ask } = rounds(1);
  const slow = Promise.withResolvers<string>();
  const [first, second] = [ask(1), ask(2)];
  await settled();
  begun[0]?.end([slow.promise]);
  await settled();
  begun[1]?.end(['two']);
  expect(await second).toBe('two');
  slow.resolve('one');
  expect(await first).toBe('one');
});

test('reports of one moment are taken one by one where the database refuses one, whatever language it speaks', async () => {
  const takenWhen = (code: string) => {
    const query = (sql: string) =>
      sql.includes('take_reports')
        ? Promise.reject(Object.assign(new Error('abgelehnt'), { code, severity: 'FEHLER' }))
        : Promise.resolve([{ number: 'V-1', isNew: true }]);
    const report = { id: code, subjectId: 'ticket', actor: { kind: 'system' } };
    const [command, ticket] = [report, {}] as unknown as [StoredCommand, NewTicket];
    return takeTicket({ query } as unknown as Workspace, command, ticket);
  };
  for (const code of ['PC404', '23505', '40P01', '55P03'])
    expect(await takenWhen(code)).toEqual({ number: 'V-1', isNew: true });
  for (const code of ['57P01', '53100', 'ECONNRESET']) await expect(takenWhen(code)).rejects.toMatchObject({ code });
});
