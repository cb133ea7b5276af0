import { useQueryClient } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import type { OrderView } from '../../../api/views/order.ts';
import type { TicketView } from '../../../api/views/ticket.ts';
import { isRetractable } from '../../../domain/ticket/retractable.ts';
import type { Act } from '../../act.ts';
import { type Answers, api, type Questions } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { useOfficeAct } from '../desk/office-act.ts';
import { officeKey } from '../desk/queries.ts';
import { takeBack } from './undo.ts';

export type { OrderView, TicketView };
export type TicketCommand = Questions['tickets']['act']['command'];
export type OrderCommand = Questions['orders']['act']['command'];

/** One ticket as the office sees it. */
export const useTicket = (id: Accessor<string>) =>
  useQuery(() => ({
    queryKey: [...officeKey, 'ticket', id()],
    queryFn: (): Promise<TicketView> => api.tickets.get.query({ id: id() }),
  }));

/** One order's folder as the office sees it. */
export const useOrder = (id: Accessor<string>) =>
  useQuery(() => ({
    queryKey: [...officeKey, 'order', id()],
    queryFn: (): Promise<OrderView> => api.orders.get.query({ id: id() }),
  }));

/** Who can be the client of an order for a ticket, the usual one first. */
export const useClients = (ticketId: Accessor<string>) =>
  useQuery(() => ({
    queryKey: [...officeKey, 'clients', ticketId()],
    queryFn: () => api.tickets.clients.query({ ticketId: ticketId() }),
    refetchInterval: false as const,
  }));

type TicketWords = { command: TicketCommand; text?: string; files?: string[] };
type OrderWords = { command: OrderCommand; text?: string; despiteAway?: boolean };

/** What came of an act on a ticket, with the way back where there is one. */
type TicketAnswer = Answers['tickets']['act'] & { undo?: () => void };

/** Acts on one ticket. */
export function useTicketAct(ticketId: Accessor<string>): Act<TicketWords, TicketAnswer> {
  const client = useQueryClient();
  return useOfficeAct(async (input) => {
    const answer: TicketAnswer = await api.tickets.act.mutate({ ...input, ticketId: ticketId() });
    if (answer.state !== 'applied' || !isRetractable(input.command.type)) return answer;
    return { ...answer, undo: () => void takeBack(client, input.commandId) };
  });
}

/** Acts on one order. */
export const useOrderAct = (orderId: Accessor<string>): Act<OrderWords, Answers['orders']['act']> =>
  useOfficeAct((input) => api.orders.act.mutate({ ...input, orderId: orderId() }));

/** Open tickets of the building that may be about the same, most alike first. */
export const useSimilar = (ticketId: Accessor<string>, enabled: Accessor<boolean> = () => true) =>
  useQuery(() => ({
    queryKey: [...officeKey, 'similar', ticketId()],
    queryFn: () => api.duplicates.of.query({ ticketId: ticketId() }),
    enabled: enabled(),
    refetchInterval: false as const,
  }));

/** Having another ticket lead this one. */
export const useMerging = (
  ticketId: Accessor<string>,
): Act<{ into: string; text?: string }, Answers['duplicates']['merge']> =>
  useOfficeAct((input) => api.duplicates.merge.mutate({ ...input, ticketId: ticketId() }));

/** Taking a part out into a new ticket. */
export const useSplitting = (
  ticketId: Accessor<string>,
): Act<Omit<Questions['duplicates']['split'], 'commandId' | 'ticketId'>, Answers['duplicates']['split']> =>
  useOfficeAct((input) => api.duplicates.split.mutate({ ...input, ticketId: ticketId() }));

/** Placing an order; the same attempt keeps its order's id. */
export function usePlacing(): Act<Omit<Questions['orders']['place'], 'commandId'>, Answers['orders']['place']> {
  return useOfficeAct((input) => api.orders.place.mutate(input));
}

/** Entering a ticket on somebody's behalf. */
export function useCreating(): Act<Omit<Questions['tickets']['create'], 'commandId'>, Answers['tickets']['create']> {
  return useOfficeAct((input) => api.tickets.create.mutate(input));
}
