import { expect, test } from 'vitest';
import { forecast } from '../../domain/lifecycle/world.ts';
import type { Urgency } from '../../domain/policy/policy.ts';
import { berlinClock } from '../../domain/time/berlin.ts';
import { anna, idOf, monday, plumber, report, resident, roofer, Story, uuid } from './given.ts';

const away = [{ contractor: idOf(plumber), from: '2026-03-02', until: '2026-03-13' }];

/** An order for one ticket whose firm is on vacation until Friday of next week. */
function ordered(urgency: Urgency, known: typeof away | undefined): Story {
  const story = new Story();
  const [ticket, order] = [uuid(500), uuid(501)];
  story.ticket(ticket, resident, report({ urgency }));
  story.order(order, anna, {
    type: 'place',
    policy: 1,
    urgency,
    federalState: 'BW',
    tickets: [ticket],
    contractors: [idOf(plumber), idOf(roofer)],
    appointments: [],
    ...(known && { away: known }),
  });
  return story;
}

const offerOf = (story: Story) => {
  const ball = story.o(uuid(501)).balls.find(({ stage }) => stage === 'offer');
  if (!ball) throw new Error('not offered');
  return ball;
};

test('the time to answer of a firm on vacation begins when it is back', () => {
  const usual = offerOf(ordered('normal', undefined));
  const offer = offerOf(ordered('normal', away));
  expect(berlinClock(usual.until).day < '2026-03-13').toBe(true);
  expect(berlinClock(offer.until).day >= '2026-03-16').toBe(true);
  for (const step of offer.steps) expect(berlinClock(step.at).day >= '2026-03-16').toBe(true);
});

test('nobody is reminded and nothing lapses while it is away, then all goes its usual way', () => {
  const story = ordered('normal', away);
  story.forget();
  story.hours(11 * 24);
  expect(story.mail().filter((line) => line.includes('plumber'))).toEqual([]);
  expect(offerOf(story).on).toEqual({ role: 'contractor', id: idOf(plumber) });
  story.hours(14 * 24);
  expect(story.mail()).toContain('orderOffered → roofer');
});

test('the next firm, which is there, has its usual time', () => {
  const story = ordered('normal', away);
  story.order(uuid(501), plumber, { type: 'decline', reason: 'noCapacity' });
  expect(offerOf(story).until).toBe(offerOf(ordered('normal', undefined)).until);
});

test('an emergency waits for no vacation: it passes to the next firm in its usual time', () => {
  expect(offerOf(ordered('emergency', away)).until).toBe(offerOf(ordered('emergency', undefined)).until);
});

test('what was foretold is what comes', () => {
  const story = ordered('normal', away);
  const foretold = forecast([story.t(uuid(500))], [story.o(uuid(501))]).find(({ stage }) => stage === 'offer');
  expect(foretold).toBeDefined();
  expect(offerOf(story).steps.map(({ at }) => at)).toContain(foretold?.at);
  expect(story.now).toBe(monday);
});
