import { check } from '../domain/campaign/check.ts';
import { tick } from '../domain/campaign/clock.ts';
import type { CampaignAct } from '../domain/campaign/commands.ts';
import { apply, open } from '../domain/campaign/rules.ts';
import type { CampaignState } from '../domain/campaign/state.ts';
import type { Fact } from '../domain/lifecycle/facts.ts';
import { live, type Rules } from './lifecycle.ts';
import { actOnCampaign, type CampaignStart, tellAny } from './messages/lifecycle.ts';

/**
 * A campaign from its opening to its end: people are asked, those who are silent reminded, then the time is over and a
 * vote's result announced. Their answers are rows of the database, counted in the transaction that closes it. It begins
 * with the act `open`.
 */
export async function campaign(start: CampaignStart): Promise<void> {
  // It is told nothing by other lifecycles: what it hears leaves it as it is.
  const same = (state: CampaignState) => ({ state, happenings: [], effects: [] });
  const rules: Rules<CampaignState, CampaignAct, Fact, never> = {
    noun: 'campaign',
    acts: actOnCampaign,
    facts: tellAny,
    check,
    apply(state, act) {
      if (state) return apply(state, act);
      if (act.command.type !== 'open') throw new RangeError('a campaign begins when it is opened');
      return open(start.id, { ...act, command: act.command });
    },
    hear: same,
    gone: same,
    tick,
  };
  await live(rules, start);
}
