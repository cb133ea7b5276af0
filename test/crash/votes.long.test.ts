import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignToken } from '../../db/links.ts';
import { association, newVote, simpleVote } from '../support/association.ts';
import { Killable, until } from '../support/killable.ts';
import { Actors } from './actors.ts';

let product: Killable;
let actors: Actors;
const owners = Array.from({ length: 12 }, (_, n) => `o${n}`);

beforeAll(async () => {
  product = await Killable.make();
  await product.start();
  actors = await Actors.make(product);
});
afterAll(() => product.close());

interface Vote {
  voterId: string;
  answerId: string;
  choice: 'yes' | 'no';
  link: string;
}

/** An open vote with what each of its twelve owners will say. */
async function opened(): Promise<{ id: string; votes: Vote[] }> {
  const { workspace } = product;
  const units = owners.map((owner) => ({ share: 50, owners: [owner] }));
  const { property, people } = await association(workspace, `H-${randomUUID().slice(0, 8)}`, units);
  const input = newVote(property, { voting: { ...simpleVote, endsWhenDecided: false } });
  const answer = await product.call('campaigns.open', input, { cookie: actors.cookieOf('manager') });
  expect(answer).toMatchObject({ status: 200, data: { state: 'applied' } });
  const asked = await workspace.query<{ voterId: string; personId: string }>(
    'select voter_id as "voterId", person_id as "personId" from campaign_person where campaign_id = $1',
    [input.id],
  );
  expect(asked).toHaveLength(people.size);
  const votes = asked.map(({ voterId, personId }, n): Vote => {
    const link = campaignToken(workspace.key, { campaignId: input.id, personId, generation: 1 });
    return { voterId, answerId: randomUUID(), choice: n % 3 === 0 ? 'no' : 'yes', link };
  });
  return { id: input.id, votes };
}

/** Says it; undefined where the process died under it. */
const say = (id: string, { voterId, answerId, choice, link }: Vote) =>
  product
    .call<{ hash: string; known: boolean }>(
      'campaigns.answer',
      { id, answerId, voterId, choice, under: null },
      { 'x-link': link },
    )
    .catch(() => undefined);

const rowsOf = (id: string) =>
  product.workspace.query<{ id: string; choice: string; hash: string }>(
    `select id, choice, encode(hash, 'hex') as hash from campaign_answer where campaign_id = $1`,
    [id],
  );

async function standing(id: string) {
  const [row] = await product.workspace.query<{ phase: string; yes: string | null; no: string | null }>(
    `select phase, result -> 'sums' -> 'yes' ->> 'weight' as yes, result -> 'sums' -> 'no' ->> 'weight' as no
     from campaign where id = $1`,
    [id],
  );
  const counted = await product.workspace.query(`select from timeline where file_id = $1 and kind = 'answersCounted'`, [
    id,
  ]);
  return { ...row, counted: counted.length };
}

test('the API is killed between a vote’s commit and its answer: said again it is there once, and nothing waits for the deadline', async () => {
  const { id, votes } = await opened();
  const said = votes.map((vote) => say(id, vote));
  await until('some votes are written', async () => (await rowsOf(id)).length > 2);
  await product.kill('api');
  const answers = await Promise.all(said);
  const before = await rowsOf(id);
  await product.start('api');
  for (const [n, vote] of votes.entries()) {
    // Who was answered has no reason to press again; whoever was not does, and is told the same.
    if (answers[n]?.status === 200) continue;
    const again = await say(id, vote);
    const kept = before.find((row) => row.id === vote.answerId);
    expect(again).toMatchObject({ status: 200, data: { known: kept !== undefined } });
    if (kept) expect(again?.data?.hash).toBe(kept.hash);
  }
  expect(await rowsOf(id)).toHaveLength(votes.length);
  await until('it has ended, because all have answered', async () => (await standing(id)).phase === 'pending');
  expect(await standing(id)).toMatchObject({ yes: '8', no: '4', counted: 1 });
});

test('the API is killed when everybody has voted and before it looked: the vote ends all the same', async () => {
  const { id, votes } = await opened();
  for (const vote of votes.slice(1)) expect(await say(id, vote)).toMatchObject({ status: 200 });
  // Whoever looks meanwhile can't write down that it ends.
  await product.workspace.transaction(async (query) => {
    await query('lock table command in share mode');
    const last = say(id, votes[0]!);
    await until('the last vote is written', async () => (await rowsOf(id)).length === votes.length);
    await product.kill('api');
    await last;
  });
  expect((await standing(id)).phase).toBe('open');
  await product.start('api');
  await until('it has ended', async () => (await standing(id)).phase === 'pending', 90);
  expect(await standing(id)).toMatchObject({ yes: '8', no: '4', counted: 1 });
});

test('everything is killed after the count is written and before the engine knows: it is counted once, and no vote is taken any more', async () => {
  const { id, votes } = await opened();
  for (const vote of votes.slice(2)) expect(await say(id, vote)).toMatchObject({ status: 200 });
  product.freezeAnswers();
  await say(id, votes[1]!);
  await say(id, votes[0]!);
  await until('the count is written', async () => (await standing(id)).phase === 'pending');
  await product.kill('temporal', 'worker', 'api');
  expect(await standing(id)).toMatchObject({ yes: '8', no: '4', counted: 1 });
  await product.start();
  expect(await say(id, { ...votes[0]!, answerId: randomUUID() })).toMatchObject({ code: 'campaignOver' });
  await actors.settled(id);
  expect(await rowsOf(id)).toHaveLength(votes.length);
  expect(await standing(id)).toMatchObject({ phase: 'pending', yes: '8', no: '4', counted: 1 });
  const announcing = { id, commandId: randomUUID(), act: { type: 'announce', salesSeen: false } };
  expect(await product.call('campaigns.act', announcing, { cookie: actors.cookieOf('manager') })).toMatchObject({
    data: { state: 'applied' },
  });
  expect(await standing(id)).toMatchObject({ phase: 'closed', counted: 1 });
});
