import { awaitsFaxReport, recordFaxReport } from '../../db/queries/fax-reports.ts';
import { faxSettingsOf } from '../../db/queries/letterhead.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { faxMailbox, faxOutcome } from '../../domain/fax.ts';
import type { Services } from '../trpc.ts';
import type { ParsedMessage } from './parse.ts';

/**
 * Takes a gateway's report of what became of a fax. It is one when it comes from the gateway's domain and names a fax
 * whose end is open: by our reply address, or by the Message-ID that only the gateway was told. False for anything else,
 * and for a report that does not say clearly what became of it: people read those.
 */
export async function takeFaxReport(
  { config, wakeMailroom }: Pick<Services, 'config' | 'wakeMailroom'>,
  workspace: Workspace,
  message: ParsedMessage,
  messageId: string | undefined,
): Promise<boolean> {
  const mailbox = faxMailbox(await faxSettingsOf(workspace), config.FAX_ADDRESS ?? null);
  const gateway = mailbox?.split('@').at(-1)?.toLowerCase();
  const sender = message.from.address.toLowerCase().split('@').at(-1) ?? '';
  if (!gateway || !isKin(gateway, sender)) return false;
  const named = messageId ? [messageId, ...message.faxIds] : message.faxIds;
  for (const id of named) {
    if (!(await awaitsFaxReport(workspace, id))) continue;
    const outcome = faxOutcome(message.subject, message.text);
    if (outcome === null) return false;
    const changed = await recordFaxReport(workspace, id, outcome);
    if (changed && outcome === 'refused') wakeMailroom(workspace);
    return changed;
  }
  return false;
}

/** Whether one domain lies in the other: faxes go to `fax.gateway.example`, reports come from `gateway.example`. */
function isKin(one: string, other: string): boolean {
  return one === other || one.endsWith(`.${other}`) || (other.includes('.') && other.endsWith(`.${one}`));
}
