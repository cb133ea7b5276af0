import { keepPreviousData, useQueryClient } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import { type Answers, api, type Questions } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { officeKey } from '../desk/queries.ts';

export type Appointment = Answers['appointments']['calendar'][number];
export type Feed = Answers['appointments']['feeds'][number];

/** The appointments of a span, narrowed. */
export const useAppointments = (asked: Accessor<Questions['appointments']['calendar']>) =>
  useQuery(() => ({
    queryKey: [...officeKey, 'appointments', asked()],
    queryFn: () => api.appointments.calendar.query(asked()),
    placeholderData: keepPreviousData,
  }));

const feedsKey = ['calendar feeds'] as const;

/** One's own feeds, with the ways to change them. */
export function useFeeds() {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: feedsKey });
  const feeds = useQuery(() => ({ queryKey: feedsKey, queryFn: () => api.appointments.feeds.query() }));
  return {
    feeds,
    make: (feed: Questions['appointments']['makeFeed']) => api.appointments.makeFeed.mutate(feed).finally(again),
    renew: (id: string) => api.appointments.renewFeed.mutate({ id }).finally(again),
    remove: (id: string) => api.appointments.removeFeed.mutate({ id }).finally(again),
  };
}
