import { randomUUID } from 'node:crypto';
import { writeRevisions } from '../../activities/lifecycle/project.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { tick } from '../../domain/campaign/clock.ts';
import { campaignCommand } from '../../domain/campaign/commands.ts';
import type { CampaignOutcomeData } from '../../domain/campaign/draft.ts';
import { apply, open } from '../../domain/campaign/rules.ts';
import type { CampaignState } from '../../domain/campaign/state.ts';
import type { Actor } from '../../domain/parties.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import { person } from './api.ts';

/** An association with units of these shares (of 1000), each owned by these people since 2020. Names are addresses. */
export async function association(
  workspace: Workspace,
  number: string,
  units: readonly { share: number | null; owners: readonly string[] }[],
  password?: string,
): Promise<{ property: string; units: string[]; people: Map<string, string> }> {
  const [{ property, building } = { property: '', building: '' }] = await workspace.query<{
    property: string;
    building: string;
  }>(
    `with p as (
       insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code,
         share_denominator)
       values ($1, 'Haus ' || $1, 'weg', 'BE', 'Weg 1', '10115', 'Berlin', $1, 1000) returning id
     ) insert into building (property_id, name, street) select id, 'A', 'Weg 1' from p
       returning property_id as property, id as building`,
    [number],
  );
  const people = new Map<string, string>();
  const ids: string[] = [];
  for (const [n, { share, owners }] of units.entries()) {
    const [unit] = await workspace.query<{ id: string }>(
      'insert into unit (building_id, number, share_numerator) values ($1, $2, $3) returning id',
      [building, String(n + 1), share],
    );
    ids.push(unit?.id ?? '');
    for (const name of owners) {
      if (!people.has(name))
        people.set(
          name,
          await person(workspace, { email: `${name}.${number}@one.test`, ...(password && { password }) }),
        );
      await workspace.query(`insert into ownership (unit_id, person_id, valid_from) values ($1, $2, '2020-01-01')`, [
        unit?.id,
        people.get(name),
      ]);
    }
  }
  return { property, units: ids, people };
}

/** Writes what a stored command leads to, as its workflow would have it written. */
export async function carryOutStored(workspace: Workspace, campaignId: string, type: string): Promise<CampaignState> {
  const [command] = await workspace.query<{ id: string; actor: Actor; at: Instant; facts: object }>(
    `select id, actor, at, facts from command where subject_id = $1 and type = $2 and state = 'open'
     order by created_seq desc limit 1`,
    [campaignId, type],
  );
  if (!command) throw new Error('no such command');
  const state = await stateOf(workspace, campaignId);
  const parsed = campaignCommand.parse({ ...command.facts, type });
  const act = { id: command.id, actor: command.actor, at: command.at };
  const outcome =
    parsed.type === 'open'
      ? open(campaignId, { ...act, command: parsed })
      : apply(state as CampaignState, { ...act, command: parsed });
  return written(workspace, campaignId, command.id, outcome);
}

/** Lets a campaign's clock come to `at`, as its workflow would have it written. */
export async function passTo(workspace: Workspace, campaignId: string, at: Instant): Promise<CampaignState> {
  const state = await stateOf(workspace, campaignId);
  return written(workspace, campaignId, null, tick(state as CampaignState, at));
}

async function stateOf(workspace: Workspace, id: string): Promise<CampaignState | null> {
  const [row] = await workspace.query<{ state: CampaignState | null }>('select state from campaign where id = $1', [
    id,
  ]);
  return row?.state ?? null;
}

async function written(workspace: Workspace, id: string, command: string | null, outcome: CampaignOutcomeData) {
  const messages = outcome.effects.filter((effect) => effect.kind === 'message');
  const { state, happenings } = outcome;
  await writeRevisions(workspace, 'campaign', id, [{ command, state, happenings, messages }], { settled: true });
  return state;
}

/** The rules of a vote as the tests change them. */
export const simpleVote = {
  form: 'circularMajority',
  principle: 'heads',
  majority: 'simple',
  secret: false,
  changeable: false,
  endsWhenDecided: false,
  proxies: { holders: 'anybody', most: null },
  loweringResolution: { on: '2026-05-04', wording: 'Über den Anstrich wird im Umlauf mit Mehrheit entschieden.' },
} as const;

/** The questions of a new vote. */
export function newVote(propertyId: string, change: Record<string, unknown> = {}) {
  return {
    id: randomUUID(),
    commandId: randomUUID(),
    propertyId,
    kind: 'vote',
    audience: 'owners',
    title: 'Anstrich des Treppenhauses',
    question: 'Das Treppenhaus wird für höchstens 12.000 Euro gestrichen.',
    deadline: new Date(Date.now() + 14 * 86_400_000).toISOString(),
    voting: simpleVote,
    ...change,
  };
}
