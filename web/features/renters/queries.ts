import type { Accessor } from 'solid-js';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { officeKey } from '../desk/queries.ts';

const rentersKey = [...officeKey, 'renters'] as const;

/** How many of what owners said wait for the office, for the navigation; only for those who decide about it. */
export const useWaitingRenterCount = (enabled: Accessor<boolean>) =>
  useQuery(() => ({
    queryKey: [...rentersKey, 'count'],
    queryFn: () => api.renters.count.query(),
    enabled: enabled(),
  }));

/** What owners said and nobody has decided. */
export const useWaitingRenters = () =>
  useQuery(() => ({ queryKey: [...rentersKey, 'waiting'], queryFn: () => api.renters.waiting.query() }));
