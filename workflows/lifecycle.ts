import type { UpdateDefinition } from '@temporalio/common';
import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  currentUpdateInfo,
  isCancellation,
  patched,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { LifecycleActivities, Revision, Telling } from '../activities/lifecycle/contract.ts';
import type { DomainErrorCode } from '../domain/errors.ts';
import { nextDeadline } from '../domain/lifecycle/ball.ts';
import { APPLIED_KEPT } from '../domain/lifecycle/draft.ts';
import type { Fact, Gone } from '../domain/lifecycle/facts.ts';
import { mayBeHeld } from '../domain/lifecycle/held.ts';
import type { Noun, Outcome } from '../domain/lifecycle/outcome.ts';
import type { AnyState } from '../domain/lifecycle/states.ts';
import type { Actor } from '../domain/parties.ts';
import { type Instant, toInstant, toMillis } from '../domain/time/berlin.ts';
import type { Acted, LifecycleStart } from './messages/lifecycle.ts';

/** A noun's rules, as its file in `domain/` exports them. */
export interface Rules<State, SomeAct, Heard, Told> {
  noun: Noun;
  acts: UpdateDefinition<Acted, [SomeAct]>;
  facts: UpdateDefinition<Acted, [Heard | Gone]>;
  check(state: State | null, act: SomeAct): DomainErrorCode | null;
  /** Applies an act; `state` is null for the one that begins the lifecycle. */
  apply(state: State | null, act: SomeAct): Outcome<State, Told>;
  hear(state: State, fact: Heard, at: Instant): Outcome<State, Told>;
  /** What follows when a lifecycle that was told something is no longer there. */
  gone(state: State, id: string, at: Instant): Outcome<State, Told>;
  tick(state: State, now: Instant): Outcome<State, Told>;
}

const { project, heldUntil } = proxyLocalActivities<LifecycleActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', maximumInterval: '5s' },
});

const { tell } = proxyActivities<LifecycleActivities>({
  startToCloseTimeout: '20s',
  retry: { initialInterval: '500ms', maximumInterval: '20s' },
});

/** A timer that fires this little late still counts as punctual: what follows carries the date that was promised. */
const PUNCTUAL = 60_000;

/** What led to a revision: a command, a fact, or (neither) a deadline. */
type Cause = { command?: string; heard?: string };

/**
 * Lives one lifecycle: takes acts and facts, writes each revision before it answers, acts on its deadlines, and ends
 * when the state is closed and everybody has been answered.
 */
export async function live<
  State extends AnyState,
  SomeAct extends { id: string; actor: Actor; at: Instant },
  Heard extends Fact,
  Told extends Fact,
>(rules: Rules<State, SomeAct, Heard, Told>, start: LifecycleStart<State>): Promise<void> {
  let state = start.state;
  const unwritten: Revision[] = [];
  let begun = 0;
  let written = 0;
  /** Until then nothing comes due: somebody has said something in time that may still be taken back. */
  let held: Instant | null = null;

  const become = (outcome: Outcome<State, Told>, { command, heard }: Cause) => {
    const facts: Telling[] = [];
    for (const effect of outcome.effects)
      if (effect.kind === 'signal') facts.push({ to: { noun: effect.noun, id: effect.id }, fact: effect.fact });
    const unchanged = outcome.state === state;
    if (unchanged && facts.length === 0) return;
    // Temporal forgets update ids at the end of a run, so facts are remembered like commands.
    if (!unchanged)
      state =
        heard === undefined
          ? outcome.state
          : { ...outcome.state, applied: [...outcome.state.applied, heard].slice(-APPLIED_KEPT) };
    const messages = outcome.effects.filter((effect) => effect.kind === 'message');
    unwritten.push({
      command: command ?? null,
      heard,
      state: state as AnyState,
      happenings: outcome.happenings,
      messages,
      facts,
      unchanged,
    });
    begun += 1;
  };
  /** Resolves when everything is written that has been led to so far. */
  const inRow = async (): Promise<Acted> => {
    const [mine, revision] = [begun, state?.revision ?? 0];
    await condition(() => written >= mine);
    return { revision };
  };
  /**
   * What was due before somebody acted, in the order in which it is: an act that comes together with a late timer (all was
   * killed, or no worker was there) is done after it, as it was said.
   */
  const dueBefore = (at: Instant): Outcome<State, Told>[] => {
    const outcomes: Outcome<State, Told>[] = [];
    if (held !== null && toMillis(held) > Date.now()) return outcomes;
    for (let then = state; then !== null && then.phase !== 'closed'; ) {
      const due = nextDeadline(then);
      if (due === null || due > at || toMillis(due) > Date.now()) break;
      const outcome = rules.tick(then, Date.now() - toMillis(due) < PUNCTUAL ? due : at);
      if (outcome.state === then) break;
      outcomes.push(outcome);
      then = outcome.state;
    }
    return outcomes;
  };
  // Handlers change it between awaits, which the compiler can't see.
  const current = (): State | null => state;
  let telling = 0;
  const settled = () => telling === 0 && allHandlersFinished();
  const pending = () => unwritten.length > 0;
  const now = () => toInstant(Date.now());

  // Registered before the first await: an update may be there with the start.
  setHandler(
    rules.acts,
    async (act) => {
      const before = dueBefore(act.at);
      if (before.length > 0 && patched('deadlines before acts')) for (const outcome of before) become(outcome, {});
      become(rules.apply(state, act), { command: act.id });
      return inRow();
    },
    {
      validator: (act) => {
        const refusal = rules.check(dueBefore(act.at).at(-1)?.state ?? state, act);
        // With the revision that refuses: after a kill the row may be ahead of it for a while.
        if (refusal) throw ApplicationFailure.nonRetryable(refusal, refusal, state?.revision ?? 0);
      },
    },
  );
  setHandler(rules.facts, async (fact) => {
    const heard = currentUpdateInfo()?.id ?? '';
    // A fact may come before the act that begins the lifecycle.
    await condition(() => state !== null);
    const here = current();
    if (here && !here.applied.includes(heard))
      become(isGone(fact) ? rules.gone(here, fact.id, now()) : rules.hear(here, fact, now()), { heard });
    return inRow();
  });

  if (state === null && !(await condition(() => state !== null, '1 minute'))) return;

  const alarm = new Alarm();
  for (;;) {
    while (unwritten.length > 0) {
      const revisions = unwritten.splice(0);
      await project({ noun: rules.noun, id: start.id, revisions });
      written += revisions.length;
      const byClock = revisions.findLast(({ command, heard, facts }) => !command && !heard && facts?.length);
      if (!byClock) continue;
      telling += 1;
      // Not awaited here: it would hold the story up.
      void tell({ noun: rules.noun, id: start.id, revision: byClock.state.revision })
        .catch((reason) => {
          if (!isCancellation(reason)) throw reason;
        })
        .finally(() => {
          telling -= 1;
        });
    }
    const here = current();
    if (here === null) return;
    if (here.phase === 'closed') {
      // An act may still come in (a reopening): it is written like any other, its handler waits for that.
      await condition(() => settled() || pending());
      if (!pending()) return;
      continue;
    }
    if (workflowInfo().continueAsNewSuggested) {
      await condition(() => settled() || pending());
      if (!pending()) await continueAsNew({ id: start.id, state: here });
      continue;
    }
    alarm.set(latest(nextDeadline(here), held));
    await condition(() => pending() || alarm.rings);
    if (alarm.rings && unwritten.length === 0) {
      alarm.reset();
      const due = nextDeadline(here);
      if (due === null || toMillis(due) > Date.now()) continue;
      if (mayBeHeld(here) && patched('held acts before deadlines')) {
        held = await heldUntil({ noun: rules.noun, id: start.id, due });
        // Something may have come meanwhile.
        if (held !== null || current() !== here) continue;
      }
      become(rules.tick(here, Date.now() - toMillis(due) < PUNCTUAL ? due : now()), {});
    }
  }
}

/** The deadline, but not before `earliest`. */
function latest(deadline: Instant | null, earliest: Instant | null): Instant | null {
  return deadline !== null && earliest !== null && earliest > deadline ? earliest : deadline;
}

function isGone(fact: { type: string }): fact is Gone {
  return fact.type === 'gone';
}

/**
 * One timer for the next deadline. It is left running when a later deadline takes its place (then it rings early, to
 * no effect): each act would otherwise cost two events to cancel and set it.
 */
class Alarm {
  rings = false;
  private at: Instant | null = null;
  private scope: CancellationScope | null = null;

  set(deadline: Instant | null): void {
    if (deadline === null || (this.at !== null && this.at <= deadline)) return;
    this.scope?.cancel();
    this.at = deadline;
    const scope = new CancellationScope();
    this.scope = scope;
    scope
      .run(() => sleep(Math.max(1, toMillis(deadline) - Date.now())))
      .then(() => {
        this.rings = true;
      })
      .catch((reason) => {
        if (!isCancellation(reason)) throw reason;
      });
  }

  reset(): void {
    this.rings = false;
    this.at = null;
    this.scope = null;
  }
}
