import { DomainError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/parties.ts';
import type { Way } from '../../domain/preferences/preferences.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';

/**
 * Why somebody has to look: it reached nobody; nobody knows (and it is not sent again by itself, because it costs money);
 * it came back and then took another way.
 */
export type Trouble = 'failed' | 'unclear' | 'cameBack';

/** A message that did not arrive as it should have. */
export interface Undelivered {
  id: string;
  trouble: Trouble;
  template: string;
  /** The way of the last attempt; null where there was none to take. */
  channel: Way | null;
  /** The ways that refused it. */
  refused: Way[];
  /** The way that it took in the end. */
  tookAfter: Way | null;
  detail: string | null;
  at: Instant;
  name: string;
  /** Null for who only proved a mail address. */
  personId: string | null;
  isEmployee: boolean;
  /** The ways for which an address is known. */
  ways: Way[];
  /** What it was about: a ticket, also where an order told it, a campaign, a project or a document. */
  noun: 'ticket' | 'campaign' | 'project' | 'document';
  fileId: string;
  number: string;
  title: string;
}

/** Of which properties somebody looks after messages; null for all. */
export interface DeliveryReach {
  /** About tickets, campaigns and projects. */
  matters: string[] | null;
  /** About documents: who publishes for all that one is addressed to, because a private one's title is not for everybody. */
  documents: string[] | null;
}

/** How long it is told that a mail came back, where another way was taken since. */
const CAME_BACK_DAYS = 30;
/** Reached nobody, and no longer has to: its matter or its reader is gone. */
const GONE = `exists (select from message_attempt g where g.message_id = m.id and g.detail = 'noLongerThere')`;
/** The nouns whose messages have a timeline that tells of them. */
const ABOUT = `('ticket', 'workOrder', 'campaign', 'project', 'document')`;
/** As SQL: whether it is somebody's whose reach is in $1 (matters) and $2 (documents; the rule is \`mayPublish\`). */
const MINE = `case when m.noun = 'document' then $2::uuid[] is null or not exists (
    select from document_addressee a where a.document_id = m.file_id
      and (a.property_id = any($2::uuid[])) is not true and not exists (
        select from holding h where h.person_id = a.person_id and h.property_id = any($2::uuid[])))
  else $1::uuid[] is null or t.property_id = any($1::uuid[]) end`;
const STUCK = `m.state in ('failed', 'unclear') and m.settled_at is null and m.noun in ${ABOUT} and not ${GONE}`;
/**
 * As SQL: the row of what a message \`m\` was about. What an order tells is about its ticket. Of a withdrawn document nobody
 * has to hear any more but that it was withdrawn.
 */
const FILE = `lifecycle_row t on t.id = m.file_id and t.noun = case m.noun when 'workOrder' then 'ticket' else m.noun end
  and (t.noun <> 'document' or t.phase = 'published' or m.template = 'documentWithdrawn')`;

const LIST = `
  select m.id, s.trouble, m.template, last.detail, last.at,
    case when last.channel <> 'none' then last.channel end as channel,
    array(select distinct a.channel from message_attempt a where a.message_id = m.id and a.outcome = 'refused'
      and a.n > m.tried_before) as refused,
    case when s.trouble = 'cameBack' then m.channel end as "tookAfter",
    coalesce(trim(p.given_name || ' ' || p.family_name), u.name, '') as name, p.id as "personId",
    exists (select from employee e where e.person_id = p.id and e.active) as "isEmployee",
    array_remove(array[
      case when coalesce(p.email, u.email, '') <> '' then 'mail' end, case when coalesce(p.mobile, '') <> '' then 'sms' end,
      case when coalesce(p.fax, '') <> '' then 'fax' end,
      case when p.id is not null and not exists (select from employee e where e.person_id = p.id and e.active)
        and exists (select from postal_address(p.id)) then 'letter' end], null) as ways,
    t.noun, t.id as "fileId", t.number, t.title
  from (
    select m.id, m.state as trouble from message m where ${STUCK}
    union all
    (select distinct on (m.recipient_id) m.id, 'cameBack' from message_attempt a join message m on m.id = a.message_id
    where a.channel = 'mail' and a.outcome = 'refused' and a.at > now() - interval '${CAME_BACK_DAYS} days'
      and m.state in ('open', 'claimed', 'queued', 'sent') and m.settled_at is null and m.noun in ${ABOUT}
      and a.n > m.tried_before
    order by m.recipient_id, a.at desc)
  ) s (id, trouble)
  join message m on m.id = s.id join ${FILE}
  left join contractor c on m.recipient_kind = 'contractor' and c.id = m.recipient_id
  left join person p on p.id = case m.recipient_kind when 'person' then m.recipient_id else c.person_id end
  left join unconfirmed_reporter u on m.recipient_kind = 'unconfirmed' and u.id = m.recipient_id
  left join lateral (select a.channel, a.detail, a.at from message_attempt a where a.message_id = m.id
    and (s.trouble <> 'cameBack' or a.outcome = 'refused') order by a.n desc limit 1) last on true
  where ${MINE}`;

/** What did not arrive and nobody has settled, newest first; of one matter where it is named. */
export function undelivered(
  workspace: Workspace,
  { matters, documents }: DeliveryReach,
  fileId: string | null = null,
): Promise<Undelivered[]> {
  return workspace.query<Undelivered>(
    `${LIST} and ($3::uuid is null or t.id = $3) order by last.at desc nulls last, m.id limit 500`,
    [matters, documents, fileId],
  );
}

/** How many messages reached nobody or may have, for the navigation. */
export async function undeliveredCount(workspace: Workspace, { matters, documents }: DeliveryReach): Promise<number> {
  const [row] = await workspace.query<{ count: number }>(
    `select count(*)::int as count from message m join ${FILE} where ${STUCK} and ${MINE}`,
    [matters, documents],
  );
  return row?.count ?? 0;
}

/** Whose timeline tells something new. Pages about documents listen to what the desk hears. */
export interface Told {
  topic: 'ticket' | 'campaign' | 'project' | 'desk';
  id: string;
}

function toldOf({ noun, fileId }: Pick<Stuck, 'noun' | 'fileId'>): Told {
  if (noun === 'document') return { topic: 'desk', id: fileId };
  return { topic: noun === 'campaign' || noun === 'project' ? noun : 'ticket', id: fileId };
}

interface Stuck {
  id: string;
  state: string;
  noun: string;
  subjectId: string;
  fileId: string;
  revision: number;
  template: string;
  recipientKind: 'person' | 'contractor' | 'unconfirmed';
  recipientId: string;
  settled: boolean;
  channel: string | null;
  reached: boolean;
}

/** Locks a message that somebody of the office decides about. Throws `notFound` for what is not there or not for them. */
async function stuck(q: Query, { matters, documents }: DeliveryReach, id: string, way: Way | null): Promise<Stuck> {
  // The timeline's head is locked first, as whoever writes revisions does.
  await q(
    `select from file_head h join message m on m.file_id = h.file_id join ${FILE}
     where m.id = $3 and ${MINE} for update of h`,
    [matters, documents, id],
  );
  const [row] = await q<Stuck>(
    `select m.id, m.state, m.noun, m.subject_id as "subjectId", m.file_id as "fileId", m.revision, m.template,
       m.recipient_kind as "recipientKind", m.recipient_id as "recipientId", m.settled_at is not null as settled, m.channel,
       case $4 when 'mail' then coalesce(p.email, u.email, '') <> '' when 'sms' then coalesce(p.mobile, '') <> ''
         when 'fax' then coalesce(p.fax, '') <> ''
         when 'letter' then exists (select from postal_address(p.id)) else false end as reached
     from message m join ${FILE}
     left join contractor c on m.recipient_kind = 'contractor' and c.id = m.recipient_id
     left join person p on p.id = case m.recipient_kind when 'person' then m.recipient_id else c.person_id end
     left join unconfirmed_reporter u on m.recipient_kind = 'unconfirmed' and u.id = m.recipient_id
     where m.id = $3 and ${MINE} for update of m`,
    [matters, documents, id, way],
  );
  if (!row) throw new DomainError('notFound');
  return row;
}

/** Whom a message was to, as the timeline names people. */
function whom({ recipientKind, recipientId }: Pick<Stuck, 'recipientKind' | 'recipientId'>): object {
  if (recipientKind === 'contractor') return { contractor: recipientId };
  return { to: recipientKind === 'unconfirmed' ? { role: 'reporter' } : { role: 'person', id: recipientId } };
}

/** Tells the office on the matter's own timeline what became of a message. */
async function tell(
  q: Query,
  message: Omit<Stuck, 'state' | 'settled' | 'reached'>,
  kind: string,
  actor: object,
  facts: object,
): Promise<void> {
  const body = { facts: { message: message.id, template: message.template, ...whom(message), ...facts } };
  await q(`select append_timeline($1, now(), $2, $3, $4, $5, null, $6, array['management'], $7)`, [
    message.fileId,
    kind,
    message.noun,
    message.subjectId,
    message.revision,
    JSON.stringify(actor),
    JSON.stringify(body),
  ]);
}

async function recorded(q: Query, actor: Actor, what: string, message: Stuck, after: object): Promise<void> {
  const before = { state: message.state, channel: message.channel, settled: message.settled };
  await audit(q, { actor, what, subjectId: message.id, before, after });
}

/**
 * Has a message tried once more by a way that somebody chose, at once: what was refused or unclear before counts no
 * more. It may arrive twice where nobody knows whether it did; the person who decides knows that. Repeated it changes
 * nothing. Throws `addresseeUnknown` where no address is known for that way.
 */
export async function tryAgain(
  workspace: Workspace,
  reach: DeliveryReach,
  { id, way }: { id: string; way: Way },
  actor: Actor,
): Promise<Told> {
  return workspace.transaction(async (q) => {
    const message = await stuck(q, reach, id, way);
    if (message.settled) throw new DomainError('notAllowedNow');
    if (message.state !== 'failed' && message.state !== 'unclear') return toldOf(message);
    if (!message.reached) throw new DomainError('addresseeUnknown');
    await q(
      `update message m set state = 'open', wished = $2, released_at = now(), held_until = null, next_try_at = null,
         claimed_at = null, channel = null, told_at = null,
         tried_before = (select coalesce(max(n), 0) from message_attempt a where a.message_id = m.id)
       where id = $1`,
      [id, way],
    );
    await tell(q, message, 'messageRetried', actor, { channel: way });
    await recorded(q, actor, 'message.retry', message, { state: 'open', channel: way });
    return toldOf(message);
  });
}

/** Puts a message away that somebody dealt with in another way, or brings it back to the list. */
export async function settleDelivery(
  workspace: Workspace,
  reach: DeliveryReach,
  { id, settled }: { id: string; settled: boolean },
  actor: Actor & { id: string },
): Promise<Told> {
  return workspace.transaction(async (q) => {
    const message = await stuck(q, reach, id, null);
    if (message.settled === settled) return toldOf(message);
    await q('update message set settled_at = case when $2 then now() end, settled_by = $3 where id = $1', [
      id,
      settled,
      settled ? actor.id : null,
    ]);
    await tell(q, message, settled ? 'messageSettled' : 'messageUnsettled', actor, {});
    await recorded(q, actor, settled ? 'message.settle' : 'message.unsettle', message, { settled });
    return toldOf(message);
  });
}

/** Tells on the timelines what reached nobody or may not have, each message once. Returns what tells it. */
export async function tellUndelivered(workspace: Workspace): Promise<Told[]> {
  const found = await workspace.query<{ id: string; fileId: string; gone: boolean }>(
    `select m.id, m.file_id as "fileId", m.noun not in ${ABOUT} or ${GONE} as gone from message m
     where m.state in ('failed', 'unclear') and m.told_at is null limit 100`,
  );
  const told: Told[] = [];
  for (const { id, fileId, gone } of found) {
    await workspace.transaction(async (q) => {
      if (!gone) await q('select from file_head where file_id = $1 for update', [fileId]);
      const [message] = await q<Stuck & { detail: string | null; lastChannel: string | null }>(
        `update message m set told_at = now() where id = $1 and told_at is null and state in ('failed', 'unclear')
         returning m.id, m.state, m.noun, m.subject_id as "subjectId", m.file_id as "fileId", m.revision, m.template,
           m.recipient_kind as "recipientKind", m.recipient_id as "recipientId", m.channel,
           (select a.detail from message_attempt a where a.message_id = m.id order by a.n desc limit 1) as detail,
           (select a.channel from message_attempt a where a.message_id = m.id order by a.n desc limit 1) as "lastChannel"`,
        [id],
      );
      if (!message || gone) return;
      const kind = message.state === 'failed' ? 'messageFailed' : 'messageUnclear';
      await tell(q, message, kind, { kind: 'system' }, { channel: message.lastChannel, reason: message.detail });
      told.push(toldOf(message));
    });
  }
  return told;
}
