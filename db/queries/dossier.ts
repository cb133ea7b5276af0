import type { Noun } from '../../domain/lifecycle/outcome.ts';
import type { Actor } from '../../domain/parties.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Workspace } from '../workspaces.ts';

/** An entry of a file's chain with everything that its hash is made of. */
export interface ChainEntry {
  seq: number;
  at: Instant;
  kind: string;
  noun: Noun;
  subjectId: string;
  revision: number;
  commandId: string | null;
  /** As it was hashed, to the letter. */
  actorText: string;
  actor: Actor;
  audience: string[];
  /** As it was hashed, to the letter; null where it was erased. */
  bodyText: string | null;
  body: { facts: Record<string, unknown>; words?: Record<string, string> | null; files?: string[] | null } | null;
  salt: string;
  bodyHash: string;
  prevHash: string;
  hash: string;
}

/** A file's chain, oldest first, with its head. Read in one statement: both are of the same moment. */
export async function chainOf(
  workspace: Workspace,
  fileId: string,
): Promise<{ head: { seq: number; hash: string }; entries: ChainEntry[] }> {
  const rows = await workspace.query<ChainEntry & { headSeq: number; headHash: string }>(
    `select t.seq, t.at, t.kind, t.noun, t.subject_id as "subjectId", t.revision, t.command_id as "commandId",
       t.actor::text as "actorText", t.actor, t.audience, t.body::text as "bodyText", t.body,
       encode(t.salt, 'hex') as salt, encode(t.body_hash, 'hex') as "bodyHash",
       encode(t.prev_hash, 'hex') as "prevHash", encode(t.hash, 'hex') as hash,
       h.seq as "headSeq", encode(h.hash, 'hex') as "headHash"
     from file_head h join timeline t on t.file_id = h.file_id where h.file_id = $1 order by t.seq`,
    [fileId],
  );
  const [first] = rows;
  return {
    head: { seq: first?.headSeq ?? 0, hash: first?.headHash ?? '' },
    entries: rows.map(({ headSeq: _seq, headHash: _hash, ...entry }) => entry),
  };
}

/** A message of a file with every attempt to bring it. */
export interface FileMessage {
  id: string;
  template: string;
  recipientKind: 'person' | 'contractor' | 'unconfirmed';
  recipientId: string;
  role: string;
  dueAt: Instant;
  state: string;
  sentAt: Instant | null;
  attempts: { at: Instant; channel: string; outcome: string; providerId: string | null }[];
}

/** The messages of a file, oldest first. */
export async function messagesOfFile(workspace: Workspace, fileId: string): Promise<FileMessage[]> {
  return workspace.query<FileMessage>(
    `select m.id, m.template, m.recipient_kind as "recipientKind", m.recipient_id as "recipientId", m.role,
       m.due_at as "dueAt", m.state, m.sent_at as "sentAt",
       coalesce((select jsonb_agg(jsonb_build_object(
           'at', to_char(a.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'channel', a.channel,
           'outcome', a.outcome, 'providerId', a.provider_id) order by a.n)
         from message_attempt a where a.message_id = m.id), '[]') as attempts
     from message m where m.file_id = $1 order by m.due_at, m.created_at, m.id`,
    [fileId],
  );
}

/** A stored file that an entry of the chain brought. */
export interface AttachedFile {
  id: string;
  name: string;
  mediaType: string;
  bytes: number;
  sha256: string;
  uploadedAt: Instant;
}

/** Stored files by id, in the order in which they came. */
export async function attachedFiles(workspace: Workspace, ids: readonly string[]): Promise<AttachedFile[]> {
  if (ids.length === 0) return [];
  return workspace.query<AttachedFile>(
    `select id, name, media_type as "mediaType", bytes, sha256, uploaded_at as "uploadedAt"
     from stored_file where id = any($1::uuid[]) order by uploaded_at, id`,
    [ids],
  );
}
