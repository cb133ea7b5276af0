/** The headers of a mail that say what wrote it, by name in lower case. */
export type MailHeaders = Readonly<Record<string, string>>;

/** What wrote a mail: a person, a program that answers by itself, a mail server that could not deliver, or we. */
export type MailKind = 'word' | 'autoReply' | 'bounce' | 'loop';

/** The header by which our own mails are known when they come back to us. */
export const OWN_MAIL = 'x-procsm-message';

const AUTO_SUBJECT =
  /^(automatische antwort|automatic reply|auto(matic)?[- ]?(reply|response)|autoreply|abwesenheit(snotiz|sassistent)?|out of (the )?office|ich bin (nicht im haus|abwesend|im urlaub)|réponse automatique)\b/i;

/**
 * What wrote a mail, by RFC 3834 and what programs do besides: nobody answers those that no person wrote, and only what
 * a person wrote stands on a ticket.
 */
export function kindOfMail(
  headers: MailHeaders,
  { subject, from, own, report }: { subject: string; from: string; own: string; report: boolean },
): MailKind {
  if (report) return 'bounce';
  if (OWN_MAIL in headers || (own !== '' && from.toLowerCase() === own.toLowerCase())) return 'loop';
  const said = (name: string) => headers[name]?.trim().toLowerCase() ?? '';
  const submitted = said('auto-submitted');
  if (submitted !== '' && submitted !== 'no') return 'autoReply';
  if (said('return-path') === '<>' || /^(mailer-daemon|postmaster)@/i.test(from)) return 'autoReply';
  if (['bulk', 'junk', 'list', 'auto_reply', 'auto-reply'].includes(said('precedence'))) return 'autoReply';
  if (
    ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'list-id', 'x-auto-reply-from'].some((name) => name in headers)
  )
    return 'autoReply';
  return AUTO_SUBJECT.test(subject.trim()) ? 'autoReply' : 'word';
}

/** What our own mail server found of who sent a mail. */
export interface SenderChecks {
  spf: string;
  dkim: string;
  dmarc: string;
}

/**
 * The finding of our own mail server, from its `Authentication-Results` (RFC 8601): the topmost header with its name
 * counts, for those below it the sender could have written. Undefined where it found nothing.
 */
export function senderChecks(results: readonly string[], server: string): SenderChecks | undefined {
  const own = results.find((line) => line.trim().toLowerCase().split(/[\s;]/, 1)[0] === server.toLowerCase());
  if (own === undefined) return undefined;
  const found = (method: string) =>
    new RegExp(`(?:^|[;\\s])${method}\\s*=\\s*([a-z]+)`, 'i').exec(own)?.[1]?.toLowerCase() ?? 'none';
  return { spf: found('spf'), dkim: found('dkim'), dmarc: found('dmarc') };
}

/** Whether a finding leaves it open who sent the mail: it was refused by the sender's domain, or nothing vouches for it. */
export function isDoubtful(checks: SenderChecks | undefined): boolean {
  if (!checks) return true;
  if (checks.dmarc === 'pass') return false;
  if (checks.dmarc === 'fail') return true;
  return checks.dkim !== 'pass' && checks.spf !== 'pass';
}
