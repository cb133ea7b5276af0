import { readableVersion } from '../../db/queries/document-readers.ts';
import { documentFacts } from '../../db/queries/documents.ts';
import type { JoinedRow } from '../../db/queries/projects.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { seesDocument } from '../../domain/rights/document.ts';
import { actorOf, type Viewer } from '../../domain/rights.ts';

/** What is joined without the documents that the viewer may not read: those keep rights of their own. */
export async function readableJoined(workspace: Workspace, viewer: Viewer, joined: JoinedRow[]): Promise<JoinedRow[]> {
  const found: JoinedRow[] = [];
  for (const each of joined)
    if (each.noun !== 'document' || (await readsDocument(workspace, viewer, each.id))) found.push(each);
  return found;
}

async function readsDocument(workspace: Workspace, viewer: Viewer, id: string): Promise<boolean> {
  if (viewer.kind === 'employee') {
    const facts = await documentFacts(workspace, id);
    return facts !== undefined && seesDocument(viewer, facts);
  }
  const reader = actorOf(viewer);
  return reader?.kind === 'person' && (await readableVersion(workspace, id, reader.id)) !== undefined;
}
