import { Context } from '@temporalio/activity';
import type { Workspace, Workspaces } from '../../db/workspaces.ts';
import { parseId } from '../../workflows/messages/ids.ts';
import { DRAIN_SILENCE_MS, type MailroomActivities } from './contract.ts';
import { drain, type Post } from './drain.ts';

/** The mailroom's activities. `webUrl` is where people reach the installation. */
export function createMailroomActivities(deps: {
  workspaces: Workspaces;
  webUrl: string;
  post: Post;
}): MailroomActivities {
  return {
    async drainOutbox() {
      const { info, cancellationSignal, heartbeat } = Context.current();
      const { workspace: id } = parseId(info.workflowExecution?.workflowId ?? '');
      const workspace = await deps.workspaces.byId(id);
      // Suspended, or gone: asked again in an hour, or when somebody wakes it.
      if (workspace === undefined) return { next: null, sent: 0 };
      const address = await addressOf(deps.workspaces, workspace, deps.webUrl);
      const alive = setInterval(() => heartbeat(), DRAIN_SILENCE_MS / 4);
      try {
        return await drain(workspace, address, deps.post, cancellationSignal);
      } finally {
        clearInterval(alive);
      }
    },
  };
}

/**
 * Where people reach a workspace, without a slash at the end: the installation's own address where that leads to this
 * workspace, else the workspace's first host under the same scheme and port.
 */
export async function addressOf(
  workspaces: Pick<Workspaces, 'byHost'>,
  workspace: Pick<Workspace, 'id' | 'hosts'>,
  webUrl: string,
): Promise<string> {
  const url = new URL(webUrl);
  const [host] = workspace.hosts;
  if (host !== undefined && (await workspaces.byHost(url.host))?.id !== workspace.id) url.hostname = host;
  return url.origin;
}
