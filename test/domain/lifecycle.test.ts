import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextDeadline, takeDue } from '../../domain/lifecycle/ball.ts';
import { APPLIED_KEPT } from '../../domain/lifecycle/draft.ts';
import type { TicketFact } from '../../domain/lifecycle/facts.ts';
import { forecast, type Occurrence, World } from '../../domain/lifecycle/world.ts';
import { waiting as ticketWaits } from '../../domain/ticket/clock.ts';
import type { TicketCommand } from '../../domain/ticket/commands.ts';
import { hear as hearTicket } from '../../domain/ticket/hear.ts';
import type { TicketState } from '../../domain/ticket/state.ts';
import { addMinutes, berlinClock, type Instant, MINUTE, toMillis } from '../../domain/time/berlin.ts';
import { federalStates, isWorkingDay } from '../../domain/time/workingTime.ts';
import { waiting as orderWaits } from '../../domain/workOrder/course.ts';
import { hear as hearOrder } from '../../domain/workOrder/hear.ts';
import { place } from '../../domain/workOrder/rules.ts';
import type { OrderState } from '../../domain/workOrder/state.ts';
import { anna, idOf, monday, plumber, report, resident, roofer, Story, slot, uuid } from './given.ts';
import { play, tries } from './random.ts';

const ticketId = uuid(11);
const orderId = uuid(21);
// A failure is shrunk for a while, not for ever.
const runs = { numRuns: 150, interruptAfterTimeLimit: 240_000, markInterruptAsFailure: true };

/** The states that were found to be mere data: a change makes a new one. */
const asData = new WeakSet<object>();

/** What must hold for every ticket and order at any moment; `now` is up to when the clock has run. */
function expectSound(world: World, now: Instant): void {
  for (const state of [...world.tickets.values(), ...world.orders.values()]) {
    const balls = state.noun === 'ticket' ? ticketWaits(state) : orderWaits(state);
    const next = nextDeadline(state);
    if (state.phase === 'closed') {
      expect([balls, next]).toEqual([[], null]);
      expect(state.outcome).not.toBeNull();
      expect(state.closedAt).not.toBeNull();
    } else {
      expect(balls.length, `${state.noun} in ${state.phase} waits on nobody`).toBeGreaterThan(0);
      expect(next, `${state.noun} in ${state.phase} has no date`).not.toBeNull();
      expect((next ?? '') > now, `${state.noun} in ${state.phase}: ${next} has passed at ${now}`).toBe(true);
      expect(state.outcome).toBeNull();
    }
    expect(new Set(state.balls.map(({ key }) => key)).size).toBe(state.balls.length);
    if (asData.has(state)) continue;
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    asData.add(state);
  }
  for (const ticket of world.tickets.values()) expectAgreement(world, ticket);
}

/** Ticket and order tell the same about where the order stands. */
function expectAgreement(world: World, ticket: TicketState): void {
  const live = ticket.orders.filter(({ phase }) => phase !== 'ended');
  if (ticket.phase === 'closed') return;
  if (ticket.phase === 'ordered') expect(live.length, 'ordered, but by no order').toBeGreaterThan(0);
  if (ticket.phase === 'new' || ticket.phase === 'open') expect(live).toEqual([]);
  for (const news of ticket.orders) {
    const order = world.orders.get(news.id);
    if (!order) continue;
    const its = order.tickets.find(({ id }) => id === ticket.id);
    const done = order.phase === 'done' || its?.completion === 'done';
    const phase = order.phase === 'closed' ? 'ended' : done ? 'done' : 'running';
    const joining = order.phase === 'joining';
    expect(news.phase, `the order is ${order.phase}`).toBe(joining ? 'joining' : phase);
    expect(news.revision).toBeLessThanOrEqual(order.revision);
    const shown = news.ball && order.balls.find(({ key }) => key === news.ball?.key);
    if (news.ball && phase !== 'ended') expect(shown).toMatchObject({ on: news.ball.on, until: news.ball.until });
  }
}

describe('whatever anybody does in whatever order', () => {
  it('what is open waits on somebody with a date ahead, what is closed on nobody; ticket and order agree', () => {
    fc.assert(
      fc.property(tries(60), (list) => {
        const world = new World();
        play(world, list, (now) => expectSound(world, now));
      }),
      runs,
    );
  });

  it('the revision rises by one with each change, and each change is told or leads to something', () => {
    fc.assert(
      fc.property(tries(60), (list) => {
        const revisions = new Map<string, number>();
        const world = new World(({ id, outcome: { state } }) => {
          const known = revisions.get(id) ?? 0;
          expect([known, known + 1]).toContain(state.revision);
          revisions.set(id, state.revision);
        });
        play(world, list);
      }),
      runs,
    );
  });

  it('messages within one revision are told apart by event and recipient', () => {
    fc.assert(
      fc.property(tries(60), (list) => {
        const seen = new Set<string>();
        const world = new World(({ id, outcome }) => {
          for (const effect of outcome.effects) {
            if (effect.kind !== 'message') continue;
            const key = `${id} ${effect.event} ${JSON.stringify(effect.to)}`;
            expect(seen.has(key), key).toBe(false);
            seen.add(key);
          }
        });
        play(world, list);
      }),
      runs,
    );
  });

  it('a repeated act changes nothing', () => {
    fc.assert(
      fc.property(tries(60), (list) => {
        let occurred = 0;
        const world = new World(() => occurred++);
        play(world, list, (_now, tried, code) => {
          if (code !== null) return;
          const passed = occurred;
          expect(tried.again()).toBeNull();
          expect(occurred, `${tried.act.command.type} had an effect again`).toBe(passed);
        });
      }),
      runs,
    );
  });

  it('a refused act leaves everything as it was, an allowed one does not', () => {
    fc.assert(
      fc.property(tries(60), (list) => {
        const world = new World();
        const all = () => JSON.stringify([[...world.tickets], [...world.orders]]);
        let was = '';
        play(
          world,
          list,
          (_now, { act }, code) => expect([act.command.type, all() === was]).toEqual([act.command.type, code !== null]),
          () => {
            was = all();
          },
        );
      }),
      runs,
    );
  });

  it('old and doubled facts change nothing on either side', () => {
    fc.assert(
      fc.property(tries(50), (list) => {
        const told: { noun: string; id: string; fact: { revision: number } }[] = [];
        const world = new World(({ outcome }) => {
          for (const effect of outcome.effects) if (effect.kind === 'signal') told.push(effect);
        });
        const now = play(world, list);
        for (const { noun, id, fact } of told) {
          const ticket = world.tickets.get(id);
          const order = world.orders.get(id);
          if (noun === 'ticket' && ticket && ticket.phase !== 'closed') {
            const known = ticket.orders.some((one) => 'order' in fact && one.id === fact.order);
            if (known) expect(hearTicket(ticket, fact as never, now).state).toBe(ticket);
          }
          if (noun === 'workOrder' && order) expect(hearOrder(order, fact as never, now).state).toBe(order);
        }
      }),
      runs,
    );
  });

  it('the forecast is what then happens', () => {
    fc.assert(
      fc.property(tries(40), fc.integer({ min: 1, max: 12 }), (list, most) => {
        const log: Occurrence[] = [];
        const world = new World((occurrence) => log.push(occurrence));
        play(world, list);
        const promised = forecast([...world.tickets.values()], [...world.orders.values()], most);
        log.length = 0;
        let happened: unknown[] = [];
        for (let at = world.next(); at !== null && happened.length < most; at = world.next()) {
          world.tick(at);
          happened = log.flatMap(dated);
        }
        expect(promised).toEqual(happened.slice(0, most));
      }),
      runs,
    );
  });

  it('the forecast of one order alone tells what its tickets would see it do', () => {
    fc.assert(
      fc.property(tries(40), (list) => {
        const log: Occurrence[] = [];
        const world = new World((occurrence) => log.push(occurrence));
        play(world, list);
        for (const order of [...world.orders.values()]) {
          if (order.phase === 'joining') continue;
          const alone = forecast([], [order], 5);
          const all = forecast([...world.tickets.values()], [...world.orders.values()], 400);
          const its = all.filter(({ id }) => id === order.id).slice(0, 5);
          expect(alone.slice(0, its.length)).toEqual(its);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** What the forecast tells of an occurrence. */
function dated({ noun, id, at, outcome }: Occurrence) {
  return [
    ...outcome.happenings.map(({ kind, facts }) => ({
      at,
      noun,
      id,
      kind,
      stage: facts.stage ?? null,
      to: facts.to ?? facts.on ?? null,
      ticket: facts.ticket ?? null,
    })),
    ...outcome.effects.flatMap((effect) =>
      effect.kind === 'message' && effect.template === 'appointmentTomorrow'
        ? [
            {
              at,
              noun,
              id,
              kind: 'appointmentTomorrow',
              stage: null,
              to: effect.to,
              ticket: effect.facts.ticket ?? null,
            },
          ]
        : [],
    ),
  ];
}

describe('facts that pass each other', () => {
  it('an order goes out the same way in whatever order its tickets answer, doubled or not', () => {
    const tickets = [11, 12, 13, 14].map(uuid);
    const command = {
      type: 'place',
      policy: 1,
      urgency: 'normal',
      federalState: 'BW',
      tickets,
      contractors: [idOf(plumber)],
      appointments: tickets.map((ticket, n) => ({ id: uuid(31 + n), ticket, with: { role: 'reporter' } as const })),
    } as const;
    const facts = fc
      .tuple(
        ...tickets.map((ticket) =>
          fc.constantFrom('joined', 'refused').map((type) => ({ type, ticket, revision: 1 }) as TicketFact),
        ),
      )
      .chain((told) => fc.tuple(fc.constant(told), fc.shuffledSubarray([...told, ...told], { minLength: 8 })));
    fc.assert(
      fc.property(facts, ([told, mixed]) => {
        const start = place(orderId, {
          id: uuid(1),
          actor: anna,
          at: monday,
          command: {
            ...command,
            tickets: [...tickets],
            contractors: [...command.contractors],
            appointments: [...command.appointments],
          },
        }).state;
        const end = (list: TicketFact[]) => {
          const { revision, ...state } = list.reduce((state, fact) => hearOrder(state, fact, monday).state, start);
          return { ...state, revision: state.phase === 'closed' || revision > 0 };
        };
        expect(end(mixed)).toEqual(end(told));
      }),
      runs,
    );
  });

  it('a ticket that joins twice joins once', () => {
    const story = new Story();
    story.ticket(ticketId, resident, report());
    const asks = { type: 'orderAsks', order: orderId, revision: 1 } as const;
    const joined = hearTicket(story.t(ticketId), asks, monday);
    expect(joined.effects).toMatchObject([{ kind: 'signal', fact: { type: 'joined' } }]);
    expect(hearTicket(joined.state, asks, monday)).toEqual({ state: joined.state, happenings: [], effects: [] });
  });
});

describe('a year in which nobody acts', () => {
  /** What is sent in a year to whom, once the story has come to where nobody acts any more. */
  function silence(story: Story): Occurrence[] {
    const from = story.log.length;
    story.hours(365 * 24);
    return story.log.slice(from);
  }

  const begun: Record<
    string,
    (story: Story, urgency: 'normal' | 'urgent' | 'emergency', state: (typeof federalStates)[number]) => void
  > = {
    'a new report': (story, urgency, federalState) => {
      story.ticket(ticketId, resident, report({ urgency, federalState }));
    },
    'an order offered': (story, urgency, federalState) => {
      story.ticket(ticketId, resident, report({ urgency, federalState }));
      story.place(orderId, [ticketId], { urgency, federalState });
    },
    'an agreed appointment': (story, urgency, federalState) => {
      story.ticket(ticketId, resident, report({ urgency, federalState }));
      story.place(orderId, [ticketId], { urgency, federalState, visits: { [ticketId]: uuid(31) } });
      story.order(orderId, plumber, { type: 'accept' });
      const offered = slot(1, story.now, 24 * 6 + 21);
      story.order(orderId, plumber, { type: 'proposeSlots', appointment: uuid(31), slots: [offered] });
      story.order(orderId, resident, { type: 'pickSlot', appointment: uuid(31), slot: offered.id });
    },
    'finished work': (story, urgency, federalState) => {
      story.ticket(ticketId, resident, report({ urgency, federalState }));
      story.place(orderId, [ticketId], { urgency, federalState });
      story.order(orderId, plumber, { type: 'accept' });
      story.order(orderId, plumber, { type: 'complete', result: 'done' });
    },
  };

  for (const [name, begin] of Object.entries(begun))
    for (const urgency of ['normal', 'urgent'] as const)
      it(`${name}, ${urgency}: every message in office hours of its federal state, and never silence`, () => {
        for (const federalState of federalStates) {
          const story = new Story();
          begin(story, urgency, federalState);
          const quiet = silence(story);
          for (const { at } of quiet) {
            const { day, minutes } = berlinClock(at);
            expect([at, isWorkingDay(day, federalState), minutes >= 480 && minutes <= 1020]).toEqual([at, true, true]);
          }
          expect(quiet.length).toBeGreaterThan(20);
          expectSound(story.world, story.now);
        }
      });

  it('reminds residents and contractors a few times, then only us', () => {
    const counts = Object.entries(begun).map(([name, begin]) => {
      const story = new Story();
      begin(story, 'normal', 'BW');
      const to = new Map<string, number>();
      for (const { outcome } of silence(story))
        for (const effect of outcome.effects)
          if (effect.kind === 'message') to.set(effect.to.role, (to.get(effect.to.role) ?? 0) + 1);
      return [name, to.get('reporter') ?? 0, to.get('contractor') ?? 0] as const;
    });
    expect(counts).toEqual([
      ['a new report', 0, 0],
      ['an order offered', 0, 7],
      ['an agreed appointment', 1, 3],
      ['finished work', 2, 0],
    ]);
  });

  it("tells the managers at the policy's pace: a normal report each fifth office day, an emergency day and night", () => {
    const count = (urgency: 'normal' | 'emergency') => {
      const story = new Story();
      story.ticket(ticketId, resident, report({ urgency }));
      const quiet = silence(story).flatMap(({ at, outcome }) => outcome.effects.map(() => at));
      return [quiet.length, quiet.filter((at) => !isWorkingDay(berlinClock(at).day, 'BW')).length > 0];
    };
    // 2026-03-02 to 2027-03-02 has 252 office days in Baden-Württemberg: one mail each five days of the office, and two at first.
    expect(count('normal')).toEqual([52, false]);
    // 365 days of 24 hours, one mail each 150 minutes.
    const [emergencies, nights] = count('emergency');
    expect(nights).toBe(true);
    expect(Math.abs(Number(emergencies) - (365 * 24 * 60) / 150)).toBeLessThan(5);
  });
});

describe('after a standstill', () => {
  const timing = { policy: 1, urgency: 'normal', federalState: 'BW' } as const;

  it('only the newest due step per recipient remains, marked as late, and what repeats is dated ahead', () => {
    const story = new Story();
    story.ticket(ticketId, resident, report());
    const now = addMinutes(monday, 7 * 24 * 60);
    const { balls, due } = takeDue(story.t(ticketId).balls, now, timing);
    expect(due.map(({ step, late }) => [step.kind, step.to.role, late])).toEqual([
      ['escalation', 'onCall', true],
      ['escalation', 'managers', true],
    ]);
    const next = nextDeadline({ balls }) ?? '';
    expect(next > now).toBe(true);
    const dated = ({ steps }: { steps: { at: string }[] }) => steps.every(({ at }) => at > now);
    expect(balls.every(dated)).toBe(true);
    expect(takeDue(balls, now, timing)).toEqual({ balls, due: [] });
  });

  it('what repeats is dated ahead of now, however long nothing ran', () => {
    const story = new Story();
    story.ticket(ticketId, resident, report());
    const now = addMinutes(monday, 60 * 24 * 60);
    const { balls } = takeDue(story.t(ticketId).balls, now, timing);
    expect(balls.flatMap(({ steps }) => steps.map(({ at }) => at > now))).toEqual([true]);
  });

  it('of a turn that is over, only its end is told', () => {
    const story = new Story();
    story.ticket(ticketId, resident, report());
    story.ticket(ticketId, anna, { type: 'ask', to: { role: 'reporter' } });
    story.forget();
    story.now = addMinutes(monday, 7 * 24 * 60);
    story.world.tick(story.now);
    expect(story.mail()).toEqual(['ballReturned → management']);
    const [message] = story.log.at(-1)?.outcome.effects ?? [];
    expect(message).toMatchObject({ late: true });
  });

  it('of two reminders to the same, the newer goes out', () => {
    const story = new Story();
    story.ticket(ticketId, resident, report());
    story.ticket(ticketId, anna, { type: 'ask', to: { role: 'reporter' } });
    const ball = story.t(ticketId).balls[0];
    const [first, second] = ball?.steps ?? [];
    const { due } = takeDue(story.t(ticketId).balls, addMinutes(second?.at ?? '', 30), timing);
    expect(due).toEqual([{ ball, step: second, late: false }]);
    expect(first?.kind).toBe('reminder');
  });

  it('a reminder of an appointment that has begun meanwhile is not sent', () => {
    const story = new Story();
    story.ticket(ticketId, resident, report());
    story.place(orderId, [ticketId], { visits: { [ticketId]: uuid(31) } });
    story.order(orderId, plumber, { type: 'accept' });
    const offered = slot(1, story.now, 72);
    story.order(orderId, plumber, { type: 'proposeSlots', appointment: uuid(31), slots: [offered] });
    story.order(orderId, resident, { type: 'pickSlot', appointment: uuid(31), slot: offered.id });
    story.forget();
    story.now = addMinutes(offered.starts, 5);
    story.world.tick(story.now);
    expect(story.mail()).toEqual([]);
  });

  it('a question to a contractor whose offer lapsed in the same instant is not reminded of any more', () => {
    const story = new Story();
    story.ticket(ticketId, resident, report());
    story.place(orderId, [ticketId]);
    story.hours(4);
    story.order(orderId, anna, { type: 'ask' });
    story.forget();
    story.now = addMinutes(story.o(orderId).balls.find(({ stage }) => stage === 'offer')?.until ?? '', 0);
    story.now = addMinutes(story.now, 24 * 60);
    story.world.tick(story.now);
    expect(story.mail()).toEqual(['orderWithdrawn → plumber', 'orderOffered → roofer']);
  });
});

describe('a long life', () => {
  const size = (state: TicketState | OrderState) => Buffer.byteLength(JSON.stringify(state));

  it('a ticket stays within 64 KiB over 2,500 acts and remembers the last commands only', () => {
    const story = new Story();
    story.ticket(ticketId, resident, report());
    const last: string[] = [];
    for (let n = 0; n < 2500; n++) {
      story.now = addMinutes(story.now, 30);
      const command: TicketCommand =
        n % 3 === 0
          ? { type: 'ask', to: { role: 'owner' } }
          : n % 3 === 1
            ? { type: 'forward', to: { role: 'person', id: uuid(50) } }
            : { type: 'note', visibility: 'visible' };
      const id = uuid(500_000 + n);
      if (story.world.actOnTicket(ticketId, { id, actor: anna, at: story.now, command }) === null) last.push(id);
    }
    expect(story.t(ticketId).applied).toEqual(last.slice(-APPLIED_KEPT));
    expect(size(story.t(ticketId))).toBeLessThan(64 * 1024);
  });

  it('a ticket stays within 64 KiB over hundreds of orders', () => {
    const story = new Story();
    story.ticket(ticketId, resident, report());
    for (let n = 0; n < 800; n++) {
      story.now = addMinutes(story.now, 30);
      story.place(uuid(40_000 + n), [ticketId]);
      if (n % 3) story.order(uuid(40_000 + n), plumber, { type: 'accept' });
      story.order(uuid(40_000 + n), anna, { type: 'cancel' });
    }
    expect(story.t(ticketId).phase).toBe('open');
    expect(size(story.t(ticketId))).toBeLessThan(64 * 1024);
  });

  it('an order stays within 64 KiB over 2,500 acts, offers and moved appointments', () => {
    const story = new Story();
    story.ticket(ticketId, resident, report());
    story.place(orderId, [ticketId], { visits: { [ticketId]: uuid(31) } });
    for (let n = 0; n < 350; n++) {
      story.now = addMinutes(story.now, 30);
      story.order(orderId, anna, { type: 'offer', contractors: [roofer, plumber].map(idOf) });
      story.order(orderId, anna, { type: 'accept' });
      for (let round = 0; round < 2; round++) {
        const slots = [slot(1, story.now, 30 + n), slot(2, story.now, 60 + n), slot(3, story.now, 90 + n)];
        story.order(orderId, anna, { type: 'proposeSlots', appointment: uuid(31), slots });
        story.order(orderId, anna, { type: 'pickSlot', appointment: uuid(31), slot: slots[0]?.id ?? '' });
        story.order(orderId, anna, { type: 'moveAppointment', appointment: uuid(31) });
      }
      story.order(orderId, anna, { type: 'decline', reason: 'other' });
    }
    expect(story.o(orderId).revision).toBeGreaterThan(2500);
    expect(story.o(orderId).contractors.length).toBeLessThan(64);
    expect(size(story.o(orderId))).toBeLessThan(64 * 1024);
  });
});

describe('late', () => {
  it('is what comes more than an hour after its date', () => {
    const story = new Story();
    story.ticket(ticketId, resident, report());
    const { balls } = story.t(ticketId);
    const at = nextDeadline({ balls }) ?? '';
    const timing = story.t(ticketId);
    for (const [minutes, late] of [
      [0, false],
      [60, false],
      [61, true],
    ] as const)
      expect(takeDue(balls, addMinutes(at, minutes), timing).due[0]?.late).toBe(late);
    expect(toMillis(at) % MINUTE).toBe(0);
  });
});
