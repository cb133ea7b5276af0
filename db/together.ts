import { setTimeout } from 'node:timers/promises';
import type { Workspace } from './workspaces.ts';

interface Asked<Item, Outcome> {
  item: Item;
  resolve(outcome: Outcome | Promise<Outcome>): void;
  reject(reason: unknown): void;
}

/**
 * Does for many at once what each asks for itself: what comes while a round is under way is done in the next one, `most` at a
 * time. One transaction for all costs a fraction of one for each, and who asks alone waits for nobody. `work` gives an
 * outcome for each item, in their order, or the promise of one that the next round does not wait for; what it throws is thrown
 * to all of the round. With `gatherMs` each round waits so long for others.
 */
export function together<Item, Outcome>(
  most: number,
  work: (items: readonly Item[]) => Promise<readonly (Outcome | Promise<Outcome>)[]>,
  gatherMs = 0,
): (item: Item) => Promise<Outcome> {
  const waiting: Asked<Item, Outcome>[] = [];
  let underWay = false;
  const go = async () => {
    while (waiting.length > 0) {
      if (gatherMs > 0) await setTimeout(gatherMs);
      const round = waiting.splice(0, most);
      try {
        const outcomes = await work(round.map(({ item }) => item));
        for (const [n, { resolve }] of round.entries()) resolve(outcomes[n] as Outcome | Promise<Outcome>);
      } catch (error) {
        for (const { reject } of round) reject(error);
      }
    }
    underWay = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (underWay) return;
      underWay = true;
      // Those that arrived in this moment share the first round.
      setImmediate(go);
    });
}

/** As `together`, for each workspace by itself. */
export function togetherIn<Item, Outcome>(
  most: number,
  work: (workspace: Workspace, items: readonly Item[]) => Promise<readonly (Outcome | Promise<Outcome>)[]>,
): (workspace: Workspace, item: Item) => Promise<Outcome> {
  const asks = new WeakMap<Workspace, (item: Item) => Promise<Outcome>>();
  return (workspace, item) => {
    const ask = asks.get(workspace) ?? together(most, (items: readonly Item[]) => work(workspace, items));
    asks.set(workspace, ask);
    return ask(item);
  };
}
