import type { Workspace } from '../../db/workspaces.ts';

/**
 * Withdraws messages that nobody needs any more, where the rule is plain:
 * a reminder or escalation when a newer one to the same recipient is due, or when its turn is over (the ball is gone or
 * was dealt anew), and the reminder of an appointment that has begun or no longer stands at that time.
 */
export async function withdrawOutdated(workspace: Workspace): Promise<void> {
  await workspace.query(`
    update message m set state = 'withdrawn'
    where m.state = 'open' and m.due_at <= now() and m.template in ('reminder', 'escalation')
      and (
        exists (
          select 1 from message n
          where n.subject_id = m.subject_id and n.template = m.template and n.recipient_id = m.recipient_id
            and split_part(n.event, ':', 3) = split_part(m.event, ':', 3)
            and n.state = 'open' and n.due_at <= now() and n.revision > m.revision
        )
        or exists (
          select 1
          from (
            select t.state, t.revision from ticket t where m.noun = 'ticket' and t.id = m.subject_id
            union all
            select o.state, o.revision from work_order o where m.noun = 'workOrder' and o.id = m.subject_id
          ) subject
          where subject.state is not null and subject.revision >= m.revision
            and not exists (
              select 1 from jsonb_array_elements(subject.state -> 'balls') ball
              where ball ->> 'key' = split_part(m.event, ':', 3) and ball ->> 'since' = m.data ->> 'since'
            )
        )
      )`);
  await workspace.query(`
    update message m set state = 'withdrawn'
    where m.state = 'open' and m.due_at <= now() and m.template = 'appointmentTomorrow'
      and (
        (m.data ->> 'starts')::timestamptz <= now()
        or not exists (
          select 1 from appointment a
          where a.id = (m.data ->> 'appointment')::uuid and a.status = 'agreed'
            and a.starts_at = (m.data ->> 'starts')::timestamptz
        )
      )`);
}
