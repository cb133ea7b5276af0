import { z } from 'zod';

const line = (longest: number) => z.string().trim().max(longest);

/** The company as its letters name it: who sends them, and how it is reached. Without one no letters are written. */
export const letterhead = z.object({
  name: line(80).min(2),
  street: line(80).min(2),
  postalCode: z.string().regex(/^\d{5}$/),
  city: line(60).min(2),
  phone: line(40).default(''),
  fax: line(40).default(''),
  email: line(120).default(''),
});
export type Letterhead = z.infer<typeof letterhead>;
