import type { Workspace } from '../workspaces.ts';

const ENDS: Readonly<Record<string, 'delivered' | 'refused'>> = {
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'refused',
  failed: 'refused',
};

/**
 * Writes down what the provider reports about a text. Only an end counts, and only the first one: reports that come
 * twice, late or in the wrong order change nothing. A text whose own answer was lost is known by its message. What did not arrive
 * is open again, for the next way to its reader.
 * @returns whether anything changed
 */
export async function recordSmsStatus(
  workspace: Workspace,
  messageId: string,
  providerId: string,
  status: string,
): Promise<boolean> {
  const outcome = ENDS[status];
  if (outcome === undefined) return false;
  const rows = await workspace.query(
    `with ended as (
       update message_attempt set outcome = $3, provider_id = $2
       where message_id = $1 and channel = 'sms'
         and ((outcome = 'sent' and provider_id = $2) or (outcome = 'unclear' and provider_id is null))
       returning message_id
     )
     update message set state = case $3 when 'delivered' then 'sent' else 'open' end, released_at = null,
       sent_at = case $3 when 'delivered' then coalesce(sent_at, now()) end
     from ended where id = ended.message_id and state in ('sent', 'unclear')
     returning id`,
    [messageId, providerId, outcome],
  );
  return rows.length > 0;
}
