import { z } from 'zod';
import { ROLE_FUNCTIONS, ROLE_TOLD } from './roles.ts';
import { addDays } from './time/berlin.ts';

const day = z.iso.date();
/** Longer than two years away is not away but gone. */
const DAYS_MOST = 731;
/** The highest limit of a role, in cents. */
export const LIMIT_MOST = 100_000_000;
/** How many roles somebody holds at the most. */
export const ROLES_MOST = 20;

/** A role as it is given to somebody: on which properties, up to which amount in cents (null: any), from and until when. */
export const assignment = z.object({
  role: z.string().min(1).max(60),
  allProperties: z.boolean(),
  propertyIds: z.array(z.uuid()).max(2_000).default([]),
  limitCents: z.int().min(0).max(LIMIT_MOST).nullable().default(null),
  validFrom: day.nullable().default(null),
  validUntil: day.nullable().default(null),
});
export type Assignment = z.infer<typeof assignment>;

/**
 * All roles of one employee. The first holds as long as they work here; a role without properties is none, and a period
 * ends no earlier than it begins.
 */
export const assignments = z
  .array(assignment)
  .min(1)
  .max(ROLES_MOST)
  .refine(([first]) => first?.validFrom === null && first.validUntil === null)
  .refine((all) => all.every(({ allProperties, propertyIds }) => allProperties || propertyIds.length > 0))
  .refine((all) =>
    all.every(({ validFrom, validUntil }) => validFrom === null || validUntil === null || validFrom <= validUntil),
  );

/** Somebody new who works here: they are invited and sign in by this address, so that it is needed. */
export const colleague = z.object({
  givenName: z.string().trim().max(80),
  familyName: z.string().trim().min(1, 'fieldRequired').max(120),
  email: z.email('emailInvalid').max(200),
});
export type Colleague = z.infer<typeof colleague>;

/** A role that a company makes for itself. It sees, whatever else it does. */
export const ownRole = z.object({
  name: z.string().trim().min(2).max(60),
  functions: z
    .array(z.enum(ROLE_FUNCTIONS))
    .max(ROLE_FUNCTIONS.length)
    .transform((chosen) => ROLE_FUNCTIONS.filter((each) => each === 'see' || chosen.includes(each))),
  told: z.enum(ROLE_TOLD).nullable(),
});
export type OwnRole = z.infer<typeof ownRole>;

/** Days on which somebody is away, both included, with who stands in. */
export const absence = z
  .object({ firstDay: day, lastDay: day, substituteId: z.uuid().nullable().default(null) })
  .refine(({ firstDay, lastDay }) => firstDay <= lastDay, { path: ['lastDay'] })
  .refine(({ firstDay, lastDay }) => lastDay <= addDays(firstDay, DAYS_MOST), { path: ['lastDay'] });
export type Absence = z.infer<typeof absence>;
