import { m } from '../../../.build/i18n/messages.js';
import type { MessageKind } from '../../../domain/preferences/kinds.ts';
import type { QuietHours, Timing, Way } from '../../../domain/preferences/preferences.ts';

const ways: Record<Way, () => string> = {
  mail: m.preferences_mail,
  sms: m.preferences_sms,
  fax: m.preferences_fax,
  letter: m.preferences_letter,
};
/** "E-Mail", "SMS". */
export const sayWay = (way: Way): string => ways[way]();

const byWays: Record<Way, () => string> = {
  mail: m.preferences_by_mail,
  sms: m.preferences_by_sms,
  fax: m.preferences_by_fax,
  letter: m.preferences_by_letter,
};
/** "per E-Mail", "per SMS". */
export const sayByWay = (way: Way): string => byWays[way]();

const kinds: Record<MessageKind, { name: () => string; hint: () => string }> = {
  report: { name: m.preferences_kind_report, hint: m.preferences_kind_report_hint },
  following: { name: m.preferences_kind_following, hint: m.preferences_kind_following_hint },
  documents: { name: m.preferences_kind_documents, hint: m.preferences_kind_documents_hint },
  information: { name: m.preferences_kind_information, hint: m.preferences_kind_information_hint },
  orders: { name: m.preferences_kind_orders, hint: m.preferences_kind_orders_hint },
  desk: { name: m.preferences_kind_desk, hint: m.preferences_kind_desk_hint },
  appointments: { name: m.preferences_kind_appointments, hint: m.preferences_kind_appointments_hint },
  reminders: { name: m.preferences_kind_reminders, hint: m.preferences_kind_reminders_hint },
};
/** What a kind of messages is called, and what it is about. */
export const sayKind = (kind: MessageKind): { name: string; hint: string } => ({
  name: kinds[kind].name(),
  hint: kinds[kind].hint(),
});

const timings: Record<Timing, () => string> = {
  now: m.preferences_now,
  digest: m.preferences_digest,
  never: m.preferences_never,
};
export const sayTiming = (timing: Timing): string => timings[timing]();

/** Minutes after midnight as "07:00". */
export function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The minutes after midnight of "07:00"; undefined for what is no time. */
export function clockMinutes(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return Number(hours) < 24 && Number(minutes) < 60 ? total : undefined;
}

/** "21:00 bis 07:00 Uhr, SMS und Fax". */
export function sayQuiet(quiet: QuietHours | null): string {
  if (quiet === null) return m.preferences_quiet_off();
  const span = { from: clockText(quiet.from), until: clockText(quiet.until) };
  return quiet.mails ? m.preferences_quiet_from_until_mails(span) : m.preferences_quiet_from_until(span);
}
