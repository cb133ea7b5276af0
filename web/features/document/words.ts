import { m } from '../../../.build/i18n/messages.js';
import type { Refused } from '../../../domain/document/audience.ts';
import type { DocumentKind, DocumentPhase, ReaderRole } from '../../../domain/document/document.ts';
import { sayCalendarDay } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import type { Tone } from '../../ui/tones.ts';

const kinds: Record<DocumentKind, () => string> = {
  notice: m.document_kind_notice,
  circular: m.document_kind_circular,
  message: m.document_kind_message,
  statement: m.document_kind_statement,
};
export const sayKind = (kind: DocumentKind): string => kinds[kind]();

const roles: Record<ReaderRole | 'person', () => string> = {
  residents: m.document_role_residents,
  owners: m.document_role_owners,
  board: m.document_role_board,
  person: m.document_role_person,
};
export const sayRole = (role: ReaderRole | 'person'): string => roles[role]();
export const sayRoles = (all: readonly ReaderRole[]): string => all.map(sayRole).join(', ');

const refusals: Record<Refused, () => string> = {
  tooLate: m.document_because_too_late,
  cameLater: m.document_because_came_later,
  notYet: m.document_because_not_yet,
  left: m.document_because_left,
  otherRole: m.document_because_other_role,
  otherPlace: m.document_because_other_place,
};
/** Why somebody does not see it. */
export const sayBecause = (because: Refused): string => refusals[because]();

const ways: Record<string, () => string> = {
  mail: m.document_way_mail,
  sms: m.document_way_sms,
  fax: m.document_way_fax,
  letter: m.document_way_letter,
};
/** By which way somebody hears of it. */
export const sayWay = (way: string | null): string => (way && ways[way]?.()) || m.document_way_none();

/** Where a document stands, with its colour. */
export function standing(of: { phase: DocumentPhase; hasDraft?: boolean }): { text: string; tone: Tone } {
  if (of.phase === 'withdrawn') return { text: m.document_state_withdrawn(), tone: 'neutral' };
  if (of.phase === 'draft') return { text: m.document_state_draft(), tone: 'us' };
  return of.hasDraft
    ? { text: m.document_state_new_version(), tone: 'us' }
    : { text: m.document_state_published(), tone: 'done' };
}

/** Why a message did not arrive. */
export function sayFailure({ detail, channel }: { detail: string | null; channel: string | null }): string {
  if (detail === 'noLongerThere') return m.document_failed_gone();
  if (detail === 'noAddress' || detail === 'noOtherWay') return m.document_failed_no_address();
  if (channel === null) return m.document_failed_no_address();
  return m.document_failed_by({ way: sayWay(channel) });
}

/** A day, as people say it. */
export const day = (date: string): string => sayCalendarDay(date, locale());

/** "1,2 MB" */
export function sayBytes(bytes: number): string {
  const format = (value: number, unit: string) =>
    `${value.toLocaleString(locale(), { maximumFractionDigits: 1 })} ${unit}`;
  return bytes < 1_000_000 ? format(Math.max(1, Math.round(bytes / 1_000)), 'kB') : format(bytes / 1_000_000, 'MB');
}
