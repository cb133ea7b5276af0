import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { type Hanging, hangingIn, type Load, loadOf } from '../../db/queries/operation.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { idOf, mailroomId, TASK_QUEUE } from '../../workflows/messages/ids.ts';
import type { Services } from '../trpc.ts';

/** How many hanging lifecycles are looked at: each costs a question to the engine. */
const MOST = 30;
/** A mailroom that is this late with a message is looked at, too. */
const MAIL_LATE_MS = 5 * 60_000;

/** What the engine says about one workflow. */
interface Inside {
  /** `gone`: the engine knows no running one. `taskFails`, `activityRetries`: it tries and fails. `waits`: nothing is wrong. */
  state: 'taskFails' | 'activityRetries' | 'waits' | 'gone';
  attempt: number;
  activity: string | null;
  nextTryAt: Instant | null;
}

export interface HangingView extends Omit<Hanging, 'noun'> {
  noun: Hanging['noun'] | 'mailroom';
  inside: Inside | null;
  /** Its page in the engine's own interface. */
  link: string | null;
}

export interface OperationView {
  load: Load;
  ready: { databases: boolean; migrations: boolean; temporal: boolean };
  /** How many workers asked for work within the last two minutes; null while the engine is away. */
  workers: number | null;
  temporalLink: string | null;
  hanging: HangingView[];
}

/** What runs and what hangs in this workspace, for its administrator. Names nobody and quotes nothing. */
export async function operationView(services: Services, workspace: Workspace): Promise<OperationView> {
  const [load, rows, database, temporal] = await Promise.all([
    loadOf(workspace),
    hangingIn(workspace, MOST),
    services.workspaces.readiness(),
    services.temporal.reachable(),
  ]);
  const link = linkTo(services);
  const { client } = services.temporal;
  const look = async (id: string) => (temporal ? await insideOf(client, id) : null);
  const hanging: HangingView[] = await Promise.all(
    rows.map(async (row) => {
      const id = idOf(workspace.id, row.noun, row.id);
      return { ...row, inside: await look(id), link: link(`/workflows/${encodeURIComponent(id)}`) };
    }),
  );
  if (load.oldestDueMessage && Date.now() - Date.parse(load.oldestDueMessage) > MAIL_LATE_MS) {
    const id = mailroomId(workspace.id);
    hanging.push({
      noun: 'mailroom',
      id: workspace.id,
      number: '',
      reason: 'deadlinePassed',
      since: load.oldestDueMessage,
      inside: await look(id),
      link: link(`/workflows/${encodeURIComponent(id)}`),
    });
  }
  return {
    load,
    ready: { ...database, temporal },
    workers: temporal ? await workersOf(services) : null,
    temporalLink: link('/workflows'),
    hanging: hanging.sort((a, b) => a.since.localeCompare(b.since)),
  };
}

function linkTo({ config }: Services): (path: string) => string | null {
  const base = config.TEMPORAL_UI_URL?.replace(/\/$/, '');
  return (path) => (base ? `${base}/namespaces/${encodeURIComponent(config.TEMPORAL_NAMESPACE)}${path}` : null);
}

async function insideOf(client: Client, id: string): Promise<Inside | null> {
  try {
    const { raw, status } = await client.workflow.getHandle(id).describe();
    if (status.name !== 'RUNNING') return { state: 'gone', attempt: 0, activity: null, nextTryAt: null };
    const task = raw.pendingWorkflowTask?.attempt ?? 0;
    if (task > 1) return { state: 'taskFails', attempt: task, activity: null, nextTryAt: null };
    const retried = (raw.pendingActivities ?? []).find(({ attempt }) => (attempt ?? 0) > 1);
    if (!retried) return { state: 'waits', attempt: 0, activity: null, nextTryAt: null };
    return {
      state: 'activityRetries',
      attempt: retried.attempt ?? 0,
      activity: retried.activityType?.name ?? null,
      nextTryAt: retried.scheduledTime?.seconds ? toInstant(Number(retried.scheduledTime.seconds) * 1_000) : null,
    };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { state: 'gone', attempt: 0, activity: null, nextTryAt: null };
    return null;
  }
}

async function workersOf({ temporal: { client }, config }: Services): Promise<number | null> {
  try {
    const { pollers } = await client.workflowService.describeTaskQueue({
      namespace: config.TEMPORAL_NAMESPACE,
      taskQueue: { name: TASK_QUEUE },
      taskQueueType: 1,
    });
    const recent = (pollers ?? []).filter(
      ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1_000 < 120_000,
    );
    return new Set(recent.map(({ identity }) => identity)).size;
  } catch {
    return null;
  }
}
