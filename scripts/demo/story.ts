import type { StoredCommand } from '../../db/queries/commands.ts';
import type { NewOrder, NewTicket } from '../../db/queries/intake.ts';
import { nextDeadline } from '../../domain/lifecycle/ball.ts';
import { type Occurrence, World } from '../../domain/lifecycle/world.ts';
import type { Actor } from '../../domain/parties.ts';
import type { TicketCommand } from '../../domain/ticket/commands.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { OrderCommand } from '../../domain/workOrder/commands.ts';
import type { Ids } from './chance.ts';
import type { Motif } from './photos.ts';

/** A ticket's row before it has one; its report is the command of the same id. */
export type StoryTicket = Omit<NewTicket, 'policy'>;

/** An order's row before it has one. Who pays is looked up when it is written. */
export type StoryOrder = Omit<NewOrder, 'client' | 'invoiceTo' | 'policy'>;

/** One thing that somebody did, or a moment at which the clock did something. */
export type Entry =
  | { kind: 'act'; command: StoredCommand; photos: Motif[]; ticket?: StoryTicket; order?: StoryOrder }
  | { kind: 'tick'; at: Instant };

type Words = { text?: string; photos?: Motif[] };

/** What happened to a ticket and its orders: acts and moments, as they came, on the rules alone. */
export class Story {
  readonly entries: Entry[] = [];
  readonly world = new World();
  readonly #ids: Ids;

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  get ids(): Ids {
    return this.#ids;
  }

  /** When the last thing happened. */
  get at(): Instant {
    const last = this.entries.at(-1);
    if (!last) return '';
    return last.kind === 'tick' ? last.at : last.command.at;
  }

  get isOver(): boolean {
    return [...this.world.tickets.values(), ...this.world.orders.values()].every(({ phase }) => phase === 'closed');
  }

  /** Somebody does something about a ticket. @throws Untellable when the rules refuse it */
  ticket(id: string, at: Instant, actor: Actor, command: TicketCommand, words: Words = {}, ticket?: StoryTicket): void {
    const { type, ...facts } = command;
    this.#act({ noun: 'ticket', subjectId: id, type, actor, at, facts }, words, { ticket });
  }

  /** Somebody does something about an order. @throws Untellable when the rules refuse it */
  order(id: string, at: Instant, actor: Actor, command: OrderCommand, words: Words = {}, order?: StoryOrder): void {
    const { type, ...facts } = command;
    this.#act({ noun: 'workOrder', subjectId: id, type, actor, at, facts }, words, { order });
  }

  /** Lets the clock do what is due at `at`. */
  tick(at: Instant): void {
    this.entries.push({ kind: 'tick', at });
    this.world.tick(at);
  }

  #act(
    act: Omit<StoredCommand, 'id' | 'words' | 'files'>,
    { text, photos = [] }: Words,
    row: { ticket?: StoryTicket; order?: StoryOrder },
  ): void {
    const command: StoredCommand = { ...act, id: this.#ids.next(), words: text ? { text } : {}, files: [] };
    play(this.world, command);
    this.entries.push({ kind: 'act', command, photos, ...row });
  }
}

/** The rules refuse what a story wants to tell. */
export class Untellable extends Error {}

/** Does in a world what a command says. */
function play(world: World, { id, noun, subjectId, type, actor, at, facts }: StoredCommand): void {
  const refusal =
    noun === 'ticket'
      ? world.actOnTicket(subjectId, { id, actor, at, command: { type, ...facts } as TicketCommand })
      : world.actOnOrder(subjectId, { id, actor, at, command: { type, ...facts } as OrderCommand });
  if (refusal) throw new Untellable(`${noun} ${type} at ${at}: ${refusal}`);
}

/** What the first entries of a story led to, in the order in which it was written down. */
export function replay(entries: readonly Entry[]): { world: World; occurrences: Occurrence[] } {
  const occurrences: Occurrence[] = [];
  const world = new World((occurrence) => occurrences.push(occurrence));
  for (const entry of entries) {
    if (entry.kind === 'tick') world.tick(entry.at);
    else play(world, entry.command);
  }
  return { world, occurrences };
}

/**
 * Acts after which another lifecycle starts a period of its own when it hears of them: the workflows would hear of it
 * now, not at the time of the story.
 */
const heardElsewhere: ReadonlySet<string> = new Set([
  'place',
  'complete',
  'cancel',
  'decline',
  'continue',
  'demandRework',
]);

/**
 * How many entries of an open story are past. The acts after them are done by the real workflows when the demo is
 * loaded: as many as can be without a period that runs out in between.
 */
export function pastOf(story: Story, now: Instant): number {
  const { entries } = story;
  let past = entries.length;
  for (let candidate = entries.length - 1; candidate >= 0; candidate--) {
    const entry = entries[candidate];
    if (entry?.kind !== 'act' || heardElsewhere.has(entry.command.type)) break;
    const { world } = replay(entries.slice(0, candidate));
    const states = [...world.tickets.values(), ...world.orders.values()];
    const isQuiet = states.every((state) => {
      const next = nextDeadline(state);
      return next === null || next > now;
    });
    if (isQuiet) past = candidate;
    // It begins a new run: what closed the ticket is over by then.
    if (entry.command.type === 'reopen') break;
  }
  return past;
}
