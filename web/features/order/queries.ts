import type { Accessor } from 'solid-js';
import { type Answers, api } from '../../api.ts';
import { useLive } from '../../live.ts';
import { useQuery } from '../../query.ts';

/** An order's folder as the server gives it. */
export type Order = Answers['orders']['get'];
/** A line of a contractor's list. */
export type OwnOrder = Answers['orders']['mine'][number];

export const orderKeys = {
  order: (id: string | null) => ['order', id ?? 'link'] as const,
  mine: ['order', 'mine'] as const,
};

/** One order's folder, kept fresh while it is open; without an id that of the link by which the page was entered. */
export function useOrder(id: Accessor<string | null>) {
  const query = useQuery(() => ({
    queryKey: orderKeys.order(id()),
    queryFn: () => api.orders.get.query({ id: id() }),
    throwOnError: false,
  }));
  useLive(() => {
    const known = query.data?.id;
    return known ? { [`workOrder:${known}` as const]: [orderKeys.order(id())] } : {};
  });
  return query;
}

/** The orders of whoever is signed in as a contractor. */
export function useOwnOrders() {
  return useQuery(() => ({ queryKey: orderKeys.mine, queryFn: () => api.orders.mine.query() }));
}
