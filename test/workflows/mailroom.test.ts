import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Drained } from '../../activities/mailroom/contract.ts';
import { workspaceId } from '../../domain/workspace.ts';
import { mailroomId, TASK_QUEUE } from '../../workflows/messages/ids.ts';
import { wakeMailroom } from '../../workflows/messages/mailroom.ts';
import { bundle } from '../support/lifecycles.ts';
import { type TestTemporal, testTemporal } from '../support/temporal.ts';

let temporal: TestTemporal;
let worker: Worker;
let running: Promise<void>;
let client: Client;
const drains: { workflow: string; at: number }[] = [];
let answer: () => Drained = () => ({ next: null, sent: 0 });

beforeAll(async () => {
  temporal = await testTemporal();
  const namespace = `mailroom-${randomUUID()}`;
  await temporal.connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  client = new Client({ connection: temporal.connection, namespace });
  worker = await vi.waitFor(
    () =>
      Worker.create({
        connection: temporal.native,
        namespace,
        taskQueue: TASK_QUEUE,
        workflowBundle: bundle,
        activities: {
          async drainOutbox() {
            const { Context } = await import('@temporalio/activity');
            drains.push({ workflow: Context.current().info.workflowExecution?.workflowId ?? '', at: Date.now() });
            return answer();
          },
        },
      }),
    { timeout: 60_000, interval: 500 },
  );
  running = worker.run();
});
afterAll(async () => {
  worker?.shutdown();
  await running;
  await temporal?.close();
});

const workspaceOf = () =>
  workspaceId.parse(
    `w${[...Array(12)].map(() => 'abcdefghijklmnopqrstuvwxyz234567'[Math.floor(Math.random() * 32)]).join('')}`,
  );

const drainsOf = (workflow: string) => drains.filter((drained) => drained.workflow === workflow);

test('the first wake starts the mailroom, the next ones drain again', async () => {
  const workspace = workspaceOf();
  answer = () => ({ next: null, sent: 0 });
  await wakeMailroom(client, workspace);
  await vi.waitFor(() => expect(drainsOf(mailroomId(workspace))).toHaveLength(1), 60_000);
  await wakeMailroom(client, workspace);
  await vi.waitFor(() => expect(drainsOf(mailroomId(workspace))).toHaveLength(2), 60_000);
});

test('it drains when the next message is due, without being woken', async () => {
  const workspace = workspaceOf();
  let due = 0;
  answer = () => {
    if (due > 0) return { next: null, sent: 1 };
    due = Date.now() + 1_500;
    return { next: new Date(due).toISOString(), sent: 0 };
  };
  await wakeMailroom(client, workspace);
  await vi.waitFor(() => expect(drainsOf(mailroomId(workspace))).toHaveLength(2), 60_000);
  expect(drainsOf(mailroomId(workspace))[1]?.at).toBeGreaterThanOrEqual(due - 20);
});

test('a burst of wakes becomes few, and the last one is never left out', async () => {
  const workspace = workspaceOf();
  answer = () => ({ next: null, sent: 0 });
  const start = vi.spyOn(client.workflow, 'signalWithStart');
  await Promise.all(Array.from({ length: 200 }, () => wakeMailroom(client, workspace)));
  expect(start).toHaveBeenCalledTimes(2);
  await wakeMailroom(client, workspace);
  expect(start).toHaveBeenCalledTimes(3);
  start.mockRestore();
});

test('a wake that fails is told to whoever asked, and the next one tries anew', async () => {
  const workspace = workspaceOf();
  const start = vi.spyOn(client.workflow, 'signalWithStart').mockRejectedValueOnce(new Error('away'));
  await expect(wakeMailroom(client, workspace)).rejects.toThrow('away');
  await wakeMailroom(client, workspace);
  expect(start).toHaveBeenCalledTimes(2);
  start.mockRestore();
  await vi.waitFor(() => expect(drainsOf(mailroomId(workspace))).toHaveLength(1), 60_000);
});
