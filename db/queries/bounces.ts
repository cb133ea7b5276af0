import type { Workspace } from '../workspaces.ts';

/**
 * Writes down that a mail came back: the attempt is refused, and the message is open again for the next way to its
 * reader. `status` is the mail server's code, e.g. `5.1.1`. Only a mail that counts as sent comes back, and only once.
 * @returns whether anything changed
 */
export async function recordBounce(workspace: Workspace, messageId: string, status: string): Promise<boolean> {
  const rows = await workspace.query(
    `with ended as (
       update message_attempt a set outcome = 'refused', detail = trim('bounced ' || $2::text)
       where a.message_id = $1 and a.channel = 'mail' and a.outcome in ('sent', 'unclear')
         and exists (select from message m where m.id = $1 and m.state = 'sent' and m.channel = 'mail')
       returning a.message_id
     )
     update message set state = 'open', sent_at = null, claimed_at = null, next_try_at = null,
       released_at = null
     where id in (select message_id from ended) returning id`,
    [messageId, status],
  );
  return rows.length > 0;
}
