import type { Accessor } from 'solid-js';
import { type Answers, api } from '../../api.ts';
import { useLive } from '../../live.ts';
import { useQuery } from '../../query.ts';

/** A report as its page shows it. */
export type Ticket = Answers['tickets']['get'];
/** A line of one's own reports. */
export type OwnTicket = Answers['tickets']['mine'][number];

const keys = {
  mine: ['portal', 'mine'] as const,
  ticket: (id: string | null) => ['portal', 'ticket', id ?? 'link'] as const,
};

/** The reports of whoever is signed in, kept fresh. */
export function useOwnTickets() {
  const query = useQuery(() => ({
    queryKey: keys.mine,
    queryFn: () => api.tickets.mine.query(),
    throwOnError: false,
  }));
  useLive(() => {
    const open = (query.data ?? []).filter(({ closedAt }) => !closedAt).slice(0, 50);
    return Object.fromEntries(open.map(({ id }) => [`ticket:${id}`, [keys.mine]]));
  });
  return query;
}

/** One report, kept fresh while it is open; without an id that of the link by which the page was entered. */
export function useTicket(id: Accessor<string | null>) {
  const query = useQuery(() => ({
    queryKey: keys.ticket(id()),
    queryFn: () => api.tickets.get.query({ id: id() }),
    throwOnError: false,
  }));
  useLive(() => {
    const known = query.data?.id;
    return known ? { [`ticket:${known}` as const]: [keys.ticket(id())] } : {};
  });
  return query;
}
