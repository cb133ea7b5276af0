import type { SenderChecks } from '../../domain/inbound/kind.ts';
import type { IgnoredReason, TrayReason } from '../../domain/inbound/tray.ts';
import { type EmployeeRights, type HeldRole, rightsFrom } from '../../domain/roles.ts';
import { heldRoles } from '../held-roles.ts';
import type { Query } from '../pool.ts';
import type { Replied } from '../reply-tags.ts';
import type { Workspace } from '../workspaces.ts';

/** A mail that is kept and not yet read. */
export interface UnreadMail {
  id: string;
  sha256: string;
  envelope: string;
  tries: number;
}

/** How long whoever reads a mail has it for themselves. */
const LEASE = `interval '2 minutes'`;

/** Writes down a mail whose bytes are kept; the same bytes for the same mailbox are the same mail. Its id. */
export async function storeMail(
  workspace: Workspace,
  mail: { sha256: string; bytes: number; envelope: string },
): Promise<string> {
  const [row] = await workspace.query<{ id: string }>(
    `insert into inbound_mail (sha256, bytes, envelope) values ($1, $2, $3)
     on conflict (sha256, envelope) do update set bytes = excluded.bytes returning id`,
    [mail.sha256, mail.bytes, mail.envelope],
  );
  if (!row) throw new Error('an insert returns its row');
  return row.id;
}

/** Takes a mail to read it: undefined when it was read before, or somebody else is at it. */
export async function claimMail(workspace: Workspace, id: string): Promise<UnreadMail | undefined> {
  const [row] = await workspace.query<UnreadMail>(
    `update inbound_mail set tries = tries + 1, next_try_at = now() + ${LEASE}
     where id = $1 and state = 'received' and (next_try_at is null or next_try_at <= now())
     returning id, sha256, envelope, tries`,
    [id],
  );
  return row;
}

/** Gives back a mail whose reading failed: it is soon read again, later the more often that failed. */
export async function releaseMail(workspace: Workspace, id: string): Promise<void> {
  await workspace.query(
    `update inbound_mail set next_try_at = now() + least(tries, 12) * interval '10 seconds'
     where id = $1 and state = 'received'`,
    [id],
  );
}

/** The mails that nobody has read though they have been here for a while, oldest first. */
export async function unreadMails(workspace: Workspace, most: number): Promise<string[]> {
  const rows = await workspace.query<{ id: string }>(
    `select id from inbound_mail where state = 'received' and received_at < now() - interval '10 seconds'
       and (next_try_at is null or next_try_at <= now()) order by received_at limit $1`,
    [most],
  );
  return rows.map(({ id }) => id);
}

/** What was read of a mail, and what comes of it. */
export interface ReadMail {
  id: string;
  state: 'taken' | 'waiting' | 'ignored';
  reason: TrayReason | IgnoredReason | null;
  identity: string | null;
  from: { address: string; name: string };
  subject: string;
  ownWords: string;
  whole: string;
  checks: SenderChecks | null;
  refused: { name: string; code: string }[];
  replied: Replied | undefined;
  ticketId: string | null;
  commandId: string | null;
}

/** Writes down what was read. Throws the database's `23505` for a mail that came before in another wrapping. */
export async function writeMail(q: Query, mail: ReadMail): Promise<void> {
  const { replied } = mail;
  await q(
    `update inbound_mail set state = $2, reason = $3, identity = $4, from_address = $5, from_name = $6, subject = $7,
       own_words = $8, whole = $9, checks = $10, refused = $11, message_id = $12, noun = $13, subject_id = $14,
       ticket_id = $15, recipient_kind = $16, recipient_id = $17, command_id = $18, next_try_at = null
     where id = $1 and state = 'received'`,
    [
      mail.id,
      mail.state,
      mail.reason,
      mail.identity,
      mail.from.address,
      mail.from.name,
      mail.subject,
      mail.ownWords,
      mail.whole,
      mail.checks && JSON.stringify(mail.checks),
      JSON.stringify(mail.refused),
      replied?.messageId ?? null,
      replied?.noun ?? null,
      replied?.subjectId ?? null,
      mail.ticketId,
      replied?.recipientKind ?? null,
      replied?.recipientId ?? null,
      mail.commandId,
    ],
  );
}

/** Whom a reply's tag names, and what it was about. */
export interface Correspondent {
  /** The addresses by which this person is known. */
  addresses: string[];
  ticketId: string;
  orderId: string | null;
  /** As whom we wrote to them. */
  role: string;
  /** What the message was about: the id of a question, where it was one. */
  about: string | null;
  /** Set where they work here. */
  employee: EmployeeRights | null;
}

/** Who the tag of a reply names. Undefined when they are gone. */
export async function correspondent(workspace: Workspace, messageId: string): Promise<Correspondent | undefined> {
  const [row] = await workspace.query<
    Omit<Correspondent, 'employee'> & { function: string | null; held: HeldRole[] | null }
  >(
    `select array_remove(array[lower(p.email), lower(u.email)], null) as addresses, m.role,
       case m.noun when 'ticket' then m.subject_id else m.file_id end as "ticketId",
       case m.noun when 'workOrder' then m.subject_id else (m.data ->> 'order')::uuid end as "orderId",
       nullif(split_part(m.event, ':', 3), '') as about,
       e.function, case when e.person_id is not null then ${heldRoles('e.person_id')} end as held
     from message m
     left join contractor c on m.recipient_kind = 'contractor' and c.id = m.recipient_id and c.active
     left join person p on p.id = case m.recipient_kind when 'person' then m.recipient_id else c.person_id end
     left join unconfirmed_reporter u on m.recipient_kind = 'unconfirmed' and u.id = m.recipient_id
     left join employee e on m.recipient_kind = 'person' and e.person_id = p.id and e.active
     where m.id = $1 and (p.id is not null or u.id is not null)`,
    [messageId],
  );
  if (!row) return undefined;
  const { function: first, held, ...known } = row;
  return { ...known, employee: first === null ? null : rightsFrom(first, held ?? []) };
}

/**
 * The ticket of a message of ours that a mail says it answers, by the Message-IDs it names. It proves nothing: whoever
 * was ever forwarded one of our mails knows its id.
 */
export async function ticketAnswered(workspace: Workspace, references: readonly string[]): Promise<string | null> {
  const ids = references.flatMap(
    (reference) => /^<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@/i.exec(reference)?.[1] ?? [],
  );
  if (ids.length === 0) return null;
  const [row] = await workspace.query<{ ticketId: string }>(
    `select t.id as "ticketId" from message m
     join ticket t on t.id = case m.noun when 'ticket' then m.subject_id else m.file_id end
     where m.id = any($1::uuid[]) order by array_position($1::uuid[], m.id) limit 1`,
    [ids],
  );
  return row?.ticketId ?? null;
}

/** Whether somebody here has this address. */
export async function isKnownAddress(workspace: Workspace, address: string): Promise<boolean> {
  if (address === '') return false;
  const rows = await workspace.query(
    `select 1 from person where lower(email) = lower($1)
     union all select 1 from unconfirmed_reporter where lower(email) = lower($1) limit 1`,
    [address],
  );
  return rows.length > 0;
}

/** Forgets files that a mail brought and that hang on nothing: they are taken anew. */
export async function forgetFiles(workspace: Workspace, mailId: string): Promise<void> {
  await workspace.query(
    `delete from stored_file where uploaded_by ->> 'kind' = 'mail' and uploaded_by ->> 'id' = $1 and subject_id is null`,
    [mailId],
  );
}
