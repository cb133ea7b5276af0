import type { Instant } from '../../domain/time/berlin.ts';
import type { Workspace } from '../workspaces.ts';

/** Whether a message went out as a fax of which nobody knows yet what became of it. */
export async function awaitsFaxReport(workspace: Workspace, messageId: string): Promise<boolean> {
  const rows = await workspace.query(
    `select 1 from message_attempt a join message m on m.id = a.message_id
     where a.message_id = $1 and a.channel = 'fax' and a.outcome in ('sent', 'unclear') and m.state in ('sent', 'unclear')`,
    [messageId],
  );
  return rows.length > 0;
}

/**
 * How long a gateway has to report on a fax. It tries a busy or silent number for some hours, and an office's machine may
 * be off over night; what it has not said a day later it will not say.
 */
const REPORT_HOURS = 24;

const SILENT = `a.channel = 'fax' and a.outcome = 'sent'`;

/**
 * Faxes on which no report came in time are unclear from now on: they stand on the list of what did not arrive, and are
 * not sent again by themselves, because they cost money. A report that comes later still counts.
 */
export async function doubtSilentFaxes(workspace: Workspace): Promise<void> {
  await workspace.query(
    `with silent as (
       update message_attempt a set outcome = 'unclear', detail = 'noReport'
       from message m where ${SILENT} and a.at <= now() - make_interval(hours => ${REPORT_HOURS})
         and m.id = a.message_id and m.state = 'sent' and m.channel = 'fax'
       returning a.message_id
     )
     update message set state = 'unclear' where id in (select message_id from silent)`,
  );
}

/** When the next fax that nobody has reported on becomes unclear; null when none waits for a report. */
export async function nextSilentFax(workspace: Workspace): Promise<Instant | null> {
  const [row] = await workspace.query<{ at: Instant | null }>(
    `select min(a.at) + make_interval(hours => ${REPORT_HOURS}) as at
     from message_attempt a join message m on m.id = a.message_id and m.state = 'sent' and m.channel = 'fax'
     where ${SILENT}`,
  );
  return row?.at ?? null;
}

/**
 * Writes down what the gateway reports about a fax: it arrived, or the message is open again for the next way to its
 * reader. Only the first report counts.
 * @returns whether anything changed
 */
export async function recordFaxReport(
  workspace: Workspace,
  messageId: string,
  outcome: 'delivered' | 'refused',
): Promise<boolean> {
  const rows = await workspace.query(
    `with ended as (
       update message_attempt a set outcome = $2, detail = case $2 when 'refused' then 'reported' end
       where a.message_id = $1 and a.channel = 'fax' and a.outcome in ('sent', 'unclear')
         and exists (select from message m where m.id = $1 and m.state in ('sent', 'unclear') and m.channel = 'fax')
       returning a.message_id
     )
     update message set state = case $2 when 'delivered' then 'sent' else 'open' end,
       sent_at = case $2 when 'delivered' then coalesce(sent_at, now()) end, claimed_at = null, next_try_at = null,
       released_at = null
     where id in (select message_id from ended) returning id`,
    [messageId, outcome],
  );
  return rows.length > 0;
}
