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
