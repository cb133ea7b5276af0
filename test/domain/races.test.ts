import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dwellingsOf } from '../../domain/appointments/dwellings.ts';
import { type Letter, World } from '../../domain/lifecycle/world.ts';
import { waiting as ticketWaits } from '../../domain/ticket/clock.ts';
import type { TicketCommand } from '../../domain/ticket/commands.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import { anna, idOf, monday, neighbour, plumber, report, resident, Story, slot, uuid } from './given.ts';
import { play, type Try, tries } from './random.ts';

const runs = { numRuns: 400, interruptAfterTimeLimit: 240_000, markInterruptAsFailure: true };

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
    for (const { id, accepted, completion } of here) {
      const ticket = world.tickets.get(id);
      if (accepted) continue;
      expect(ticket?.phase, 'an order works for open tickets').not.toBe('closed');
      expect(ticket?.orders.find((known) => known.id === order.id)?.phase, 'the ticket knows').toBe(
        order.phase === 'done' || completion === 'done' ? 'done' : 'running',
      );
    }
  }
  for (const ticket of world.tickets.values()) {
    expect(ticket.merging, 'every question about merging is answered').toBeNull();
    if (ticket.mergedInto) {
      expect(ticket).toMatchObject({ phase: 'closed', outcome: 'merged' });
      expect(world.tickets.get(ticket.mergedInto)?.merged, 'who leads knows whom').toContain(ticket.id);
    }
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

describe('merging', () => {
  const [a, b] = [uuid(11), uuid(12)];
  const into = (other: string) => ({ type: 'merge', into: other, number: 'V-2', own: 'V-1' }) as const;
  const two = () => {
    const story = new Story();
    story.ticket(a, resident, report());
    story.ticket(b, neighbour, report({ reporter: neighbour }));
    story.forget();
    return story;
  };

  it('the merged one ends, its reporter is told, and follows the other to its end', () => {
    const story = two();
    story.ticket(a, anna, into(b));
    expect(story.t(a)).toMatchObject({ phase: 'closed', outcome: 'merged', mergedInto: b });
    expect(story.t(b)).toMatchObject({ phase: 'new', merged: [a], followers: [resident] });
    expect(story.mail()).toEqual(['ticketMerged → reporter']);
    story.ticket(b, anna, { type: 'close', outcome: 'done' });
    expect(story.mail()).toEqual(['followedClosed → resident', 'ticketClosed → reporter']);
  });

  it('who has left is not told of the end', () => {
    const story = two();
    story.ticket(a, anna, into(b));
    story.ticket(b, resident, { type: 'unfollow' });
    story.forget();
    story.ticket(b, anna, { type: 'close', outcome: 'done' });
    expect(story.mail()).toEqual(['ticketClosed → reporter']);
  });

  it('two that are merged into each other at once both stay', () => {
    const letters: Letter[] = [];
    const world = new World(() => {}, { post: (letter) => letters.push(letter) });
    const act = (id: string, n: number, command: TicketCommand) =>
      world.actOnTicket(id, { id: uuid(500 + n), actor: anna, at: monday, command });
    act(a, 1, report());
    act(b, 2, report({ reporter: neighbour }));
    act(a, 3, into(b));
    act(b, 4, into(a));
    for (let letter = letters.shift(); letter; letter = letters.shift()) world.deliver(letter, monday);
    expect([world.tickets.get(a), world.tickets.get(b)]).toMatchObject([
      { phase: 'new', merging: null, mergedInto: null },
      { phase: 'new', merging: null, mergedInto: null },
    ]);
  });

  it('into one that has ended is refused, and said so', () => {
    const story = two();
    story.ticket(b, anna, { type: 'close', outcome: 'notNeeded' });
    story.ticket(a, anna, into(b));
    expect(story.t(a)).toMatchObject({ phase: 'new', merging: null });
    expect(story.log.at(-1)?.outcome.happenings.map(({ kind }) => kind)).toEqual(['mergeRefused']);
  });

  it('is not done while an order runs: the other way round it is', () => {
    const story = two();
    story.place(uuid(21), [a]);
    story.ticket(a, anna, into(b), 'orderRuns');
    story.ticket(b, anna, into(a));
    expect(story.t(b).mergedInto).toBe(a);
  });
});

describe('the owner of a rented flat', () => {
  const a = uuid(11);
  it('is asked, decides, and we go on', () => {
    const story = new Story();
    story.ticket(a, resident, report({ owner: 'ask' }));
    story.forget();
    const question = story.ticket(a, anna, { type: 'seekApproval', amountCents: 40_000 });
    expect(story.mail()).toEqual(['approvalAsked → owner']);
    expect(story.t(a).balls.map(({ stage, on }) => [stage, on.role])).toEqual([['approval', 'owner']]);
    story.ticket(a, neighbour, { type: 'decideApproval', question, given: true });
    expect(story.t(a)).toMatchObject({ approval: { status: 'given' }, balls: [{ stage: 'decide' }] });
    expect(story.mail()).toEqual(['approvalDecided → management']);
  });

  it('who stays silent has agreed to nothing', () => {
    const story = new Story();
    story.ticket(a, resident, report({ owner: 'ask' }));
    story.ticket(a, anna, { type: 'seekApproval', amountCents: null });
    story.hours(24 * 14);
    expect(story.t(a)).toMatchObject({ approval: { status: 'lapsed' }, asked: [] });
    expect(ticketWaits(story.t(a)).map(({ stage }) => stage)).toEqual(['decide']);
  });

  it('is only told where common property is concerned, once the report is taken on', () => {
    const story = new Story();
    story.ticket(a, resident, report({ owner: 'inform' }));
    story.forget();
    story.ticket(a, anna, { type: 'accept' });
    expect(story.mail()).toContain('ownerInformed → owner');
  });
});

it('whoever reported may reopen for thirty days, the office always', () => {
  const story = new Story();
  const a = uuid(11);
  story.ticket(a, resident, report());
  story.ticket(a, anna, { type: 'close', outcome: 'done' });
  story.hours(31 * 24);
  story.ticket(a, resident, { type: 'reopen' }, 'tooLateToReopen');
  story.ticket(a, anna, { type: 'reopen' });
  story.ticket(a, anna, { type: 'close', outcome: 'done' });
  story.hours(29 * 24);
  story.ticket(a, resident, { type: 'reopen' });
  expect(story.t(a).phase).toBe('open');
});

describe('a collective order', () => {
  const [a, b, c] = [uuid(11), uuid(12), uuid(13)];
  const order = uuid(21);
  const started = (visits: Record<string, string> = {}) => {
    const story = new Story();
    for (const id of [a, b, c]) story.ticket(id, resident, report());
    story.place(order, [a, b, c], { contractors: [idOf(plumber)], visits });
    story.order(order, plumber, { type: 'accept' });
    story.forget();
    return story;
  };
  const phases = (story: Story) => [a, b, c].map((id) => story.t(id).phase);

  it('is reported ticket by ticket; each dwelling confirms its own while the others are worked on', () => {
    const story = started();
    story.order(order, plumber, { type: 'complete', result: 'done', results: [{ ticket: a, result: 'done' }] });
    expect([story.o(order).phase, ...phases(story)]).toEqual(['running', 'confirming', 'ordered', 'ordered']);
    story.ticket(a, resident, { type: 'confirm' });
    const results = [{ ticket: b, result: 'done' } as const, { ticket: c, result: 'impossible' } as const];
    story.order(order, plumber, { type: 'complete', result: 'partial', results });
    expect([story.o(order).phase, ...phases(story)]).toEqual(['returned', 'closed', 'confirming', 'ordered']);
    story.ticket(b, resident, { type: 'confirm' });
    story.order(order, anna, { type: 'continue' });
    story.order(order, plumber, { type: 'complete', result: 'done' });
    expect([story.o(order).phase, ...phases(story)]).toEqual(['done', 'closed', 'closed', 'confirming']);
    story.ticket(c, resident, { type: 'confirm' });
    expect(story.o(order)).toMatchObject({ phase: 'closed', outcome: 'accepted' });
  });

  it('goes on for the ticket whose rework is demanded, without touching the dates of the others', () => {
    const [visitB, visitC] = [uuid(32), uuid(33)];
    const story = started({ [b]: visitB, [c]: visitC });
    story.order(order, plumber, { type: 'complete', result: 'done', results: [{ ticket: a, result: 'done' }] });
    const date = slot(1, story.now, 48);
    story.order(order, plumber, { type: 'proposeSlots', appointment: visitB, slots: [date] });
    story.ticket(a, resident, { type: 'dispute' });
    story.ticket(a, anna, { type: 'demandRework', order });
    const stages = story.o(order).balls.map(({ key, stage }) => [key, stage]);
    expect(Object.fromEntries(stages)).toMatchObject({ [visitB]: 'pick', [visitC]: 'propose' });
    expect([story.o(order).phase, story.t(a).phase]).toEqual(['running', 'ordered']);
  });

  it('nobody is asked to report twice about the same ticket', () => {
    const story = started();
    const results = [{ ticket: a, result: 'done' } as const];
    story.order(order, plumber, { type: 'complete', result: 'done', results });
    story.order(order, plumber, { type: 'complete', result: 'done', results }, 'notAllowedNow');
  });

  it('two tickets of one flat share a visit, which stays while one of them waits', () => {
    const wanted = dwellingsOf([
      { id: a, place: 'unit', unitId: uuid(90), reported: true },
      { id: b, place: 'unit', unitId: uuid(90), reported: true },
      { id: c, place: 'common', unitId: null, reported: true },
    ]);
    expect(wanted).toEqual([{ ticket: a, also: [b], with: { role: 'reporter' } }]);
    const story = new Story();
    for (const id of [a, b]) story.ticket(id, resident, report());
    story.order(order, anna, {
      type: 'place',
      policy: 1,
      urgency: 'normal',
      federalState: 'BW',
      tickets: [a, b],
      contractors: [idOf(plumber)],
      appointments: wanted.map((visit) => ({ id: uuid(31), ...visit })),
    });
    story.order(order, plumber, { type: 'accept' });
    story.ticket(a, anna, { type: 'close', outcome: 'notNeeded' }, 'notAllowedNow');
    story.order(order, plumber, { type: 'proposeSlots', appointment: uuid(31), slots: [slot(1, story.now, 48)] });
    story.ticket(a, anna, { type: 'merge', into: c, number: 'V-3', own: 'V-1' }, 'orderRuns');
    story.order(order, plumber, { type: 'complete', result: 'done', results: [{ ticket: a, result: 'done' }] });
    expect(story.o(order).appointments).toMatchObject([{ status: 'proposed' }]);
    story.ticket(a, resident, { type: 'confirm' });
    expect(story.o(order).appointments).toMatchObject([{ ticket: b, status: 'proposed' }]);
  });
});
