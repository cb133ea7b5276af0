import { keepPreviousData, useQueryClient } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import { type Answers, api, type Questions } from '../../api.ts';
import { useInfiniteQuery, useQuery } from '../../query.ts';
import { officeKey } from '../desk/queries.ts';

/** How many lines are asked for at a time. */
const PAGE = 100;

type PersonFilter = NonNullable<Questions['people']['list']>;

/** The people whom the employee may know of, a hundred at a time. */
export const usePeople = (filter: Accessor<PersonFilter>) =>
  useInfiniteQuery(() => ({
    queryKey: [...officeKey, 'people', filter()],
    queryFn: ({ pageParam }) => api.people.list.query({ ...filter(), limit: PAGE, offset: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (last: Answers['people']['list'], all: Answers['people']['list'][]) =>
      last.length < PAGE ? undefined : all.length * PAGE,
    placeholderData: keepPreviousData,
  }));

/** One person's page. */
export const usePersonPage = (id: Accessor<string>) =>
  useQuery(() => ({ queryKey: [...officeKey, 'person', id()], queryFn: () => api.people.get.query({ id: id() }) }));

/** One firm's page. */
export const useContractorPage = (id: Accessor<string>) =>
  useQuery(() => ({
    queryKey: [...officeKey, 'contractor', id()],
    queryFn: () => api.contractors.get.query({ id: id() }),
  }));

/** People by a few letters, for choosing one. */
export const usePeopleFound = (text: Accessor<string>) =>
  useQuery(() => ({
    queryKey: [...officeKey, 'people found', text()],
    queryFn: () => api.people.list.query({ text: text(), limit: 8 }),
    enabled: text().length > 1,
    placeholderData: keepPreviousData,
    refetchInterval: false as const,
  }));

/** Lets every page of the office ask again, after something was saved. */
export function useAgain(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: officeKey }),
      client.invalidateQueries({ queryKey: ['directory'] }),
    ]);
  };
}
