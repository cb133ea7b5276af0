import { z } from 'zod';
import { phoneNumber } from './phone.ts';

const line = (longest: number) => z.string().trim().max(longest);

/** Where somebody is reached. An address is whole or not given at all. */
export const contact = z
  .object({
    email: line(254).refine((text) => text === '' || z.email().safeParse(text).success),
    mobile: line(40).refine((text) => text === '' || phoneNumber(text) !== null),
    fax: line(40).refine((text) => text === '' || phoneNumber(text) !== null),
    street: line(80),
    postalCode: line(12),
    city: line(60),
  })
  .superRefine((given, refusal) => {
    const address = ['street', 'postalCode', 'city'] as const;
    if (address.every((field) => given[field] === '')) return;
    for (const field of address)
      if (given[field] === '') refusal.addIssue({ code: 'custom', path: [field], message: 'incomplete' });
  });
export type Contact = z.infer<typeof contact>;
