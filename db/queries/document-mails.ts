import { DomainError } from '../../domain/errors.ts';
import type { Template } from '../../domain/lifecycle/outcome.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { locked } from './documents.ts';
import { NOT_OUT } from './outdated.ts';

/** What goes to many waits behind what is urgent and behind what people wait for. */
const PRIORITY = 7;

/**
 * Writes one message to everybody to whom a document is addressed and who reads it on its first day (today, where that
 * has come), in one statement; who got one of this version keeps that. What an older version still had to say is
 * withdrawn. They go out at once, or on the morning of the first day. How many were written.
 */
export async function writeDocumentMails(
  q: Query,
  { id, n, revision }: { id: string; n: number; revision: number },
): Promise<number> {
  await q(
    `update message m set state = 'withdrawn' where m.subject_id = $1 and m.noun = 'document' and ${NOT_OUT}
       and m.event <> 'document:' || $2::int`,
    [id, n],
  );
  const template: Template = n === 1 ? 'documentPublished' : 'documentChanged';
  const written = await q(
    `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template, data,
       priority, due_at)
     select 'document', d.id, d.id, 'document:' || $2::int, $3, 'person', w.person_id, 'reader', $4,
       jsonb_build_object('version', $2::int), ${PRIORITY},
       case when d.valid_from > berlin_today() then (d.valid_from + time '08:00') at time zone 'Europe/Berlin' else now() end
     from document d cross join lateral (
       select distinct r.person_id from document_right r where r.document_id = d.id and r.addressed
         and greatest(d.valid_from, berlin_today()) between r.from_day and r.until_day) w
     where d.id = $1
     on conflict (subject_id, event, recipient_id) do nothing returning id`,
    [id, n, revision, template],
  );
  return written.length;
}

/** Stops what has not gone out yet, letters that nobody has printed among them. How many were stopped. */
export async function stopDocumentMails(q: Query, id: string): Promise<number> {
  const stopped = await q(
    `update message m set state = 'withdrawn' where m.subject_id = $1 and m.noun = 'document' and ${NOT_OUT} returning m.id`,
    [id],
  );
  return stopped.length;
}

/** Takes a document's papers out of the letters about campaigns that nobody has printed yet; the letters themselves go out. */
export async function takePapersOut(q: Query, id: string): Promise<void> {
  await q(
    `update letter l set enclosures = '{}', pages = l.pages - (
       select coalesce(sum(coalesce(t.pages, 1)), 0)::int from document_file x left join file_text t on t.file_id = x.file_id
       where x.document_id = c.document_id and x.n = c.document_version)
     from message m join campaign c on c.id = m.subject_id
     where l.message_id = m.id and m.noun = 'campaign' and c.document_id = $1 and l.print_run_id is null
       and cardinality(l.enclosures) > 0`,
    [id],
  );
}

/**
 * Writes to those whom a message about a document has reached, or may have, that it was withdrawn; not to who was asked to
 * confirm it and has not: what asked them tells them. How many.
 */
export async function writeWithdrawal(q: Query, id: string, revision: number): Promise<number> {
  const written = await q(
    `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template, data,
       priority, due_at)
     select distinct on (m.recipient_id) 'document', m.subject_id, m.subject_id, 'withdrawn', $2::int, 'person', m.recipient_id,
       'reader', 'documentWithdrawn', '{}'::jsonb, ${PRIORITY}, now()
     from message m where m.subject_id = $1 and m.noun = 'document' and m.state in ('sent', 'claimed', 'queued', 'unclear')
       and m.recipient_id <> all(array(
         select s.recipient_id from campaign c, resolve_campaign_party('{"role": "silent"}', c.id) s
         where c.document_id = $1 and c.kind = 'readReceipt' and c.closed_at is null))
     on conflict (subject_id, event, recipient_id) do nothing returning id`,
    [id, revision],
  );
  return written.length;
}

/**
 * Sends a published document's newest version to those who got no message of it yet. Pressed again it writes to nobody
 * twice. Throws `notAllowedNow` for what is not published.
 */
export async function mailDocument(workspace: Workspace, id: string, by: string): Promise<{ written: number }> {
  return workspace.transaction(async (q) => {
    const known = await locked(q, id);
    if (!known) throw new DomainError('notFound');
    if (known.phase !== 'published') throw new DomainError('notAllowedNow');
    const written = await writeDocumentMails(q, { id, n: known.version, revision: known.revision });
    if (written > 0)
      await audit(q, {
        actor: { kind: 'employee', id: by },
        what: 'document.mail',
        subjectId: id,
        after: { version: known.version, written },
      });
    return { written };
  });
}

/** How the mails of a document's newest version stand. */
export interface MailProgress {
  all: number;
  /** Not gone out yet: waiting, in hand, held for the night, or collected for a mail of the day. */
  waiting: number;
  byMail: number;
  /** By SMS or fax. */
  byOther: number;
  /** Letters that lie to be printed, and those that were posted. */
  toPrint: number;
  posted: number;
  failed: number;
  /** Nobody knows whether it arrived: it costs money and is not sent again by itself. */
  unclear: number;
  /** Stopped, because the document was withdrawn or a newer version goes out. */
  stopped: number;
  /** Whose wish is to hear nothing of documents. */
  unwanted: number;
}

/** Counts the messages of a document's newest version by what became of them. */
export async function mailProgress(workspace: Workspace, id: string): Promise<MailProgress | null> {
  const [row] = await workspace.query<MailProgress>(
    `select count(*)::int as "all", count(*) filter (where m.state in ('open', 'claimed', 'digest'))::int as waiting,
       count(*) filter (where m.state = 'sent' and m.channel = 'mail')::int as "byMail",
       count(*) filter (where m.state = 'sent' and m.channel in ('sms', 'fax'))::int as "byOther",
       count(*) filter (where m.state = 'queued')::int as "toPrint",
       count(*) filter (where m.state = 'sent' and m.channel = 'letter')::int as posted,
       count(*) filter (where m.state = 'failed')::int as failed,
       count(*) filter (where m.state = 'unclear')::int as unclear,
       count(*) filter (where m.state = 'withdrawn')::int as stopped,
       count(*) filter (where m.state = 'unwanted')::int as unwanted
     from message m join document d on d.id = m.subject_id
     where m.subject_id = $1 and m.noun = 'document' and m.event = 'document:' || d.version`,
    [id],
  );
  return row && row.all > 0 ? row : null;
}

/** A message about a document that did not arrive. */
export interface FailedMail {
  id: string;
  personId: string;
  name: string;
  state: 'failed' | 'unclear';
  channel: string | null;
  /** The reason as a code. */
  detail: string | null;
  at: Instant | null;
}

/** The messages about a document that reached nobody or may not have and that nobody has settled, by name. */
export function failedMails(workspace: Workspace, id: string): Promise<FailedMail[]> {
  return workspace.query<FailedMail>(
    `select m.id, n.id as "personId", trim(n.given_name || ' ' || n.family_name) as name, m.state, last.channel, last.detail, last.at
     from message m join person n on n.id = m.recipient_id left join lateral (
       select nullif(a.channel, 'none') as channel, a.detail, a.at from message_attempt a where a.message_id = m.id
       order by a.n desc limit 1) last on true
     where m.subject_id = $1 and m.noun = 'document' and m.state in ('failed', 'unclear') and m.settled_at is null
     order by n.family_name, n.given_name, m.id limit 1000`,
    [id],
  );
}

/**
 * Has messages that reached nobody tried once more, by every way that is known now. Of the unclear ones only those that are
 * named: they may arrive twice. Repeated it changes nothing. How many are on their way again.
 */
export async function retryMails(
  workspace: Workspace,
  { id, messageIds, by }: { id: string; messageIds: readonly string[]; by: string },
): Promise<{ again: number }> {
  return workspace.transaction(async (q) => {
    const known = await locked(q, id);
    if (!known) throw new DomainError('notFound');
    if (known.phase !== 'published') throw new DomainError('notAllowedNow');
    const again = await q(
      `update message m set state = 'open', released_at = null, held_until = null, next_try_at = null, claimed_at = null,
         channel = null, told_at = null, tries = 0,
         tried_before = (select coalesce(max(n), 0) from message_attempt a where a.message_id = m.id)
       where m.subject_id = $1 and m.noun = 'document' and m.id = any($2::uuid[]) and m.state in ('failed', 'unclear')
         and m.settled_at is null
       returning m.id`,
      [id, messageIds],
    );
    if (again.length > 0)
      await audit(q, {
        actor: { kind: 'employee', id: by },
        what: 'document.retry',
        subjectId: id,
        after: { messages: again.length },
      });
    return { again: again.length };
  });
}
