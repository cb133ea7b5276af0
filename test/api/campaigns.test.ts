import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeMail } from '../../activities/mail/compose.ts';
import { loadContexts } from '../../activities/mail/contexts.ts';
import type { Evidence } from '../../api/campaigns/evidence.ts';
import { createAccount } from '../../db/accounts.ts';
import { campaignToken } from '../../db/links.ts';
import type { Query } from '../../db/pool.ts';
import { takeAnswer } from '../../db/queries/answers.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';
import { association, carryOutStored, newVote, passTo, simpleVote } from '../support/association.ts';

const password = 'Regen auf Dach 7';
const host = 'one.localhost';
const folder = mkdtempSync(join(tmpdir(), 'procsm-evidence-'));
let api: TestApi;
let cookie: string;
let made = 0;

beforeAll(async () => {
  api = await startTestApi();
  await person(api.one, { email: 'berger@one.test', employee: 'manager', password });
  const signedIn = await api.call(host, 'session.signIn', {
    entrance: 'management',
    email: 'berger@one.test',
    password,
  });
  cookie = signedIn.cookie ?? '';
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

type House = Awaited<ReturnType<typeof association>>;
type Line = {
  voterId: string;
  personId: string;
  under: { id: string } | null;
  answer: { choice: string | null; hash: string } | null;
};
type Ballot = { phase: string; lines: Line[]; count: { adopted: boolean } | null };

/** Resolves when somebody waits for the end of this transaction. */
async function awaited(q: Query): Promise<void> {
  for (let waits = false; !waits; ) {
    const [row] = await q<{ waits: boolean }>(
      `select exists (select from pg_locks where locktype = 'transactionid' and not granted
         and transactionid = pg_current_xact_id()::xid) as waits, pg_sleep(0.01)`,
    );
    waits = row?.waits ?? false;
  }
}

/** A owns 1, A and B own 2, C owns 3, D owns 4. */
const house = (
  units = [
    { share: 400 as number | null, owners: ['a'] },
    { share: 200, owners: ['a', 'b'] },
    { share: 300, owners: ['c'] },
    { share: 100, owners: ['d'] },
  ],
) => {
  made += 1;
  return association(api.one, `H${made}`, units);
};

const office = <T>(procedure: string, input: unknown, kind?: 'query') =>
  api.call<T>(host, `campaigns.${procedure}`, input, { headers: { cookie }, ...(kind && { kind }) });

function linkOf(campaign: string, { people }: House, name: string): Record<string, string> {
  const personId = people.get(name) ?? '';
  return { 'x-link': campaignToken(api.one.key, { campaignId: campaign, personId, generation: 1 }) };
}

async function ballotOf(campaign: string, owners: House, name: string) {
  return api.call<Ballot>(
    host,
    'campaigns.ballot',
    { id: null },
    { kind: 'query', headers: linkOf(campaign, owners, name) },
  );
}

/** Somebody votes by their mailed link; of several votes with the one that they share with so many others. */
async function votes(
  campaign: string,
  owners: House,
  name: string,
  choice: string,
  at = 0,
  answerId: string = randomUUID(),
) {
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
}

/** Opens a vote and has written what its workflow would write first. */
async function opened(owners: House, change: Record<string, unknown> = {}): Promise<string> {
  const input = newVote(owners.property, change);
  const { data, code } = await office<{ id: string }>('open', input);
  if (!data) throw new Error(`not opened: ${code}`);
  await carryOutStored(api.one, data.id, 'open');
  return data.id;
}

const ownLine = async (campaign: string, owners: House, name: string) => {
  const { data } = await ballotOf(campaign, owners, name);
  return (data?.lines ?? []).map(({ voterId }) => voterId);
};

async function closed(campaign: string) {
  const [row] = await api.one.query<{ deadline: string }>('select deadline from campaign where id = $1', [campaign]);
  await passTo(api.one, campaign, toInstant(Date.parse(row?.deadline ?? '') + 1));
  const [{ result } = { result: null }] = await api.one.query<{
    result: { adopted: boolean; sums: Record<string, { voters: number; weight: string }> } | null;
  }>('select result from campaign where id = $1', [campaign]);
  return result;
}

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
    expect(await api.one.query('select id from campaign where id = $1', [input.id])).toEqual([]);
    expect(await api.one.query('select id from command where id = $1', [input.commandId])).toEqual([]);
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
    const rows = await api.one.query<{ recipient: string; template: string }>(
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
    const rows = await api.one.query(
      'select 1 from campaign_person where campaign_id = $1 and person_id = $2 and opened_at is not null',
      [campaign, owners.people.get('d')],
    );
    expect(rows).toEqual([]);
  });

  test('who is signed in and has it before them has opened it', async () => {
    const personId = owners.people.get('d') ?? '';
    const given = { email: 'd.offen@one.test', password };
    await createAccount(api.one, { personId, ...given });
    const signedIn = await api.call(host, 'session.signIn', { entrance: 'residents', ...given });
    const headers = { cookie: signedIn.cookie ?? '' };
    expect((await api.call(host, 'campaigns.opened', { id: randomUUID() }, { headers })).status).toBe(404);
    expect((await api.call(host, 'campaigns.opened', { id: campaign }, { headers })).status).toBe(200);
    const rows = await api.one.query<{ person: string }>(
      'select person_id as person from campaign_person where campaign_id = $1 and opened_at is not null',
      [campaign],
    );
    expect(rows.map(({ person: id }) => id)).toContain(personId);
  });

  test('a vote that is somebody else’s is not there', async () => {
    const [foreign] = await ownLine(campaign, owners, 'c');
    const { code } = await api.call(
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
  const [row] = await api.one.query<{ deadline: string }>('select deadline from campaign where id = $1', [campaign]);
  const personId = owners.people.get('c') ?? '';
  const late = takeAnswer(api.one, {
    ...{
      id: randomUUID(),
      campaignId: campaign,
      voterId,
      personId,
      choice: 'yes',
      way: 'link',
      proxyId: null,
      fileId: null,
    },
    actor: { kind: 'person', id: personId },
    at: row?.deadline ?? '',
  });
  await expect(late).rejects.toMatchObject({ code: 'campaignOver' });
  await closed(campaign);
  expect((await votes(campaign, owners, 'c', 'yes')).code).toBe('campaignOver');
});

test('for a unit that is sold meanwhile the seller votes, and the sale is named before the result is announced', async () => {
  const owners = await house();
  const campaign = await opened(owners);
  const buyer = await person(api.one, { email: `k${made}@one.test` });
  await api.one.query(`update ownership set valid_until = berlin_today() - 1 where unit_id = $1`, [owners.units[3]]);
  await api.one.query(`update campaign set key_date = key_date - 2 where id = $1`, [campaign]);
  await api.one.query('insert into ownership (unit_id, person_id, valid_from) values ($1, $2, berlin_today())', [
    owners.units[3],
    buyer,
  ]);
  const token = campaignToken(api.one.key, { campaignId: campaign, personId: buyer, generation: 1 });
  const asBuyer = await api.call(
    host,
    'campaigns.ballot',
    { id: null },
    { kind: 'query', headers: { 'x-link': token } },
  );
  expect(asBuyer.code).toBe('linkRevoked');
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

describe('proxies', () => {
  const give = (
    campaign: string,
    voterId: string | undefined,
    from: Record<string, string>,
    holderId: string | undefined,
    instruction: string | null = null,
  ) => {
    const proxyId = randomUUID();
    const input = { id: campaign, proxyId, voterId, holderId, instruction };
    return api.call(host, 'campaigns.giveProxy', input, { headers: from }).then((answer) => ({ ...answer, proxyId }));
  };

  test('its holder votes as instructed only, and not after it was withdrawn', async () => {
    const owners = await house();
    const campaign = await opened(owners);
    const [voterId] = await ownLine(campaign, owners, 'd');
    const from = linkOf(campaign, owners, 'd');
    const { proxyId } = await give(campaign, voterId, from, owners.people.get('c'), 'no');
    const under = { proxyId, personId: owners.people.get('d') };
    const vote = (choice: string) =>
      api.call(
        host,
        'campaigns.answer',
        { id: campaign, answerId: randomUUID(), voterId, choice, under },
        { headers: linkOf(campaign, owners, 'c') },
      );
    expect((await vote('yes')).code).toBe('proxyInstructed');
    await api.call(host, 'campaigns.withdrawProxy', { proxyId }, { headers: from });
    expect((await vote('no')).code).toBe('proxyWithdrawn');
    expect((await votes(campaign, owners, 'd', 'yes')).status).toBe(200);
  });

  test('withdrawn between the answer and the end, what was voted under it counts; who held it hears of it if they knew', async () => {
    const owners = await house();
    const campaign = await opened(owners);
    const [voterId] = await ownLine(campaign, owners, 'd');
    const [from, personId, holder] = [linkOf(campaign, owners, 'd'), owners.people.get('d'), owners.people.get('c')];
    const withdrawn = (proxyId: string) => api.call(host, 'campaigns.withdrawProxy', { proxyId }, { headers: from });
    const told = () =>
      api.one.query<{ id: string; event: string; state: string; voted: boolean | null }>(
        `select id, event, state, (data -> 'voted')::boolean as voted from message
         where subject_id = $1 and recipient_id = $2 and template like 'proxy%' order by event`,
        [campaign, holder],
      );
    // Nobody has told the holder yet: there is nothing to take back.
    const early = await give(campaign, voterId, from, holder);
    expect((await withdrawn(early.proxyId)).status).toBe(200);
    expect(await told()).toMatchObject([{ event: `proxyGiven:${early.proxyId}`, state: 'withdrawn' }]);
    const { proxyId } = await give(campaign, voterId, from, holder);
    await api.one.query(`update message set state = 'sent' where event = $1`, [`proxyGiven:${proxyId}`]);
    const answer = { id: campaign, answerId: randomUUID(), voterId, choice: 'yes', under: { proxyId, personId } };
    expect((await api.call(host, 'campaigns.answer', answer, { headers: linkOf(campaign, owners, 'c') })).status).toBe(
      200,
    );
    for (let again = 0; again < 2; again += 1) expect((await withdrawn(proxyId)).status).toBe(200);
    const [note, ...more] = (await told()).filter(({ event }) => event.startsWith('proxyWithdrawn'));
    expect([note, more]).toMatchObject([{ event: `proxyWithdrawn:${proxyId}`, state: 'open', voted: true }, []]);
    const contexts = await loadContexts(api.one, 'https://one.test', [note!.id]);
    for (const [locale, words] of [
      ['de', 'Was Sie damit abgestimmt haben, zählt weiter.'],
      ['en', 'What you voted under it still counts.'],
    ] as const)
      expect(composeMail({ ...contexts.get(note!.id)!, locale }, 'post@one.test')?.text).toContain(words);
    expect((await votes(campaign, owners, 'd', 'no')).code).toBe('alreadyAnswered');
    const [own] = await ownLine(campaign, owners, 'c');
    const late = await give(campaign, own, linkOf(campaign, owners, 'c'), personId);
    expect(await closed(campaign)).toMatchObject({ sums: { yes: { voters: 1, weight: '1' }, no: { voters: 0 } } });
    const after = await api.call(
      host,
      'campaigns.withdrawProxy',
      { proxyId: late.proxyId },
      { headers: linkOf(campaign, owners, 'c') },
    );
    expect(after.code).toBe('campaignOver');
  });

  test('who is being told of a proxy while it is withdrawn hears of that too', async () => {
    const owners = await house();
    const campaign = await opened(owners);
    const [voterId] = await ownLine(campaign, owners, 'd');
    const from = linkOf(campaign, owners, 'd');
    const { proxyId } = await give(campaign, voterId, from, owners.people.get('c'));
    const withdrawing = await api.one.transaction(async (q) => {
      await q(`update message set state = 'claimed', claimed_at = now() where event = $1`, [`proxyGiven:${proxyId}`]);
      const said = api.call(host, 'campaigns.withdrawProxy', { proxyId }, { headers: from });
      await awaited(q);
      return { said };
    });
    expect((await withdrawing.said).status).toBe(200);
    const told = await api.one.query(
      `select split_part(event, ':', 1) as event, state from message where subject_id = $1 and event like '%' || $2 order by event`,
      [campaign, proxyId],
    );
    expect(told).toEqual([
      { event: 'proxyGiven', state: 'claimed' },
      { event: 'proxyWithdrawn', state: 'open' },
    ]);
  });

  test('of a vote and a withdrawal in the same moment the one that was first counts', async () => {
    const owners = await house();
    const campaign = await opened(owners);
    const [voterId] = await ownLine(campaign, owners, 'd');
    const { proxyId } = await give(campaign, voterId, linkOf(campaign, owners, 'd'), owners.people.get('c'));
    const under = { proxyId, personId: owners.people.get('d') };
    const input = { id: campaign, answerId: randomUUID(), voterId, choice: 'yes', under };
    const voting = await api.one.transaction(async (q) => {
      await q('update campaign_proxy set withdrawn_at = now() where id = $1', [proxyId]);
      const said = api.call(host, 'campaigns.answer', input, { headers: linkOf(campaign, owners, 'c') });
      await awaited(q);
      return { said };
    });
    expect((await voting.said).code).toBe('proxyWithdrawn');
    expect(await api.one.query('select from campaign_answer where campaign_id = $1', [campaign])).toEqual([]);
    expect((await votes(campaign, owners, 'd', 'no')).status).toBe(200);
  });

  test('who is excluded votes neither themselves nor by or as a proxy', async () => {
    const owners = await house();
    const exclusions = [{ personId: owners.people.get('d') ?? '', reason: 'Es geht um einen Vertrag mit ihm.' }];
    const campaign = await opened(owners, { exclusions });
    expect((await votes(campaign, owners, 'd', 'yes')).code).toBe('votingExcluded');
    const [mine] = await ownLine(campaign, owners, 'd');
    expect((await give(campaign, mine, linkOf(campaign, owners, 'd'), owners.people.get('c'))).code).toBe(
      'votingExcluded',
    );
    const [other] = await ownLine(campaign, owners, 'c');
    expect((await give(campaign, other, linkOf(campaign, owners, 'c'), owners.people.get('d'))).code).toBe(
      'votingExcluded',
    );
  });

  test('nobody holds more than the community’s rules allow', async () => {
    const owners = await house();
    const campaign = await opened(owners, { voting: { ...simpleVote, proxies: { holders: 'owners', most: 1 } } });
    const lines = { c: (await ownLine(campaign, owners, 'c'))[0], d: (await ownLine(campaign, owners, 'd'))[0] };
    const holder = owners.people.get('a');
    expect((await give(campaign, lines.c, linkOf(campaign, owners, 'c'), holder)).status).toBe(200);
    expect((await give(campaign, lines.d, linkOf(campaign, owners, 'd'), holder)).code).toBe('proxyTooMany');
    const stranger = await person(api.one, { email: `f${made}@one.test` });
    expect((await give(campaign, lines.d, linkOf(campaign, owners, 'd'), stranger)).code).toBe('proxyHolder');
  });
});

describe('proxies from paper', () => {
  const scan = async () => {
    const [file] = await api.one.query<{ id: string }>(
      `insert into stored_file (sha256, media_type, bytes, name, uploaded_by)
       select repeat('a', 64), 'application/pdf', 10, 'Vollmacht.pdf', jsonb_build_object('kind', 'employee', 'id', person_id)
       from employee limit 1 returning id`,
    );
    return file?.id ?? '';
  };

  test('are entered with their scan only; whoever holds one, owner or not, is written to and votes by their link', async () => {
    const owners = await house();
    const campaign = await opened(owners);
    const lawyer = await person(api.one, { email: `lawyer${made}@one.test` });
    const [voterId] = await ownLine(campaign, owners, 'd');
    const proxyId = randomUUID();
    const paper = { id: campaign, proxyId, voterId, personId: owners.people.get('d'), holderId: lawyer };
    const enter = (more: object) => office('giveProxy', { ...paper, instruction: 'yes', ...more });
    expect((await enter({ fileId: null })).code).toBe('fieldRequired');
    expect((await enter({ fileId: await scan() })).status).toBe(200);
    const written = await api.one.query(
      `select template, recipient_id = $2::uuid as "toHolder" from message where subject_id = $1 and template = 'proxyGiven'`,
      [campaign, lawyer],
    );
    expect(written).toEqual([{ template: 'proxyGiven', toHolder: true }]);
    const headers = { 'x-link': campaignToken(api.one.key, { campaignId: campaign, personId: lawyer, generation: 1 }) };
    const given = await api.call(
      host,
      'campaigns.answer',
      {
        id: campaign,
        answerId: randomUUID(),
        voterId,
        choice: 'yes',
        under: { proxyId, personId: owners.people.get('d') },
      },
      { headers },
    );
    expect(given.status).toBe(200);
    // What was voted stays; who held the proxy has no part in it after it is withdrawn.
    expect((await office('withdrawProxy', { proxyId })).status).toBe(200);
    const ballot = await api.call(host, 'campaigns.ballot', { id: null }, { kind: 'query', headers });
    expect(ballot.code).toBe('proxyWithdrawn');
    expect((await votes(campaign, owners, 'd', 'no')).code).toBe('alreadyAnswered');
  });

  test('those who could hold one are found by name, with how many they hold; two at once do not pass the limit', async () => {
    const owners = await house();
    const campaign = await opened(owners, { voting: { ...simpleVote, proxies: { holders: 'owners', most: 1 } } });
    const lines = { c: (await ownLine(campaign, owners, 'c'))[0], d: (await ownLine(campaign, owners, 'd'))[0] };
    const holderId = owners.people.get('a');
    const both = await Promise.all(
      (['c', 'd'] as const).map(async (name) =>
        office('giveProxy', {
          ...{ id: campaign, proxyId: randomUUID(), voterId: lines[name], personId: owners.people.get(name), holderId },
          ...{ instruction: null, fileId: await scan() },
        }),
      ),
    );
    expect(both.map(({ status, code }) => (status === 200 ? 'given' : code)).sort()).toEqual(['given', 'proxyTooMany']);
    const found = await office<{ id: string; owner: boolean; held: number }[]>(
      'holders',
      { id: campaign, personId: owners.people.get('b'), text: '' },
      'query',
    );
    expect(found.data?.map(({ id }) => id).sort()).toEqual(
      ['a', 'c', 'd'].map((name) => owners.people.get(name)).sort(),
    );
    expect(found.data?.find(({ id }) => id === holderId)).toMatchObject({ owner: true, held: 1 });
  });
});

test('the same question in two associations is two votes, each with its papers, counted on its own', async () => {
  const [one, two] = [await house(), await house()];
  const [file] = await api.one.query<{ id: string }>(
    `insert into stored_file (sha256, media_type, bytes, name, uploaded_by)
     select repeat('b', 64), 'application/pdf', 10, 'Angebot.pdf', jsonb_build_object('kind', 'employee', 'id', person_id)
     from employee limit 1 returning id`,
  );
  const inputs = [one, two].map(({ property }) => newVote(property, { files: [file?.id] }));
  for (const input of [...inputs, ...inputs]) expect((await office('open', input)).status).toBe(200);
  const rows = await api.one.query<{ files: string[]; voters: number; names: string[] }>(
    `select c.files, (select count(*)::int from campaign_voter v where v.campaign_id = c.id) as voters,
       array(select name from stored_file f where f.subject_id = c.id) as names
     from campaign c where c.id = any($1::uuid[]) order by c.number`,
    [inputs.map(({ id }) => id)],
  );
  expect(rows.map(({ names }) => names)).toEqual([['Angebot.pdf'], ['Angebot.pdf']]);
  expect(rows[0]?.files).not.toEqual(rows[1]?.files);
  expect(rows.map(({ voters }) => voters)).toEqual([4, 4]);
});

test('who sold before the key date is not asked, and a vote of theirs is not there; the buyer votes', async () => {
  const owners = await house();
  const buyer = await person(api.one, { email: `buyer${made}@one.test` });
  const seller = owners.people.get('d') ?? '';
  await api.one.query(`update ownership set valid_until = berlin_today() - 2 where person_id = $1`, [seller]);
  await api.one.query(`insert into ownership (unit_id, person_id, valid_from) values ($1, $2, berlin_today() - 1)`, [
    owners.units[3],
    buyer,
  ]);
  const campaign = await opened(owners);
  const { data } = await api.call<Ballot>(
    host,
    'campaigns.ballot',
    { id: null },
    {
      kind: 'query',
      headers: { 'x-link': campaignToken(api.one.key, { campaignId: campaign, personId: buyer, generation: 1 }) },
    },
  );
  const voterId = data?.lines[0]?.voterId;
  expect(voterId).toBeDefined();
  expect((await ballotOf(campaign, owners, 'd')).code).toBe('linkRevoked');
  const attempt = { id: campaign, answerId: randomUUID(), voterId, choice: 'no', under: null };
  const said = await api.call(host, 'campaigns.answer', attempt, { headers: linkOf(campaign, owners, 'd') });
  expect(said.code).toBe('linkRevoked');
  expect(await api.one.query('select from campaign_answer where campaign_id = $1', [campaign])).toEqual([]);
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
  const [answers] = await api.one.query<{ words: string }>(
    `select string_agg(a::text, '') as words from campaign_answer a where campaign_id = $1`,
    [campaign],
  );
  expect(answers?.words).not.toMatch(/yes|no\b|abstain/);
  const ballots = await api.one.query('select * from campaign_ballots where campaign_id = $1 order by choice', [
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
  const lines = await api.one.query<{ voterId: string; personId: string }>(
    'select voter_id as "voterId", person_id as "personId" from campaign_person where campaign_id = $1',
    [campaign],
  );
  const at = toInstant(Date.now());
  const asked = lines.map(({ voterId, personId }) =>
    takeAnswer(api.one, {
      ...{
        id: randomUUID(),
        campaignId: campaign,
        voterId,
        personId,
        choice: 'yes',
        way: 'link',
        proxyId: null,
        fileId: null,
      },
      actor: { kind: 'person', id: personId },
      at,
    }).then(
      () => true,
      () => false,
    ),
  );
  const [result, taken] = await Promise.all([closed(campaign), Promise.all(asked)]);
  expect(result?.sums.yes?.voters ?? 0).toBe(taken.filter(Boolean).length);
  const [{ there } = { there: -1 }] = await api.one.query<{ there: number }>(
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
      await api.one.query<{ id: string }>(
        `select recipient_id as id from message where subject_id = $1 and template = $2 and data ->> 'channel' is not distinct from $3`,
        [campaign, template, channel],
      )
    )
      .map(({ id }) => [...owners.people].find(([, each]) => each === id)?.[0])
      .sort();
  const [row] = await api.one.query<{ next: string }>('select next_at as next from campaign where id = $1', [campaign]);
  await passTo(api.one, campaign, toInstant(Date.parse(row?.next ?? '')));
  // A has answered for what they own with B, not for what they own alone.
  expect(await silentOnly('campaignReminder', null)).toEqual(['a', 'd']);
  await office('act', { id: campaign, commandId: randomUUID(), act: { type: 'sendLetters' } });
  await carryOutStored(api.one, campaign, 'sendLetters');
  expect(await silentOnly('campaignReminder', 'letter')).toEqual(['a', 'd']);
  // When the time is over the management hears who is missing, by name.
  await closed(campaign);
  const [ended] = await api.one.query<{ id: string }>(
    `select id from message where subject_id = $1 and template = 'campaignEnded'`,
    [campaign],
  );
  const contexts = await loadContexts(api.one, 'https://one.test', [ended?.id ?? '']);
  expect(contexts.get(ended?.id ?? '')?.campaign).toMatchObject({ asked: 4, missing: 2 });
  const missing = await api.one.query<{ name: string }>(
    `select trim(given_name || ' ' || family_name) as name from person where id = any($1::uuid[])`,
    [['a', 'd'].map((name) => owners.people.get(name))],
  );
  const text = composeMail(contexts.get(ended?.id ?? '')!, 'post@one.test')?.text ?? '';
  for (const { name } of missing) expect(text).toContain(name);
});

describe('its evidence', () => {
  let owners: House;
  let campaign: string;
  let hash: string;
  const take = async (path: string, headers: Record<string, string> = { cookie }) =>
    api.send(host, `/api/campaigns/${campaign}/evidence.${path}`, { headers });

  beforeAll(async () => {
    owners = await house();
    campaign = await opened(owners);
    hash = (await votes(campaign, owners, 'c', 'yes')).data?.hash ?? '';
    await votes(campaign, owners, 'd', 'no');
    await votes(campaign, owners, 'b', 'yes');
    await closed(campaign);
  });

  async function verified(name: string, content: Buffer | string): Promise<{ code: number; said: string }> {
    const path = join(folder, name);
    writeFileSync(path, content);
    const script = join(import.meta.dirname, '..', '..', 'scripts', 'verify-dossier.mjs');
    return promisify(execFile)(process.execPath, [script, path]).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        code: error.code,
        said: error.stdout + error.stderr,
      }),
    );
  }

  test.each(['json', 'pdf'])('(%s) is found to be as it was written by the stand-alone verifier', async (ending) => {
    const { status, body } = await take(ending);
    expect(status).toBe(200);
    expect(await verified(`evidence.${ending}`, body)).toMatchObject({
      code: 0,
      said: expect.stringContaining('3 answers'),
    });
  });

  test('tells of each person how they were written to, and how they answered', async () => {
    const evidence = JSON.parse((await take('json')).body.toString()) as Evidence;
    expect(evidence.campaign.result).toMatchObject({ adopted: true });
    const c = evidence.people.find(({ person: id }) => id === owners.people.get('c'));
    expect(c).toMatchObject({ choice: 'yes', way: 'link', messages: [{ template: 'voteAsked' }] });
  });

  test('shows where a byte was flipped: in an answer, in an entry, in the seal', async () => {
    const evidence = JSON.parse((await take('json')).body.toString()) as Evidence;
    const flipped = async (change: (copy: Evidence) => void) => {
      const copy = structuredClone(evidence);
      change(copy);
      return verified('flipped.json', JSON.stringify(copy));
    };
    const voted = evidence.answers.findIndex(({ said }) => said?.includes('"no"'));
    const answer = await flipped((copy) => {
      copy.answers[voted]!.said = copy.answers[voted]!.said!.replace('"no"', '"ja"');
    });
    expect(answer).toMatchObject({ code: 1, said: expect.stringContaining(`Answer ${voted + 1} `) });
    const counted = evidence.entries.find(({ kind }) => kind === 'answersCounted')!;
    const entry = await flipped((copy) => {
      const there = copy.entries.find(({ seq }) => seq === counted.seq)!;
      there.body = there.body!.replace('"adopted":true', '"adopted":null');
    });
    expect(entry).toMatchObject({ code: 1, said: expect.stringContaining(`Entry ${counted.seq}: its content`) });
    const left = await flipped((copy) => void copy.answers.pop());
    expect(left).toMatchObject({ code: 1, said: expect.stringContaining('3 answers were counted, 2 are here') });
  });

  test('lets each voter find their own answer, and nobody else’s', async () => {
    const { body, status } = await take('json', linkOf(campaign, owners, 'c'));
    expect(status).toBe(200);
    const own = JSON.parse(body.toString()) as Evidence;
    expect(own.answers.filter(({ said }) => said !== null).map((answer) => answer.hash)).toEqual([hash]);
    expect(own.people.map(({ person: id }) => id)).toEqual([owners.people.get('c')]);
    // Not announced yet: the count is the office's.
    expect(body.toString()).not.toContain('adopted');
    expect(await verified('own.json', body)).toMatchObject({ code: 0, said: expect.stringContaining('withheld') });
  });

  test('is nothing for strangers', async () => {
    expect((await take('json', {})).status).toBe(401);
    const other = await house();
    const elsewhere = await opened(other);
    expect((await take('json', linkOf(elsewhere, other, 'a'))).status).toBe(404);
  });
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
    const { reasonToEnd } = await import('../../api/campaigns/closing.ts');
    const { campaignRecord } = await import('../../db/queries/campaigns.ts');
    const record = await campaignRecord(api.one, campaign);
    return record ? reasonToEnd(api.one, record) : undefined;
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
  expect(await api.one.query('select id from campaign_answer where campaign_id = $1', [campaign])).toHaveLength(2);
});

test('what people answered can not be changed or removed by the application', async () => {
  await expect(api.one.query(`update campaign_answer set choice = 'no'`)).rejects.toThrow(/permission denied/);
  await expect(api.one.query('delete from campaign_answer')).rejects.toThrow(/permission denied/);
});

test('a campaign that asks residents is confirmed once by each', async () => {
  const resident = await person(api.one, { email: 'rita@one.test', resident: true, password });
  const [home] = await api.one.query<{ property: string }>(
    `select b.property_id as property from tenancy t join unit u on u.id = t.unit_id
     join building b on b.id = u.building_id where t.person_id = $1`,
    [resident],
  );
  const input = newVote(home?.property ?? '', { kind: 'readReceipt', audience: 'residents', voting: null });
  await office('open', input);
  await carryOutStored(api.one, input.id, 'open');
  const people = new Map([['rita', resident]]);
  const owners = { property: '', units: [], people };
  const { data } = await ballotOf(input.id, owners, 'rita');
  const read = (answerId: string) =>
    api.call(
      host,
      'campaigns.answer',
      { id: input.id, answerId, voterId: data?.lines[0]?.voterId, choice: null, under: null },
      { headers: linkOf(input.id, owners, 'rita') },
    );
  expect((await read(randomUUID())).status).toBe(200);
  expect((await read(randomUUID())).code).toBe('alreadyAnswered');
});
