import { mayAct, mayWorkOn, type Viewer } from '../rights.ts';
import { grants } from '../roles.ts';

/** Whom a document is addressed to, as far as it decides on what the office may do with it. */
export type DocumentFacts = {
  readonly id: string;
  readonly visibility: 'public' | 'private';
  readonly madeBy: string;
  readonly everybody: boolean;
  /** The properties of the places that it names. */
  readonly propertyIds: readonly string[];
  /** Of each person whom it names, the properties that they have or had to do with. */
  readonly persons: readonly (readonly string[])[];
};

/**
 * Whether an employee may look at a document: what is public where they work, what is private where they publish, and
 * what they made themselves.
 */
export function seesDocument(viewer: Viewer, document: DocumentFacts): boolean {
  if (viewer.kind !== 'employee') return false;
  const { madeBy, visibility, everybody, propertyIds, persons } = document;
  if (madeBy === viewer.personId) return true;
  if (visibility === 'public' && (everybody || propertyIds.some((id) => mayWorkOn(viewer.rights, id)))) return true;
  return (
    (everybody && mayAct(viewer, 'publish')) ||
    publishesForAll(viewer) ||
    [...propertyIds, ...persons.flat()].some((id) => mayAct(viewer, 'publish', id))
  );
}

/** Whether an employee may write and publish under an address: they publish for every place, and some home of each person. */
export function mayPublish(
  viewer: Viewer,
  named: Pick<DocumentFacts, 'everybody' | 'propertyIds' | 'persons'>,
): boolean {
  if (publishesForAll(viewer)) return true;
  const publishes = (id: string) => mayAct(viewer, 'publish', id);
  return (
    !named.everybody && named.propertyIds.every(publishes) && named.persons.every((homes) => homes.some(publishes))
  );
}

const publishesForAll = (viewer: Viewer): boolean =>
  viewer.kind === 'employee' && grants(viewer.rights, 'publish').some(({ allProperties }) => allProperties);
