import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { createAccount } from '../../db/accounts.ts';
import { person } from '../support/api.ts';
import { carryOutStored, newVote, simpleVote } from '../support/association.ts';
import { type House, votingOffice } from '../support/voting.ts';

const voting = votingOffice();
const { host, password, house, office, linkOf, ballotOf, votes, ownLine, opened } = voting;

describe('before a vote opens', () => {
  test('its preview says who votes with what weight', async () => {
    const { property } = await house();
    const ask = {
      propertyId: property,
      kind: 'vote',
      audience: 'owners',
      voting: { ...simpleVote, principle: 'shares' },
    };
    const { data } = await office<{ voters: { members: unknown[]; weight: string }[]; total: string }>(
      'preview',
      ask,
      'query',
    );
    expect(data?.voters.map(({ members, weight }) => [members.length, weight])).toEqual([
      [1, '2/5'],
      [2, '1/5'],
      [1, '3/10'],
      [1, '1/10'],
    ]);
    expect(data?.total).toBe('1');
  });

  test.each([
    ['without its lowering resolution', { voting: { ...simpleVote, loweringResolution: null } }, 'loweringNeeded'],
    [
      'secret where § 21 asks who pays',
      { voting: { ...simpleVote, secret: true, majority: 'structuralChange' } },
      'secrecyImpossible',
    ],
    ['with a deadline that has passed', { deadline: '2026-01-01T12:00:00.000Z' }, 'deadlinePast'],
    ['on a day on which nobody owned anything', { keyDate: '1990-01-01' }, 'nobodyToAsk'],
  ])('it is refused %s, and nothing is stored', async (_, change, code) => {
    const { property } = await house();
    const input = newVote(property, change);
    expect((await office('open', input)).code).toBe(code);
    expect(await voting.api.one.query('select id from campaign where id = $1', [input.id])).toEqual([]);
    expect(await voting.api.one.query('select id from command where id = $1', [input.commandId])).toEqual([]);
  });

  test('a unit that is no longer in use has no vote: its successor has', async () => {
    const { property, units } = await house();
    await voting.api.one.query('update unit set active = false where id = $1', [units[2]]);
    const ask = { propertyId: property, kind: 'vote', audience: 'owners', voting: simpleVote };
    const { data } = await office<{ voters: { units: string[] }[] }>('preview', ask, 'query');
    expect(data?.voters.flatMap((voter) => voter.units)).toEqual(['Weg 1, 1', 'Weg 1, 2', 'Weg 1, 4']);
  });

  test('what the community’s rules say of it is shown before, and kept with it as it was then', async () => {
    const owners = await house();
    const { property } = owners;
    const said = { votingPrinciple: 'shares', proxiesMost: 2 };
    await voting.api.one.query('update property set community_rules = $2 where id = $1', [
      property,
      JSON.stringify(said),
    ]);
    const ask = { propertyId: property, kind: 'vote', audience: 'owners', voting: simpleVote };
    expect((await office('preview', ask, 'query')).data).toMatchObject({ communityRules: said });
    const campaign = await opened(owners, { voting: { ...simpleVote, principle: 'shares' } });
    await voting.api.one.query(`update property set community_rules = '{}' where id = $1`, [property]);
    const { data } = await office<{ laws: { id: string; state: string }[] }>('get', { id: campaign }, 'query');
    const states = Object.fromEntries((data?.laws ?? []).map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({ principle: 'kept', proxies: 'disputed' });
  });

  test('who is written to by which way is told as it will be: a wish for letters goes before a mail address', async () => {
    const { property, people } = await house();
    await voting.api.one.query(
      `update person set channel = 'letter', street = 'Weg 1', postal_code = '10115', city = 'Berlin' where id = $1`,
      [people.get('c')],
    );
    const ask = { propertyId: property, kind: 'vote', audience: 'owners', voting: simpleVote };
    const { data } = await office<{ ways: object; unreachable: string[] }>('preview', ask, 'query');
    expect(data).toMatchObject({ ways: { mail: 3, sms: 0, fax: 0, letter: 1 }, unreachable: [] });
  });

  test('it is refused by shares where one is missing', async () => {
    const { property } = await house([{ share: null, owners: ['a'] }]);
    const voting = { ...simpleVote, principle: 'shares' };
    expect((await office('open', newVote(property, { voting }))).code).toBe('sharesMissing');
  });
});

describe('while a vote is open', () => {
  let owners: House;
  let campaign: string;
  beforeAll(async () => {
    owners = await house();
    campaign = await opened(owners);
  });

  test('everybody who is asked has one message, in one statement', async () => {
    const rows = await voting.api.one.query<{ recipient: string; template: string }>(
      'select recipient_id as recipient, template from message where subject_id = $1',
      [campaign],
    );
    expect(rows.map(({ template }) => template)).toEqual(Array(4).fill('voteAsked'));
    expect(new Set(rows.map(({ recipient }) => recipient))).toEqual(new Set(owners.people.values()));
  });

  test('a double click, and a repeated request, are one answer with the same fingerprint', async () => {
    const answerId = randomUUID();
    const [one, other] = await Promise.all([
      votes(campaign, owners, 'c', 'yes', 0, answerId),
      votes(campaign, owners, 'c', 'yes', 0, answerId),
    ]);
    const third = await votes(campaign, owners, 'c', 'yes', 0, answerId);
    const hashes = [one, other, third].flatMap(({ data }) => data?.hash ?? []);
    expect(new Set(hashes).size).toBe(1);
    expect(third.data?.known).toBe(true);
  });

  test('a second answer is refused, and the first one stays', async () => {
    expect((await votes(campaign, owners, 'c', 'no')).code).toBe('alreadyAnswered');
    const { data } = await ballotOf(campaign, owners, 'c');
    expect(data?.lines[0]?.answer?.choice).toBe('yes');
  });

  test('opening the page changes nothing', async () => {
    await ballotOf(campaign, owners, 'd');
    const rows = await voting.api.one.query(
      'select 1 from campaign_person where campaign_id = $1 and person_id = $2 and opened_at is not null',
      [campaign, owners.people.get('d')],
    );
    expect(rows).toEqual([]);
  });

  test('who is signed in and has it before them has opened it', async () => {
    const personId = owners.people.get('d') ?? '';
    const given = { email: 'd.offen@one.test', password };
    await createAccount(voting.api.one, { personId, ...given });
    const signedIn = await voting.api.call(host, 'session.signIn', { entrance: 'residents', ...given });
    const headers = { cookie: signedIn.cookie ?? '' };
    expect((await voting.api.call(host, 'campaigns.opened', { id: randomUUID() }, { headers })).status).toBe(404);
    expect((await voting.api.call(host, 'campaigns.opened', { id: campaign }, { headers })).status).toBe(200);
    const rows = await voting.api.one.query<{ person: string }>(
      'select person_id as person from campaign_person where campaign_id = $1 and opened_at is not null',
      [campaign],
    );
    expect(rows.map(({ person: id }) => id)).toContain(personId);
  });

  test('a vote that is somebody else’s is not there', async () => {
    const [foreign] = await ownLine(campaign, owners, 'c');
    const { code } = await voting.api.call(
      host,
      'campaigns.answer',
      { id: campaign, answerId: randomUUID(), voterId: foreign, choice: 'yes', under: null },
      { headers: linkOf(campaign, owners, 'd') },
    );
    expect(code).toBe('notFound');
  });

  test('the office enters what came on paper, in whose name it came', async () => {
    const [voterId] = await ownLine(campaign, owners, 'd');
    const answer = {
      id: campaign,
      answerId: randomUUID(),
      voterId,
      personId: owners.people.get('d'),
      choice: 'no',
      fileId: null,
    };
    expect((await office('enter', answer)).status).toBe(200);
    const { data } = await office<{ rows: { name: string; way: string | null }[] }>(
      'people',
      { id: campaign, missing: false },
      'query',
    );
    expect(data?.rows.filter(({ way }) => way === 'paper').length).toBe(1);
  });

  test('nobody but the office knows how it stands', async () => {
    const { data } = await ballotOf(campaign, owners, 'c');
    expect(data?.count).toBeNull();
    const seen = await office<{ count: { sums: Record<string, { voters: number }> } }>(
      'get',
      { id: campaign },
      'query',
    );
    expect(seen.data?.count.sums).toMatchObject({ yes: { voters: 1 }, no: { voters: 1 }, silent: { voters: 2 } });
  });
});

test('the same question in two associations is two votes, each with its papers, counted on its own', async () => {
  const [one, two] = [await house(), await house()];
  const [file] = await voting.api.one.query<{ id: string }>(
    `insert into stored_file (sha256, media_type, bytes, name, uploaded_by)
     select repeat('b', 64), 'application/pdf', 10, 'Angebot.pdf', jsonb_build_object('kind', 'employee', 'id', person_id)
     from employee limit 1 returning id`,
  );
  const inputs = [one, two].map(({ property }) => newVote(property, { files: [file?.id] }));
  for (const input of [...inputs, ...inputs]) expect((await office('open', input)).status).toBe(200);
  const rows = await voting.api.one.query<{ files: string[]; voters: number; names: string[] }>(
    `select c.files, (select count(*)::int from campaign_voter v where v.campaign_id = c.id) as voters,
       array(select name from stored_file f where f.subject_id = c.id) as names
     from campaign c where c.id = any($1::uuid[]) order by c.number`,
    [inputs.map(({ id }) => id)],
  );
  expect(rows.map(({ names }) => names)).toEqual([['Angebot.pdf'], ['Angebot.pdf']]);
  expect(rows[0]?.files).not.toEqual(rows[1]?.files);
  expect(rows.map(({ voters }) => voters)).toEqual([4, 4]);
});

test('what people answered can not be changed or removed by the application', async () => {
  await expect(voting.api.one.query(`update campaign_answer set choice = 'no'`)).rejects.toThrow(/permission denied/);
  await expect(voting.api.one.query('delete from campaign_answer')).rejects.toThrow(/permission denied/);
});

test('a campaign that asks residents is confirmed once by each', async () => {
  const resident = await person(voting.api.one, { email: 'rita@one.test', resident: true, password });
  const [home] = await voting.api.one.query<{ property: string }>(
    `select b.property_id as property from tenancy t join unit u on u.id = t.unit_id
     join building b on b.id = u.building_id where t.person_id = $1`,
    [resident],
  );
  const input = newVote(home?.property ?? '', { kind: 'readReceipt', audience: 'residents', voting: null });
  await office('open', input);
  await carryOutStored(voting.api.one, input.id, 'open');
  const people = new Map([['rita', resident]]);
  const owners = { property: '', units: [], people };
  const { data } = await ballotOf(input.id, owners, 'rita');
  const read = (answerId: string) =>
    voting.api.call(
      host,
      'campaigns.answer',
      { id: input.id, answerId, voterId: data?.lines[0]?.voterId, choice: null, under: null },
      { headers: linkOf(input.id, owners, 'rita') },
    );
  expect((await read(randomUUID())).status).toBe(200);
  expect((await read(randomUUID())).code).toBe('alreadyAnswered');
});
