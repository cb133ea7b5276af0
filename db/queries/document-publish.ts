import { DomainError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { stopDocumentMails, takePapersOut, writeDocumentMails, writeWithdrawal } from './document-mails.ts';
import { type DocumentFile, locked, versionHash } from './documents.ts';

/** What was published, and for how many. */
export interface Published {
  version: number;
  readers: number;
  /** How many messages were written. */
  written: number;
  /** Whether this call did it; false when it was done before. */
  done: boolean;
}

/**
 * Publishes version `n` of a document: from now on it is what readers see; `tell`: those to whom it is addressed get a
 * message. Published before, it changes nothing. Throws
 * `notFound` where there is no such version, `changedMeanwhile` when the author had another revision before them, `closed`
 * when it was withdrawn, `documentEmpty` without text and files, `nobodyReads` where nobody could read it on its first day.
 */
export async function publishVersion(
  workspace: Workspace,
  { id, n, revision, tell, by }: { id: string; n: number; revision: number; tell: boolean; by: string },
): Promise<Published> {
  return workspace.transaction(async (q) => {
    const known = await locked(q, id);
    if (!known) throw new DomainError('notFound');
    if (known.version >= n) return { version: known.version, readers: 0, written: 0, done: false };
    if (known.phase === 'withdrawn') throw new DomainError('closed');
    if (known.revision !== revision) throw new DomainError('changedMeanwhile');
    const version = await versionIn(q, id, n);
    if (!version) throw new DomainError('notFound');
    if (version.source.trim() === '' && version.files.length === 0) throw new DomainError('documentEmpty');
    const hash = versionHash(version);
    await q(
      `update document set phase = 'published', version = $2, revision = revision + 1, changed_at = now(),
         valid_from = coalesce(valid_from, berlin_today()), since = coalesce(since, greatest(valid_from, berlin_today())),
         published_at = coalesce(published_at, now())
       where id = $1`,
      [id, n],
    );
    await q(
      'update document_version set published_at = now(), published_by = $3, hash = $4 where document_id = $1 and n = $2',
      [id, n, by, hash],
    );
    const [{ readers = 0 } = {}] = await q<{ readers: number }>(
      `select count(distinct r.person_id)::int as readers from document_right r join document d on d.id = r.document_id
       where r.document_id = $1 and greatest(d.valid_from, berlin_today()) between r.from_day and r.until_day`,
      [id],
    );
    if (readers === 0) throw new DomainError('nobodyReads');
    await q('select refresh_document_search($1)', [id]);
    const written = tell ? await writeDocumentMails(q, { id, n, revision: known.revision + 1 }) : 0;
    await write(q, {
      id,
      kind: 'documentPublished',
      revision: known.revision + 1,
      by,
      facts: { version: n, hash, readers, told: tell },
    });
    await audit(q, {
      actor: { kind: 'employee', id: by },
      what: 'document.publish',
      subjectId: id,
      before: { version: known.version },
      after: { version: n, hash, readers, written },
    });
    return { version: n, readers, written, done: true };
  });
}

async function versionIn(q: Query, id: string, n: number) {
  const [row] = await q<{ title: string; source: string; files: Pick<DocumentFile, 'sha256'>[] }>(
    `select v.title, v.source, coalesce((select jsonb_agg(jsonb_build_object('sha256', f.sha256) order by x.place)
       from document_file x join stored_file f on f.id = x.file_id
       where x.document_id = v.document_id and x.n = v.n), '[]') as files
     from document_version v where v.document_id = $1 and v.n = $2 and v.published_at is null`,
    [id, n],
  );
  return row;
}

/**
 * Withdraws a published document: nobody reads it any more but the office, also where a campaign asks about it, and what has
 * not gone out yet is stopped.
 * `tell`: those whom a message has reached get another. `ends` stores in the same transaction what ends with it. Withdrawn
 * before, it changes nothing.
 */
export async function withdrawDocument(
  workspace: Workspace,
  { id, reason, tell, by }: { id: string; reason: string; tell: boolean; by: string },
  ends?: (q: Query) => Promise<unknown>,
): Promise<{ done: boolean; stopped: number; told: number }> {
  return workspace.transaction(async (q) => {
    const known = await locked(q, id);
    if (!known) throw new DomainError('notFound');
    if (known.phase === 'withdrawn') return { done: false, stopped: 0, told: 0 };
    if (known.phase !== 'published') throw new DomainError('notAllowedNow');
    await q(
      `update document set phase = 'withdrawn', withdrawn_at = now(), withdrawal_reason = $2, revision = revision + 1,
         changed_at = now() where id = $1`,
      [id, reason],
    );
    await q('delete from document_version where document_id = $1 and published_at is null', [id]);
    await q('select refresh_document_search($1)', [id]);
    const stopped = await stopDocumentMails(q, id);
    await takePapersOut(q, id);
    const told = tell ? await writeWithdrawal(q, id, known.revision + 1) : 0;
    await ends?.(q);
    const facts = { stopped, told };
    await write(q, { id, kind: 'documentWithdrawn', revision: known.revision + 1, by, facts, words: { reason } });
    await audit(q, {
      actor: { kind: 'employee', id: by },
      what: 'document.withdraw',
      subjectId: id,
      before: { version: known.version },
      after: { reason, stopped, told },
    });
    return { done: true, stopped, told };
  });
}

/** Says until when a published document is to be read; null without an end. The same again changes nothing. */
export async function setValidUntil(
  workspace: Workspace,
  { id, validUntil, by }: { id: string; validUntil: string | null; by: string },
): Promise<void> {
  await workspace.transaction(async (q) => {
    const known = await locked(q, id);
    if (!known) throw new DomainError('notFound');
    if (known.phase !== 'published') throw new DomainError('notAllowedNow');
    const [row] = await q<{ from: string; until: string | null }>(
      'select valid_from::text as "from", valid_until::text as until from document where id = $1',
      [id],
    );
    if (!row || row.until === validUntil) return;
    if (validUntil !== null && validUntil < row.from) throw new DomainError('endsBeforeItBegins');
    await q('update document set valid_until = $2, revision = revision + 1, changed_at = now() where id = $1', [
      id,
      validUntil,
    ]);
    await write(q, { id, kind: 'documentValidity', revision: known.revision + 1, by, facts: { until: validUntil } });
    await audit(q, {
      actor: { kind: 'employee', id: by },
      what: 'document.validity',
      subjectId: id,
      before: { validUntil: row.until },
      after: { validUntil },
    });
  });
}

/** What happened to a document is written into its own chain, in the transaction that did it. */
async function write(
  q: Query,
  entry: { id: string; kind: string; revision: number; by: string; facts: object; words?: object },
): Promise<void> {
  const { id, kind, revision, by, facts, words } = entry;
  await q(`select append_timeline($1, now(), $2, 'document', $1, $3, null, $4, array['management'], $5)`, [
    id,
    kind,
    revision,
    JSON.stringify({ kind: 'employee', id: by }),
    JSON.stringify({ facts, ...(words && { words }) }),
  ]);
}

/** What happened to a document, in order. */
export interface DocumentHappening {
  kind: string;
  at: Instant;
  by: string | null;
  facts: Record<string, unknown>;
}

/** A document's history as its page tells it, oldest first. */
export function happeningsOf(workspace: Workspace, id: string): Promise<DocumentHappening[]> {
  return workspace.query<DocumentHappening>(
    `select t.kind, t.at, trim(p.given_name || ' ' || p.family_name) as by, coalesce(t.body -> 'facts', '{}') as facts
     from timeline t left join person p on p.id = (t.actor ->> 'id')::uuid where t.file_id = $1 order by t.seq`,
    [id],
  );
}
