/** How people say dates: from UTC ISO strings to words in the time of Europe/Berlin. Pure: who calls passes `now`. */
export type DateLocale = 'de' | 'en';

/** In which language, and seen from which moment (milliseconds since 1970). */
export type Say = { locale: DateLocale; now: number };

const zone = 'Europe/Berlin';
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

type Words = {
  tag: string;
  yesterday: string;
  today: string;
  tomorrow: string;
  /** "14:00 Uhr" in German, nothing in English. */
  clock: (time: string) => string;
  date: (weekday: string, dayOfMonth: string, month: string, year?: string) => string;
  full: (date: string, time: string) => string;
  justNow: string;
  since: (count: number, unit: 'min' | 'h' | 'day' | 'week' | 'month' | 'year') => string;
  until: (when: string) => string;
};

const germanUnits = {
  min: ['min', 'min'],
  h: ['h', 'h'],
  day: ['Tag', 'Tagen'],
  week: ['Woche', 'Wochen'],
  month: ['Monat', 'Monaten'],
  year: ['Jahr', 'Jahren'],
} as const;

const words: Record<DateLocale, Words> = {
  de: {
    tag: 'de-DE',
    yesterday: 'gestern',
    today: 'heute',
    tomorrow: 'morgen',
    clock: (time) => `${time} Uhr`,
    date: (weekday, dayOfMonth, month, year) => `${weekday}, ${dayOfMonth}.\u00a0${month}${year ? ` ${year}` : ''}`,
    full: (date, time) => `${date}, ${time} Uhr`,
    justNow: 'gerade eben',
    since: (count, unit) => `seit ${count} ${germanUnits[unit][count === 1 ? 0 : 1]}`,
    until: (when) => `bis ${when}`,
  },
  en: {
    tag: 'en-GB',
    yesterday: 'yesterday',
    today: 'today',
    tomorrow: 'tomorrow',
    clock: (time) => time,
    date: (weekday, dayOfMonth, month, year) => `${weekday}, ${dayOfMonth}\u00a0${month}${year ? ` ${year}` : ''}`,
    full: (date, time) => `${date}, ${time}`,
    justNow: 'just now',
    since: (count, unit) =>
      unit === 'min' || unit === 'h' ? `for ${count} ${unit}` : `for ${count} ${unit}${count === 1 ? '' : 's'}`,
    until: (when) => `by ${when}`,
  },
};

type Formats = {
  time: Intl.DateTimeFormat;
  parts: Intl.DateTimeFormat;
  short: Intl.DateTimeFormat;
  full: Intl.DateTimeFormat;
};

// Making a formatter costs about 50 times as much as using it; a desk shows hundreds of dates.
const made = new Map<DateLocale, Formats>();
function formats(locale: DateLocale): Formats {
  const known = made.get(locale);
  if (known) return known;
  const tag = words[locale].tag;
  const fresh: Formats = {
    time: new Intl.DateTimeFormat(tag, { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    parts: new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }),
    short: new Intl.DateTimeFormat(tag, {
      timeZone: zone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    }),
    full: new Intl.DateTimeFormat(tag, { timeZone: zone, dateStyle: 'full' }),
  };
  made.set(locale, fresh);
  return fresh;
}

/** The calendar day in Berlin as a count of days, so that differences are whole days whatever the clocks do. */
function calendarDay(at: number, locale: DateLocale): number {
  return Date.parse(`${formats(locale).parts.format(at)}T00:00:00Z`) / day;
}

function instant(iso: string): number {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) throw new RangeError('not a date');
  return at;
}

/** "10:21" */
export function sayTime(iso: string, say: Pick<Say, 'locale'>): string {
  return formats(say.locale).time.format(instant(iso));
}

/**
 * "heute", "morgen", "gestern", else "Mi, 25. Nov.", with the year when it is another one. Day and month are held
 * together by a no-break space.
 */
export function sayDay(iso: string, say: Say): string {
  const at = instant(iso);
  const word = words[say.locale];
  const distance = calendarDay(at, say.locale) - calendarDay(say.now, say.locale);
  if (distance === 0) return word.today;
  if (distance === 1) return word.tomorrow;
  if (distance === -1) return word.yesterday;
  return sayDate(iso, say);
}

/** "Mi, 25. Nov.", even for today; with the year when it is another one. For choosing between days. */
export function sayDate(iso: string, say: Say): string {
  const word = words[say.locale];
  const { short } = formats(say.locale);
  const named = (at: number) => Object.fromEntries(short.formatToParts(at).map((part) => [part.type, part.value]));
  const then = named(instant(iso));
  const year = then.year === named(say.now).year ? undefined : then.year;
  return word.date((then.weekday ?? '').replace('.', ''), then.day ?? '', then.month ?? '', year);
}

/** "heute, 16:00", "Mi, 25. Nov., 14:00" */
export function sayMoment(iso: string, say: Say): string {
  return `${sayDay(iso, say)}, ${sayTime(iso, say)}`;
}

/** "10:21" today, else "gestern, 10:21", "Mi, 25. Nov., 14:00": for the right edge of a timeline. */
export function sayShort(iso: string, say: Say): string {
  const today = calendarDay(instant(iso), say.locale) === calendarDay(say.now, say.locale);
  return today ? sayTime(iso, say) : sayMoment(iso, say);
}

/** "14:00 – 16:00 Uhr"; both ends on one day. */
export function sayHours(from: string, to: string, say: Pick<Say, 'locale'>): string {
  return words[say.locale].clock(`${sayTime(from, say)} – ${sayTime(to, say)}`);
}

/** "Mi, 25. Nov., 14:00 – 16:00 Uhr"; over midnight "heute, 22:00 – morgen, 02:00 Uhr". */
export function sayRange(from: string, to: string, say: Say): string {
  const oneDay = calendarDay(instant(from), say.locale) === calendarDay(instant(to), say.locale);
  if (oneDay) return `${sayDay(from, say)}, ${sayHours(from, to, say)}`;
  return words[say.locale].clock(`${sayMoment(from, say)} – ${sayMoment(to, say)}`);
}

/** "bis heute, 16:00", "bis morgen, 12:00", and without the time when it is further away: "bis Fr, 27. Nov." */
export function sayDue(iso: string, say: Say): string {
  const distance = calendarDay(instant(iso), say.locale) - calendarDay(say.now, say.locale);
  const near = distance >= -1 && distance <= 1;
  return words[say.locale].until(near ? sayMoment(iso, say) : sayDay(iso, say));
}

/** "gerade eben", "seit 14 min", "seit 3 h", "seit 2 Tagen", "seit 3 Wochen" (rounded down). */
export function saySince(iso: string, say: Say): string {
  const word = words[say.locale];
  const passed = say.now - instant(iso);
  if (passed < minute) return word.justNow;
  if (passed < hour) return word.since(Math.floor(passed / minute), 'min');
  if (passed < day) return word.since(Math.floor(passed / hour), 'h');
  const days = Math.floor(passed / day);
  if (days < 14) return word.since(days, 'day');
  if (days < 60) return word.since(Math.floor(days / 7), 'week');
  if (days < 730) return word.since(Math.floor(days / 30.44), 'month');
  return word.since(Math.floor(days / 365.25), 'year');
}

/** "Mittwoch, 25. November 2026, 14:00 Uhr": for titles and print. */
export function sayFull(iso: string, say: Pick<Say, 'locale'>): string {
  return words[say.locale].full(formats(say.locale).full.format(instant(iso)), sayTime(iso, say));
}

const calendar = new Map<DateLocale, Intl.DateTimeFormat>();

/** "01.05.2019", "1 May 2019": a day of the calendar (`YYYY-MM-DD`), for periods of years. */
export function sayCalendarDay(day: string, locale: DateLocale): string {
  let format = calendar.get(locale);
  if (!format) {
    const how =
      locale === 'de'
        ? ({ day: '2-digit', month: '2-digit', year: 'numeric' } as const)
        : ({ dateStyle: 'medium' } as const);
    format = new Intl.DateTimeFormat(words[locale].tag, { ...how, timeZone: 'UTC' });
    calendar.set(locale, format);
  }
  return format.format(instant(`${day}T00:00:00Z`));
}

/** How long somebody waits, never shorter than it is: "45 Sekunden", "12 Minuten", "2 Stunden". */
export function sayWait(seconds: number, locale: DateLocale): string {
  const [count, unit] =
    seconds < 100
      ? [seconds, 'second']
      : seconds < 100 * 60
        ? [Math.ceil(seconds / 60), 'minute']
        : [Math.ceil(seconds / 3600), 'hour'];
  return new Intl.NumberFormat(words[locale].tag, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
