import { builtinPolicy } from '../../domain/policy/builtin.ts';
import type { Stage, Urgency } from '../../domain/policy/policy.ts';
import { builtinCategories, builtinCategory } from '../../domain/report/builtin.ts';
import { judge } from '../../domain/report/categories.ts';
import { addMinutes, type Instant, toInstant, toMillis } from '../../domain/time/berlin.ts';
import type { Ids } from './chance.ts';
import { atHome } from './clock.ts';
import type { Plan, Plot } from './players.ts';
import { Players } from './players.ts';
import { Story, Untellable } from './story.ts';
import { accessWishes, words } from './words.ts';

/** Up to where a story is told: the `nth` time that this is awaited of somebody, or its end. */
export interface Until {
  stage: Stage | 'closed';
  nth?: number;
}

/** A story with the moment at which what it was told for began. */
export interface Told {
  story: Story;
  since: Instant;
  urgency: Urgency;
}

/** More happens in no story; one that does is told in circles. */
const MOST_ENTRIES = 120;

/**
 * Tells what became of a report that came in at `starts`, until nobody acts any more: at `now`, at its end, or when
 * what it is told for is reached. From there the clock alone runs on to `now`. Undefined when it never came that far.
 */
export function tell(plot: Plot, ids: Ids, starts: Instant, now: Instant, until: Until): Told | undefined {
  try {
    return tryToTell(plot, ids, starts, now, until);
  } catch (error) {
    // One story less is no reason for the product not to start.
    if (error instanceof Untellable) return undefined;
    throw error;
  }
}

function tryToTell(plot: Plot, ids: Ids, starts: Instant, now: Instant, until: Until): Told | undefined {
  const story = new Story(ids);
  const players = new Players(plot, story);
  const { id, urgency } = report(story, plot, starts);
  const plans = new Map<string, Plan>();
  let times = 0;
  const seen = new Set<string>();
  while (story.entries.length < MOST_ENTRIES) {
    const ticket = story.world.tickets.get(id);
    if (!ticket) return undefined;
    const turns = [
      ...ticket.balls.map((ball) => ({
        ball,
        key: `ticket ${ball.key}`,
        plan: () => players.aboutTicket(ticket, ball),
      })),
      ...[...story.world.orders.values()].flatMap((order) =>
        order.balls.map((ball) => ({
          ball,
          key: `${order.id} ${ball.key}`,
          plan: () => players.aboutOrder(order, ball),
        })),
      ),
    ];
    for (const { ball, key } of turns) {
      const name = `${key} ${ball.stage} ${ball.since}`;
      if (ball.stage !== until.stage || seen.has(name)) continue;
      seen.add(name);
      times += 1;
      if (times === (until.nth ?? 1)) {
        runOn(story, now);
        return { story, since: ball.since, urgency };
      }
    }
    if (ticket.phase === 'closed') {
      if (plot.turns.reopens && !seen.has('reopened') && plot.reporter) {
        seen.add('reopened');
        const at = addMinutes(story.at, plot.chance.between(900, 3000));
        if (at > now) return undefined;
        story.ticket(id, at, plot.reporter, { type: 'reopen' }, { text: plot.chance.pick(words.reopen) });
        continue;
      }
      return until.stage === 'closed' ? { story, since: story.at, urgency } : undefined;
    }
    let next: { at: Instant; act(at: Instant): void; name: string } | undefined;
    for (const { ball, key, plan } of turns) {
      const name = `${key} ${ball.stage} ${ball.since}`;
      if (!plans.has(name)) plans.set(name, plan());
      const planned = plans.get(name);
      if (planned && (!next || planned.at < next.at)) next = { ...planned, name };
    }
    const tick = story.world.next();
    // What was meant for a time that has gone by meanwhile is done as soon as it can be.
    const at = next && next.at > story.at ? next.at : addMinutes(story.at, 1);
    if (next && (tick === null || at <= tick)) {
      if (at > now) return undefined;
      plans.set(next.name, null);
      next.act(at);
    } else if (tick !== null && tick <= now) story.tick(tick);
    else return undefined;
  }
  return undefined;
}

function runOn(story: Story, now: Instant): void {
  for (let at = story.world.next(); at !== null && at <= now; at = story.world.next()) story.tick(at);
}

function report(story: Story, plot: Plot, at: Instant): { id: string; urgency: Urgency } {
  const { damage, place, reporter, employee, chance } = plot;
  const { urgency } = judge(builtinCategory(damage.category), damage.answers);
  const id = story.ids.next();
  const text = chance.pick(damage.texts);
  story.ticket(
    id,
    at,
    reporter ?? employee,
    {
      type: 'report',
      policy: builtinPolicy.version,
      urgency,
      federalState: place.federalState,
      category: damage.category,
      place: damage.place,
      reporter,
      assignee: null,
    },
    { text, photos: reporter && chance.happens(0.75) ? [...damage.motifs] : [] },
    {
      propertyId: place.propertyId,
      buildingId: place.buildingId,
      unitId: damage.place === 'unit' ? place.unitId : null,
      place: damage.place,
      reporterId: reporter?.kind === 'person' ? reporter.id : null,
      unconfirmedId: reporter?.kind === 'unconfirmed' ? reporter.id : null,
      category: damage.category,
      categoryVersion: builtinCategories.version,
      urgency,
      title: damage.title,
      description: text,
      answers: Object.entries(damage.answers).map(([question, answer]) => ({ question, answer })),
      accessWishes: damage.place === 'unit' ? chance.pick(accessWishes) : '',
    },
  );
  return { id, urgency };
}

/**
 * Tells a story so that what it is told for began as close to `wanted` as can be: it is told with several beginnings,
 * and the closest is kept. Undefined when none gets there.
 */
export function tellTo(
  plot: () => Plot,
  ids: () => Ids,
  wanted: Instant,
  now: Instant,
  until: Until,
  beginnings: number,
): Told | undefined {
  const minute = plot().chance.between(0, 49);
  let best: { told: Told; off: number } | undefined;
  for (let n = 0; n < beginnings; n++) {
    const earlier = toInstant(toMillis(wanted) - n * n * 1.3 * 3_600_000);
    const starts = n === 0 ? wanted : atHome(earlier, minute + n);
    if (starts > wanted) continue;
    const told = tell(plot(), ids(), starts, now, until);
    if (!told) continue;
    const off = Math.abs(toMillis(told.since) - toMillis(wanted));
    if (!best || off < best.off) best = { told, off };
    if (off < 15 * 60_000) break;
  }
  return best?.told;
}
