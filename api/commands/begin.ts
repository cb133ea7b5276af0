import type { StoredCommand } from '../../db/queries/commands.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Services } from '../trpc.ts';
import { sendCommand } from './send.ts';

/** How many lifecycles are begun at once: people's acts come first, and each start costs as much as an act. */
const AT_ONCE = 2;
/** Nothing is begun while reports follow each other this closely, so that those who report are answered first … */
const CALM_MS = 50;
/** … but none waits longer than this for its turn. */
const LONGEST_MS = 500;
/** More than this waits in the table alone, where the sweep finds it. */
const MOST = 500;
/** How long nothing is begun after the engine was found away; the sweep goes on asking. */
const PAUSE_MS = 5_000;

type Task = { services: Services; workspace: Workspace; command: StoredCommand };

const queue: Task[] = [];
const running = new Set<Promise<void>>();
let awayUntil = 0;
let turn: { timer: NodeJS.Timeout; latest: number } | undefined;

/** Whether worker or engine were found away a moment ago: what is begun now will wait. */
export function engineSeemsAway(): boolean {
  return Date.now() < awayUntil;
}

/**
 * Begins the lifecycle of a report that is stored, in the background: whoever reports does not wait for it. What is lost
 * with this process, or does not fit, is found in the table by the sweep.
 */
export function beginLater(services: Services, workspace: Workspace, command: StoredCommand): void {
  if (engineSeemsAway() || queue.length >= MOST) {
    tellDesk(services, workspace, command);
    return;
  }
  queue.push({ services, workspace, command });
  waitForCalm();
}

function waitForCalm(): void {
  const now = performance.now();
  const latest = turn?.latest ?? now + LONGEST_MS;
  clearTimeout(turn?.timer);
  const timer = setTimeout(
    () => {
      turn = undefined;
      for (let n = 0; n < AT_ONCE; n += 1) work();
    },
    Math.max(0, Math.min(CALM_MS, latest - now)),
  );
  turn = { timer, latest };
}

function work(): void {
  if (running.size >= AT_ONCE) return;
  const task = queue.shift();
  if (!task) return;
  const beginning = begin(task).finally(() => {
    running.delete(beginning);
    work();
  });
  running.add(beginning);
}

/** Begins nothing more and waits for what is under way: before the connection to the engine is closed. */
export async function stopBeginning(): Promise<void> {
  queue.length = 0;
  clearTimeout(turn?.timer);
  turn = undefined;
  await Promise.all(running);
}

async function begin({ services, workspace, command }: Task): Promise<void> {
  try {
    if (engineSeemsAway()) return tellDesk(services, workspace, command);
    const { state } = await sendCommand(services.temporal.client, workspace, command);
    if (state === 'applied') return;
    awayUntil = Date.now() + PAUSE_MS;
    tellDesk(services, workspace, command);
  } catch (error) {
    // A refusal is written down with the command; anything else is the sweep's to try again, and to log.
    if (!(error instanceof DomainError)) tellDesk(services, workspace, command);
  }
}

/** The desk is told of new rows this seldom: whoever looks at it asks for the list anew, however many came. */
const TOLD_EVERY_MS = 100;
const untold = new Map<Workspace, string>();

/** The row is at the desk before its workflow runs; those who look there learn of it. */
function tellDesk({ workspaces }: Services, workspace: Workspace, { subjectId }: StoredCommand): void {
  if (!untold.has(workspace)) {
    setTimeout(() => {
      const id = untold.get(workspace) ?? subjectId;
      untold.delete(workspace);
      workspaces.notify({ workspaceId: workspace.id, topic: 'desk', id, revision: 0 }).catch(() => {});
    }, TOLD_EVERY_MS).unref();
  }
  untold.set(workspace, subjectId);
}
