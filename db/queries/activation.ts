import { lockRevision } from '../conflicts.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';

/**
 * Puts a piece of master data out of use, or into use again, over the revision that was seen: it stays with its history and
 * is offered nowhere. Throws `notFound`, `changedMeanwhile`.
 */
export async function activate(
  workspace: Workspace,
  kind: 'property' | 'unit' | 'person' | 'contractor',
  { id, revision, active, actor }: { id: string; revision: number; active: boolean; actor: object },
): Promise<void> {
  await workspace.transaction(async (q) => {
    await lockRevision(q, kind, id, revision);
    await q(`update ${kind} set active = $2 where id = $1`, [id, active]);
    const what = `${kind}.${active ? 'resume' : 'end'}`;
    await audit(q, { actor, what, subjectId: id, before: { active: !active }, after: { active } });
  });
}
