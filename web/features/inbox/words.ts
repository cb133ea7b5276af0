import { m } from '../../../.build/i18n/messages.js';
import { isDomainErrorCode } from '../../../domain/errors.ts';
import type { IgnoredReason, TrayReason } from '../../../domain/inbound/tray.ts';
import { sayRefusal } from '../../refusals.ts';
import type { Tone } from '../../ui/tones.ts';
import type { MailView } from './queries.ts';

const reasons: Record<TrayReason | IgnoredReason, () => string> = {
  unknownSender: m.inbox_reason_unknown_sender,
  unmatched: m.inbox_reason_unmatched,
  untagged: m.inbox_reason_untagged,
  otherAddress: m.inbox_reason_other_address,
  unverified: m.inbox_reason_unverified,
  tooMany: m.inbox_reason_too_many,
  notInvolved: m.inbox_reason_not_involved,
  empty: m.inbox_reason_empty,
  unreadable: m.inbox_reason_unreadable,
  refused: m.inbox_reason_refused,
  autoReply: m.inbox_reason_auto_reply,
  bounce: m.inbox_reason_bounce,
  loop: m.inbox_reason_loop,
  duplicate: m.inbox_reason_duplicate,
  faxReport: m.inbox_reason_fax_report,
};

/** Why a mail lies where it lies, in two or three words. */
export const sayReason = (reason: string | null): string => reasons[reason as TrayReason]?.() ?? '';

/** Amber where somebody has to look, red where the sender may be forged. */
export const toneOfReason = (reason: string | null): Tone =>
  reason === 'otherAddress' || reason === 'untagged' || reason === 'unverified' ? 'late' : 'us';

/** Why a mail waits, in sentences. */
export function sayWhy(mail: Pick<MailView, 'reason' | 'recipient' | 'senders' | 'refusal'>): string {
  const name = mail.recipient ?? m.inbox_somebody();
  switch (mail.reason as TrayReason | null) {
    case 'unknownSender':
      return m.inbox_why_unknown_sender();
    case 'unmatched':
      return m.inbox_why_unmatched({ name: mail.senders[0]?.name ?? m.inbox_somebody() });
    case 'untagged':
      return m.inbox_why_untagged();
    case 'otherAddress':
      return m.inbox_why_other_address({ name });
    case 'unverified':
      return m.inbox_why_unverified({ name });
    case 'tooMany':
      return m.inbox_why_too_many();
    case 'notInvolved':
      return m.inbox_why_not_involved({ name });
    case 'empty':
      return m.inbox_why_empty();
    case 'unreadable':
      return m.inbox_why_unreadable();
    case 'refused':
      return m.inbox_why_refused({ reason: sayCode(mail.refusal) });
    default:
      return '';
  }
}

/** A refusal's code as a sentence. */
export function sayCode(code: string | null): string {
  return sayRefusal({ code: isDomainErrorCode(code) ? code : 'notAllowedNow', details: {} });
}

/** A subject without the marks that programs put before it. */
export function bareSubject(subject: string): string {
  return subject.replace(/^((aw|re|wg|fwd?|antw)\s*:\s*)+/i, '').trim();
}
