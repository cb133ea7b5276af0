import type { Slot } from '../../domain/appointments/rules.ts';
import type { Ball } from '../../domain/lifecycle/ball.ts';
import type { Actor, Party } from '../../domain/parties.ts';
import { builtinPolicy } from '../../domain/policy/builtin.ts';
import type { Stage } from '../../domain/policy/policy.ts';
import { builtinCategory } from '../../domain/report/builtin.ts';
import { isReporter } from '../../domain/ticket/draft.ts';
import type { TicketState } from '../../domain/ticket/state.ts';
import { addMinutes, type Instant } from '../../domain/time/berlin.ts';
import { contractorOf, type OrderState } from '../../domain/workOrder/state.ts';
import { type Cast, type Contractor, contractorsFor, type Place } from './cast.ts';
import { Chance } from './chance.ts';
import { atHome, calendarIn, inOffice, workingDay } from './clock.ts';
import type { Damage } from './damages.ts';
import type { Story } from './story.ts';
import { words } from './words.ts';

/** The turns that a story takes. What is not said goes the plain way. */
export interface Turns {
  triage?: 'order' | 'ask' | 'forward' | 'reject' | 'withdraw' | 'own' | 'silent';
  /** Whom a forward goes to, and who answers it. */
  forwardTo?: { to: Party; as: Actor };
  declines?: number;
  /** One of the management looks at it before anything is decided. */
  visits?: boolean;
  asks?: boolean;
  counters?: boolean;
  moves?: boolean;
  missedBy?: 'contractor' | 'dwelling';
  result?: 'partial' | 'impossible';
  verdict?: 'confirm' | 'silent' | 'dispute';
  reopens?: boolean;
  /** At what somebody lets the time run out, once. */
  silentAt?: Stage;
  /** Only the house's own people are asked. */
  ownPeople?: boolean;
}

/** Who plays in a story, and how it goes. */
export interface Plot {
  damage: Damage;
  place: Place;
  reporter: Actor | null;
  employee: Actor;
  turns: Turns;
  chance: Chance;
  cast: Cast;
}

/** What somebody means to do about a ball, and when. Null: nothing, the clock decides. */
export type Plan = { at: Instant; act(at: Instant): void } | null;

/** How a firm works: minutes of office time until it answers, working days until it comes. */
function habits(contractor: Contractor | undefined): { answers: number; comes: number } {
  const chance = new Chance(contractor?.name ?? '');
  return { answers: 40 + chance.between(0, 200), comes: contractor?.internal ? 1 : chance.between(1, 4) };
}

/** The players of one story: they look at whose turn it is and decide what to do about it. */
export class Players {
  readonly #plot: Plot;
  readonly #story: Story;
  readonly #done = new Set<string>();
  #declined = 0;

  constructor(plot: Plot, story: Story) {
    this.#plot = plot;
    this.#story = story;
  }

  /** A turn that is taken once. */
  #once(turn: string, wanted: unknown): boolean {
    if (!wanted || this.#done.has(turn)) return false;
    this.#done.add(turn);
    return true;
  }

  get #calendar() {
    return calendarIn(this.#plot.place.federalState);
  }

  #say(about: keyof typeof words): { text: string } {
    return { text: this.#plot.chance.pick(words[about]) };
  }

  #soon(since: Instant, minutes: number, urgency: TicketState['urgency']): Instant {
    const { chance } = this.#plot;
    if (urgency === 'emergency') return addMinutes(since, chance.around(Math.min(minutes, 12)));
    return inOffice(since, chance.around(urgency === 'urgent' ? minutes / 3 : minutes), this.#calendar);
  }

  /** What is done about a ball of a ticket. */
  aboutTicket(state: TicketState, ball: Ball): Plan {
    const { turns, employee, chance, reporter } = this.#plot;
    const story = this.#story;
    const office = (minutes: number) => this.#soon(ball.since, minutes, state.urgency);
    if (ball.stage === turns.silentAt && this.#once('silence', true)) return null;
    const home = () => atHome(ball.since, chance.around(state.urgency === 'normal' ? 400 : 90));
    switch (ball.stage) {
      case 'triage':
        return this.#triage(state, ball);
      case 'decide':
        if (turns.triage === 'own')
          return {
            at: office(200),
            act: (at) => {
              story.ticket(state.id, at, employee, { type: 'note', visibility: 'visible' }, this.#say('ownNote'));
              story.ticket(state.id, addMinutes(at, 2), employee, { type: 'close', outcome: 'done' });
            },
          };
        if (employee.kind === 'employee' && state.reporter && this.#once('visit', turns.visits))
          return { at: office(40), act: (at) => this.#visit(state, at, employee.id) };
        return { at: office(25), act: (at) => this.#place(state, at) };
      case 'clarification': {
        const asked = state.asked.find(({ id }) => id === ball.key);
        const by = asked?.to.role === 'reporter' && state.reporter ? state.reporter : employee;
        return {
          at: by.kind === 'employee' ? office(120) : home(),
          act: (at) => story.ticket(state.id, at, by, { type: 'answer', question: ball.key }, this.#say('answer')),
        };
      }
      case 'forwarded': {
        const { forwardTo } = turns;
        if (!forwardTo) return null;
        return {
          at: atHome(ball.since, chance.around(900)),
          act: (at) =>
            story.ticket(state.id, at, forwardTo.as, { type: 'answer', question: ball.key }, this.#say('forwarded')),
        };
      }
      case 'confirm': {
        const verdict = turns.verdict ?? 'confirm';
        if (!reporter || !isReporter(state, reporter) || verdict === 'silent') return null;
        if (this.#once('dispute', verdict === 'dispute'))
          return {
            at: home(),
            act: (at) =>
              story.ticket(
                state.id,
                at,
                reporter,
                { type: 'dispute' },
                { ...this.#say('dispute'), photos: this.#photos(1) },
              ),
          };
        const { text } = this.#say('confirm');
        return {
          at: home(),
          act: (at) => story.ticket(state.id, at, reporter, { type: 'confirm' }, text ? { text } : {}),
        };
      }
      case 'pick': {
        const [slot] = state.visits?.find(({ id }) => id === ball.key)?.slots ?? [];
        if (!slot || !state.reporter) return null;
        const by = state.reporter;
        const picked = { type: 'pickSlot', appointment: ball.key, slot: slot.id } as const;
        return { at: home(), act: (at) => story.ticket(state.id, at, by, picked) };
      }
      case 'acceptance':
        return { at: office(240), act: (at) => story.ticket(state.id, at, employee, { type: 'acceptWork' }) };
      case 'disputed': {
        const order = state.orders.find(({ phase }) => phase === 'done');
        if (!order) return null;
        return {
          at: office(150),
          act: (at) =>
            story.ticket(state.id, at, employee, { type: 'demandRework', order: order.id }, this.#say('rework')),
        };
      }
      default:
        return null;
    }
  }

  #triage(state: TicketState, ball: Ball): Plan {
    const { turns, employee, chance, reporter } = this.#plot;
    const story = this.#story;
    const at = this.#soon(ball.since, 110, state.urgency);
    const { id } = state;
    switch (turns.triage ?? 'order') {
      case 'silent':
        return null;
      case 'reject':
        return {
          at,
          act: (at) => {
            const reason = chance.pick(['duplicate', 'ownResponsibility', 'notOurs'] as const);
            story.ticket(id, at, employee, { type: 'reject', reason }, this.#say('reject'));
          },
        };
      case 'withdraw':
        if (!reporter) return null;
        return {
          at: atHome(ball.since, chance.around(60)),
          act: (at) => story.ticket(id, at, reporter, { type: 'withdraw' }, this.#say('withdraw')),
        };
      case 'ask':
        if (!this.#once('ask', state.reporter)) break;
        return {
          at,
          act: (at) => story.ticket(id, at, employee, { type: 'ask', to: { role: 'reporter' } }, this.#say('ask')),
        };
      case 'forward': {
        const { forwardTo } = turns;
        if (!forwardTo) break;
        return {
          at,
          act: (at) => story.ticket(id, at, employee, { type: 'forward', to: forwardTo.to }, this.#say('forward')),
        };
      }
      default:
    }
    return {
      at,
      act: (at) => {
        story.ticket(id, at, employee, { type: 'accept' });
        if (chance.happens(0.12))
          story.ticket(
            id,
            addMinutes(at, 3),
            employee,
            { type: 'note', visibility: 'internal' },
            this.#say('internal'),
          );
      },
    };
  }

  /** Offers dates for a visit to whoever reported. */
  #visit(state: TicketState, at: Instant, visitor: string): void {
    this.#story.ticket(state.id, at, this.#plot.employee, {
      type: 'arrangeVisit',
      appointment: this.#story.ids.next(),
      visitor,
      with: 'reporter',
      slots: this.#slots(at, state, 2),
      fixed: false,
    });
  }

  #place(state: TicketState, at: Instant): void {
    const { damage, place, cast, employee, chance, turns } = this.#plot;
    const trade = builtinCategory(state.category).trade;
    const tried = new Set([...this.#story.world.orders.values()].flatMap(({ contractors }) => contractors));
    const able = contractorsFor(cast, trade).filter(({ internal }) => !turns.ownPeople || internal);
    const fresh = able.filter(({ id }) => !tried.has(id));
    const asked = (fresh.length > 0 ? fresh : able.length > 0 ? able : cast.contractors).slice(0, 2);
    const id = this.#story.ids.next();
    const limitCents = place.managementType === 'weg' && damage.place === 'unit' ? 40_000 : 80_000;
    this.#story.order(
      id,
      at,
      employee,
      {
        type: 'place',
        policy: builtinPolicy.version,
        urgency: state.urgency,
        federalState: state.federalState,
        tickets: [state.id],
        contractors: asked.map((each) => each.id),
        appointments:
          damage.place === 'unit'
            ? [
                {
                  id: this.#story.ids.next(),
                  ticket: state.id,
                  with: state.reporter ? { role: 'reporter' } : { role: 'management' },
                },
              ]
            : [],
      },
      { text: damage.instructions },
      {
        propertyId: place.propertyId,
        title: damage.order || damage.title,
        instructions: damage.instructions,
        limitCents: chance.happens(0.8) ? limitCents : null,
        urgency: state.urgency,
        tickets: [state.id],
      },
    );
  }

  #photos(most: number) {
    const { chance, damage } = this.#plot;
    return damage.motifs.slice(0, chance.between(0, most));
  }

  /** What is done about a ball of an order. */
  aboutOrder(state: OrderState, ball: Ball): Plan {
    const { turns, employee, chance, cast, damage } = this.#plot;
    const story = this.#story;
    const id = contractorOf(state);
    const firm = cast.contractors.find((each) => each.id === id);
    const contractor: Actor = { kind: 'contractor', id: id ?? '' };
    const { answers, comes } = habits(firm);
    const office = (minutes: number) => this.#soon(ball.since, minutes, state.urgency);
    const appointment = state.appointments.find((each) => each.id === ball.key);
    const about = { appointment: ball.key };
    // Who doesn't pick gets a second round of dates by itself; only silence in both brings the ball back.
    if (ball.stage === turns.silentAt && (ball.stage === 'pick' || this.#once('silence', true))) return null;
    switch (ball.stage) {
      case 'offer':
        if (this.#declined < (turns.declines ?? 0)) {
          this.#declined += 1;
          return {
            at: office(answers),
            act: (at) =>
              story.order(state.id, at, contractor, { type: 'decline', reason: 'noCapacity' }, this.#say('decline')),
          };
        }
        if (this.#once('question', turns.asks))
          return {
            at: office(answers / 2),
            act: (at) => story.order(state.id, at, contractor, { type: 'ask' }, this.#say('question')),
          };
        return { at: office(answers), act: (at) => story.order(state.id, at, contractor, { type: 'accept' }) };
      case 'question':
        return {
          at: office(70),
          act: (at) =>
            story.order(
              state.id,
              at,
              employee,
              { type: 'answer', question: ball.key },
              this.#say('answerToContractor'),
            ),
        };
      case 'propose':
        return {
          at: office(answers / 2),
          act: (at) => {
            const slots = this.#slots(at, state, comes);
            story.order(state.id, at, contractor, { type: 'proposeSlots', ...about, slots });
          },
        };
      case 'pick': {
        const by = this.#dwelling();
        return {
          at: atHome(ball.since, chance.around(state.urgency === 'normal' ? 300 : 20)),
          act: (at) => {
            const open = this.#open(story.world.orders.get(state.id), ball.key, at);
            if (open.length === 0) return;
            if (this.#once('counter', turns.counters)) {
              const slots = this.#slots(at, state, comes + 2, 16);
              story.order(state.id, at, by, { type: 'counterSlots', ...about, slots }, this.#say('counter'));
            } else story.order(state.id, at, by, { type: 'pickSlot', ...about, slot: chance.pick(open).id });
          },
        };
      }
      case 'counter':
        return {
          at: office(answers),
          act: (at) => {
            const [slot] = this.#open(story.world.orders.get(state.id), ball.key, at);
            if (slot) story.order(state.id, at, contractor, { type: 'pickSlot', ...about, slot: slot.id });
          },
        };
      case 'perform': {
        const { picked } = appointment ?? {};
        if (picked && this.#once('move', turns.moves))
          return {
            at: addMinutes(ball.since, 30),
            act: (at) =>
              story.order(state.id, at, contractor, { type: 'moveAppointment', ...about }, this.#say('move')),
          };
        if (picked && this.#once('miss', turns.missedBy)) {
          const absent = turns.missedBy ?? 'dwelling';
          const by = absent === 'dwelling' ? contractor : this.#dwelling();
          const said = absent === 'dwelling' ? 'missedByDwelling' : 'missedByContractor';
          return {
            at: addMinutes(absent === 'dwelling' ? picked.starts : picked.ends, 25),
            act: (at) => story.order(state.id, at, by, { type: 'missAppointment', ...about, absent }, this.#say(said)),
          };
        }
        const at = picked
          ? addMinutes(picked.starts, chance.between(45, 150))
          : state.urgency === 'emergency'
            ? addMinutes(ball.since, chance.between(50, 160))
            : inOffice(ball.since, chance.around(comes * 300), this.#calendar);
        return { at, act: (at) => this.#complete(state, at, contractor) };
      }
      case 'reportMissing':
        return { at: office(200), act: (at) => this.#complete(state, at, contractor) };
      case 'silent':
        return {
          at: office(120),
          act: (at) => {
            story.order(state.id, at, employee, { type: 'newRound', ...about });
          },
        };
      case 'unplaced': {
        const others = contractorsFor(cast, builtinCategory(damage.category).trade).filter(
          (each) => !state.contractors.includes(each.id),
        );
        const next = others[0]?.id ?? cast.contractors.at(-1)?.id ?? '';
        return {
          at: office(90),
          act: (at) => story.order(state.id, at, employee, { type: 'offer', contractors: [next] }),
        };
      }
      case 'remainder':
        return { at: office(60), act: (at) => story.order(state.id, at, employee, { type: 'continue' }) };
      case 'impossible':
        return {
          at: office(100),
          act: (at) => story.order(state.id, at, employee, { type: 'cancel' }, this.#say('cancel')),
        };
      default:
        return null;
    }
  }

  /** Who opens the door. */
  #dwelling(): Actor {
    return this.#plot.reporter ?? this.#plot.employee;
  }

  #open(order: OrderState | undefined, id: string, at: Instant): Slot[] {
    return order?.appointments.find((each) => each.id === id)?.slots.filter(({ starts }) => starts > at) ?? [];
  }

  #complete(state: OrderState, at: Instant, contractor: Actor): void {
    const { turns, chance, damage } = this.#plot;
    if (this.#once('result', turns.result) && turns.result) {
      const result = turns.result;
      this.#story.order(
        state.id,
        at,
        contractor,
        { type: 'complete', result },
        { ...this.#say(result), photos: this.#photos(1) },
      );
      return;
    }
    const text = chance.pick(damage.done);
    this.#story.order(
      state.id,
      at,
      contractor,
      { type: 'complete', result: 'done' },
      { text, photos: chance.happens(0.7) ? ['done'] : [] },
    );
  }

  /** Three dates on different days; at once in an emergency. */
  #slots(
    at: Instant,
    { urgency, federalState }: Pick<OrderState, 'urgency' | 'federalState'>,
    comes: number,
    from = 8,
  ): Slot[] {
    const { chance } = this.#plot;
    const ids = this.#story.ids;
    if (urgency === 'emergency')
      return [30, 120].map((minutes) => ({
        id: ids.next(),
        starts: addMinutes(at, minutes),
        ends: addMinutes(at, minutes + 90),
      }));
    const first = urgency === 'urgent' ? 1 : comes;
    return [0, 1, 2].map((n) => {
      const hour = from === 8 ? chance.pick([8, 10, 13, 14]) : chance.pick([15, 16]);
      const starts = workingDay(at, first + n, hour * 60, federalState);
      return { id: ids.next(), starts, ends: addMinutes(starts, 120) };
    });
  }
}
