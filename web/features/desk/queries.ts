import { keepPreviousData, useQueryClient } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import type { DeskFilter, DeskView } from '../../../domain/desk/schema.ts';
import { type Answers, api, type Questions } from '../../api.ts';
import { useInfiniteQuery, useQuery } from '../../query.ts';

/** Everything that the office asks for stands under this key: a change at the desk makes all of it stale. */
export const officeKey = ['office'] as const;

export const meKey = ['session', 'management'] as const;

export type DeskRow = Answers['desk']['rows']['rows'][number];
export type SavedView = Answers['desk']['views'][number];
export type HolderGroup = Answers['desk']['holders'][number];

/** How many rows are asked for at a time. */
const PAGE = 100;

const rarely = { staleTime: 60_000, refetchInterval: false as const };

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

/** The filter and order of a view: what the server is asked with. */
export function filterOf({ columns: _columns, ...filter }: DeskView): DeskFilter {
  return filter;
}

/** The kinds of report in force, retired ones among them. */
export const useCategories = () =>
  useQuery(() => ({
    queryKey: [...officeKey, 'categories'],
    queryFn: () => api.categories.known.query(),
    ...rarely,
  }));

/** The rows of a view, a hundred at a time, with the counts of all tabs. */
export const useDesk = (view: Accessor<DeskView>) =>
  useInfiniteQuery(() => ({
    queryKey: [...officeKey, 'desk', filterOf(view())],
    queryFn: ({ pageParam }) => api.desk.rows.query({ ...filterOf(view()), limit: PAGE, offset: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (last: Answers['desk']['rows'], all: Answers['desk']['rows'][]) =>
      last.rows.length < PAGE ? undefined : all.length * PAGE,
    placeholderData: keepPreviousData,
  }));

/** How many tickets wait with us, for the navigation. */
export const useDeskCounts = () =>
  useQuery(() => ({
    queryKey: [...officeKey, 'desk', 'counts'],
    queryFn: async () => (await api.desk.rows.query({ tab: 'ours', limit: 1 })).counts,
  }));

/** Who has the ball of the open tickets. */
export const useHolders = (property: Accessor<string | null>) =>
  useQuery(() => ({
    queryKey: [...officeKey, 'holders', property()],
    queryFn: () => api.desk.holders.query({ property: property() }),
  }));

const viewsKey = ['desk views'] as const;

/** The caller's saved views, and those that others share. */
export const useViews = () => useQuery(() => ({ queryKey: viewsKey, queryFn: () => api.desk.views.query() }));

/** Saves and removes views; what they are called is asked again afterwards. */
export function useViewKeeping() {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: viewsKey });
  return {
    save: (view: Questions['desk']['saveView']) => api.desk.saveView.mutate(view).finally(again),
    remove: (id: string) => api.desk.removeView.mutate({ id }).finally(again),
  };
}

/** Keeps an eye on a ticket, or no longer. */
export function useStar() {
  const client = useQueryClient();
  return (ticketId: string, starred: boolean) =>
    api.desk.star
      .mutate({ ticketId, starred })
      .finally(() => client.invalidateQueries({ queryKey: [...officeKey, 'desk'] }));
}

/** The name of the person to whom the desk is narrowed; nothing is asked without one. */
export const usePerson = (id: Accessor<string | null>) =>
  useQuery(() => ({
    queryKey: ['directory', 'person', id()],
    queryFn: () => api.desk.person.query({ id: id() ?? '' }),
    enabled: id() !== null,
    ...rarely,
  }));

/** What is found by some words; nothing is asked without them. */
export const useFound = (text: Accessor<string>) =>
  useQuery(() => ({
    queryKey: ['search', text()],
    queryFn: ({ signal }) => api.desk.search.query({ text: text() }, { signal }),
    enabled: text() !== '',
    placeholderData: keepPreviousData,
    refetchInterval: false as const,
  }));

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

/** The firms and caretakers that orders can go to, with their open orders; with a property, what it wishes of them. */
export const useContractors = (propertyId: Accessor<string | null> = () => null) =>
  useQuery(() => ({
    queryKey: ['directory', 'contractors', propertyId()],
    queryFn: () => api.directory.contractors.query({ propertyId: propertyId() }),
    staleTime: 10_000,
    refetchInterval: false as const,
  }));
