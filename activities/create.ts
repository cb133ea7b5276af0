import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { folderStorage } from '../db/storage.ts';
import { addressOf, type Workspace, type Workspaces } from '../db/workspaces.ts';
import type { WorkspaceId } from '../domain/workspace.ts';
import { parseId } from '../workflows/messages/ids.ts';
import { wakeMailroom } from '../workflows/messages/mailroom.ts';
import type { ImportActivities } from './import/contract.ts';
import { importActivities } from './import/run.ts';
import type { InvitationActivities } from './invitation/contract.ts';
import { invitationActivities } from './invitation/run.ts';
import type { LifecycleActivities } from './lifecycle/contract.ts';
import type { Courier } from './lifecycle/courier.ts';
import { lifecycleActivities } from './lifecycle/project.ts';
import type { MailroomActivities } from './mailroom/contract.ts';
import { drain } from './mailroom/drain.ts';
import type { Post } from './mailroom/post.ts';
import type { PrivacyActivities } from './privacy/contract.ts';
import { privacyActivities } from './privacy/run.ts';
import type { NightlyActivities, WorkspaceActivities } from './workspace/contract.ts';
import { moveActivities } from './workspace/move.ts';
import { nightlyActivities } from './workspace/nightly.ts';
import { workspaceActivities } from './workspace/provision.ts';
import { removalActivities } from './workspace/remove.ts';

/** What the activities reach the world with. */
export interface ActivityDeps {
  workspaces: Workspaces;
  client: Client;
  courier: Courier;
  post: Post;
  webUrl: string;
  storageDir: string | null;
}

// One of the two places where a WorkspaceId is minted: the id of the workflow that called.
function currentWorkspaceId(): WorkspaceId {
  return parseId(Context.current().info.workflowExecution?.workflowId ?? '').workspace;
}

/** All activities of a worker. */
export function createActivities(
  deps: ActivityDeps,
): LifecycleActivities &
  MailroomActivities &
  WorkspaceActivities &
  NightlyActivities &
  ImportActivities &
  InvitationActivities &
  PrivacyActivities {
  const { workspaces, client, courier, post, webUrl, storageDir } = deps;
  const { control } = workspaces;
  const beat = () => Context.current().heartbeat();
  const currentWorkspace = async (): Promise<Workspace> => {
    const found = await workspaces.byId(currentWorkspaceId());
    // Retried: a suspended or moved workspace goes on when it is back.
    if (!found) throw new Error('the workspace is not active');
    return found;
  };
  const onTold: Post['onTold'] = (workspace, told) => {
    // A notice may be lost: the browser asks again by itself.
    void workspaces.notify(told.map((about) => ({ workspaceId: workspace.id, ...about, revision: 0 })));
  };
  const wake = (workspace: Workspace) => {
    // A lost wake loses nothing: the mailroom looks once an hour, and at the next message.
    wakeMailroom(client, workspace.id).catch(() => {});
  };
  return {
    ...workspaceActivities({ control, currentWorkspaceId }),
    ...moveActivities({ control, currentWorkspaceId }),
    ...removalActivities({ control, client, storageDir, currentWorkspaceId, beat }),
    ...nightlyActivities({ workspaces, client, beat }),
    ...importActivities({
      currentWorkspace,
      beat,
      onRights: (workspace, personIds) => {
        const notice = { workspaceId: workspace.id, topic: 'rightsChanged', revision: 0 };
        void workspaces.notify(personIds.map((id) => ({ ...notice, id })));
      },
    }),
    ...invitationActivities({
      currentWorkspace,
      beat,
      wakeMailroom: wake,
      addressOf: (workspace) => addressOf(webUrl, workspace),
    }),
    ...privacyActivities({
      currentWorkspace,
      files: storageDir === null ? null : folderStorage(storageDir),
      wakeMailroom: wake,
    }),
    ...lifecycleActivities({
      workspaces,
      currentWorkspace,
      currentRun() {
        const { workflowId = '', runId = '' } = Context.current().info.workflowExecution ?? {};
        return { workflowId, runId };
      },
      courier,
      wakeMailroom: wake,
    }),
    async drainOutbox() {
      const workspace = await currentWorkspace();
      const context = Context.current();
      const beat = setInterval(() => context.heartbeat(), 2_000);
      try {
        return await drain(workspace, addressOf(webUrl, workspace), { ...post, onTold }, context.cancellationSignal);
      } finally {
        clearInterval(beat);
      }
    },
  };
}
