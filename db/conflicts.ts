import { DomainError, type DomainErrorCode } from '../domain/errors.ts';
import type { Query } from './pool.ts';

/** What a second row with the same key means, by the name of the key; with the field that says it. */
const TWICE: Record<string, readonly [DomainErrorCode, string]> = {
  person_email: ['emailTaken', 'email'],
  account_email_key: ['emailTaken', 'email'],
  property_number_key: ['numberTaken', 'number'],
  building_property_id_name_key: ['buildingTwice', 'name'],
  unit_building_id_number_key: ['unitTwice', 'number'],
};
const UNIQUE = '23505';
const REFERENCED = '23503';

/**
 * Carries out a change and turns what the database refuses into what people understand: a key that is taken, or
 * (`inUse`) a row to which others refer.
 */
export async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    const twice = code === UNIQUE && constraint ? TWICE[constraint] : undefined;
    if (twice) throw new DomainError(twice[0], { field: twice[1] });
    if (code === REFERENCED) throw new DomainError('inUse');
    throw error;
  }
}

/** The tables of master data that two people may change at once. */
type Revised = 'property' | 'building' | 'unit' | 'person' | 'contractor';

/**
 * Locks a row for a change that was decided on when it had this revision. Throws `notFound`, and `changedMeanwhile` where
 * somebody else has saved since: nobody's work is overwritten unseen.
 */
export async function lockRevision(q: Query, table: Revised, id: string, revision: number): Promise<void> {
  const [row] = await q<{ revision: number }>(`select revision from ${table} where id = $1 for update`, [id]);
  if (!row) throw new DomainError('notFound');
  if (row.revision !== revision) throw new DomainError('changedMeanwhile', { revision: row.revision });
}
