import type { Ball } from '../lifecycle/ball.ts';
import type { Noun } from '../lifecycle/outcome.ts';
import { type Occurrence, World } from '../lifecycle/world.ts';
import type { Actor } from '../parties.ts';
import { ticketCommand } from '../ticket/commands.ts';
import { type Instant, toInstant, toMillis } from '../time/berlin.ts';
import { orderCommand } from '../workOrder/commands.ts';
import type { PolicyRules } from './policy.ts';

/** An act as it was recorded, on a ticket or an order. */
export interface RecordedAct {
  id: string;
  noun: Noun;
  subjectId: string;
  type: string;
  actor: Actor;
  at: Instant;
  facts: Record<string, unknown>;
}

/** What the clock brought about: somebody was reminded, told of what is overdue, or lost their turn. */
export interface ClockEvent {
  noun: Noun;
  id: string;
  at: Instant;
  kind: 'reminded' | 'escalated' | 'lapsed';
  stage: string;
}

/** How something went, or would have gone. */
export interface Course {
  events: ClockEvent[];
  /** Milliseconds by which turns were held longer than their period, by ticket or order. */
  late: Map<string, number>;
  /** Acts that could not have been done any more: from the first of them on it would have gone otherwise. */
  refused: RecordedAct[];
}

const KINDS: ReadonlySet<string> = new Set(['reminded', 'escalated', 'lapsed']);

/**
 * Plays recorded acts of tickets and orders that belong together, in the order of their times, by the rules that
 * lifecycles go by, up to `until`. `rulesOf` says which policy one takes that begins, or is moved, with an act (null:
 * it is not moved). Nothing is sent: it is the rules alone.
 */
export function play(
  acts: readonly RecordedAct[],
  until: Instant,
  rulesOf: (act: RecordedAct) => { policy: number; rules?: PolicyRules | undefined } | null,
): Course {
  const events: ClockEvent[] = [];
  const late = new Map<string, number>();
  const turns = new Map<string, Ball[]>();
  const note = ({ noun, id, at, outcome }: Occurrence) => {
    for (const { kind, facts } of outcome.happenings)
      if (KINDS.has(kind)) events.push({ noun, id, at, kind: kind as ClockEvent['kind'], stage: String(facts.stage) });
    const { balls } = outcome.state;
    for (const { key, since, until: end } of turns.get(id) ?? []) {
      if (balls.some((ball) => ball.key === key && ball.since === since)) continue;
      const over = toMillis(at) - toMillis(end);
      if (over > 0) late.set(id, (late.get(id) ?? 0) + over);
    }
    turns.set(id, balls);
  };
  const world = new World(note);
  const refused: RecordedAct[] = [];
  for (const recorded of acts) {
    // Who acts at the very moment that something is due was in time.
    world.pass(toInstant(toMillis(recorded.at) - 1));
    const taken = 'policy' in recorded.facts ? rulesOf(recorded) : undefined;
    if (taken === null) continue;
    const { id, actor, at, type, noun, subjectId } = recorded;
    const facts = { ...recorded.facts, ...taken, type };
    const refusal =
      noun === 'ticket'
        ? world.actOnTicket(subjectId, { id, actor, at, command: ticketCommand.parse(facts) })
        : world.actOnOrder(subjectId, { id, actor, at, command: orderCommand.parse(facts) });
    if (refusal) refused.push(recorded);
  }
  world.pass(until);
  return { events, late, refused };
}
