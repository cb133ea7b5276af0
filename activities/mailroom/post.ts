import type { Told } from '../../db/queries/deliveries.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { Channel } from '../channels/channel.ts';
import { type Fax, faxChannel } from '../channels/fax.ts';
import type { Sms } from '../channels/sms.ts';
import { type Mail, smtpChannel } from '../channels/smtp.ts';
import { bareAddress } from '../mail/compose.ts';

/** What a drain works with. */
export interface Post {
  mail: Channel<Mail>;
  /** Null where the installation sends no texts. */
  sms: Channel<Sms> | null;
  fax: Channel<Fax>;
  /** The installation's gateway for faxes; null where each company has its own, or none. */
  faxMailbox: string | null;
  /** `Name <address>`; the name is replaced by the company's. */
  mailFrom: string;
  /** Replies go to mailboxes of this domain; null: to the sender. */
  replyDomain: string | null;
  /** Told whose timelines tell something new. */
  onTold?(workspace: Workspace, told: Told[]): void;
  /** Told about what only a developer can mend; never with words or addresses. */
  onFault(error: unknown, message: string): void;
}

/** What the installation sends with, as its environment says. */
export interface PostConfig {
  SMTP_URL: string;
  MAIL_FROM: string;
  /** Where replies go; without it, to the sender. */
  REPLY_DOMAIN?: string | undefined;
  TWILIO_ACCOUNT_SID?: string | undefined;
  TWILIO_AUTH_TOKEN?: string | undefined;
  TWILIO_BASE_URL?: string | undefined;
  /** The number or name that texts come from. */
  SMS_FROM?: string | undefined;
  /** The mailbox of a mail-to-fax gateway, with `{number}` or `{digits}` in it. */
  FAX_ADDRESS?: string | undefined;
  FAX_SMTP_URL?: string | undefined;
}

/** Opens the channels. Texts are sent where the provider's account is complete, faxes where the
 * company or the installation names a gateway. `close` them when done. */
export async function openPost(config: PostConfig, onFault: Post['onFault']): Promise<Post & { close(): void }> {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, SMS_FROM: from } = config;
  let sms: Channel<Sms> | null = null;
  if (accountSid && authToken && from) {
    // With the provider's client, which most installations never need.
    const { smsChannel } = await import('../channels/sms.ts');
    sms = smsChannel({ accountSid, authToken, from, baseUrl: config.TWILIO_BASE_URL || undefined });
  }
  const mail = smtpChannel(config.SMTP_URL);
  const fax = faxChannel({ smtpUrl: config.FAX_SMTP_URL || config.SMTP_URL, from: bareAddress(config.MAIL_FROM) });
  return {
    mail,
    sms,
    fax,
    faxMailbox: config.FAX_ADDRESS ?? null,
    mailFrom: config.MAIL_FROM,
    replyDomain: config.REPLY_DOMAIN ?? null,
    onFault,
    close() {
      mail.close();
      sms?.close();
      fax.close();
    },
  };
}
