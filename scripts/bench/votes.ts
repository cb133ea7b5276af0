import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { campaignToken } from '../../db/links.ts';
import { type Figure, figure, percentile } from './figures.ts';
import type { Stage } from './stage.ts';
import { repeat } from './visitor.ts';

const OWNERS = 2_000;
const SECONDS = 60;
const AT_ONCE = 10;

interface Vote {
  voterId: string;
  personId: string;
}

/** An association of 2,000 owners who all vote within a minute; then as fast as it goes, beside plain INSERTs. */
export async function voteFigures(stage: Stage): Promise<Figure[]> {
  const owners = stage.scaled(OWNERS);
  const property = await association(stage, owners);
  const paced = await opened(stage, property);
  await stage.quiet();
  stage.say(`  ${owners} owners answer within ${SECONDS} s …`);
  const took: number[] = [];
  const began = performance.now();
  await Promise.all(
    paced.votes.map(async (vote, n) => {
      // Each at a moment of their own, whatever became of those before.
      await sleep((n * SECONDS * 1_000) / owners);
      const pressed = performance.now();
      await answer(stage, paced.id, vote, n);
      took.push(performance.now() - pressed);
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  const [counted] = await stage.workspace.query<{ n: number }>(
    'select count(*)::int as n from campaign_answer where campaign_id = $1',
    [paced.id],
  );
  if (counted?.n !== owners) throw new Error('an answer was lost');
  const fast = await opened(stage, property);
  await stage.quiet();
  stage.say('  … and once more, as fast as it goes …');
  const rate = owners / (await repeat(owners, AT_ONCE, (n) => answer(stage, fast.id, fast.votes[n]!, n)));
  const plain = owners / (await repeat(owners, AT_ONCE, () => plainInsert(stage)));
  return [
    figure(`${owners} owners vote, last answer after`, seconds, 's', null, { most: SECONDS + 2 }),
    figure('one answer, p50', percentile(took, 0.5), 'ms', null),
    figure('one answer, p95', percentile(took, 0.95), 'ms', null, { most: 150 }),
    figure('answers, 10 at a time, beside plain INSERTs', rate, 'answers/s', plain),
  ];
}

async function plainInsert({ workspace }: Stage): Promise<void> {
  await workspace.query(`insert into audit (actor, what, subject_id) values ('{}', 'bench', gen_random_uuid())`);
}

async function association({ workspace }: Stage, owners: number): Promise<string> {
  const [row] = await workspace.query<{ id: string }>(
    `insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code,
       share_denominator)
     values ('900', 'WEG Hochhaus', 'weg', 'BW', 'Turmstraße 1', '70176', 'Stuttgart', 'hochhaus', $1) returning id`,
    [owners],
  );
  await workspace.query(
    `with b as (insert into building (property_id, name, street) values ($1, '1', 'Turmstraße 1') returning id),
     u as (
       insert into unit (building_id, number, share_numerator)
       select b.id, n::text, 1 from b, generate_series(1, $2::int) n returning id, number
     ), p as (
       insert into person (given_name, family_name, email)
       select 'Eva', 'Wohlgemuth ' || n, 'o' || n || '@bench.invalid' from generate_series(1, $2::int) n
       returning id, email
     )
     insert into ownership (unit_id, person_id, valid_from)
     select u.id, p.id, '2020-01-01' from u join p on p.email = 'o' || u.number || '@bench.invalid'`,
    [row?.id, owners],
  );
  return row?.id ?? '';
}

async function opened(stage: Stage, propertyId: string): Promise<{ id: string; votes: Vote[] }> {
  const id = randomUUID();
  stage.say('  A vote is opened, and everybody is written to …');
  await stage.manager.act('campaigns.open', {
    ...{ id, commandId: randomUUID(), propertyId, kind: 'vote', audience: 'owners', title: 'Dachbegrünung' },
    question: 'Das Dach wird begrünt.',
    deadline: new Date(Date.now() + 20 * 86_400_000).toISOString(),
    voting: {
      ...{ form: 'circularMajority', principle: 'shares', majority: 'simple', secret: false, changeable: false },
      endsWhenDecided: false,
      proxies: { holders: 'anybody', most: null },
      loweringResolution: { on: '2026-05-04', wording: 'Über das Dach darf im Umlauf entschieden werden.' },
    },
  });
  const votes = await stage.workspace.query<Vote>(
    'select voter_id as "voterId", person_id as "personId" from campaign_person where campaign_id = $1',
    [id],
  );
  return { id, votes };
}

async function answer(
  { manager, workspace }: Stage,
  id: string,
  { voterId, personId }: Vote,
  n: number,
): Promise<void> {
  const link = campaignToken(workspace.key, { campaignId: id, personId, generation: 1 });
  const choice = n % 3 === 0 ? 'no' : 'yes';
  await manager.withLink(link).act('campaigns.answer', { id, answerId: randomUUID(), voterId, choice, under: null });
}
