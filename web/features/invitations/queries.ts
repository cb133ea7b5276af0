import { keepPreviousData } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import { type Answers, api, type Questions } from '../../api.ts';
import { useInfiniteQuery, useQuery } from '../../query.ts';
import { officeKey } from '../desk/queries.ts';

/** How many lines are asked for at a time. */
const PAGE = 100;

export type InvitationLine = Answers['invitations']['list'][number];
export type InvitationOverview = Answers['invitations']['overview'];
export type Invited = Questions['invitations']['preview'];
export type PlannedInvitation = Answers['invitations']['preview']['people'][number];

const invitationsKey = [...officeKey, 'invitations'] as const;

/** Who was invited, a hundred at a time. */
export const useInvitations = (filter: Accessor<NonNullable<Questions['invitations']['list']>>) =>
  useInfiniteQuery(() => ({
    queryKey: [...invitationsKey, 'list', filter()],
    queryFn: ({ pageParam }) => api.invitations.list.query({ ...filter(), limit: PAGE, offset: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (last: InvitationLine[], all: InvitationLine[][]) =>
      last.length < PAGE ? undefined : all.length * PAGE,
    placeholderData: keepPreviousData,
  }));

/** How many stand how, and the letters to print; while some are being written it is asked again each second. */
export const useOverview = () =>
  useQuery(() => ({
    queryKey: [...invitationsKey, 'overview'],
    queryFn: () => api.invitations.overview.query(),
    refetchInterval: (query: { state: { data: InvitationOverview | undefined } }) =>
      query.state.data?.rounds.some(({ state }) => state === 'preparing') ? 1_000 : 30_000,
  }));

/** Who would get what. */
export const usePreview = (asked: Accessor<Invited | null>) =>
  useQuery(() => ({
    queryKey: [...invitationsKey, 'preview', asked()],
    queryFn: () => api.invitations.preview.query(asked() as Invited),
    enabled: asked() !== null,
    placeholderData: keepPreviousData,
  }));
