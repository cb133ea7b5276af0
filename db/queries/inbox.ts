import { DomainError } from '../../domain/errors.ts';
import type { SenderChecks } from '../../domain/inbound/kind.ts';
import type { TrayReason } from '../../domain/inbound/tray.ts';
import type { Actor } from '../../domain/parties.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Query } from '../pool.ts';
import type { Replied } from '../reply-tags.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';

/** The three heaps of mails: what waits for a decision, what was decided, what programs wrote. */
export const boxes = ['waiting', 'done', 'automatic'] as const;
export type Box = (typeof boxes)[number];

const STATES: Record<Box, string> = {
  waiting: `('waiting')`,
  done: `('taken', 'settled', 'spam')`,
  automatic: `('ignored')`,
};

/** A mail as a line of the list. */
export interface MailRow {
  id: string;
  receivedAt: Instant;
  state: 'taken' | 'waiting' | 'settled' | 'spam' | 'ignored';
  reason: string | null;
  fromName: string;
  fromAddress: string;
  subject: string;
  excerpt: string;
  files: number;
  ticketId: string | null;
  ticketNumber: string | null;
}

/** What is about no ticket is for those alone who work on all properties: nobody knows whose house it is about. */
const MINE = `($1::uuid[] is null or t.property_id = any($1::uuid[]))`;

/** The mails of one heap that somebody may see, newest first. */
export function mailRows(
  workspace: Workspace,
  properties: string[] | null,
  { box, limit, offset }: { box: Box; limit: number; offset: number },
): Promise<MailRow[]> {
  return workspace.query<MailRow>(
    `select m.id, m.received_at as "receivedAt", m.state, m.reason, m.from_name as "fromName",
       m.from_address as "fromAddress", m.subject, left(m.own_words, 240) as excerpt,
       (select count(*)::int from stored_file f
        where f.uploaded_by ->> 'kind' = 'mail' and f.uploaded_by ->> 'id' = m.id::text) as files,
       t.id as "ticketId", t.number as "ticketNumber"
     from inbound_mail m left join ticket t on t.id = m.ticket_id
     where m.state in ${STATES[box]} and ${MINE} order by m.received_at desc, m.id limit $2 offset $3`,
    [properties, limit, offset],
  );
}

/** How many mails wait that somebody may see. */
export async function waitingMails(workspace: Workspace, properties: string[] | null): Promise<number> {
  const [row] = await workspace.query<{ count: number }>(
    `select count(*)::int as count from inbound_mail m left join ticket t on t.id = m.ticket_id
     where m.state = 'waiting' and ${MINE}`,
    [properties],
  );
  return row?.count ?? 0;
}

/** A mail with everything that decides about it. */
export interface Mail extends Omit<MailRow, 'excerpt' | 'files'> {
  sha256: string;
  ownWords: string;
  whole: string;
  checks: SenderChecks | null;
  refused: { name: string; code: string }[];
  replied: Replied | null;
  /** Why the rules refused it, where they did. */
  refusal: string | null;
  commandId: string | null;
  /** Of whom we expected it. */
  recipient: string | null;
  settledBy: string | null;
  settledAt: Instant | null;
}

/** One mail, or undefined for one that is not there or not for them. */
export async function mailOf(workspace: Workspace, properties: string[] | null, id: string): Promise<Mail | undefined> {
  const [row] = await workspace.query<Mail>(
    `select m.id, m.sha256, m.received_at as "receivedAt", m.state, m.reason, m.from_name as "fromName",
       m.from_address as "fromAddress", m.subject, m.own_words as "ownWords", m.whole, m.checks, m.refused,
       case when m.message_id is not null then jsonb_build_object('messageId', m.message_id, 'noun', m.noun,
         'subjectId', m.subject_id, 'recipientKind', m.recipient_kind, 'recipientId', m.recipient_id) end as replied,
       case when c.state = 'refused' then c.refusal ->> 'code' end as refusal, m.command_id as "commandId",
       coalesce(trim(p.given_name || ' ' || p.family_name), u.name) as recipient,
       t.id as "ticketId", t.number as "ticketNumber",
       trim(s.given_name || ' ' || s.family_name) as "settledBy", m.settled_at as "settledAt"
     from inbound_mail m left join ticket t on t.id = m.ticket_id left join command c on c.id = m.command_id
     left join contractor k on m.recipient_kind = 'contractor' and k.id = m.recipient_id
     left join person p on p.id = case m.recipient_kind when 'person' then m.recipient_id else k.person_id end
     left join unconfirmed_reporter u on m.recipient_kind = 'unconfirmed' and u.id = m.recipient_id
     left join person s on s.id = m.settled_by
     where m.id = $2 and m.state <> 'received' and ${MINE}`,
    [properties, id],
  );
  return row;
}

/** The files that a mail brought and that were kept. */
export function filesOfMail(
  workspace: Workspace,
  id: string,
): Promise<{ id: string; name: string; mediaType: string }[]> {
  return workspace.query(
    `select id, name, media_type as "mediaType" from stored_file
     where uploaded_by ->> 'kind' = 'mail' and uploaded_by ->> 'id' = $1 order by uploaded_at, id`,
    [id],
  );
}

/** Who has an address. */
export interface Sender {
  kind: 'person' | 'contractor' | 'unconfirmed';
  id: string;
  name: string;
}

/** The people, firms and unconfirmed reporters with this address. */
export function sendersOf(workspace: Workspace, address: string): Promise<Sender[]> {
  if (address === '') return Promise.resolve([]);
  return workspace.query<Sender>(
    `select case when c.id is null then 'person' else 'contractor' end as kind, coalesce(c.id, p.id) as id,
       trim(p.given_name || ' ' || p.family_name) as name
     from person p left join contractor c on c.person_id = p.id and c.active where lower(p.email) = lower($1)
     union all
     (select 'unconfirmed', u.id, u.name from unconfirmed_reporter u
      where lower(u.email) = lower($1) and u.person_id is null and exists (
        select from ticket t where t.unconfirmed_id = u.id) order by u.created_at desc limit 5)`,
    [address],
  );
}

/** A ticket that a mail may be about. */
export interface Suggested {
  id: string;
  number: string;
  title: string;
  place: string;
}

/** Open tickets that a mail may be about: those that its subject numbers, then those of its sender; five at most. */
export function suggestedTickets(
  workspace: Workspace,
  properties: string[] | null,
  { numbers, senders }: { numbers: string[]; senders: string[] },
): Promise<Suggested[]> {
  return workspace.query<Suggested>(
    `select t.id, t.number, t.title, concat_ws(', ', coalesce(b.street, h.street), u.number) as place
     from ticket t join property h on h.id = t.property_id left join building b on b.id = t.building_id
     left join unit u on u.id = t.unit_id
     where ${MINE} and (t.number = any($2::text[]) or (t.closed_at is null and (
       t.reporter_id = any($3::uuid[]) or t.unconfirmed_id = any($3::uuid[]) or exists (
         select from work_order_ticket wt join work_order w on w.id = wt.order_id
         where wt.ticket_id = t.id and w.closed_at is null and w.contractor_id = any($3::uuid[])))))
     order by t.number = any($2::text[]) desc, t.reported_at desc limit 5`,
    [properties, numbers, senders],
  );
}

/** What was decided about a mail, by whom. */
export interface Decision {
  id: string;
  what: 'confirm' | 'attach' | 'ticket' | 'spam' | 'restore';
  by: Extract<Actor, { kind: 'employee' }>;
  ticketId?: string | null;
  commandId?: string | null;
}

const NEXT: Record<Decision['what'], 'settled' | 'spam' | 'waiting'> = {
  confirm: 'settled',
  attach: 'settled',
  ticket: 'settled',
  spam: 'spam',
  restore: 'waiting',
};

/**
 * Writes down a decision and who took it, within the transaction of the act that it leads to. What hung on an act that
 * was refused is free again. Throws `conflictingChange` when somebody else was faster.
 */
export async function decide(q: Query, { id, what, by, ticketId = null, commandId = null }: Decision): Promise<void> {
  const [before] = await q<{ state: string; reason: string | null; ticketId: string | null }>(
    `select state, reason, ticket_id as "ticketId" from inbound_mail where id = $1 for update`,
    [id],
  );
  if (!before || before.state !== (what === 'restore' ? 'spam' : 'waiting')) throw new DomainError('conflictingChange');
  await q(
    `update stored_file f set noun = null, subject_id = null, command_id = null from command c
     where f.uploaded_by ->> 'kind' = 'mail' and f.uploaded_by ->> 'id' = $1 and c.id = f.command_id and c.state = 'refused'`,
    [id],
  );
  await q(
    `update inbound_mail set state = $2, ticket_id = coalesce($3, ticket_id), command_id = coalesce($4, command_id),
       settled_by = case when $2 = 'waiting' then null else $5::uuid end,
       settled_at = case when $2 = 'waiting' then null else now() end
     where id = $1`,
    [id, NEXT[what], ticketId, commandId, by.id],
  );
  await audit(q, {
    actor: by,
    what: `mail.${what}`,
    subjectId: id,
    before,
    after: { state: NEXT[what], ticketId: ticketId ?? before.ticketId, commandId },
  });
}

/** Mails that wait about one ticket, oldest first. */
export function mailsAbout(
  workspace: Workspace,
  ticketId: string,
): Promise<{ id: string; from: string; reason: TrayReason; receivedAt: Instant }[]> {
  return workspace.query(
    `select id, coalesce(nullif(from_name, ''), from_address) as "from", reason, received_at as "receivedAt"
     from inbound_mail where ticket_id = $1 and state = 'waiting' order by received_at limit 20`,
    [ticketId],
  );
}

/** The mails that acts came by, by command. */
export async function mailsOfCommands(
  workspace: Workspace,
  commandIds: readonly string[],
): Promise<Map<string, { id: string; otherAddress: boolean; refused: { name: string; code: string }[] }>> {
  if (commandIds.length === 0) return new Map();
  const rows = await workspace.query<{ commandId: string; id: string; otherAddress: boolean; refused: [] }>(
    `select command_id as "commandId", id, coalesce(reason = 'otherAddress', false) as "otherAddress", refused
     from inbound_mail where command_id = any($1::uuid[]) and state in ('taken', 'settled')`,
    [commandIds],
  );
  return new Map(rows.map(({ commandId, ...mail }) => [commandId, mail]));
}
