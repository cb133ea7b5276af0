import { useQueryClient } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import { type Answers, api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { officeKey } from '../desk/queries.ts';

export type PrivacyRequest = Answers['privacy']['list']['requests'][number];
export type PersonPrivacy = Answers['privacy']['ofPerson'];
export type Hold = PersonPrivacy['holds'][number];
export type OwnRequest = Answers['privacy']['mine'][number];

/** All requests and holds of the company. */
export const usePrivacy = () =>
  useQuery(() => ({ queryKey: [...officeKey, 'privacy'], queryFn: () => api.privacy.list.query() }));

/** How many requests wait for an answer, for the navigation; only for those who answer them. */
export const useOpenRequestCount = (enabled: Accessor<boolean>) =>
  useQuery(() => ({
    queryKey: [...officeKey, 'privacy', 'count'],
    queryFn: () => api.privacy.count.query(),
    enabled: enabled(),
  }));

/** One person: requests, holds, and what erasing would do today. */
export const usePersonPrivacy = (personId: Accessor<string>) =>
  useQuery(() => ({
    queryKey: [...officeKey, 'privacy', personId()],
    queryFn: () => api.privacy.ofPerson.query({ personId: personId() }),
  }));

const ownKey = ['privacy', 'mine'];

/** What somebody asked themselves. */
export const useOwnRequests = () => useQuery(() => ({ queryKey: ownKey, queryFn: () => api.privacy.mine.query() }));

/** Lets the pages ask again, after something was done. */
export function useAgain(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: [...officeKey, 'privacy'] }),
      client.invalidateQueries({ queryKey: ownKey }),
    ]);
  };
}
