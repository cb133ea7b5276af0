import { Sealing } from '../../db/sealing.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { MessageContext } from '../mail/letter.ts';
import type { Claimed } from './claim.ts';

/** After a server was away for so long, a mail says what is true by now: it hardly went out before. */
const STALE = `interval '15 minutes'`;

/**
 * Notes what a mail says before it is handed over, and gives what it has to say: the same as the last time where nobody
 * knows whether that arrived. Undefined when the claim is somebody else's by now. What is kept holds links, so it is
 * sealed, and is gone with the server's answer.
 */
export async function beginMail(
  workspace: Workspace,
  { id, claimedAt }: Claimed,
  context: MessageContext,
): Promise<MessageContext | undefined> {
  const sealing = new Sealing(workspace.key.toString('hex'), 'mail under way');
  const content = sealing.seal(Buffer.from(JSON.stringify(context)), id);
  const [row] = await workspace.query<{ content: Buffer }>(
    `insert into mail_under_way as u (message_id, content)
     select id, $2 from message
     where id = $1 and state = 'claimed' and date_trunc('milliseconds', claimed_at) = $3
     on conflict (message_id) do update set
       content = case when u.away and u.begun_at < now() - ${STALE} then excluded.content else u.content end,
       begun_at = case when u.away and u.begun_at < now() - ${STALE} then excluded.begun_at else u.begun_at end,
       away = false
     returning content`,
    [id, content, claimedAt],
  );
  if (!row) return undefined;
  if (row.content.equals(content)) return context;
  return JSON.parse(sealing.unseal(row.content, id).toString()) as MessageContext;
}

/** Forgets what mails said that nobody sends again: withdrawn, or gone out another way. */
export async function forgetEnded(workspace: Workspace): Promise<void> {
  await workspace.query(
    `delete from mail_under_way u using message m where m.id = u.message_id and m.state not in ('open', 'claimed')`,
  );
}
