import type { Actor } from '../../domain/parties.ts';
import { addDays, berlinClock, berlinInstant, type Instant } from '../../domain/time/berlin.ts';
import type { Cast, Place } from './cast.ts';
import { Chance, Ids } from './chance.ts';
import { type Damage, damages } from './damages.ts';
import type { Plot, Turns } from './players.ts';
import type { Story } from './story.ts';
import { tell } from './tell.ts';

/** How many days back the past reaches, and on how many of the last ones nothing more comes in that is closed. */
const PAST_DAYS = 365;
const LAST_DAYS = 6;

/** Closed tickets of the past year, told by chance but the same each time. Some take so long that they are left out. */
export function tellHistory(cast: Cast, now: Instant, count: number, seed: string, idSeed: string): Story[] {
  const stories: Story[] = [];
  for (let n = 0; stories.length < count && n < count * 3; n++) {
    const chance = new Chance(`${seed}/history/${n}`);
    const starts = someMoment(now, chance);
    const plot = somePlot(cast, starts, chance);
    const told = plot && tell(plot, new Ids(`${idSeed}/history/${n}`), starts, now, { stage: 'closed' });
    if (told?.story.isOver) stories.push(told.story);
  }
  return stories;
}

function someMoment(now: Instant, chance: Chance): Instant {
  const { day } = berlinClock(now);
  const back = chance.between(LAST_DAYS, PAST_DAYS);
  // People report in the morning and in the evening.
  const hour = chance.pick([7, 8, 8, 9, 9, 10, 11, 12, 14, 16, 17, 18, 18, 19, 20, 21]);
  return berlinInstant(addDays(day, -back), hour * 60 + chance.between(0, 59));
}

function somePlot(cast: Cast, starts: Instant, chance: Chance): Plot | undefined {
  const damage = someDamage(starts, chance);
  const place = chance.pick(cast.places.filter(({ residents }) => residents.length > 0));
  const reporter = reporterOf(place, damage, chance);
  return {
    damage,
    place,
    reporter,
    employee: { kind: 'employee', id: chance.happens(0.45) ? chance.pick(cast.managers) : chance.pick(cast.clerks) },
    turns: someTurns(damage, reporter, chance),
    chance,
    cast,
  };
}

function someDamage(starts: Instant, chance: Chance): Damage {
  const month = Number(berlinClock(starts).day.slice(5, 7));
  const season = month >= 10 || month <= 3 ? 'winter' : 'summer';
  let left = chance.next() * damages.reduce((sum, { weight }) => sum + weight[season], 0);
  for (const each of damages) {
    left -= each.weight[season];
    if (left <= 0) return each;
  }
  return chance.pick(damages);
}

/** Who lives there; what belongs to all is now and then found by the office itself. */
function reporterOf({ residents }: Place, damage: Damage, chance: Chance): Actor | null {
  if (damage.place === 'common' && chance.happens(0.2)) return null;
  return { kind: 'person', id: chance.pick(residents) };
}

/** How often things take which turn. */
function someTurns(damage: Damage, reporter: Actor | null, chance: Chance): Turns {
  if (damage.id === 'question') return { triage: 'own' };
  const triage = chance.next();
  const turns: Turns = {
    declines: chance.happens(0.12) ? 1 : 0,
    asks: chance.happens(0.08),
    counters: chance.happens(0.12),
    moves: chance.happens(0.06),
    reopens: chance.happens(0.02),
  };
  if (reporter && triage < 0.06) turns.triage = 'reject';
  else if (reporter && triage < 0.1) turns.triage = 'withdraw';
  else if (triage < 0.16) turns.triage = 'own';
  else if (triage < 0.28) turns.triage = 'ask';
  if (chance.happens(0.07)) turns.missedBy = chance.happens(0.4) ? 'contractor' : 'dwelling';
  if (chance.happens(0.09)) turns.result = chance.happens(0.7) ? 'partial' : 'impossible';
  const verdict = chance.next();
  turns.verdict = verdict < 0.72 ? 'confirm' : verdict < 0.92 ? 'silent' : 'dispute';
  return turns;
}
