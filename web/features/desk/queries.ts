import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import { type Answers, api, type Questions } from '../../api.ts';

/** Everything that the office asks for stands under this key: a change at the desk makes all of it stale. */
export const officeKey = ['office'] as const;

export const meKey = ['session', 'management'] as const;

export type DeskTab = Questions['tickets']['desk']['tab'];
export type DeskRow = Answers['tickets']['desk']['rows'][number];
export type DeskFilter = { tab: DeskTab; property: string | null; text: string | null };

/** How many rows are asked for at a time. */
const PAGE = 100;

/** Who is signed in at the management's entrance; null when nobody is. */
export const useMe = () => useQuery(() => ({ queryKey: meKey, queryFn: () => api.session.me.query() }));

/** The company's name, for pages before and after signing in. */
export const useWorkspace = () =>
  useQuery(() => ({
    queryKey: ['workspace'],
    queryFn: () => api.workspace.public.query(),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: false as const,
  }));

/** The rows of a tab, a hundred at a time, with the counts of all tabs. */
export const useDesk = (filter: Accessor<DeskFilter>) =>
  useInfiniteQuery(() => ({
    queryKey: [...officeKey, 'desk', filter()],
    queryFn: ({ pageParam }) => api.tickets.desk.query({ ...filter(), limit: PAGE, offset: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (last: Answers['tickets']['desk'], all: Answers['tickets']['desk'][]) =>
      last.rows.length < PAGE ? undefined : all.length * PAGE,
    placeholderData: keepPreviousData,
  }));

/** How many tickets wait with us, for the navigation. */
export const useDeskCounts = () =>
  useQuery(() => ({
    queryKey: [...officeKey, 'desk', 'counts'],
    queryFn: async () => (await api.tickets.desk.query({ tab: 'ours', limit: 1 })).counts,
  }));

const rarely = { staleTime: 60_000, refetchInterval: false as const };

/** The properties that the employee works on. */
export const useProperties = () =>
  useQuery(() => ({
    queryKey: ['directory', 'properties'],
    queryFn: () => api.directory.properties.query(),
    ...rarely,
  }));

/** The active employees. */
export const useEmployees = () =>
  useQuery(() => ({ queryKey: ['directory', 'employees'], queryFn: () => api.directory.employees.query(), ...rarely }));

/** The firms and caretakers that orders can go to, with their open orders. */
export const useContractors = () =>
  useQuery(() => ({
    queryKey: ['directory', 'contractors'],
    queryFn: () => api.directory.contractors.query(),
    staleTime: 10_000,
    refetchInterval: false as const,
  }));
