import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { composeMail } from '../../activities/mail/compose.ts';
import { loadContexts } from '../../activities/mail/contexts.ts';
import { reasonToEnd } from '../../api/campaigns/closing.ts';
import { takeAnswer } from '../../db/queries/answers.ts';
import { campaignRecord } from '../../db/queries/campaigns.ts';
import { withdrawOutdated } from '../../db/queries/outdated.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { carryOutStored, passTo, simpleVote } from '../support/association.ts';
import { votingOffice } from '../support/voting.ts';

const voting = votingOffice();
const { host, house, stranger, office, linkTo, linkOf, ballotBy, ballotOf, votes, ownLine, opened, closed } = voting;

/** Takes a person's yes by their link, as the API does at this moment. */
function saidYes({ campaign, at, ...who }: { campaign: string; voterId: string; personId: string; at: string }) {
  return takeAnswer(voting.api.one, {
    ...who,
    id: randomUUID(),
    campaignId: campaign,
    choice: 'yes',
    way: 'link',
    proxyId: null,
    fileId: null,
    actor: { kind: 'person', id: who.personId },
    at,
  });
}

test('co-owners who disagree have no valid vote; those who are only partly the same vote separately', async () => {
  const owners = await house();
  const campaign = await opened(owners);
  const mine = await ownLine(campaign, owners, 'a');
  const [shared] = await ownLine(campaign, owners, 'b');
  const at = mine.indexOf(shared ?? '');
  await votes(campaign, owners, 'a', 'yes', at);
  await votes(campaign, owners, 'a', 'yes', 1 - at);
  await votes(campaign, owners, 'b', 'no');
  expect((await closed(campaign))?.sums).toMatchObject({
    yes: { voters: 1 },
    invalid: { voters: 1 },
    silent: { voters: 2 },
  });
});

test('after the deadline no answer is taken, also while nothing has closed the vote yet', async () => {
  const owners = await house();
  const campaign = await opened(owners);
  const [voterId = ''] = await ownLine(campaign, owners, 'c');
  const [row] = await voting.api.one.query<{ deadline: string }>('select deadline from campaign where id = $1', [
    campaign,
  ]);
  const personId = owners.people.get('c') ?? '';
  const late = saidYes({ campaign, voterId, personId, at: row?.deadline ?? '' });
  await expect(late).rejects.toMatchObject({ code: 'campaignOver' });
  await closed(campaign);
  expect((await votes(campaign, owners, 'c', 'yes')).code).toBe('campaignOver');
});

test('for a unit that is sold meanwhile the seller votes, and the sale is named before the result is announced', async () => {
  const owners = await house();
  const campaign = await opened(owners);
  const buyer = await stranger();
  await voting.api.one.query(`update ownership set valid_until = berlin_today() - 1 where unit_id = $1`, [
    owners.units[3],
  ]);
  await voting.api.one.query(`update campaign set key_date = key_date - 2 where id = $1`, [campaign]);
  await voting.api.one.query('insert into ownership (unit_id, person_id, valid_from) values ($1, $2, berlin_today())', [
    owners.units[3],
    buyer,
  ]);
  expect((await ballotBy(linkTo(campaign, buyer))).code).toBe('linkRevoked');
  expect((await votes(campaign, owners, 'd', 'yes')).status).toBe(200);
  await closed(campaign);
  const announce = (salesSeen: boolean) =>
    office('act', { id: campaign, commandId: randomUUID(), act: { type: 'announce', salesSeen } });
  expect(await announce(false)).toMatchObject({ code: 'salesUnconfirmed', details: { count: 1 } });
  const { data } = await office<{ sold: { label: string }[]; laws: { id: string; state: string }[] }>(
    'get',
    { id: campaign },
    'query',
  );
  expect(data?.sold).toHaveLength(1);
  expect(data?.laws.find(({ id }) => id === 'keyDate')?.state).toBe('disputed');
  expect((await announce(true)).status).toBe(200);
});

test('who sold before the key date is not asked, and a vote of theirs is not there; the buyer votes', async () => {
  const owners = await house();
  const buyer = await stranger();
  const seller = owners.people.get('d') ?? '';
  await voting.api.one.query(`update ownership set valid_until = berlin_today() - 2 where person_id = $1`, [seller]);
  await voting.api.one.query(
    `insert into ownership (unit_id, person_id, valid_from) values ($1, $2, berlin_today() - 1)`,
    [owners.units[3], buyer],
  );
  const campaign = await opened(owners);
  const { data } = await ballotBy(linkTo(campaign, buyer));
  const voterId = data?.lines[0]?.voterId;
  expect(voterId).toBeDefined();
  expect((await ballotOf(campaign, owners, 'd')).code).toBe('linkRevoked');
  const attempt = { id: campaign, answerId: randomUUID(), voterId, choice: 'no', under: null };
  const said = await voting.api.call(host, 'campaigns.answer', attempt, { headers: linkOf(campaign, owners, 'd') });
  expect(said.code).toBe('linkRevoked');
  expect(await voting.api.one.query('select from campaign_answer where campaign_id = $1', [campaign])).toEqual([]);
});

test('a secret vote keeps apart who took part and what was voted', async () => {
  const owners = await house();
  const campaign = await opened(owners, { voting: { ...simpleVote, secret: true } });
  for (const [name, choice] of [
    ['c', 'yes'],
    ['d', 'no'],
    ['b', 'yes'],
  ] as const)
    await votes(campaign, owners, name, choice);
  const [answers] = await voting.api.one.query<{ words: string }>(
    `select string_agg(a::text, '') as words from campaign_answer a where campaign_id = $1`,
    [campaign],
  );
  expect(answers?.words).not.toMatch(/yes|no\b|abstain/);
  const ballots = await voting.api.one.query('select * from campaign_ballots where campaign_id = $1 order by choice', [
    campaign,
  ]);
  expect(ballots).toEqual([
    { campaign_id: campaign, choice: 'no', ballots: 1 },
    { campaign_id: campaign, choice: 'yes', ballots: 2 },
  ]);
  // B and A share a vote: whoever is second finds it cast.
  const at = (await ownLine(campaign, owners, 'a')).indexOf((await ownLine(campaign, owners, 'b'))[0] ?? '');
  expect((await votes(campaign, owners, 'a', 'no', at)).code).toBe('alreadyAnswered');
  const { data } = await office<{ count: unknown }>('get', { id: campaign }, 'query');
  expect(data?.count).toBeNull();
  expect(await closed(campaign)).toMatchObject({
    adopted: true,
    sums: { yes: { voters: 2 }, no: { voters: 1 }, silent: { voters: 1 } },
  });
});

test('whoever answers while it is closed is either counted or refused, never neither', async () => {
  const owners = await house(Array.from({ length: 40 }, (_, n) => ({ share: 25 as number | null, owners: [`o${n}`] })));
  const campaign = await opened(owners);
  const lines = await voting.api.one.query<{ voterId: string; personId: string }>(
    'select voter_id as "voterId", person_id as "personId" from campaign_person where campaign_id = $1',
    [campaign],
  );
  const at = toInstant(Date.now());
  const asked = lines.map(({ voterId, personId }) =>
    saidYes({ campaign, voterId, personId, at }).then(
      () => true,
      () => false,
    ),
  );
  const [result, taken] = await Promise.all([closed(campaign), Promise.all(asked)]);
  expect(result?.sums.yes?.voters ?? 0).toBe(taken.filter(Boolean).length);
  const [{ there } = { there: -1 }] = await voting.api.one.query<{ there: number }>(
    'select count(*)::int as there from campaign_answer where campaign_id = $1',
    [campaign],
  );
  expect(there).toBe(taken.filter(Boolean).length);
});

test('reminders and letters go to those only who have not answered', async () => {
  const owners = await house();
  const campaign = await opened(owners);
  await votes(campaign, owners, 'c', 'yes');
  await votes(campaign, owners, 'b', 'yes');
  const silentOnly = async (template: string, channel: string | null) =>
    (
      await voting.api.one.query<{ id: string }>(
        `select recipient_id as id from message where subject_id = $1 and template = $2 and data ->> 'channel' is not distinct from $3`,
        [campaign, template, channel],
      )
    )
      .map(({ id }) => [...owners.people].find(([, each]) => each === id)?.[0])
      .sort();
  const [row] = await voting.api.one.query<{ next: string }>('select next_at as next from campaign where id = $1', [
    campaign,
  ]);
  await passTo(voting.api.one, campaign, toInstant(Date.parse(row?.next ?? '')));
  // A has answered for what they own with B, not for what they own alone.
  expect(await silentOnly('campaignReminder', null)).toEqual(['a', 'd']);
  await office('act', { id: campaign, commandId: randomUUID(), act: { type: 'sendLetters' } });
  await carryOutStored(voting.api.one, campaign, 'sendLetters');
  expect(await silentOnly('campaignReminder', 'letter')).toEqual(['a', 'd']);
  // When the time is over the management hears who is missing, by name.
  await closed(campaign);
  const [ended] = await voting.api.one.query<{ id: string }>(
    `select id from message where subject_id = $1 and template = 'campaignEnded'`,
    [campaign],
  );
  const contexts = await loadContexts(voting.api.one, 'https://one.test', [ended?.id ?? '']);
  expect(contexts.get(ended?.id ?? '')?.campaign).toMatchObject({ asked: 4, missing: 2 });
  const missing = await voting.api.one.query<{ name: string }>(
    `select trim(given_name || ' ' || family_name) as name from person where id = any($1::uuid[])`,
    [['a', 'd'].map((name) => owners.people.get(name))],
  );
  const text = composeMail(contexts.get(ended?.id ?? '')!, 'post@one.test')?.text ?? '';
  for (const { name } of missing) expect(text).toContain(name);
});

test('a question that has not gone out is withdrawn once it was answered, or is over', async () => {
  const owners = await house();
  const campaign = await opened(owners);
  const { one } = voting.api;
  const waiting = async () => {
    await withdrawOutdated(one.query.bind(one));
    const rows = await one.query<{ email: string }>(
      `select n.email from message m join person n on n.id = m.recipient_id
       where m.subject_id = $1 and m.template = 'voteAsked' and m.state = 'open' order by 1`,
      [campaign],
    );
    return rows.map(({ email }) => email.split('.')[0]);
  };
  expect(await waiting()).toEqual(['a', 'b', 'c', 'd']);
  await votes(campaign, owners, 'c', 'yes');
  // B's vote is for the flat that is A's too: from A another one is still awaited.
  await votes(campaign, owners, 'b', 'yes');
  expect(await waiting()).toEqual(['a', 'd']);
  await closed(campaign);
  expect(await waiting()).toEqual([]);
});

test('a campaign ends by itself when everybody has answered or nothing can change, and never where votes may change', async () => {
  const ends = async (change: Record<string, unknown>, said: [string, string][]) => {
    const owners = await house([
      { share: 500, owners: ['a'] },
      { share: 300, owners: ['b'] },
      { share: 200, owners: ['c'] },
    ]);
    const campaign = await opened(owners, change);
    for (const [name, choice] of said) await votes(campaign, owners, name, choice);
    const record = await campaignRecord(voting.api.one, campaign);
    return record ? reasonToEnd(voting.api.one, record) : undefined;
  };
  const two: [string, string][] = [
    ['a', 'yes'],
    ['b', 'yes'],
  ];
  const decides = { ...simpleVote, endsWhenDecided: true };
  expect(await ends({ voting: decides }, two)).toBe('decided');
  expect(await ends({ voting: decides }, two.slice(1))).toBeNull();
  expect(await ends({ voting: simpleVote }, two)).toBeNull();
  expect(await ends({ voting: simpleVote }, [...two, ['c', 'no']])).toBe('allAnswered');
  expect(await ends({ voting: { ...simpleVote, changeable: true } }, [...two, ['c', 'no']])).toBeNull();
});

test('a vote that may be changed counts as it was changed, and both are kept', async () => {
  const owners = await house();
  const campaign = await opened(owners, { voting: { ...simpleVote, changeable: true } });
  await votes(campaign, owners, 'c', 'yes');
  expect((await votes(campaign, owners, 'c', 'no')).status).toBe(200);
  expect((await closed(campaign))?.sums).toMatchObject({ yes: { voters: 0 }, no: { voters: 1 } });
  expect(await voting.api.one.query('select id from campaign_answer where campaign_id = $1', [campaign])).toHaveLength(
    2,
  );
});
