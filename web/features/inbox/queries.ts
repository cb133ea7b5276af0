import { keepPreviousData } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import type { Act } from '../../act.ts';
import { type Answers, api, type Questions } from '../../api.ts';
import { useInfiniteQuery, useQuery } from '../../query.ts';
import { useOfficeAct } from '../desk/office-act.ts';
import { officeKey } from '../desk/queries.ts';

export type Box = NonNullable<NonNullable<Questions['inbox']['list']>['box']>;
export type MailRow = Answers['inbox']['list']['rows'][number];
export type MailView = Answers['inbox']['get'];

/** How many lines are asked for at a time. */
const PAGE = 50;

export const inboxKey = [...officeKey, 'inbox'] as const;

/** How many mails wait, for the navigation; only for those who decide about them. */
export const useWaitingMails = (enabled: Accessor<boolean>) =>
  useQuery(() => ({
    queryKey: [...inboxKey, 'count'],
    queryFn: () => api.inbox.count.query(),
    enabled: enabled(),
  }));

/** The mails of one heap, newest first. */
export const useMails = (box: Accessor<Box>) =>
  useInfiniteQuery(() => ({
    queryKey: [...inboxKey, 'list', box()],
    queryFn: ({ pageParam }) => api.inbox.list.query({ box: box(), limit: PAGE, offset: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (last: Answers['inbox']['list'], all: Answers['inbox']['list'][]) =>
      last.rows.length < PAGE ? undefined : all.length * PAGE,
    placeholderData: keepPreviousData,
  }));

/** One mail. */
export const useMail = (id: Accessor<string | undefined>) =>
  useQuery(() => ({
    queryKey: [...inboxKey, 'mail', id()],
    queryFn: () => api.inbox.get.query({ id: id() ?? '' }),
    enabled: id() !== undefined,
  }));

/** Takes a mail as the word of whom we had written to. */
export const useConfirming = (): Act<{ id: string }, Answers['inbox']['confirm']> =>
  useOfficeAct((input) => api.inbox.confirm.mutate(input));

/** Lays a mail to a ticket. */
export const useAttaching = (): Act<Omit<Questions['inbox']['attach'], 'commandId'>, Answers['inbox']['attach']> =>
  useOfficeAct((input) => api.inbox.attach.mutate(input));

/** Makes a ticket of a mail. */
export const useMakingTicket = (): Act<
  Omit<Questions['inbox']['makeTicket'], 'commandId'>,
  Answers['inbox']['makeTicket']
> => useOfficeAct((input) => api.inbox.makeTicket.mutate(input));

/** Puts a mail away, or brings it back. */
export const useFiling = (): Act<{ id: string; away: boolean }, { done: true }> =>
  useOfficeAct(async ({ id, away }) => {
    await (away ? api.inbox.reject : api.inbox.restore).mutate({ id });
    return { done: true as const };
  });
