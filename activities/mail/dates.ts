import { berlinClock, type Instant } from '../../domain/time/berlin.ts';
import type { Locale } from './letter.ts';

const words = {
  de: {
    days: ['So', 'Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa'],
    months: ['Jan.', 'Feb.', 'März', 'Apr.', 'Mai', 'Juni', 'Juli', 'Aug.', 'Sept.', 'Okt.', 'Nov.', 'Dez.'],
    clock: (time: string) => `${time} Uhr`,
    day: (weekday: string, day: number, month: string, year: string) => `${weekday}, ${day}. ${month} ${year}`,
  },
  en: {
    days: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
    months: ['Jan', 'Feb', 'March', 'April', 'May', 'June', 'July', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'],
    clock: (time: string) => time,
    day: (weekday: string, day: number, month: string, year: string) => `${weekday}, ${day} ${month} ${year}`,
  },
};

/** A day in Berlin: "Mi, 25. Nov. 2026". Never "today": a mail is read, and sent again, on another day. */
export function dayText(instant: Instant, locale: Locale): string {
  const { day, weekday } = berlinClock(instant);
  const { days, months, day: text } = words[locale];
  return text(days[weekday] ?? '', Number(day.slice(8)), months[Number(day.slice(5, 7)) - 1] ?? '', day.slice(0, 4));
}

/** A moment in Berlin: "Mi, 25. Nov. 2026, 14:00 Uhr". */
export function momentText(instant: Instant, locale: Locale): string {
  return `${dayText(instant, locale)}, ${words[locale].clock(timeOf(instant))}`;
}

/** A span in Berlin: "Mi, 25. Nov. 2026, 14:00 – 16:00 Uhr", with both days where they differ. */
export function spanText(starts: Instant, ends: Instant, locale: Locale): string {
  if (berlinClock(starts).day !== berlinClock(ends).day)
    return `${momentText(starts, locale)} – ${momentText(ends, locale)}`;
  return `${dayText(starts, locale)}, ${words[locale].clock(`${timeOf(starts)} – ${timeOf(ends)}`)}`;
}

function timeOf(instant: Instant): string {
  const { minutes } = berlinClock(instant);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Money: "1.840,00 €", "€1,840.00". */
export function moneyText(cents: number, locale: Locale): string {
  const [whole = '0', rest = '00'] = (Math.abs(cents) / 100).toFixed(2).split('.');
  const sign = cents < 0 ? '-' : '';
  return locale === 'de'
    ? `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, '.')},${rest} €`
    : `${sign}€${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${rest}`;
}
