import { useQueryClient } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import { type Answers, api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayFailure } from '../../refusals.ts';

const accountKey = ['account'] as const;

export type Account = Answers['account']['get'];

/** What the caller's account signs in with. */
export const useAccount = () =>
  useQuery(() => ({ queryKey: [...accountKey, 'get'], queryFn: () => api.account.get.query() }));

/** Where the account is signed in. */
export const useSessions = () =>
  useQuery(() => ({ queryKey: [...accountKey, 'sessions'], queryFn: () => api.session.list.query() }));

/** Runs one act of a form: whether it is under way, and the sentence that says why it failed. */
export function useAttempt() {
  const client = useQueryClient();
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    setBusy(true);
    setFailure(undefined);
    try {
      const result = await work();
      void client.invalidateQueries({ queryKey: accountKey });
      return result;
    } catch (error) {
      setFailure(sayFailure(error));
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, attempt };
}
