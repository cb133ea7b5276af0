import { attachFiles } from '../../db/files.ts';
import { actorOf } from '../../domain/rights.ts';
import type { RequestContext } from '../trpc.ts';

/** Hangs a scan on the answer or proxy that it proves; the same again changes nothing. */
export async function attachOnce(
  { workspace, viewer }: RequestContext,
  { fileId, campaignId, commandId }: { fileId: string; campaignId: string; commandId: string },
): Promise<void> {
  const [there] = await workspace.query('select id from stored_file where id = $1 and command_id = $2', [
    fileId,
    commandId,
  ]);
  if (there) return;
  await workspace.transaction((q) =>
    attachFiles(q, {
      fileIds: [fileId],
      uploadedBy: actorOf(viewer) ?? { kind: 'system' },
      noun: 'campaign',
      subjectId: campaignId,
      commandId,
    }),
  );
}
