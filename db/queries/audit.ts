import type { Query } from '../pool.ts';

/** Something that somebody did that is no command: what it was about, before and after, never a secret. */
export interface AuditEntry {
  actor: object;
  /** By which kind of link, never the token. */
  link?: string | null;
  what: string;
  subjectId?: string | null;
  before?: unknown;
  after?: unknown;
}

/** Writes an entry into the audit, in the transaction that does what it tells. */
export async function audit(q: Query, entry: AuditEntry): Promise<void> {
  await q('insert into audit (actor, link, what, subject_id, before, after) values ($1, $2, $3, $4, $5, $6)', [
    JSON.stringify(entry.actor),
    entry.link ?? null,
    entry.what,
    entry.subjectId ?? null,
    entry.before === undefined ? null : JSON.stringify(entry.before),
    entry.after === undefined ? null : JSON.stringify(entry.after),
  ]);
}
