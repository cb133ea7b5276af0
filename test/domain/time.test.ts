import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMinutes,
  berlinClock,
  berlinInstant,
  berlinOffset,
  DAY,
  toInstant,
  toMillis,
  weekdayOf,
} from '../../domain/time/berlin.ts';
import {
  dayBefore,
  after as endOf,
  type FederalState,
  federalStates,
  isWorkingDay,
  nextOpening,
} from '../../domain/time/workingTime.ts';

const hour = 3_600_000;
const office = { opens: 480, closes: 1020 };
const anyInstant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 11, 1) }).map(toInstant);
const anyState = fc.constantFrom(...federalStates);
const calendarIn = (state: FederalState) => ({ state, office });

/** The offset of Berlin as the machine's time-zone data has it. */
const intl = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', timeZoneName: 'longOffset' });
function offsetByIntl(millis: number): number {
  const part = intl.formatToParts(millis).find(({ type }) => type === 'timeZoneName');
  return Number(part?.value.slice(4, 6)) * 60;
}

describe('Berlin time', () => {
  it('agrees with the time-zone data for every hour around each change of 2020 to 2035', () => {
    for (let year = 2020; year <= 2035; year++)
      for (const month of [2, 9])
        for (let millis = Date.UTC(year, month, 23); millis < Date.UTC(year, month + 1, 2); millis += hour)
          for (const at of [millis - 1, millis])
            expect([toInstant(at), berlinOffset(at)]).toEqual([toInstant(at), offsetByIntl(at)]);
  });

  it('agrees with the time-zone data at any time', () => {
    fc.assert(fc.property(anyInstant, (at) => berlinOffset(toMillis(at)) === offsetByIntl(toMillis(at))));
  });

  it('reads and sets the wall clock as inverse of each other, apart from the hour that is skipped or doubled', () => {
    fc.assert(
      fc.property(anyInstant, (at) => {
        const minute = toInstant(Math.floor(toMillis(at) / 60_000) * 60_000);
        const { day, minutes, weekday } = berlinClock(minute);
        expect(weekday).toBe(weekdayOf(day));
        const back = berlinInstant(day, minutes);
        const doubled = berlinOffset(toMillis(minute) - hour) === 120 && berlinOffset(toMillis(minute)) === 60;
        expect(back).toBe(doubled ? addMinutes(minute, -60) : minute);
      }),
    );
  });

  it('moves a skipped time forward and takes the first of a doubled one', () => {
    expect(berlinInstant('2026-03-29', 150)).toBe('2026-03-29T01:30:00.000Z');
    expect(berlinClock('2026-03-29T01:30:00.000Z').minutes).toBe(210);
    expect(berlinInstant('2026-10-25', 150)).toBe('2026-10-25T00:30:00.000Z');
  });

  it('refuses what is no instant', () => {
    expect(() => toMillis('yesterday')).toThrow(RangeError);
  });
});

describe('working days', () => {
  it.each([
    ['2026-06-04', 'Fronleichnam', 'BW BY HE NW RP SL'],
    ['2025-10-31', 'Reformationstag', 'BB HB HH MV NI SN ST SH TH'],
    ['2027-01-06', 'Heilige Drei Könige', 'BW BY ST'],
    ['2027-03-08', 'Frauentag', 'BE MV'],
    ['2027-11-01', 'Allerheiligen', 'BW BY NW RP SL'],
    ['2026-11-18', 'Buß- und Bettag', 'SN'],
    ['2027-09-20', 'Weltkindertag', 'TH'],
    ['2028-08-15', 'Mariä Himmelfahrt', 'BY SL'],
    ['2026-04-03', 'Karfreitag', federalStates.join(' ')],
    ['2026-05-14', 'Christi Himmelfahrt', federalStates.join(' ')],
    ['2026-12-25', 'Weihnachten', federalStates.join(' ')],
    ['2026-12-24', 'Heiligabend', ''],
    ['2026-03-07', 'a Saturday', federalStates.join(' ')],
    ['2026-03-08', 'a Sunday', federalStates.join(' ')],
  ])('%s, %s: closed in %s', (day, _name, closed) => {
    const found = federalStates.filter((state) => !isWorkingDay(day, state));
    expect(found.sort()).toEqual(closed.split(' ').filter(Boolean).sort());
  });
});

describe('working time', () => {
  const bw = calendarIn('BW');
  const be = calendarIn('BE');
  const at = (day: string, hours: number, minutes = 0) => berlinInstant(day, hours * 60 + minutes);

  it.each([
    ['within a day', at('2026-03-02', 9), 120, bw, at('2026-03-02', 11)],
    ['to closing time, not to the next morning', at('2026-03-02', 16), 60, bw, at('2026-03-02', 17)],
    ['a minute over closing time', at('2026-03-02', 16), 61, bw, at('2026-03-03', 8, 1)],
    ['from before opening', at('2026-03-02', 6), 60, bw, at('2026-03-02', 9)],
    ['over the weekend', at('2026-03-06', 16), 120, bw, at('2026-03-09', 9)],
    ['from Saturday', at('2026-03-07', 12), 60, bw, at('2026-03-09', 9)],
    ['over the change of the clocks', at('2026-03-27', 16), 120, bw, at('2026-03-30', 9)],
    ['over Corpus Christi in Stuttgart', at('2026-06-03', 16), 120, bw, at('2026-06-05', 9)],
    ['on Corpus Christi in Berlin', at('2026-06-03', 16), 120, be, at('2026-06-04', 9)],
    ['over Christmas', at('2026-12-24', 16), 120, bw, at('2026-12-28', 9)],
    ['nothing', at('2026-03-07', 12), 0, bw, at('2026-03-09', 8)],
    ['less than nothing', at('2026-03-02', 12), -60, bw, at('2026-03-02', 12)],
  ])('%s', (_what, from, working, calendar, expected) => {
    expect(endOf(from, { working }, calendar)).toBe(expected);
  });

  it('ends at closing time, not half a minute later, whatever the seconds of the beginning', () => {
    const from = '2026-03-02T15:58:30.500Z';
    expect(endOf(from, { working: 2 }, bw)).toBe('2026-03-03T07:00:30.500Z');
  });

  it('clock time runs through nights and holidays', () => {
    expect(endOf(at('2026-12-24', 23), { clock: 600 }, bw)).toBe(at('2026-12-25', 9));
  });

  it('is additive: a and then b is a + b', () => {
    fc.assert(
      fc.property(
        anyInstant,
        anyState,
        fc.integer({ min: 0, max: 6000 }),
        fc.integer({ min: 1, max: 6000 }),
        (from, state, a, b) => {
          const calendar = calendarIn(state);
          expect(endOf(endOf(from, { working: a }, calendar), { working: b }, calendar)).toBe(
            endOf(from, { working: a + b }, calendar),
          );
        },
      ),
    );
  });

  it('ends in office hours, never before it began, and grows with the period', () => {
    fc.assert(
      fc.property(anyInstant, anyState, fc.integer({ min: 1, max: 6000 }), (from, state, working) => {
        const calendar = calendarIn(state);
        const end = endOf(from, { working }, calendar);
        expectOfficeHours(end, state);
        expect(end > from).toBe(true);
        expect(endOf(from, { working: working + 1 }, calendar) > end).toBe(true);
        expect(nextOpening(from, calendar) >= from).toBe(true);
      }),
    );
  });

  it('ten years of reminders, one an office day, in each federal state: none in a wrong hour', () => {
    for (const state of federalStates) {
      const calendar = calendarIn(state);
      let now = nextOpening('2026-01-01T00:00:00.000Z', calendar);
      let count = 0;
      for (; now < '2036-01-01'; now = endOf(now, { working: 540 - 7 }, calendar)) {
        expectOfficeHours(now, state);
        count++;
      }
      expect(count).toBeGreaterThan(2480);
      expect(count).toBeLessThan(2600);
    }
  });

  it('reminds of an appointment on the working day before, at an hour at which the office is open', () => {
    expect(dayBefore(at('2026-03-04', 9), bw)).toBe(at('2026-03-03', 9));
    expect(dayBefore(at('2026-03-09', 9), bw)).toBe(at('2026-03-06', 9));
    expect(dayBefore(at('2026-03-04', 6), bw)).toBe(at('2026-03-03', 8));
    expect(dayBefore(at('2026-03-04', 19), bw)).toBe(at('2026-03-03', 17));
    expect(dayBefore(at('2026-06-05', 9), bw)).toBe(at('2026-06-03', 9));
    expect(dayBefore(at('2026-06-05', 9), be)).toBe(at('2026-06-04', 9));
    fc.assert(
      fc.property(anyInstant, anyState, (starts, state) => {
        const reminder = dayBefore(starts, calendarIn(state));
        expectOfficeHours(reminder, state);
        expect(berlinClock(reminder).day < berlinClock(starts).day).toBe(true);
        expect(toMillis(starts) - toMillis(reminder)).toBeLessThan(9 * DAY);
      }),
    );
  });
});

function expectOfficeHours(instant: string, state: FederalState): void {
  const { day, minutes } = berlinClock(instant);
  const open = isWorkingDay(day, state) && minutes >= office.opens && instant <= berlinInstant(day, office.closes);
  if (!open) expect.fail(`${instant} is no office hour in ${state}`);
}

describe('days', () => {
  it('are counted over month and year', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  });
});
