import type { Slot } from '../../domain/appointments/rules.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Workspace } from '../workspaces.ts';

/** One offer of dates to a dwelling, with the proof that it was sent and what came of it. */
export interface AccessOffer {
  appointment: string;
  offeredAt: Instant;
  slots: Slot[];
  state: 'open' | 'claimed' | 'queued' | 'sent' | 'failed' | 'unclear' | 'withdrawn' | 'digest' | 'unwanted';
  channel: string | null;
  sentAt: Instant | null;
  /** What the channel said last: `delivered` where it proves receipt, `sent` where it only took the message. */
  outcome: string | null;
  /** What followed: a date, other dates, or silence until the period was over; null while it is open. */
  answer: 'appointmentAgreed' | 'slotsCountered' | 'slotsDeclined' | 'lapsed' | 'newRound' | null;
  answeredAt: Instant | null;
}

/** The offers of dates that an order, or a ticket for visits of our own, made; oldest first. */
export async function accessOffers(workspace: Workspace, subjectId: string): Promise<AccessOffer[]> {
  return workspace.query<AccessOffer>(
    `select m.data ->> 'appointment' as appointment, m.created_at as "offeredAt",
       coalesce(l.body -> 'facts' -> 'slots', '[]'::json) as slots, m.state, m.channel, m.sent_at as "sentAt",
       (select a.outcome from message_attempt a where a.message_id = m.id order by a.n desc limit 1) as outcome,
       next.kind as answer, next.at as "answeredAt"
     from message m
     join lateral (
       select l.file_id, l.seq, l.body from timeline l
       where l.subject_id = m.subject_id and l.revision = m.revision and l.kind = 'slotsProposed'
         and l.file_id = m.file_id and l.body -> 'facts' ->> 'appointment' = m.data ->> 'appointment'
       order by l.seq limit 1
     ) l on true
     left join lateral (
       select n.kind, n.at from timeline n
       where n.file_id = l.file_id and n.seq > l.seq and n.subject_id = m.subject_id
         and n.kind in ('appointmentAgreed', 'slotsCountered', 'slotsDeclined', 'lapsed', 'newRound')
         and n.body -> 'facts' ->> 'appointment' = m.data ->> 'appointment'
       order by n.seq limit 1
     ) next on true
     where m.subject_id = $1 and m.template = 'slotsProposed' and m.event not like '%:voided:%'
     order by m.revision`,
    [subjectId],
  );
}
