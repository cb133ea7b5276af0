import type { Query } from '../pool.ts';
import { NOTHING_TO_READ } from './document-campaigns.ts';

/**
 * As SQL, of a message `m`: not gone out yet. It waits to be sent, is collected for the mail of the day, or lies as a
 * letter that nobody has printed.
 */
export const NOT_OUT = `(m.state = 'open' or (m.state = 'digest' and m.digest_id is null) or (m.state = 'queued' and not exists (
  select from letter l where l.message_id = m.id and l.print_run_id is not null)))`;

/**
 * Withdraws messages that nobody needs any more, where the rule is plain, letters that were written and not printed
 * among them: a reminder or escalation when a newer one to the same recipient is due, or when its turn is over (the ball
 * is gone or was dealt anew), the reminder of an appointment that has begun or no longer stands at that time, and a
 * campaign's question when it is over, was answered meanwhile, or its document can't be read any more.
 */
export async function withdrawOutdated(q: Query): Promise<void> {
  await q(`
    update message m set state = 'withdrawn'
    where ${NOT_OUT} and m.due_at <= now() and m.template in ('reminder', 'escalation')
      and (
        exists (
          select 1 from message n
          where n.subject_id = m.subject_id and n.template = m.template and n.recipient_id = m.recipient_id
            and split_part(n.event, ':', 3) = split_part(m.event, ':', 3)
            and n.state in ('open', 'queued', 'digest') and n.due_at <= now() and n.revision > m.revision
        )
        or exists (
          select 1
          from lifecycle_row subject
          where subject.noun = m.noun and subject.id = m.subject_id and subject.state is not null and subject.revision >= m.revision
            and not exists (
              select 1 from jsonb_array_elements(subject.state -> 'balls') ball
              where ball ->> 'key' = split_part(m.event, ':', 3) and ball ->> 'since' = m.data ->> 'since'
            )
        )
      )`);
  await q(`
    update message m set state = 'withdrawn'
    where ${NOT_OUT} and m.due_at <= now() and m.template in ('todosDue', 'todosEscalated', 'todosLate', 'todoReady')
      and (
        exists (
          select 1 from message n
          where n.subject_id = m.subject_id and n.template = m.template and n.recipient_id = m.recipient_id
            and split_part(n.event, ':', 3) = split_part(m.event, ':', 3) and (n.data -> 'todos') @> (m.data -> 'todos')
            and n.state in ('open', 'queued') and n.due_at <= now() and n.revision > m.revision
        )
        or (m.data ? 'todos' and not exists (
          select 1 from todo t where t.project_id = m.subject_id and t.phase in ('waiting', 'open', 'begun')
            and (m.data -> 'todos') ? t.n::text
        ))
        -- Who has left is not reminded of what was theirs.
        or exists (
          select from todo t where t.project_id = m.subject_id and (m.data -> 'todos') ? t.n::text
            and t.body ->> 'back' = 'left' and t.responsible ->> 'id' = m.recipient_id::text
        )
      )`);
  await q(`
    update message m set state = 'withdrawn'
    where ${NOT_OUT} and m.due_at <= now() and m.template = 'appointmentTomorrow'
      and (
        (m.data ->> 'starts')::timestamptz <= now()
        or not exists (
          select 1 from appointment a
          where a.id = (m.data ->> 'appointment')::uuid and a.status = 'agreed'
            and a.starts_at = (m.data ->> 'starts')::timestamptz
        )
      )`);
  await q(`
    update message m set state = 'withdrawn' from campaign c
    where ${NOT_OUT} and m.due_at <= now() and m.noun = 'campaign' and c.id = m.subject_id
      and m.template in ('voteAsked', 'receiptAsked', 'campaignReminder', 'campaignExtended', 'proxyGiven')
      and (
        c.phase in ('pending', 'closed')
        or ${NOTHING_TO_READ}
        -- A proxy is for somebody else's vote: that one's own answer says nothing about it.
        or (m.template <> 'proxyGiven' and (
          select bool_and(exists (
            select from campaign_answer a where a.voter_id = p.voter_id and (a.person_id = p.person_id or not c.each_member)))
          from campaign_person p join campaign_voter v on v.id = p.voter_id
          where p.campaign_id = c.id and p.person_id = m.recipient_id and v.exclusion is null
        ))
      )`);
}
