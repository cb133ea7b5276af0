import { z } from 'zod';
import type { Day } from '../time/berlin.ts';

/** What a document is: a notice hangs on the board of a house, the others go to their addressees. */
export const documentKinds = ['notice', 'circular', 'message', 'statement'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** `public`: everybody of the addressed places may read it. `private`: whom it is addressed to, nobody else. */
export const visibilities = ['public', 'private'] as const;
export type Visibility = (typeof visibilities)[number];

export const documentPhases = ['draft', 'published', 'withdrawn'] as const;
export type DocumentPhase = (typeof documentPhases)[number];

/** Where somebody has to do with the addressed place: who lives there, who owns there, who sits on its board. */
export const readerRoles = ['residents', 'owners', 'board'] as const;
export type ReaderRole = (typeof readerRoles)[number];

const roles = z.array(z.enum(readerRoles)).min(1).max(readerRoles.length);

/** One line of an address: those of these roles in one place, or one person. */
export const addressee = z.discriminatedUnion('scope', [
  z.strictObject({ scope: z.literal('everybody'), roles }),
  z.strictObject({ scope: z.literal('property'), id: z.uuid(), roles }),
  z.strictObject({ scope: z.literal('building'), id: z.uuid(), roles }),
  // A flat is none of the board's business.
  z.strictObject({
    scope: z.literal('unit'),
    id: z.uuid(),
    roles: z
      .array(z.enum(['residents', 'owners']))
      .min(1)
      .max(2),
  }),
  z.strictObject({ scope: z.literal('person'), id: z.uuid() }),
]);
export type Addressee = z.infer<typeof addressee>;

/** How a document is to be addressed. */
export const addressing = z.object({
  kind: z.enum(documentKinds),
  visibility: z.enum(visibilities),
  /** Whether those may read it too who move in or buy after it was published. */
  newcomers: z.boolean(),
  /** Null: from the day on which it is published. */
  validFrom: z.iso.date().nullable(),
  /** Null: without an end. */
  validUntil: z.iso.date().nullable(),
  addressees: z.array(addressee).max(500),
});
export type Addressing = z.infer<typeof addressing>;

/** What makes an address be refused. */
export type AddressingProblem =
  | 'nobodyAddressed'
  | 'publicNeedsPlace'
  | 'publicNeedsNewcomers'
  | 'kindIsPrivate'
  | 'kindIsPublic'
  | 'endsBeforeItBegins';

/**
 * What is wrong with an address, or null. A notice is public and hangs somewhere, for those who come later too; messages
 * and statements are private.
 */
export function addressingProblem(given: Addressing): AddressingProblem | null {
  const { kind, visibility, newcomers, addressees, validFrom, validUntil } = given;
  if (addressees.length === 0) return 'nobodyAddressed';
  if (kind === 'notice' && visibility !== 'public') return 'kindIsPublic';
  if ((kind === 'message' || kind === 'statement') && visibility !== 'private') return 'kindIsPrivate';
  if (visibility === 'public' && addressees.some(({ scope }) => scope === 'person')) return 'publicNeedsPlace';
  if (visibility === 'public' && !newcomers) return 'publicNeedsNewcomers';
  if (validFrom !== null && validUntil !== null && validUntil < validFrom) return 'endsBeforeItBegins';
  return null;
}

/** What one version says. */
export const versionText = z.object({
  title: z.string().trim().min(1, 'fieldRequired').max(160),
  source: z.string().max(40_000),
  files: z.array(z.uuid()).max(20),
});
export type VersionText = z.infer<typeof versionText>;

/** A document's address with the days that decide who reads it. */
export interface ReadableDocument {
  visibility: Visibility;
  newcomers: boolean;
  validFrom: Day;
  validUntil: Day | null;
  /** The day from which it counts: who has nothing to do with the place on it is a newcomer. */
  since: Day;
  addressees: readonly Addressee[];
}
