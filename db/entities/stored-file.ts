import { randomUUID } from 'node:crypto';
import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import type { Actor } from '../../domain/parties.ts';
import { instant } from './instant.ts';

/** A file that somebody sent; its bytes lie in the storage under their hash. Rights come from its subject. */
export const StoredFile = defineEntity({
  name: 'StoredFile',
  tableName: 'stored_file',
  properties: {
    id: p
      .uuid()
      .primary()
      .onCreate(() => randomUUID()),
    sha256: p.text().fieldName('sha256'),
    mediaType: p.text(),
    bytes: p.integer(),
    width: p.integer().nullable(),
    height: p.integer().nullable(),
    name: p.text(),
    uploadedBy: p.json().$type<Actor>(),
    uploadedAt: instant().defaultRaw('now()'),
    noun: p.text().nullable(),
    subjectId: p.uuid().nullable(),
    commandId: p.uuid().nullable(),
  },
});
export type StoredFile = InferEntity<typeof StoredFile>;
