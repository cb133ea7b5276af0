import { QueryClient } from '@tanstack/solid-query';
import { TRPCClientError } from '@trpc/client';
import { expect, test } from 'vitest';
import { asksAgain } from '../../web/api.ts';

/** What the API answers, as the client has it. */
const refused = (code: string | undefined) =>
  TRPCClientError.from({ error: { code: -32000, message: '', data: { domain: code && { code, details: {} } } } });
const notReached = () => TRPCClientError.from(new TypeError('Failed to fetch'));

/** How often a question is put that fails like this. */
async function asked(failure: Error): Promise<number> {
  const client = new QueryClient({ defaultOptions: { queries: { retry: asksAgain, retryDelay: 0 } } });
  let times = 0;
  const asking = client.fetchQuery({
    queryKey: ['one'],
    queryFn: () => {
      times += 1;
      throw failure;
    },
  });
  await expect(asking).rejects.toBe(failure);
  return times;
}

test.each(['notFound', 'forbidden', 'badInput', 'signInNeeded', 'tooMany'])(
  'a question that is refused (%s) is not put again: the refusal shows at once',
  async (code) => expect(await asked(refused(code))).toBe(1),
);

test('a question without an answer is put once more by itself: no connection, a fault, a server that is busy', async () => {
  expect(await asked(notReached())).toBe(2);
  expect(await asked(refused(undefined))).toBe(2);
  expect(await asked(refused('unavailable'))).toBe(2);
});
