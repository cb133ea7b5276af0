import { PRINTED } from '../../db/storage.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { Letterhead } from '../../domain/letterhead.ts';
import type { LetterPaper, MessageContext } from '../mail/letter.ts';
import { letterPaper } from '../mail/paper.ts';
import type { Claimed } from './claim.ts';

/**
 * Writes a message as a letter and lays it to what is to be printed, in one transaction: never twice. Null when no postal
 * address is known; `queued` is false when the claim is somebody else's by now.
 */
export async function queueLetter(
  workspace: Workspace,
  message: Claimed,
  context: MessageContext,
  sender: Letterhead,
  logo: Uint8Array | null,
): Promise<{ queued: boolean } | null> {
  const [to] = await workspace.query<{ street: string; postalCode: string | null; city: string }>(
    `select a.street, a.postal_code as "postalCode", a.city
     from message m left join contractor c on m.recipient_kind = 'contractor' and c.id = m.recipient_id
     cross join lateral postal_address(coalesce(c.person_id, m.recipient_id)) a where m.id = $1`,
    [message.id],
  );
  if (!to) return null;
  const address = { name: context.name, street: to.street, postalCode: to.postalCode ?? '', city: to.city };
  const { pdf, pages } = await letterPaper(context, address, sender, logo);
  const papers = context.document?.papers ?? [];
  const enclosed = papers.reduce((sum, paper) => sum + paper.pages, 0);
  const rows = await workspace.query(
    `with marked as (
       update message set state = 'queued', channel = 'letter', tries = tries + 1, claimed_at = null
       where id = $1 and state = 'claimed' and date_trunc('milliseconds', claimed_at) = $2 returning id
     )
     insert into letter (message_id, recipient, city, pages, pdf, enclosures)
     select id, $3, $4, $5, $6, $7 from marked
     on conflict (message_id) do update
       set made_at = now(), recipient = excluded.recipient, city = excluded.city, pages = excluded.pages,
         pdf = excluded.pdf, enclosures = excluded.enclosures, print_run_id = null
     returning message_id`,
    [
      message.id,
      message.claimedAt,
      address.name,
      `${address.postalCode} ${address.city}`.trim(),
      pages + enclosed,
      pdf,
      papers.map(keyOf),
    ],
  );
  return { queued: rows.length === 1 };
}

/** Under which key a paper lies that is printed behind a letter: a picture as it fits a page. */
function keyOf({ sha256, mediaType }: LetterPaper): string {
  return mediaType.startsWith('image/') ? `${sha256}-${PRINTED}` : sha256;
}
