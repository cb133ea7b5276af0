import type { Letterhead } from '../../domain/letterhead.ts';
import { phoneNumber } from '../../domain/phone.ts';
import type { Fax } from '../channels/fax.ts';
import type { Sms } from '../channels/sms.ts';
import type { Mail } from '../channels/smtp.ts';
import { calendarFile } from './calendar.ts';
import type { MessageContext } from './letter.ts';
import { faxPaper } from './paper.ts';
import { partsOf, subjectOf } from './parts.ts';
import { oneLine } from './plain-text.ts';
import { render, renderSms } from './render.ts';
import { letterOf } from './templates.ts';

/**
 * The mail of a message, the same bytes each time while its rows say the same; null when the recipient's address can't
 * be one. Replies to it, and what mail servers report about it, go to a mailbox of the reply domain where there is one.
 */
export function composeMail(context: MessageContext, mailFrom: string, replyDomain: string | null = null): Mail | null {
  const address = mailAddress(context.email);
  if (address === null) return null;
  const sender = bareAddress(mailFrom);
  const domain = sender.split('@').at(-1) ?? 'procsm';
  const from = { name: inHeader(context.company), address: sender };
  const letter = letterOf(context);
  const replyTo = replyDomain && context.reply ? `${context.reply}@${replyDomain}` : null;
  const rendered = render(letter, context, replyTo !== null);
  const content = letter.calendar && calendarFile(context, letter.calendar, from);
  return {
    messageId: `<${context.id}@${domain}>`,
    date: new Date(context.createdAt),
    boundary: context.id.replaceAll('-', ''),
    from,
    ...(replyTo && { replyTo: { name: from.name, address: replyTo } }),
    to: { name: inHeader(context.name), address },
    ...rendered,
    subject: inHeader(rendered.subject),
    references: [`<${context.thread}.matter@${domain}>`],
    ...(context.preferences?.oneClick && { unsubscribe: context.preferences.oneClick }),
    ...(letter.calendar && content && { calendar: { method: letter.calendar, content } }),
  };
}

/** Words of a header: mail servers cut lines of more than 998 signs, wherever that is (RFC 5322, 2.1.1). */
const inHeader = (words: string) => [...oneLine(words)].slice(0, HEADER_LONGEST).join('');
const HEADER_LONGEST = 250;

/** The text of a message for a mobile, or null when the recipient's number can't be one. */
export function composeSms(context: MessageContext, workspace: string): Sms | null {
  const to = phoneNumber(context.mobile);
  if (to === null) return null;
  return {
    to,
    text: renderSms(letterOf(context), context),
    statusCallback: `${context.address}/api/callbacks/sms/${workspace}/${context.id}`,
  };
}

/** How a company's faxes go out. */
export interface FaxWay {
  /** The gateway's mailbox, with `{number}` or `{digits}` in it. */
  mailbox: string;
  /** The number that answers go to; '' for the letterhead's. */
  number: string;
  /** Reports go to mailboxes of this domain; null: to the sender. */
  replyDomain: string | null;
}

/** The fax of a message, or null when the recipient's number can't be one. */
export async function composeFax(
  context: MessageContext,
  mailFrom: string,
  sender: Letterhead | null,
  way: FaxWay,
): Promise<Fax | null> {
  const number = phoneNumber(context.fax);
  if (number === null) return null;
  const { pdf } = await faxPaper(context, number, sender, way.number || (sender?.fax ?? ''));
  const domain = bareAddress(mailFrom).split('@').at(-1) ?? 'procsm';
  return {
    messageId: `<${context.id}.fax@${domain}>`,
    date: new Date(context.createdAt),
    boundary: context.id.replaceAll('-', ''),
    to: way.mailbox.replace('{number}', number).replace('{digits}', `00${number.slice(1)}`),
    ...(way.replyDomain && context.reply && { replyTo: `${context.reply}@${way.replyDomain}` }),
    subject: inHeader(subjectOf(partsOf(letterOf(context), context), context)),
    fileName: `${oneLine(context.number).replace(/[^\w-]/g, '') || 'fax'}.pdf`,
    pdf,
  };
}

/** The address in `Name <address>`. */
export function bareAddress(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
}

/** An address that names one mailbox and nothing else, or null. */
export function mailAddress(text: string | null): string | null {
  const address = text?.trim() ?? '';
  return address.length <= 254 && /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[^\s@<>()[\]\\,;:"\p{Cc}]+$/u.test(address)
    ? address
    : null;
}
