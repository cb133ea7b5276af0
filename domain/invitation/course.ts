import { z } from 'zod';
import type { Instant } from '../time/berlin.ts';
import { addDays, berlinClock, berlinInstant } from '../time/berlin.ts';
import { after, nextOpening, type WorkingCalendar } from '../time/workingTime.ts';

/** How long an invitation can be taken up (QUALITY S5), in days. */
export const INVITATION_DAYS = 60;

const REMINDERS_MOST = 3;
const workingDays = z.int().min(1).max(40);

/** What a company says about invitations. */
export const invitationSettings = z.object({
  /** After how many working days those who have not come are reminded by mail, in rising order. */
  reminders: z
    .array(workingDays)
    .max(REMINDERS_MOST)
    .refine((days) => days.every((day, n) => n === 0 || day > (days[n - 1] ?? 0)))
    .default([5, 15]),
  /** After how many working days who sent them is told who has not come; later than the last reminder. */
  lastNote: workingDays.default(25),
  /** Whether renters whom owners name wait for the office. */
  approveRenters: z.boolean().default(true),
});
export type InvitationSettings = z.infer<typeof invitationSettings>;

/** One step of a round, with its moment. */
export type RoundStep = { kind: 'remind'; n: number; at: Instant } | { kind: 'lastNote' | 'expire'; at: Instant };

/**
 * When a round reminds, tells who sent it how many have not come, and ends. Days are working days of the office: a
 * reminder goes out while it is open. Nothing comes after the end.
 */
export function roundCourse(madeAt: Instant, settings: InvitationSettings, calendar: WorkingCalendar): RoundStep[] {
  const expire = expiryOf(madeAt);
  const day = calendar.office.closes - calendar.office.opens;
  const at = (days: number) => nextOpening(after(madeAt, { working: days * day }, calendar), calendar);
  const steps: RoundStep[] = [
    ...settings.reminders.map((days, n): RoundStep => ({ kind: 'remind', n: n + 1, at: at(days) })),
    { kind: 'lastNote', at: at(Math.max(settings.lastNote, (settings.reminders.at(-1) ?? 0) + 1)) },
  ];
  return [...steps.filter((step) => step.at < expire), { kind: 'expire', at: expire }];
}

/** Until when an invitation can be taken up: the end of its last day. */
export function expiryOf(madeAt: Instant): Instant {
  return berlinInstant(addDays(berlinClock(madeAt).day, INVITATION_DAYS + 1), 0);
}
