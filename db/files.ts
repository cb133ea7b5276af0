import { DomainError } from '../domain/errors.ts';
import type { Noun } from '../domain/lifecycle/outcome.ts';
import type { Actor } from '../domain/parties.ts';
import type { Query } from './pool.ts';

/** Who sent a file: a known person, whoever held the token of an unfinished public report, or a mail that brought it. */
export type Uploader = Actor | { readonly kind: 'upload' | 'mail'; readonly id: string };

/**
 * Attaches uploaded files to the act that brings them, within its transaction. Only the uploader's own, and only what
 * is attached to nothing yet; throws `notFound` when one of them is not.
 */
export async function attachFiles(
  query: Query,
  act: {
    fileIds: readonly string[];
    uploadedBy: Uploader;
    noun: Noun | 'document';
    subjectId: string;
    /** Null for a document: it belongs to its version. */
    commandId: string | null;
  },
): Promise<void> {
  const wanted = [...new Set(act.fileIds)];
  if (wanted.length === 0) return;
  const attached = await query<{ id: string }>(
    `update stored_file set noun = $3, subject_id = $4, command_id = $5
     where id = any($1::uuid[]) and subject_id is null and uploaded_by = $2::jsonb returning id`,
    [wanted, JSON.stringify(act.uploadedBy), act.noun, act.subjectId, act.commandId],
  );
  if (attached.length !== wanted.length) throw new DomainError('notFound');
}

/**
 * The files that an act brings, where some of them came with another campaign already: those are copied (the content is
 * stored once), so that each campaign has its own. The same act gets the same copies again. Only the uploader's own are.
 */
export async function copiedFiles(
  query: Query,
  act: { fileIds: readonly string[]; uploadedBy: Uploader; commandId: string },
): Promise<string[]> {
  if (act.fileIds.length === 0) return [];
  const copies = await query<{ id: string; copy: string }>(
    `with taken as (
       select f.*, md5(f.id::text || $3::text)::uuid as copy from stored_file f
       where f.id = any($1::uuid[]) and f.uploaded_by = $2::jsonb and f.noun = 'campaign'
         and f.command_id::text is distinct from $3::text
     ), made as (
       insert into stored_file (id, sha256, media_type, bytes, width, height, name, uploaded_by, uploaded_at)
       select copy, sha256, media_type, bytes, width, height, name, uploaded_by, uploaded_at from taken
       on conflict (id) do nothing
     )
     select id, copy from taken`,
    [[...act.fileIds], JSON.stringify(act.uploadedBy), act.commandId],
  );
  const copyOf = new Map(copies.map(({ id, copy }) => [id, copy]));
  return act.fileIds.map((id) => copyOf.get(id) ?? id);
}
