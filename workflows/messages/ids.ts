import { nouns } from '../../domain/lifecycle/outcome.ts';
import { type WorkspaceId, workspaceId } from '../../domain/workspace.ts';

/** The queue that every worker polls. */
export const TASK_QUEUE = 'procsm';

/** What workflows are about. */
const workflowNouns = [...nouns, 'mailroom', 'workspace', 'importRun', 'invitation', 'privacyRequest'] as const;
export type WorkflowNoun = (typeof workflowNouns)[number];

/** The id of a lifecycle's workflow: `<workspace>/<noun>/<uuid>`. Made here and nowhere else. */
export function idOf(workspace: WorkspaceId, noun: WorkflowNoun, id: string): string {
  return `${workspace}/${noun}/${id}`;
}

/** The id of a workspace's one mailroom. */
export function mailroomId(workspace: WorkspaceId): string {
  return idOf(workspace, 'mailroom', workspace);
}

/** The id of what the installation does each night, over all workspaces. */
export const NIGHTLY_ID = 'installation/nightly';

/** The parts of a workflow's id. This is one of the two places where a WorkspaceId is minted. Throws on any other id. */
export function parseId(workflowId: string): { workspace: WorkspaceId; noun: WorkflowNoun; id: string } {
  const [workspace, noun, id, ...rest] = workflowId.split('/');
  const known = workflowNouns.find((candidate) => candidate === noun);
  if (!known || !id || rest.length > 0) throw new RangeError('not a workflow of ours');
  return { workspace: workspaceId.parse(workspace), noun: known, id };
}
