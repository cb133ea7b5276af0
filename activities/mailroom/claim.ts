import type { Workspace } from '../../db/workspaces.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { ChannelName } from '../channels/channel.ts';
import type { LetterName } from '../mail/letter.ts';
import { LEASE_MS } from './contract.ts';
import { collectDigests } from './digests.ts';
import { RELEASED_FOR, releaseDue, waysBy } from './release.ts';

/** A message in our hands until its lease ends. */
export interface Claimed {
  id: string;
  recipientId: string;
  template: LetterName;
  channel: ChannelName | null;
  tries: number;
  claimedAt: Instant;
}

/** One claim at a time per workspace, so that two can't see each other's recipients as free. */
const CLAIM_LOCK = 0x6d61696c;

/** The ways that cost money each time, as SQL. */
export const ONCE = `('sms', 'fax')`;

/**
 * Claims up to `most` messages that are due, the most urgent first. A recipient's messages keep their order: while an
 * earlier one is under way or put off, the later ones wait. Messages by a channel in
 * `away` are left alone; ways that are not `open` do not exist here.
 */
export async function claim(
  workspace: Workspace,
  { most, open, away, now }: { most: number; open: ChannelName[]; away: ChannelName[]; now: Instant },
): Promise<Claimed[]> {
  const rows = await workspace.transaction(async (q) => {
    // In the order of an index: however many wait, only as many are looked at as go out. PostgreSQL, which takes them for a
    // few, would look at all and sort them.
    await q(`select pg_advisory_xact_lock($1), set_config('enable_sort', 'off', true)`, [CLAIM_LOCK]);
    await releaseDue(q, open, now);
    await collectDigests(q, now);
    return q<Claimed & { rank: number }>(
      `with due as (
         select m.id, way.names[1] as channel, m.priority, m.due_at, m.created_at, m.revision
         from message m ${waysBy('$3')}
         where m.state = 'open' and m.released_at > now() - ${RELEASED_FOR} and m.due_at <= now()
           and (m.next_try_at is null or m.next_try_at <= now())
           and coalesce(way.names[1], '') <> all($2::text[])
           and not exists (
             select 1 from message e
             where e.recipient_id = m.recipient_id and e.id <> m.id
               and (e.state = 'claimed'
                 or (e.state = 'open' and e.next_try_at > now()
                   and (e.priority, e.due_at, e.created_at, e.revision)
                     <= (m.priority, m.due_at, m.created_at, m.revision)))
             -- One by one, for the same reason.
             offset 0
           )
         order by m.priority, m.due_at, m.created_at, m.revision, m.id
         limit $1
         for update of m skip locked
       ), ranked as (
         select id, channel, row_number() over (order by priority, due_at, created_at, revision, id) as rank from due
       )
       update message m set state = 'claimed', claimed_at = now(), 
         channel = case when ranked.channel in ${ONCE} then null else ranked.channel end
       from ranked where ranked.id = m.id
       returning m.id, m.recipient_id as "recipientId", m.template, ranked.channel, m.tries,
         m.claimed_at as "claimedAt", ranked.rank`,
      [most, away, open],
    );
  });
  return rows.sort((a, b) => a.rank - b.rank);
}

/**
 * Marks that a text or a fax goes out from this moment. False when the claim has been lost meanwhile: then it must not be sent.
 * From here on a lost process leaves it as unclear.
 */
export async function beginOnce(workspace: Workspace, message: Claimed): Promise<boolean> {
  const rows = await workspace.query(
    `update message set channel = $3, claimed_at = now()
     where id = $1 and state = 'claimed' and channel is null and date_trunc('milliseconds', claimed_at) = $2 returning id`,
    [message.id, message.claimedAt, message.channel],
  );
  return rows.length === 1;
}

/** Gives back messages that were claimed and not begun. */
export async function giveBack(workspace: Workspace, messages: Claimed[]): Promise<void> {
  if (messages.length === 0) return;
  await workspace.query(
    `update message set state = 'open', claimed_at = null
     where id = any($1::uuid[]) and state = 'claimed' and (channel is null or channel not in ${ONCE})`,
    [messages.map(({ id }) => id)],
  );
}

/** Ends a message that can't reach anybody, with the reason as a code: `noAddress`, `noLongerThere`. */
export async function fail(workspace: Workspace, message: Claimed, reason: string): Promise<void> {
  await workspace.query(
    `with marked as (update message set state = 'failed' where id = $1 and state = 'claimed' returning id)
     insert into message_attempt (message_id, n, channel, outcome, detail)
     select id, (select coalesce(max(n), 0) + 1 from message_attempt where message_id = $1), 'none', 'failed', $2
     from marked`,
    [message.id, reason],
  );
}

/**
 * Takes up what a lost process left: a mail is sent again, and so is what had not begun. A text or fax that had begun may
 * have gone out; it is unclear, and never sent again.
 */
export async function takeUpLost(workspace: Workspace): Promise<void> {
  await workspace.query(
    `with lost as (
       update message set state = case when channel in ${ONCE} then 'unclear' else 'open' end, claimed_at = null
       where state = 'claimed' and claimed_at < now() - make_interval(secs => $1)
       returning id, channel
     )
     insert into message_attempt (message_id, n, channel, outcome, detail)
     select id, (select coalesce(max(n), 0) + 1 from message_attempt where message_id = lost.id), channel, 'unclear', 'lost'
     from lost where channel in ${ONCE}`,
    [LEASE_MS / 1_000],
  );
}

/**
 * When the next message that is not due yet will be, or a claimed or put off one can be taken up again; null when none
 * waits.
 */
export async function nextDue(workspace: Workspace): Promise<Instant | null> {
  const [row] = await workspace.query<{ at: Instant | null }>(
    `select min(at) as at from (
       select case when state = 'claimed' then claimed_at + make_interval(secs => $1)
                   else greatest(due_at, next_try_at, held_until) end as at
       from message where state in ('open', 'claimed')
       union all
       select next_digest_at from message_preference
     ) waiting where at > now()`,
    [LEASE_MS / 1_000],
  );
  return row?.at ?? null;
}
