import { z } from 'zod';
import { phoneNumber } from '../phone.ts';
import { trades } from '../report/categories.ts';

const line = (longest: number) => z.string().trim().max(longest);
const number = line(40).refine((text) => text === '' || phoneNumber(text) !== null, { message: 'phoneInvalid' });

/** What a person is by law: of flesh, or a firm, an association, an authority. */
export const personKinds = ['natural', 'company'] as const;
export type PersonKind = (typeof personKinds)[number];

/** By what somebody is written to first; what fails goes out by another. */
export const channels = ['mail', 'sms', 'fax', 'letter'] as const;

/**
 * One person, with how they are reached; texts that are not known are empty. A couple are two persons in one lease or
 * with a part of the unit each: each is asked, may sign in, and has a right to their own data. `otherNames` are names by
 * which one is found too: a name at birth, the name on the door.
 */
export const person = z
  .object({
    kind: z.enum(personKinds),
    givenName: line(80),
    familyName: line(120).min(1, 'fieldRequired'),
    otherNames: line(120),
    email: z.union([z.literal(''), z.email('emailInvalid').max(200)], 'emailInvalid'),
    phone: number,
    mobile: number,
    fax: number,
    street: line(120),
    postalCode: line(12),
    city: line(80),
    locale: z.enum(['de', 'en']),
    channel: z.enum(channels),
    sharePhone: z.boolean(),
  })
  .superRefine((given, refusal) => {
    const address = ['street', 'postalCode', 'city'] as const;
    if (address.every((field) => given[field] === '')) return;
    for (const field of address)
      if (given[field] === '') refusal.addIssue({ code: 'custom', path: [field], message: 'incompleteAddress' });
  });
export type Person = z.infer<typeof person>;

/** A person of whom no more than a name is known. */
export const namelessPerson: Person = {
  kind: 'natural',
  givenName: '',
  familyName: '',
  otherNames: '',
  email: '',
  phone: '',
  mobile: '',
  fax: '',
  street: '',
  postalCode: '',
  city: '',
  locale: 'de',
  channel: 'mail',
  sharePhone: false,
};

/** What a firm or caretaker does and where; without districts it comes everywhere. */
export const contractorFacts = z.object({
  trades: z.array(z.enum(trades)).min(1, 'fieldRequired').max(trades.length),
  /** Part of the house: its work is not an outside firm's. */
  internal: z.boolean(),
  /** Beginnings of postal codes: `70` or `70176`. */
  districts: z.array(z.string().regex(/^\d{1,5}$/, 'districtInvalid')).max(200),
  note: line(1000),
});
export type ContractorFacts = z.infer<typeof contractorFacts>;

/** Whether a firm comes to a place. */
export function serves({ districts }: Pick<ContractorFacts, 'districts'>, postalCode: string): boolean {
  return districts.length === 0 || districts.some((district) => postalCode.startsWith(district));
}

/** The name as people say it: given name first; a firm has only one. */
export const fullName = ({ givenName, familyName }: Pick<Person, 'givenName' | 'familyName'>): string =>
  `${givenName} ${familyName}`.trim();
