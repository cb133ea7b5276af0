import type { z } from 'zod';
import type { DomainErrorCode, DomainErrorDetails } from './errors.ts';

/** What makes master data be refused. Each has its sentence among the refusals. */
export const refusedFacts = [
  'fieldRequired',
  'badInput',
  'textTooLong',
  'emailInvalid',
  'phoneInvalid',
  'postalCodeInvalid',
  'districtInvalid',
  'incompleteAddress',
  'numberTaken',
  'buildingTwice',
  'unitTwice',
  'shareInvalid',
  'shareExceedsWhole',
  'endsBeforeItBegins',
  'leasesOverlap',
  'ownershipsExceed',
  'coOwnersDiffer',
  'personTwice',
  'nobodyThere',
  'nobodyNamed',
  'patternInvalid',
  'tooManyUnits',
  'reasonNeeded',
] as const satisfies readonly DomainErrorCode[];
export type RefusedFact = (typeof refusedFacts)[number];

/** What is taken all the same, and said. */
export const doubtfulFacts = ['sharesDiffer', 'leaseGap', 'ownershipIncomplete', 'nobodyOwns'] as const;
export type DoubtfulFact = (typeof doubtfulFacts)[number];

/** Something that is wrong (or doubtful) with one of several rows; `row` counts from 0, `field` is null for the row. */
export interface Problem {
  code: RefusedFact | DoubtfulFact;
  row: number;
  field: string | null;
  details: DomainErrorDetails;
}

/** Whether a problem keeps the rows from being taken. */
export const refuses = (problem: Problem): problem is Problem & { code: RefusedFact } =>
  (refusedFacts as readonly string[]).includes(problem.code);

/** A problem with one row. */
export function problem(
  code: Problem['code'],
  field: string | null,
  details: DomainErrorDetails = {},
  row = 0,
): Problem {
  return { code, row, field, details };
}

/**
 * What is wrong with a value by its schema, in the order of its fields; none when it can be taken. A schema says a code
 * as its issue's message where zod's own kinds say too little.
 */
export function problemsBySchema(schema: z.ZodType, value: unknown, row = 0): Problem[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).map((issue): Problem => {
    const field = issue.path.length > 0 ? issue.path.map(String).join('.') : null;
    const said = refusedFacts.find((code) => code === issue.message);
    if (said) return { code: said, row, field, details: {} };
    if (issue.code === 'too_big' && issue.origin === 'string')
      return { code: 'textTooLong', row, field, details: { maximum: Number(issue.maximum) } };
    if (issue.code === 'too_small' && issue.origin === 'string')
      return { code: 'fieldRequired', row, field, details: {} };
    return { code: 'badInput', row, field, details: {} };
  });
}
