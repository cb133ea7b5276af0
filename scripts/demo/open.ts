import type { Actor, Party } from '../../domain/parties.ts';
import { addMinutes, type Instant } from '../../domain/time/berlin.ts';
import type { Cast, Place } from './cast.ts';
import { Chance, Ids } from './chance.ts';
import { calendarIn, workingBefore } from './clock.ts';
import { damageOf } from './damages.ts';
import type { Turns } from './players.ts';
import type { Story } from './story.ts';
import { type Told, tellTo, type Until } from './tell.ts';

/** A ticket that is open today: what, where, and since when it stands where it stands. */
export interface OpenPlot extends Turns {
  damage: string;
  /** House and flat as the tables name them; for what belongs to all, the flat of who reports it. */
  at: [building: string, unit: string];
  until: Until;
  /** For how long it has stood there: minutes of the office, or of the clock. */
  working?: number;
  clock?: number;
  by?: 'resident' | 'office' | 'unconfirmed';
  /** Who answers a forward. */
  forwards?: 'owner' | 'advisoryBoard';
}

/** Somebody who reported without an account. */
export type Stranger = (place: Place) => string;

const BEGINNINGS = 46;

/** Tells one open ticket; undefined when no beginning leads where it should today. @throws when its place is not there */
export function tellOpen(
  plot: OpenPlot,
  n: number,
  { cast, now, seed, idSeed, stranger }: { cast: Cast; now: Instant; seed: string; idSeed: string; stranger: Stranger },
): Story | undefined {
  const [building, unit] = plot.at;
  const place = cast.places.find((each) => each.building === building && each.unit === unit);
  if (!place) throw new Error(`there is no ${building}, ${unit}`);
  const chance = () => new Chance(`${seed}/open/${n}`);
  const clerk = n % 3 === 0 ? cast.managers[0] : chance().pick(cast.clerks);
  const wanted =
    plot.clock !== undefined
      ? addMinutes(now, -plot.clock)
      : workingBefore(now, plot.working ?? 0, calendarIn(place.federalState));
  const reporter = reporterOf(plot, place, stranger);
  const told: Told | undefined = tellTo(
    () => ({
      damage: damageOf(plot.damage),
      place,
      reporter,
      employee: { kind: 'employee', id: clerk ?? '' },
      turns: { ...plot, ...forwardOf(plot, cast) },
      chance: chance(),
      cast,
    }),
    () => new Ids(`${idSeed}/open/${n}`),
    wanted,
    now,
    plot.until,
    plot.until.stage === 'triage' && (plot.until.nth ?? 1) === 1 ? 1 : BEGINNINGS,
  );
  return told?.story;
}

function reporterOf({ by = 'resident' }: OpenPlot, place: Place, stranger: Stranger): Actor | null {
  if (by === 'office') return null;
  if (by === 'unconfirmed') return { kind: 'unconfirmed', id: stranger(place) };
  const [first] = place.residents;
  return first === undefined ? null : { kind: 'person', id: first };
}

function forwardOf({ forwards }: OpenPlot, cast: Cast): Turns {
  if (!forwards) return {};
  const to: Party = { role: forwards };
  return { triage: 'forward', forwardTo: { to, as: { kind: 'employee', id: cast.managers[0] ?? '' } } };
}
