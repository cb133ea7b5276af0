import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { composeMail } from '../../activities/mail/compose.ts';
import { loadContexts } from '../../activities/mail/contexts.ts';
import type { Query } from '../../db/pool.ts';
import { simpleVote } from '../support/association.ts';
import { votingOffice } from '../support/voting.ts';

const voting = votingOffice();
const { host, house, stranger, office, linkTo, linkOf, ballotBy, votes, ownLine, opened, closed } = voting;

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
    return voting.api
      .call(host, 'campaigns.giveProxy', input, { headers: from })
      .then((answer) => ({ ...answer, proxyId }));
  };

  test('its holder votes as instructed only, and not after it was withdrawn', async () => {
    const owners = await house();
    const campaign = await opened(owners);
    const [voterId] = await ownLine(campaign, owners, 'd');
    const from = linkOf(campaign, owners, 'd');
    const { proxyId } = await give(campaign, voterId, from, owners.people.get('c'), 'no');
    const under = { proxyId, personId: owners.people.get('d') };
    const vote = (choice: string) =>
      voting.api.call(
        host,
        'campaigns.answer',
        { id: campaign, answerId: randomUUID(), voterId, choice, under },
        { headers: linkOf(campaign, owners, 'c') },
      );
    expect((await vote('yes')).code).toBe('proxyInstructed');
    await voting.api.call(host, 'campaigns.withdrawProxy', { proxyId }, { headers: from });
    expect((await vote('no')).code).toBe('proxyWithdrawn');
    expect((await votes(campaign, owners, 'd', 'yes')).status).toBe(200);
  });

  test('withdrawn between the answer and the end, what was voted under it counts; who held it hears of it if they knew', async () => {
    const owners = await house();
    const campaign = await opened(owners);
    const [voterId] = await ownLine(campaign, owners, 'd');
    const [from, personId, holder] = [linkOf(campaign, owners, 'd'), owners.people.get('d'), owners.people.get('c')];
    const withdrawn = (proxyId: string) =>
      voting.api.call(host, 'campaigns.withdrawProxy', { proxyId }, { headers: from });
    const told = () =>
      voting.api.one.query<{ id: string; event: string; state: string; voted: boolean | null }>(
        `select id, event, state, (data -> 'voted')::boolean as voted from message
         where subject_id = $1 and recipient_id = $2 and template like 'proxy%' order by event`,
        [campaign, holder],
      );
    // Nobody has told the holder yet: there is nothing to take back.
    const early = await give(campaign, voterId, from, holder);
    expect((await withdrawn(early.proxyId)).status).toBe(200);
    expect(await told()).toMatchObject([{ event: `proxyGiven:${early.proxyId}`, state: 'withdrawn' }]);
    const { proxyId } = await give(campaign, voterId, from, holder);
    await voting.api.one.query(`update message set state = 'sent' where event = $1`, [`proxyGiven:${proxyId}`]);
    const answer = { id: campaign, answerId: randomUUID(), voterId, choice: 'yes', under: { proxyId, personId } };
    expect(
      (await voting.api.call(host, 'campaigns.answer', answer, { headers: linkOf(campaign, owners, 'c') })).status,
    ).toBe(200);
    for (let again = 0; again < 2; again += 1) expect((await withdrawn(proxyId)).status).toBe(200);
    const [note, ...more] = (await told()).filter(({ event }) => event.startsWith('proxyWithdrawn'));
    expect([note, more]).toMatchObject([{ event: `proxyWithdrawn:${proxyId}`, state: 'open', voted: true }, []]);
    const contexts = await loadContexts(voting.api.one, 'https://one.test', [note!.id]);
    for (const [locale, words] of [
      ['de', 'Was Sie damit abgestimmt haben, zählt weiter.'],
      ['en', 'What you voted under it still counts.'],
    ] as const)
      expect(composeMail({ ...contexts.get(note!.id)!, locale }, 'post@one.test')?.text).toContain(words);
    expect((await votes(campaign, owners, 'd', 'no')).code).toBe('alreadyAnswered');
    const [own] = await ownLine(campaign, owners, 'c');
    const late = await give(campaign, own, linkOf(campaign, owners, 'c'), personId);
    expect(await closed(campaign)).toMatchObject({ sums: { yes: { voters: 1, weight: '1' }, no: { voters: 0 } } });
    const after = await voting.api.call(
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
    const withdrawing = await voting.api.one.transaction(async (q) => {
      await q(`update message set state = 'claimed', claimed_at = now() where event = $1`, [`proxyGiven:${proxyId}`]);
      const said = voting.api.call(host, 'campaigns.withdrawProxy', { proxyId }, { headers: from });
      await awaited(q);
      return { said };
    });
    expect((await withdrawing.said).status).toBe(200);
    const told = await voting.api.one.query(
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
    const answering = await voting.api.one.transaction(async (q) => {
      await q('update campaign_proxy set withdrawn_at = now() where id = $1', [proxyId]);
      const said = voting.api.call(host, 'campaigns.answer', input, { headers: linkOf(campaign, owners, 'c') });
      await awaited(q);
      return { said };
    });
    expect((await answering.said).code).toBe('proxyWithdrawn');
    expect(await voting.api.one.query('select from campaign_answer where campaign_id = $1', [campaign])).toEqual([]);
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
    const nobody = await stranger();
    expect((await give(campaign, lines.d, linkOf(campaign, owners, 'd'), nobody)).code).toBe('proxyHolder');
  });
});

describe('proxies from paper', () => {
  const scan = async () => {
    const [file] = await voting.api.one.query<{ id: string }>(
      `insert into stored_file (sha256, media_type, bytes, name, uploaded_by)
       select repeat('a', 64), 'application/pdf', 10, 'Vollmacht.pdf', jsonb_build_object('kind', 'employee', 'id', person_id)
       from employee limit 1 returning id`,
    );
    return file?.id ?? '';
  };

  test('are entered with their scan only; whoever holds one, owner or not, is written to and votes by their link', async () => {
    const owners = await house();
    const campaign = await opened(owners);
    const lawyer = await stranger();
    const [voterId] = await ownLine(campaign, owners, 'd');
    const proxyId = randomUUID();
    const paper = { id: campaign, proxyId, voterId, personId: owners.people.get('d'), holderId: lawyer };
    const enter = (more: object) => office('giveProxy', { ...paper, instruction: 'yes', ...more });
    expect((await enter({ fileId: null })).code).toBe('fieldRequired');
    expect((await enter({ fileId: await scan() })).status).toBe(200);
    const written = await voting.api.one.query(
      `select template, recipient_id = $2::uuid as "toHolder" from message where subject_id = $1 and template = 'proxyGiven'`,
      [campaign, lawyer],
    );
    expect(written).toEqual([{ template: 'proxyGiven', toHolder: true }]);
    const headers = linkTo(campaign, lawyer);
    const given = await voting.api.call(
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
    const ballot = await ballotBy(headers);
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
