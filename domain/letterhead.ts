import { z } from 'zod';

const line = (longest: number) => z.string().trim().max(longest);
const millimetres = z.number().min(-10).max(10);

/** How many lines stand at the foot of a letter. */
export const FOOTER_LINES = 3;

/** The company as its letters name it: who sends them, and how it is reached. Without one no letters are written. */
export const letterhead = z.object({
  name: line(80).min(2),
  street: line(80).min(2),
  postalCode: z.string().regex(/^\d{5}$/),
  city: line(60).min(2),
  phone: line(40).default(''),
  fax: line(40).default(''),
  email: line(120).default(''),
  /** What law and custom want at the foot: owner, register, tax number. */
  footer: z
    .string()
    .trim()
    .max(300)
    .refine((text) => text.split('\n').length <= FOOTER_LINES)
    .default(''),
  /** The account, on a line of its own. */
  bank: line(120).default(''),
  /** How far the address stands from its place after DIN 5008, for envelopes and printers that need it elsewhere. */
  shift: z.object({ right: millimetres, down: millimetres }).default({ right: 0, down: 0 }),
});
export type Letterhead = z.infer<typeof letterhead>;
