import { covers, turningDays } from '../period.ts';
import { type Problem, problem, refuses } from '../problem.ts';
import type { Fraction } from '../property/shares.ts';
import { addDays, type Day } from '../time/berlin.ts';
import {
  heldOn,
  type Ownership,
  ownershipProblems,
  type Tenancy,
  type TenancyRole,
  tenancyProblems,
} from './occupancy.ts';

/** Moving out, moving in, or both in one act. */
export interface HandOver {
  /** Whose tenancies end; all that go on beyond the day when not said. */
  leaving?: readonly string[] | undefined;
  /** The last day of those who leave; null when nobody does. */
  endsOn: Day | null;
  /** The first day of those who come; null when nobody does. */
  beginsOn: Day | null;
  newcomers: readonly { id: string; personId: string; role: TenancyRole }[];
  /** For the lease that begins, unless the newcomers enter one that goes on. */
  leaseId: string;
}

/** A unit changes hands: on this day the buyers stand in the land register (§ 873 BGB). */
export interface Sale {
  /** Whose ownerships end the day before; all of that day when not said. */
  selling?: readonly string[] | undefined;
  day: Day;
  buyers: readonly { id: string; personId: string; share: Fraction | null }[];
  /** Whether the sellers who live there themselves move out with it. A lease goes on (§ 566 BGB). */
  movesOut: boolean;
}

/** What an act changes: rows that get another last day, and rows that are new. */
export interface Changes<Row> {
  ended: { id: string; until: Day; was: Day | null }[];
  added: Row[];
}

/** What a hand-over changes, or why it is refused. The rows of others stay as they are. */
export function handOver(
  unitId: string,
  there: readonly Tenancy[],
  act: HandOver,
): { changes: Changes<Tenancy>; problems: Problem[] } {
  const { endsOn, beginsOn } = act;
  const leaving = endsOn === null ? [] : there.filter((row) => leaves(row, endsOn, act.leaving));
  const problems: Problem[] = [];
  if (endsOn !== null && leaving.length === 0) problems.push(problem('nobodyThere', 'endsOn', { day: endsOn }));
  if (beginsOn !== null && act.newcomers.length === 0) problems.push(problem('nobodyNamed', 'newcomers'));
  if (endsOn === null && beginsOn === null) problems.push(problem('fieldRequired', 'endsOn'));
  if (endsOn !== null && leaving.some(({ from }) => from > endsOn))
    problems.push(
      problem('endsBeforeItBegins', 'endsOn', {
        from:
          leaving
            .map(({ from }) => from)
            .sort()
            .at(-1) ?? '',
        until: endsOn,
      }),
    );
  const gone = new Set(leaving.map(({ id }) => id));
  // Who takes a room in a shared flat enters the lease of those who stay.
  const shared =
    beginsOn === null
      ? undefined
      : there.find((row) => row.role === 'renter' && !gone.has(row.id) && covers(row, beginsOn));
  const joins =
    shared !== undefined && (leaving.length === 0 || leaving.some(({ leaseId }) => leaseId === shared.leaseId));
  const added =
    beginsOn === null
      ? []
      : act.newcomers.map(
          ({ id, personId, role }): Tenancy => ({
            id,
            unitId,
            personId,
            role,
            leaseId: joins && act.leaving ? shared.leaseId : act.leaseId,
            from: beginsOn,
            until: null,
          }),
        );
  const ended = endsOn === null ? [] : leaving.map(({ id, until }) => ({ id, until: endsOn, was: until }));
  const after = [...there.map((row) => (gone.has(row.id) ? { ...row, until: endsOn } : row)), ...added];
  const touched = new Set([...gone, ...added.map(({ id }) => id)]);
  if (problems.length === 0)
    problems.push(
      ...tenancyProblems(after, touched)
        .filter(refuses)
        .map(atForm(beginsOn === null ? 'endsOn' : 'beginsOn')),
    );
  return { changes: { ended, added }, problems };
}

function leaves(row: Tenancy, endsOn: Day, chosen: readonly string[] | undefined): boolean {
  if (chosen) return chosen.includes(row.id);
  return row.from <= endsOn && (row.until === null || row.until > endsOn);
}

/** A person who is twice there is the form's newcomer; a period that clashes is its day. */
const atForm =
  (day: string) =>
  (each: Problem): Problem => ({
    ...each,
    row: 0,
    field: each.code === 'personTwice' ? 'newcomers' : day,
  });

/** What a sale changes, or why it is refused. What is owned on the day must be the whole of the unit, exactly. */
export function sell(
  unitId: string,
  there: { ownerships: readonly Ownership[]; tenancies: readonly Tenancy[] },
  act: Sale,
): { ownerships: Changes<Ownership>; tenancies: Changes<Tenancy>; problems: Problem[] } {
  const { day } = act;
  const before = addDays(day, -1);
  const selling = there.ownerships.filter((row) =>
    act.selling ? act.selling.includes(row.id) : covers(row, day) || (covers(row, before) && row.until === null),
  );
  const sold = new Set(selling.map(({ id }) => id));
  const sellers = new Set(selling.map(({ personId }) => personId));
  const problems: Problem[] = [];
  if (act.buyers.length === 0) problems.push(problem('nobodyNamed', 'buyers'));
  const late = selling.map(({ from }) => from).filter((from) => from > before);
  if (late.length > 0)
    problems.push(problem('endsBeforeItBegins', 'day', { from: late.sort().at(-1) ?? '', until: before }));
  const alone = act.buyers.length === 1 && there.ownerships.every((row) => sold.has(row.id) || !covers(row, day));
  const added = act.buyers.map(
    ({ id, personId, share }): Ownership => ({
      id,
      unitId,
      personId,
      share: alone && share === null ? { numerator: 1, denominator: 1 } : share,
      from: day,
      until: null,
    }),
  );
  const after = [...there.ownerships.map((row) => (sold.has(row.id) ? { ...row, until: before } : row)), ...added];
  const touched = new Set([...sold, ...added.map(({ id }) => id)]);
  if (problems.length === 0) {
    problems.push(
      ...ownershipProblems(after, touched)
        .filter(refuses)
        .map((each) => ({
          ...each,
          row: 0,
          field: each.code === 'endsBeforeItBegins' ? 'day' : 'buyers',
        })),
    );
    const days = turningDays(after).filter((each) => added.some((row) => covers(row, each)));
    if (problems.length === 0 && days.some((each) => heldOn(after, each) === -1))
      problems.push(problem('coOwnersDiffer', 'buyers'));
  }
  const moving = act.movesOut
    ? there.tenancies.filter(
        (row) => row.role === 'resident' && sellers.has(row.personId) && covers(row, day) && row.from <= before,
      )
    : [];
  return {
    ownerships: { ended: selling.map(({ id, until }) => ({ id, until: before, was: until })), added },
    tenancies: { ended: moving.map(({ id, until }) => ({ id, until: before, was: until })), added: [] },
    problems,
  };
}

/** The rows after a change, for what is computed from them. */
export function applied<Row extends { id: string; until: Day | null }>(
  rows: readonly Row[],
  { ended, added }: Changes<Row>,
): Row[] {
  const until = new Map(ended.map((each) => [each.id, each.until]));
  return [...rows.map((row) => (until.has(row.id) ? { ...row, until: until.get(row.id) ?? null } : row)), ...added];
}
