import { keepPreviousData, useQueryClient } from '@tanstack/solid-query';
import { type Accessor, createEffect } from 'solid-js';
import { createAct } from '../../act.ts';
import { type Answers, api, type Questions } from '../../api.ts';
import { useLive } from '../../live.ts';
import { useQuery } from '../../query.ts';
import { officeKey } from '../desk/queries.ts';

/** A campaign as the office sees it. */
export type Campaign = Answers['campaigns']['get'];
export type CampaignRow = Answers['campaigns']['list'][number];
export type AskedPerson = Answers['campaigns']['people']['rows'][number];
/** A campaign as one of those sees it whom it asks. */
export type Ballot = Answers['campaigns']['ballot'];
export type BallotLine = Ballot['lines'][number];
export type Preview = Answers['campaigns']['preview'];
export type NewCampaign = Questions['campaigns']['open'];
export type Holder = Answers['campaigns']['holders'][number];
export type OfficeAct = Questions['campaigns']['act']['act'];

const keys = {
  list: [...officeKey, 'campaigns'] as const,
  one: (id: string) => [...officeKey, 'campaigns', id] as const,
  mine: ['portal', 'campaigns'] as const,
  ballot: (id: string | null) => ['ballot', id ?? 'link'] as const,
};

export const useCampaigns = () =>
  useQuery(() => ({ queryKey: keys.list, queryFn: () => api.campaigns.list.query(), throwOnError: false }));

/** One campaign; the office's live topic keeps it fresh while answers come in. */
export const useCampaign = (id: Accessor<string>) =>
  useQuery(() => ({
    queryKey: keys.one(id()),
    queryFn: () => api.campaigns.get.query({ id: id() }),
    throwOnError: false,
  }));

export const useAsked = (id: Accessor<string>, missing: Accessor<boolean>) =>
  useQuery(() => ({
    queryKey: [...keys.one(id()), 'people', missing()],
    queryFn: () => api.campaigns.people.query({ id: id(), missing: missing() }),
    throwOnError: false,
  }));

/** Who could hold a proxy for one of those whom a vote asks. */
export const useHolders = (asked: Accessor<Questions['campaigns']['holders']>) =>
  useQuery(() => ({
    queryKey: [...keys.one(asked().id), 'holders', asked().personId, asked().text],
    queryFn: () => api.campaigns.holders.query(asked()),
    placeholderData: keepPreviousData,
    throwOnError: false,
  }));

/** The acts of the office on one campaign; what it shows is asked anew after each. */
export function useOfficeActs(id: Accessor<string>) {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: keys.list });
  const act = createAct(async (input: { act: OfficeAct } & { commandId: string }) => {
    const answer = await api.campaigns.act.mutate({ id: id(), ...input });
    void again();
    return answer;
  });
  const enter = createAct(
    async (input: Omit<Questions['campaigns']['enter'], 'id' | 'answerId'> & { commandId: string }) => {
      const { commandId, ...answer } = input;
      const given = await api.campaigns.enter.mutate({ id: id(), answerId: commandId, ...answer });
      void again();
      return given;
    },
  );
  const giveProxy = createAct(
    async (input: Omit<Questions['campaigns']['giveProxy'], 'id' | 'proxyId'> & { commandId: string }) => {
      const { commandId, ...given } = input;
      await api.campaigns.giveProxy.mutate({ id: id(), proxyId: commandId, ...given });
      void again();
      return true;
    },
  );
  const withdrawProxy = createAct(async (input: { proxyId: string } & { commandId: string }) => {
    await api.campaigns.withdrawProxy.mutate({ proxyId: input.proxyId });
    void again();
    return true;
  });
  return { act, enter, giveProxy, withdrawProxy };
}

/** The campaigns that ask whoever is signed in. */
export const useOwnCampaigns = () =>
  useQuery(() => ({ queryKey: keys.mine, queryFn: () => api.campaigns.mine.query(), throwOnError: false }));

/** What somebody is asked, kept fresh; without an id by the link through which they came. */
export function useBallot(id: Accessor<string | null>) {
  const query = useQuery(() => ({
    queryKey: keys.ballot(id()),
    queryFn: () => api.campaigns.ballot.query({ id: id() }),
    throwOnError: false,
  }));
  useLive(() => {
    const known = query.data?.id;
    return known ? { [`campaign:${known}` as const]: [keys.ballot(id())] } : {};
  });
  // Only for those who are signed in: what a link opens may be a scanner.
  createEffect(() => {
    const signedIn = id();
    if (signedIn && query.data) void api.campaigns.opened.mutate({ id: signedIn }).catch(() => {});
  });
  return query;
}
