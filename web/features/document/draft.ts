import type { Addressee, Draft, OfficeDocument } from './queries.ts';

/** A line of a document's address as it is saved. */
export function addresseeOf({ scope, id, roles }: OfficeDocument['addressees'][number]): Addressee {
  if (scope === 'everybody') return { scope, roles };
  return (scope === 'person' ? { scope, id } : { scope, id, roles }) as Addressee;
}

/** A document's newest version as it would be saved again, over the revision that it would have then. */
export function savedAgain(document: OfficeDocument, revision: number): Draft | undefined {
  const [newest] = document.versions;
  if (!newest) return undefined;
  const { id, kind, visibility, newcomers, validFrom, validUntil, addressees } = document;
  const { title, source, files } = newest;
  return {
    ...{ id, revision, kind, visibility, newcomers, validFrom, validUntil, title, source },
    addressees: addressees.map(addresseeOf),
    files: files.map((file) => file.id),
  };
}
