import { faxChannel } from '../channels/fax.ts';
import { smsChannel } from '../channels/sms.ts';
import { smtpChannel } from '../channels/smtp.ts';
import { bareAddress } from '../mail/compose.ts';
import type { Post } from './drain.ts';

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
export function openPost(config: PostConfig, onFault: Post['onFault']): Post & { close(): void } {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, SMS_FROM: from } = config;
  const mail = smtpChannel(config.SMTP_URL);
  const sms =
    accountSid && authToken && from
      ? smsChannel({ accountSid, authToken, from, baseUrl: config.TWILIO_BASE_URL || undefined })
      : null;
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
