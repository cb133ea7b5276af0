import type { Actor } from '../parties.ts';
import type { PolicyRules } from '../policy/policy.ts';
import type { Instant } from '../time/berlin.ts';
import { type Ball, deal, movedTo, type Recipient, type Timing } from './ball.ts';
import type { Audience, Facts, Happening, MessageEffect, Noun, Outcome, SignalEffect, Template } from './outcome.ts';

/** What each lifecycle's state has in common. */
export interface LifecycleState extends Timing {
  noun: Noun;
  id: string;
  revision: number;
  phase: string;
  outcome: string | null;
  balls: Ball[];
  /** The last commands and facts that were applied, newest last: a repeated one is answered without effect. */
  applied: string[];
  changedAt: Instant;
  closedAt: Instant | null;
}

/** How many applied command ids a state remembers: Temporal forgets update ids at the end of a run. */
export const APPLIED_KEPT = 256;

/**
 * The next state in the making: rules write into it what follows, in the order in which it is told. The state given
 * stays as it was.
 */
export class Draft<State extends LifecycleState, Fact> {
  readonly state: State;
  readonly happenings: Happening[] = [];
  readonly effects: (MessageEffect | SignalEffect<Fact>)[] = [];
  readonly actor: Actor;
  readonly at: Instant;

  constructor(state: State, actor: Actor, at: Instant, command: string | null) {
    const applied = command === null ? state.applied : [...state.applied, command].slice(-APPLIED_KEPT);
    this.state = { ...state, revision: state.revision + 1, balls: [...state.balls], applied, changedAt: at };
    this.actor = actor;
    this.at = at;
  }

  /** Tells the timeline. Management reads every entry; `audience` names who else does. */
  tell(kind: string, audience: Audience[], facts: Facts = {}): void {
    this.happenings.push({ kind, at: this.at, actor: this.actor, audience: ['management', ...audience], facts });
  }

  /** A message intent; `about` tells occurrences of one template within a revision apart. */
  write(template: Template, to: Recipient, facts: Facts = {}, { about = '', late = false } = {}): void {
    const event = `${template}:${this.state.revision}${about && `:${about}`}`;
    this.effects.push({ kind: 'message', template, to, event, facts, ...(late && { late }) });
  }

  /** A fact for another lifecycle. */
  signal(noun: SignalEffect<Fact>['noun'], id: string, fact: Fact): void {
    this.effects.push({ kind: 'signal', noun, id, fact });
  }

  /** Deals a ball by the policy, in place of one with the same key. */
  deal(...[stage, on, options]: DealArguments): Ball {
    const ball = deal(this.state, stage, on, this.at, options);
    this.drop(ball.key);
    this.state.balls.push(ball);
    return ball;
  }

  /** Takes the ball with this key away. */
  drop(key: string): void {
    this.state.balls = this.state.balls.filter((ball) => ball.key !== key);
  }

  /** The outcome as data. */
  done(): Outcome<State, Fact> {
    return { state: this.state, happenings: this.happenings, effects: this.effects };
  }
}

/** Lets a running lifecycle go on by another policy; only the management reads of it. */
export function movePolicy<State extends LifecycleState, Fact>(
  draft: Draft<State, Fact>,
  before: State,
  { policy, rules }: { policy: number; rules?: PolicyRules | undefined },
): void {
  const { state } = draft;
  state.policy = policy;
  if (rules) state.rules = rules;
  else delete state.rules;
  state.balls = state.balls.map((ball) => movedTo(before, state, ball, draft.at));
  draft.tell('policyMoved', [], { policy });
}

type DealArguments = [stage: Ball['stage'], on: Ball['on'], options?: { key?: string; from?: Instant }];
