import { describe, expect, it } from 'vitest';
import {
  sayDate,
  sayDay,
  sayDue,
  sayFull,
  sayHours,
  sayMoment,
  sayRange,
  sayShort,
  saySince,
  sayWait,
} from '../../web/ui/dates.ts';

const plain = (words: string) => words.replaceAll('\u00a0', ' ');
// Monday, 23 November 2026, 10:35 in Berlin (UTC+1).
const now = Date.parse('2026-11-23T09:35:00Z');
const de = { locale: 'de', now } as const;
const en = { locale: 'en', now } as const;

describe('dates as people say them', () => {
  it('names the days next to today', () => {
    expect(plain(sayMoment('2026-11-23T15:00:00Z', de))).toBe('heute, 16:00');
    expect(plain(sayMoment('2026-11-24T11:00:00Z', de))).toBe('morgen, 12:00');
    expect(plain(sayMoment('2026-11-22T11:00:00Z', de))).toBe('gestern, 12:00');
    expect(plain(sayMoment('2026-11-24T11:00:00Z', en))).toBe('tomorrow, 12:00');
  });

  it('says how long to wait in the largest unit that is not shorter', () => {
    expect(plain(sayWait(1, 'de'))).toBe('1 Sekunde');
    expect(plain(sayWait(99, 'de'))).toBe('99 Sekunden');
    expect(plain(sayWait(841, 'de'))).toBe('15 Minuten');
    expect(plain(sayWait(6001, 'en'))).toBe('2 hours');
  });

  it('gives weekday, day and month further away, and the year when it is another', () => {
    expect(plain(sayMoment('2026-11-25T13:00:00Z', de))).toBe('Mi, 25. Nov., 14:00');
    expect(plain(sayDay('2026-12-01T13:00:00Z', de))).toBe('Di, 1. Dez.');
    expect(plain(sayDay('2027-03-01T13:00:00Z', de))).toBe('Mo, 1. März 2027');
    expect(plain(sayMoment('2026-11-25T13:00:00Z', en))).toBe('Wed, 25 Nov, 14:00');
    expect(plain(sayDay('2027-03-01T13:00:00Z', en))).toBe('Mon, 1 Mar 2027');
    expect(plain(sayDate('2026-11-23T15:00:00Z', de))).toBe('Mo, 23. Nov.');
  });

  it('joins the ends of a period on one day, and names both days over midnight', () => {
    expect(plain(sayRange('2026-11-25T13:00:00Z', '2026-11-25T15:00:00Z', de))).toBe('Mi, 25. Nov., 14:00 – 16:00 Uhr');
    expect(plain(sayRange('2026-11-25T13:00:00Z', '2026-11-25T15:00:00Z', en))).toBe('Wed, 25 Nov, 14:00 – 16:00');
    expect(plain(sayRange('2026-11-23T21:00:00Z', '2026-11-24T01:00:00Z', de))).toBe(
      'heute, 22:00 – morgen, 02:00 Uhr',
    );
    expect(sayHours('2026-11-26T07:00:00Z', '2026-11-26T09:00:00Z', de)).toBe('08:00 – 10:00 Uhr');
  });

  it('says a due date with its time only while it is near', () => {
    expect(plain(sayDue('2026-11-24T11:00:00Z', de))).toBe('bis morgen, 12:00');
    expect(plain(sayDue('2026-11-27T11:00:00Z', de))).toBe('bis Fr, 27. Nov.');
    expect(plain(sayDue('2026-11-27T11:00:00Z', en))).toBe('by Fri, 27 Nov');
  });

  it.each([
    ['2026-11-23T09:34:30Z', 'gerade eben', 'just now'],
    ['2026-11-23T09:21:00Z', 'seit 14 min', 'for 14 min'],
    ['2026-11-23T06:20:00Z', 'seit 3 h', 'for 3 h'],
    ['2026-11-22T08:00:00Z', 'seit 1 Tag', 'for 1 day'],
    ['2026-11-20T08:00:00Z', 'seit 3 Tagen', 'for 3 days'],
    ['2026-11-01T08:00:00Z', 'seit 3 Wochen', 'for 3 weeks'],
    ['2026-07-01T08:00:00Z', 'seit 4 Monaten', 'for 4 months'],
    ['2023-07-01T08:00:00Z', 'seit 3 Jahren', 'for 3 years'],
    ['2026-11-23T09:40:00Z', 'gerade eben', 'just now'],
  ])('says how long something has lasted since %s', (iso, german, english) => {
    expect(saySince(iso, de)).toBe(german);
    expect(saySince(iso, en)).toBe(english);
  });

  it('gives the full date for titles and print', () => {
    expect(sayFull('2026-11-25T13:00:00Z', de)).toBe('Mittwoch, 25. November 2026, 14:00 Uhr');
    expect(sayFull('2026-11-25T13:00:00Z', en)).toBe('Wednesday, 25 November 2026, 14:00');
  });

  it('counts days by the Berlin calendar, not in UTC and not by 24 hours', () => {
    expect(plain(sayMoment('2026-11-23T23:30:00Z', de))).toBe('morgen, 00:30');
    // The clocks go forward in the night to 28 March 2027: that day has 23 hours.
    const evening = { locale: 'de', now: Date.parse('2027-03-27T22:30:00Z') } as const;
    expect(plain(sayMoment('2027-03-28T21:30:00Z', evening))).toBe('morgen, 23:30');
    expect(plain(sayMoment('2027-03-28T22:30:00Z', evening))).toBe('Mo, 29. März, 00:30');
    // And back on 25 October 2026: 25 hours.
    const autumn = { locale: 'de', now: Date.parse('2026-10-24T22:30:00Z') } as const;
    expect(plain(sayMoment('2026-10-25T22:30:00Z', autumn))).toBe('heute, 23:30');
  });

  it('keeps day and month on one line', () => {
    expect(sayDate('2026-11-25T13:00:00Z', de)).toBe('Mi, 25.\u00a0Nov.');
  });

  it('leaves today out where the day is plain', () => {
    expect(sayShort('2026-11-23T09:21:00Z', de)).toBe('10:21');
    expect(plain(sayShort('2026-11-22T09:21:00Z', de))).toBe('gestern, 10:21');
  });

  it('refuses what is not a date', () => {
    expect(() => sayMoment('soon', de)).toThrow(RangeError);
  });
});
