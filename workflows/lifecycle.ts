import type { SignalDefinition, UpdateDefinition } from '@temporalio/common';
import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  proxyLocalActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { LifecycleActivities, Revision } from '../activities/lifecycle/contract.ts';
import type { DomainErrorCode } from '../domain/errors.ts';
import { nextDeadline } from '../domain/lifecycle/ball.ts';
import type { LifecycleState } from '../domain/lifecycle/draft.ts';
import type { Noun, Outcome } from '../domain/lifecycle/outcome.ts';
import type { Act } from '../domain/ticket/commands.ts';
import type { TicketState } from '../domain/ticket/state.ts';
import { type Instant, toInstant, toMillis } from '../domain/time/berlin.ts';
import type { OrderState } from '../domain/workOrder/state.ts';
import { idOf, parseId } from './messages/ids.ts';
import type { Acted, LifecycleStart } from './messages/lifecycle.ts';

/** A noun's rules, as its file in `domain/` exports them. */
export interface Rules<State, SomeAct, Heard, Told> {
  noun: Noun;
  acts: UpdateDefinition<Acted, [SomeAct]>;
  facts: SignalDefinition<[Heard]>;
  check(state: State | null, act: SomeAct): DomainErrorCode | null;
  /** Applies an act; `state` is null for the one that begins the lifecycle. */
  apply(state: State | null, act: SomeAct): Outcome<State, Told>;
  hear(state: State, fact: Heard, at: Instant): Outcome<State, Told>;
  /** What follows when a lifecycle that was told something is no longer there. */
  gone(state: State, id: string, at: Instant): Outcome<State, Told>;
  tick(state: State, now: Instant): Outcome<State, Told>;
}

const { project } = proxyLocalActivities<LifecycleActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', maximumInterval: '5s' },
});

/** A timer that fires this little late still counts as punctual: what follows carries the date that was promised. */
const PUNCTUAL = 60_000;

/**
 * Lives one lifecycle: takes acts and facts, writes each revision before it answers, acts on its deadlines, and ends
 * when the state is closed and everybody has been answered.
 */
export async function live<
  State extends LifecycleState & { phase: string } & (TicketState | OrderState),
  SomeAct extends Act,
  Heard,
  Told,
>(rules: Rules<State, SomeAct, Heard, Told>, start: LifecycleStart<State>): Promise<void> {
  const { workspace } = parseId(workflowInfo().workflowId);
  let state = start.state;
  let written = state?.revision ?? 0;
  const unheard: Heard[] = [];
  const unwritten: Revision[] = [];
  const untold: { noun: Noun; id: string; fact: Told }[] = [];

  const become = (outcome: Outcome<State, Told>, command: string | null) => {
    for (const effect of outcome.effects) if (effect.kind === 'signal') untold.push(effect);
    if (outcome.state === state) return;
    state = outcome.state;
    const messages = outcome.effects.filter((effect) => effect.kind === 'message');
    unwritten.push({ command, state, happenings: outcome.happenings, messages });
  };
  // Handlers change it between awaits, which the compiler can't see.
  const current = (): State | null => state;
  let telling = 0;
  // Temporal drops the signals of a workflow that ends before they were answered.
  const settled = () => telling === 0 && allHandlersFinished();
  const pending = () => unwritten.length > 0 || untold.length > 0;
  const now = () => toInstant(Date.now());

  // Registered before the first await: an update may be there with the start.
  setHandler(
    rules.acts,
    async (act) => {
      become(rules.apply(state, act), act.id);
      const mine = state?.revision ?? 0;
      await condition(() => written >= mine);
      return { revision: mine };
    },
    {
      validator: (act) => {
        const refusal = rules.check(state, act);
        if (refusal) throw ApplicationFailure.nonRetryable(refusal, refusal);
      },
    },
  );
  setHandler(rules.facts, (fact) => {
    if (state === null) unheard.push(fact);
    else become(rules.hear(state, fact, now()), null);
  });

  if (state === null && !(await condition(() => state !== null, '1 minute'))) return;
  for (const fact of unheard.splice(0)) {
    const begun = current();
    if (begun) become(rules.hear(begun, fact, now()), null);
  }

  const alarm = new Alarm();
  for (;;) {
    while (unwritten.length > 0) {
      const revisions = unwritten.splice(0);
      await project({ noun: rules.noun, id: start.id, revisions });
      written = revisions.at(-1)?.state.revision ?? written;
    }
    for (const { noun, id, fact } of untold.splice(0)) {
      // Not awaited here: each answer would hold the story up for a workflow task.
      telling += 1;
      getExternalWorkflowHandle(idOf(workspace, noun, id))
        .signal(rules.facts.name, fact)
        .catch(() => {
          const told = current();
          if (told && told.phase !== 'closed') become(rules.gone(told, id, now()), null);
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
    alarm.set(nextDeadline(here));
    await condition(() => pending() || alarm.rings);
    if (alarm.rings && unwritten.length === 0) {
      alarm.reset();
      const due = nextDeadline(here);
      if (due !== null && toMillis(due) <= Date.now())
        become(rules.tick(here, Date.now() - toMillis(due) < PUNCTUAL ? due : now()), null);
    }
  }
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
