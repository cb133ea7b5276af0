import type { Noun } from '../../domain/lifecycle/outcome.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Workspace } from '../workspaces.ts';

/** What is open in a workspace, and what waits to be carried out or sent. */
export interface Load {
  tickets: number;
  orders: number;
  /** Acts whose answer is still open longer than a minute; of what could be taken back, since then. */
  keptActs: number;
  oldestKeptAct: Instant | null;
  /** Messages whose time has come; one that waits for the end of quiet hours is as it should be. */
  dueMessages: number;
  oldestDueMessage: Instant | null;
  /** Mails that came in and that nobody has read yet, longer than a minute. */
  unreadMails: number;
  oldestUnreadMail: Instant | null;
  /** Of the last seven days. */
  sentMessages: number;
  failedMessages: number;
  unclearMessages: number;
}

/** A lifecycle that did not do what it should have done by now. */
export interface Hanging {
  noun: Noun;
  id: string;
  number: string;
  /** Its deadline passed and nothing followed, or an act was not taken up. */
  reason: 'deadlinePassed' | 'actKept';
  since: Instant;
}

/** Counts of what runs and what waits, in one statement. */
export async function loadOf(workspace: Workspace): Promise<Load> {
  const [row] = await workspace.query<Load>(
    `select
       (select count(*)::int from ticket where closed_at is null) as tickets,
       (select count(*)::int from work_order where closed_at is null) as orders,
       kept.count as "keptActs", kept.oldest as "oldestKeptAct",
       unread.count as "unreadMails", unread.oldest as "oldestUnreadMail",
       due.count as "dueMessages", due.oldest as "oldestDueMessage",
       week.sent as "sentMessages", week.failed as "failedMessages", week.unclear as "unclearMessages"
     from (
       select count(*)::int as count, min(coalesce(held_until, at)) as oldest from command
       where state in ('held', 'open') and coalesce(held_until, at) < now() - interval '1 minute'
     ) kept, (
       select count(*)::int as count, min(received_at) as oldest from inbound_mail
       where state = 'received' and received_at < now() - interval '1 minute'
     ) unread, (
       select count(*)::int as count, min(greatest(due_at, held_until)) as oldest from message
       where state in ('open', 'claimed') and due_at <= now() and (held_until is null or held_until <= now())
     ) due, (
       select count(*) filter (where state = 'sent')::int as sent, count(*) filter (where state = 'failed')::int as failed,
         count(*) filter (where state = 'unclear')::int as unclear
       from message where created_at > now() - interval '7 days'
     ) week`,
  );
  if (!row) throw new Error('counts have one row');
  return row;
}

/** What hangs, longest first, `most` at most: a minute is what a deadline may be late without anything being wrong. */
export async function hangingIn(workspace: Workspace, most: number): Promise<Hanging[]> {
  return workspace.query<Hanging>(
    `select distinct on (id) noun, id, number, reason, since from (
       select noun, id, number, 'deadlinePassed' as reason, next_at as since
       from lifecycle_row where closed_at is null and next_at < now() - interval '2 minutes'
       union all
       select c.noun, c.subject_id, coalesce(l.number, ''), 'actKept', min(coalesce(c.held_until, c.at))
       from command c left join lifecycle_row l on l.noun = c.noun and l.id = c.subject_id
       where c.state in ('held', 'open') and coalesce(c.held_until, c.at) < now() - interval '1 minute'
       group by c.noun, c.subject_id, l.number
     ) all_hanging
     order by id, since
     limit $1`,
    [most],
  );
}
