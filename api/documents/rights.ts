import type { DocumentReach } from '../../db/queries/document-rows.ts';
import { documentFacts } from '../../db/queries/documents.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { type DocumentFacts, mayPublish, seesDocument } from '../../domain/rights/document.ts';
import type { Viewer } from '../../domain/rights.ts';
import { propertiesFor } from '../../domain/roles.ts';
import { employeeIn } from '../employee.ts';

/** What an employee's list of documents may hold; throws `forbidden` for everybody else. */
export function reachOf(viewer: Viewer): DocumentReach {
  const { personId, rights } = employeeIn({ viewer });
  return { personId, see: propertiesFor(rights, 'see'), publish: propertiesFor(rights, 'publish') };
}

/** The facts of a document that an employee may look at; throws `notFound` for what is not there or not for them. */
export async function seenDocument(workspace: Workspace, viewer: Viewer, id: string): Promise<DocumentFacts> {
  const facts = await documentFacts(workspace, id);
  if (!facts || !seesDocument(viewer, facts)) throw new DomainError('notFound');
  return facts;
}

/** Who writes under a document's address; throws `notFound` for who may not see it, `forbidden` for who only may see it. */
export async function publisherOf(workspace: Workspace, viewer: Viewer, id: string): Promise<string> {
  const facts = await seenDocument(workspace, viewer, id);
  if (viewer.kind !== 'employee' || !mayPublish(viewer, facts)) throw new DomainError('forbidden');
  return viewer.personId;
}
