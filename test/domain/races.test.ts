import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Letter, World } from '../../domain/lifecycle/world.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import { anna, idOf, monday, plumber, report, resident, Story, uuid } from './given.ts';
import { play, type Try, tries } from './random.ts';

const runs = { numRuns: 400, interruptAfterTimeLimit: 40_000, markInterruptAsFailure: true };

/** Facts on their way: in order between any two lifecycles, in any order otherwise. */
class Post {
  private readonly routes = new Map<string, Letter[]>();
  readonly world = new World(() => {}, { post: (letter) => this.take(letter) });

  private take(letter: Letter): void {
    const route = `${letter.from.id} ${letter.effect.id}`;
    this.routes.set(route, [...(this.routes.get(route) ?? []), letter]);
  }

  /** Delivers the oldest letter of one of the routes; false when nothing is on its way. */
  deliver(which: number, at: Instant, lingers: boolean): boolean {
    const waiting = [...this.routes].filter(([, letters]) => letters.length > 0);
    const [, letters] = waiting[which % waiting.length] ?? [];
    const letter = letters?.shift();
    if (letter) this.world.deliver(letter, at, { lingers });
    return letter !== undefined;
  }
}

/** What tickets and orders must tell alike once everything has arrived. */
function expectAgreement(world: World): void {
  for (const order of world.orders.values()) {
    expect(order.phase, 'all have answered').not.toBe('joining');
    if (order.phase === 'closed') continue;
    const here = order.tickets.filter(({ answer }) => answer === 'joined');
    expect(here.length, 'an open order has a ticket').toBeGreaterThan(0);
    for (const { id, accepted } of here) {
      const ticket = world.tickets.get(id);
      if (accepted) continue;
      expect(ticket?.phase, 'an order works for open tickets').not.toBe('closed');
      expect(ticket?.orders.find((known) => known.id === order.id)?.phase, 'the ticket knows').toBe(
        order.phase === 'done' ? 'done' : 'running',
      );
    }
  }
  for (const ticket of world.tickets.values()) {
    if (ticket.phase === 'closed') continue;
    const live = ticket.orders.filter(({ phase }) => phase !== 'ended');
    for (const known of live) {
      const order = world.orders.get(known.id);
      expect(order?.phase, 'the ticket waits for an order that is open').not.toBe('closed');
      const its = order?.tickets.find(({ id }) => id === ticket.id);
      expect([its?.answer, its?.accepted], 'the order knows that it works for the ticket').toEqual(['joined', false]);
    }
    if (ticket.phase === 'ordered') expect(live.length, 'ordered by some order').toBeGreaterThan(0);
    if (ticket.phase === 'new' || ticket.phase === 'open') expect(live, 'open without orders').toEqual([]);
  }
}

/** Letters wait while people act: a random number is delivered before each act, the rest at the end. */
function raced(list: Try[]): World {
  const post = new Post();
  let at = monday;
  let n = 0;
  const some = () => {
    const attempt = list[n++] as Try;
    for (let more = attempt.pick % 4; more > 0; more -= 1) post.deliver(attempt.what, at, attempt.pick % 2 === 0);
  };
  at = play(
    post.world,
    list,
    (now) => {
      at = now;
    },
    some,
  );
  for (let which = 0; post.deliver(which, at, which % 3 === 0); which += 7);
  return post.world;
}

it('however acts and facts cross, tickets and orders agree once everything has arrived', () => {
  fc.assert(
    fc.property(tries(60), (list) => expectAgreement(raced(list))),
    runs,
  );
});

describe('two people place an order for one ticket at once', () => {
  const place = (story: Story, id: string, besides?: string[]) =>
    story.order(id, anna, {
      type: 'place',
      policy: 1,
      urgency: 'normal',
      federalState: 'BW',
      tickets: [uuid(11)],
      contractors: [idOf(plumber)],
      appointments: [],
      ...(besides && { besides }),
    });

  it('the ticket joins the first; the second ends without going out, and says that it was taken', () => {
    const story = new Story();
    story.ticket(uuid(11), resident, report());
    place(story, uuid(21), []);
    story.forget();
    place(story, uuid(22), []);
    expect([story.o(uuid(21)).phase, story.o(uuid(22)).outcome]).toEqual(['offered', 'refused']);
    expect(story.mail()).toEqual([]);
    const told = story.log.flatMap(({ outcome }) => outcome.happenings).filter(({ kind }) => kind === 'ticketRefused');
    expect(told.map(({ facts }) => facts)).toEqual([{ ticket: uuid(11), reason: 'taken' }]);
  });

  it('who knows the first may place a second one', () => {
    const story = new Story();
    story.ticket(uuid(11), resident, report());
    place(story, uuid(21), []);
    place(story, uuid(22), [uuid(21)]);
    expect(story.t(uuid(11)).orders.map(({ phase }) => phase)).toEqual(['running', 'running']);
  });
});
