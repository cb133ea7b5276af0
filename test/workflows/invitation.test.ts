import { randomUUID } from 'node:crypto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InvitationActivities } from '../../activities/invitation/contract.ts';
import { invitationSettings, roundCourse } from '../../domain/invitation/course.ts';
import { type Instant, toInstant, toMillis } from '../../domain/time/berlin.ts';
import { workspaceId } from '../../domain/workspace.ts';
import { idOf, TASK_QUEUE } from '../../workflows/messages/ids.ts';
import { startInvitation } from '../../workflows/messages/invitation.ts';
import { given } from '../support/given.ts';

let env: TestWorkflowEnvironment;
const workspace = workspaceId.parse('wabcdefghijkl');

beforeAll(async () => {
  env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: given('TEST_TEMPORAL_TEST_SERVER') } },
  });
});
afterAll(() => env.teardown());

/** Runs one round to its end over activities that write down when they were called. */
async function play(prepare: (call: number) => Awaited<ReturnType<InvitationActivities['prepareRound']>>) {
  const told: { step: string; at: Instant }[] = [];
  let calls = 0;
  const note = async (step: string) => {
    told.push({ step, at: toInstant(await env.currentTimeMs()) });
  };
  const activities: InvitationActivities = {
    async prepareRound() {
      calls += 1;
      return prepare(calls);
    },
    remindRound: ({ n }) => note(`remind ${n}`),
    noteRound: () => note('lastNote'),
    expireRound: () => note('expire'),
  };
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: '.build/workflows.js' },
    activities,
  });
  const id = randomUUID();
  await worker.runUntil(async () => {
    await startInvitation(env.client, workspace, id);
    // Asked once more, as after an answer that was lost, it is the same round.
    await startInvitation(env.client, workspace, id).catch(() => {});
    await env.client.workflow.getHandle(idOf(workspace, 'invitation', id)).result();
  });
  return { told, calls };
}

test('a round survives a worker that dies over its letters, reminds in office hours, tells who sent it, and ends', async () => {
  const madeAt = toInstant(await env.currentTimeMs());
  const calendar = { state: 'BE', office: { opens: 480, closes: 1020 } } as const;
  const steps = roundCourse(madeAt, invitationSettings.parse({}), calendar);
  const { told, calls } = await play((call) => {
    if (call === 1) return { state: 'missing' };
    if (call < 4) throw new Error('killed over the letters');
    return { state: 'prepared', steps };
  });
  expect(calls).toBe(4);
  expect(told.map(({ step }) => step)).toEqual(['remind 1', 'remind 2', 'lastNote', 'expire']);
  for (const [n, { at }] of told.entries()) {
    const late = toMillis(at) - toMillis(steps[n]?.at ?? at);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(60_000);
  }
});

test('a round whose row never came, because whoever sent it was told so, ends by itself', async () => {
  const { told, calls } = await play(() => ({ state: 'missing' }));
  expect(told).toEqual([]);
  expect(calls).toBe(12);
});
