import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { campaignToken } from '../../db/links.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { person, startTestApi, type TestApi } from './api.ts';
import { association, carryOutStored, newVote, passTo } from './association.ts';

const host = 'one.localhost';
const password = 'Regen auf Dach 7';

/** An association with its owners by name. */
export type House = Awaited<ReturnType<typeof association>>;
/** What an owner sees of a vote. */
export type Ballot = {
  phase: string;
  lines: {
    voterId: string;
    personId: string;
    under: { id: string } | null;
    answer: { choice: string | null; hash: string } | null;
  }[];
  count: { adopted: boolean } | null;
};

/** A company whose office holds votes, for the tests of a file: what office and owners do there, over the API. */
export function votingOffice() {
  let api: TestApi;
  let cookie = '';
  let made = 0;
  beforeAll(async () => {
    api = await startTestApi();
    await person(api.one, { email: 'berger@one.test', employee: 'manager', password });
    const given = { entrance: 'management', email: 'berger@one.test', password };
    cookie = (await api.call(host, 'session.signIn', given)).cookie ?? '';
  });
  afterAll(() => api.close());

  /** A owns 1, A and B own 2, C owns 3, D owns 4. */
  const house = (
    units = [
      { share: 400 as number | null, owners: ['a'] },
      { share: 200, owners: ['a', 'b'] },
      { share: 300, owners: ['c'] },
      { share: 100, owners: ['d'] },
    ],
  ): Promise<House> => {
    made += 1;
    return association(api.one, `H${made}`, units);
  };

  /** Somebody who owns nothing yet. */
  const stranger = () => {
    made += 1;
    return person(api.one, { email: `fremd${made}@one.test` });
  };

  const office = <T>(procedure: string, input: unknown, kind?: 'query') =>
    api.call<T>(host, `campaigns.${procedure}`, input, { headers: { cookie }, ...(kind && { kind }) });

  /** The headers of who opens the link that was mailed to this person. */
  const linkTo = (campaign: string, personId: string): Record<string, string> => ({
    'x-link': campaignToken(api.one.key, { campaignId: campaign, personId, generation: 1 }),
  });
  const linkOf = (campaign: string, { people }: House, name: string) => linkTo(campaign, people.get(name) ?? '');

  const ballotBy = (headers: Record<string, string>) =>
    api.call<Ballot>(host, 'campaigns.ballot', { id: null }, { kind: 'query', headers });
  const ballotOf = (campaign: string, owners: House, name: string) => ballotBy(linkOf(campaign, owners, name));

  /** Somebody votes by their mailed link; of several votes with the one that they share with so many others. */
  const votes = async (
    campaign: string,
    owners: House,
    name: string,
    choice: string,
    at = 0,
    answerId: string = randomUUID(),
  ) => {
    const { data } = await ballotOf(campaign, owners, name);
    const line = data?.lines[at];
    return api.call<{ hash: string; known: boolean }>(
      host,
      'campaigns.answer',
      {
        id: campaign,
        answerId,
        voterId: line?.voterId ?? randomUUID(),
        choice,
        under: line?.under ? { proxyId: line.under.id, personId: line.personId } : null,
      },
      { headers: linkOf(campaign, owners, name) },
    );
  };

  /** The votes that somebody has, by their ids. */
  const ownLine = async (campaign: string, owners: House, name: string) => {
    const { data } = await ballotOf(campaign, owners, name);
    return (data?.lines ?? []).map(({ voterId }) => voterId);
  };

  /** Opens a vote and has written what its workflow would write first. */
  const opened = async (owners: House, change: Record<string, unknown> = {}): Promise<string> => {
    const input = newVote(owners.property, change);
    const { data, code } = await office<{ id: string }>('open', input);
    if (!data) throw new Error(`not opened: ${code}`);
    await carryOutStored(api.one, data.id, 'open');
    return data.id;
  };

  /** Lets a vote's time pass, and gives its result. */
  const closed = async (campaign: string) => {
    const [row] = await api.one.query<{ deadline: string }>('select deadline from campaign where id = $1', [campaign]);
    await passTo(api.one, campaign, toInstant(Date.parse(row?.deadline ?? '') + 1));
    const [{ result } = { result: null }] = await api.one.query<{
      result: { adopted: boolean; sums: Record<string, { voters: number; weight: string }> } | null;
    }>('select result from campaign where id = $1', [campaign]);
    return result;
  };

  return {
    host,
    password,
    get api() {
      return api;
    },
    get cookie() {
      return cookie;
    },
    ...{ house, stranger, office, linkTo, linkOf, ballotBy, ballotOf, votes, ownLine, opened, closed },
  };
}
