import type { Query } from '../../db/pool.ts';
import { statesOf } from '../../db/queries/preferences.ts';
import { nextDigest } from '../../domain/preferences/digest.ts';
import { preferences } from '../../domain/preferences/preferences.ts';
import { addDays, addMinutes, berlinClock, berlinInstant, type Day, type Instant } from '../../domain/time/berlin.ts';

/** What the desk had before an employee: ids and dates, the newest first where there are more. */
export interface DeskNews {
  due: { ticket: string; dueAt: Instant }[];
  came: string[];
  /** How many there are beyond those named. */
  moreDue: number;
  moreCame: number;
}

interface Waiting {
  personId: string;
  body: unknown;
  dueAt: Instant;
  employee: boolean;
  lastDay: Day | null;
  /** When the last one with the desk's news was made. */
  lastDesk: Instant | null;
}

/** How many tickets a mail names. */
const NAMED = 20;
/** A mail of the day that comes so many minutes after its time says that it is late. */
const LATE_MINUTES = 60;

/** As SQL, of a message `m`: it is to the person $1, as themselves or as a firm, and waits for the mail of the day. */
const COLLECTED = `m.state = 'digest' and m.digest_id is null and (m.recipient_id = $1 or m.recipient_id in (
  select id from contractor where person_id = $1))`;

/**
 * Makes the mails of the day whose time has come: one per person and day, with everything collected until now, and for
 * those who asked for it what the desk has before it. Who has nothing gets none. Runs in the transaction that claims.
 */
export async function collectDigests(q: Query, now: Instant): Promise<void> {
  const waiting = await q<Waiting>(
    `select w.person_id as "personId", w.body, w.next_digest_at as "dueAt",
       exists (select from employee e where e.person_id = w.person_id and e.active) as employee,
       (select max(d.day)::text from digest d where d.person_id = w.person_id) as "lastDay",
       (select max(d.made_at) from digest d where d.person_id = w.person_id and d.desk is not null) as "lastDesk"
     from message_preference w where w.next_digest_at <= now() order by w.next_digest_at limit 200 for update of w`,
  );
  for (const each of waiting) await collect(q, each, now);
}

async function collect(q: Query, waiting: Waiting, now: Instant): Promise<void> {
  const { personId, lastDay } = waiting;
  const wished = preferences.parse(waiting.body);
  const today = berlinClock(now).day;
  const desk = wished.deskDigest && waiting.employee;
  // Written by a revision that another one took the place of: nobody was told, and nobody need be.
  await q(`update message m set state = 'withdrawn' where ${COLLECTED} and m.event like '%:voided:%'`, [personId]);
  let made = lastDay;
  if (lastDay === null || lastDay < today) {
    const news = desk ? await deskNews(q, personId, waiting.lastDesk, now) : null;
    const [some] = await q(`select from message m where ${COLLECTED} limit 1`, [personId]);
    if (some || news) {
      await write(q, waiting, { day: today, news, late: addMinutes(waiting.dueAt, LATE_MINUTES) < now });
      made = today;
    }
  }
  const [left] = await q(`select from message m where ${COLLECTED} limit 1`, [personId]);
  const next = desk || left ? nextDigest(now, wished.digestAt, await statesOf(q, personId), made) : null;
  await q('update message_preference set next_digest_at = $2 where person_id = $1', [personId, next]);
}

async function write(
  q: Query,
  { personId, dueAt }: Waiting,
  { day, news, late }: { day: Day; news: DeskNews | null; late: boolean },
): Promise<void> {
  const [digest] = await q<{ id: string }>(
    `insert into digest (person_id, day, desk, made_at) values ($1, $2, $3, now())
     on conflict (person_id, day) do nothing returning id`,
    [personId, day, news === null ? null : JSON.stringify(news)],
  );
  if (!digest) return;
  await q(`update message m set digest_id = $2 where ${COLLECTED}`, [personId, digest.id]);
  await q(
    `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template, data,
       due_at, released_at)
     values ('digest', $1, $1, $3, 1, 'person', $2, 'person', 'digest', $4, $5, now())`,
    [digest.id, personId, `digest:${day}`, JSON.stringify(late ? { late: true } : {}), dueAt],
  );
}

/** What is due today and what came in since the last time (or yesterday); null when it is nothing. */
async function deskNews(q: Query, personId: string, since: Instant | null, now: Instant): Promise<DeskNews | null> {
  const { day } = berlinClock(now);
  const mine = `t.closed_at is null and exists (select from held_role r where r.person_id = $1
    and (r.all_properties or t.property_id = any(r.property_ids)))`;
  const due = await q<{ ticket: string; dueAt: Instant }>(
    `select t.id as ticket, t.due_at as "dueAt" from ticket t
     where ${mine} and t.waiting_on in ('management', 'employee') and coalesce(t.assignee_id, $1) = $1 and t.due_at < $2
     order by t.due_at, t.id`,
    [personId, berlinInstant(addDays(day, 1), 0)],
  );
  const came = await q<{ ticket: string }>(
    `select t.id as ticket from ticket t where ${mine} and t.reported_at > $2 and t.reported_at <= $3
     order by t.reported_at desc, t.id`,
    [personId, since ?? addMinutes(now, -24 * 60), now],
  );
  if (due.length === 0 && came.length === 0) return null;
  return {
    due: due.slice(0, NAMED),
    came: came.slice(0, NAMED).map(({ ticket }) => ticket),
    moreDue: Math.max(0, due.length - NAMED),
    moreCame: Math.max(0, came.length - NAMED),
  };
}

/** What a mail of the day brought counts as sent with it. */
export async function deliverCollected(q: Query, messageId: string): Promise<void> {
  await q(
    `with brought as (
       update message m set state = 'sent', channel = 'mail', sent_at = now(), tries = 1
       from message d where d.id = $1 and d.noun = 'digest' and m.digest_id = d.subject_id and m.state = 'digest'
       returning m.id
     )
     insert into message_attempt (message_id, n, channel, outcome, detail) select id, 1, 'mail', 'sent', 'digest' from brought`,
    [messageId],
  );
}

/**
 * A mail of the day that reaches nobody gives back what it was to bring: each goes out on its own, by another way than the
 * mailbox that was refused. Nobody has to look at the mail of the day itself.
 */
export async function returnCollected(q: Query, messageId: string): Promise<void> {
  await q(
    `with returned as (
       update message m set state = 'open', channel = null, sent_at = null, released_at = null, tries = 1
       from message d where d.id = $1 and d.noun = 'digest' and m.digest_id = d.subject_id and m.state in ('digest', 'sent')
       returning m.id
     ), settled as (update message set settled_at = now(), told_at = now() where id = $1 and noun = 'digest')
     insert into message_attempt (message_id, n, channel, outcome, detail)
     select id, (select coalesce(max(n), 0) + 1 from message_attempt a where a.message_id = returned.id), 'mail', 'refused',
       'digest'
     from returned`,
    [messageId],
  );
}
