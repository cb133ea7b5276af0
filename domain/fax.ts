import { z } from 'zod';

/** How a gateway wants a number to be written: `+49711…` or `0049711…`. */
export const faxFormats = ['plus', 'zeros'] as const;

/** Through which mail-to-fax gateway a company sends, and to which number answers come back. */
export const faxSettings = z.object({
  /** The gateway's mail domain; '' for the one of the installation. */
  gateway: z
    .string()
    .trim()
    .toLowerCase()
    .max(200)
    .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+)?$/)
    .default(''),
  format: z.enum(faxFormats).default('plus'),
  /** Our own number on what we send; '' for the letterhead's. */
  number: z.string().trim().max(40).default(''),
});
export type FaxSettings = z.infer<typeof faxSettings>;

/**
 * Where faxes are mailed to, with `{number}` or `{digits}` in it: the company's own gateway, else the installation's;
 * null where there is none.
 */
export function faxMailbox(settings: FaxSettings | null, installation: string | null): string | null {
  if (settings?.gateway) return `{${settings.format === 'plus' ? 'number' : 'digits'}}@${settings.gateway}`;
  return installation;
}

const FAILED =
  /\b(nicht\s+(\S+\s+){0,2}(zugestellt|gesendet|erfolgreich|übermittelt|erreichbar)|fehlgeschlagen|fehler|besetzt|keine antwort|failed|failure|not\s+(be\s+)?(delivered|sent|successful)|undeliver\w+|unsuccessful|busy|no answer|error)\b/i;
const ARRIVED =
  /\b(erfolgreich|zugestellt|übermittelt|gesendet|sendebericht:? ok|status:? ok|successful(ly)?|delivered|sent|transmitted)\b/i;

/** What a gateway's report says became of a fax; null where it can't be told. Failure is looked for first. */
export function faxOutcome(subject: string, text: string): 'delivered' | 'refused' | null {
  for (const said of [subject, text.slice(0, 5_000)]) {
    if (FAILED.test(said)) return 'refused';
    if (ARRIVED.test(said)) return 'delivered';
  }
  return null;
}
