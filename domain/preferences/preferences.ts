import { z } from 'zod';
import { messageKinds } from './kinds.ts';

/** How somebody can be reached. */
export const ways = ['mail', 'sms', 'fax', 'letter'] as const;
export type Way = (typeof ways)[number];

/** When messages of a kind come: at once, with the others of the day in one mail, or not at all. */
export const timings = ['now', 'digest', 'never'] as const;
export type Timing = (typeof timings)[number];

/** Minutes after midnight on the clocks of Berlin. */
const minutesOfDay = z.number().int().min(0).max(1_439);

/** Between two times of the clock what is not urgent waits; texts and faxes always, mails where they are named too. */
export const quietHours = z
  .object({ from: minutesOfDay, until: minutesOfDay, mails: z.boolean() })
  .refine(({ from, until }) => from !== until, { path: ['until'] });
export type QuietHours = z.infer<typeof quietHours>;

/** What one wishes of one kind; without a way it takes the person's usual one. */
export const kindPreference = z.object({ way: z.enum(ways).nullable().default(null), timing: z.enum(timings) });
export type KindPreference = z.infer<typeof kindPreference>;

/** What somebody said about their messages. What they left open follows the workspace and their usual way. */
export const preferences = z.object({
  kinds: z.partialRecord(z.enum(messageKinds), kindPreference).default({}),
  /** `workspace`: as the company says; null: none. */
  quiet: z.union([z.literal('workspace'), z.null(), quietHours]).default('workspace'),
  /** When the day's mail comes. */
  digestAt: minutesOfDay.default(420),
  /** Employees: what is due today and what came in, each working day. */
  deskDigest: z.boolean().default(false),
});
export type Preferences = z.infer<typeof preferences>;

/** What counts for who has said nothing. */
export const noPreferences: Preferences = preferences.parse({});

/** The company's quiet hours while it has said nothing: no texts at night. */
export const builtinQuiet: QuietHours = { from: 21 * 60, until: 7 * 60, mails: false };
