import { randomUUID } from 'node:crypto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InvitationActivities } from '../../activities/invitation/contract.ts';
import type { PrivacyActivities } from '../../activities/privacy/contract.ts';
import { invitationSettings, roundCourse } from '../../domain/invitation/course.ts';
import { clockOf, dueOn, isSettled, type RequestFacts } from '../../domain/privacy/request.ts';
import { addDays, berlinClock, type Instant, toInstant, toMillis } from '../../domain/time/berlin.ts';
import { workspaceId } from '../../domain/workspace.ts';
import { idOf, TASK_QUEUE } from '../../workflows/messages/ids.ts';
import { startInvitation } from '../../workflows/messages/invitation.ts';
import { attendPrivacyRequest } from '../../workflows/messages/privacyRequest.ts';
import { given } from '../support/given.ts';
import { recordHistory } from '../support/histories.ts';

let env: TestWorkflowEnvironment;
const workspace = workspaceId.parse('wabcdefghijkl');

beforeAll(async () => {
  env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: given('TEST_TEMPORAL_TEST_SERVER') } },
  });
});
afterAll(() => env.teardown());

/** Works with these activities until the work is done. */
async function working(activities: object, work: () => Promise<void>): Promise<void> {
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: '.build/workflows.js' },
    activities,
  });
  await worker.runUntil(work);
}

/** Runs one round to its end over activities that write down when they were called. */
async function play(
  name: string,
  prepare: (call: number) => Awaited<ReturnType<InvitationActivities['prepareRound']>>,
) {
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
  const id = randomUUID();
  await working(activities, async () => {
    await startInvitation(env.client, workspace, id);
    // Asked once more, as after an answer that was lost, it is the same round.
    await startInvitation(env.client, workspace, id).catch(() => {});
    const handle = env.client.workflow.getHandle(idOf(workspace, 'invitation', id));
    await handle.result();
    await recordHistory(`invitation-${name}`, handle);
  });
  return { told, calls };
}

test('a round survives a worker that dies over its letters, reminds in office hours, tells who sent it, and ends', async () => {
  const madeAt = toInstant(await env.currentTimeMs());
  const calendar = { state: 'BE', office: { opens: 480, closes: 1020 } } as const;
  const steps = roundCourse(madeAt, invitationSettings.parse({}), calendar);
  const { told, calls } = await play('reminded-over', (call) => {
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
  const { told, calls } = await play('never-written', () => ({ state: 'missing' }));
  expect(told).toEqual([]);
  expect(calls).toBe(12);
});

/** Runs one request over a row in memory, to which somebody does things at their time; tells what it did meanwhile. */
async function ask(
  name: string,
  acts: readonly { afterDays: number; change: (now: Instant) => Partial<RequestFacts> }[],
): Promise<string[]> {
  const told: string[] = [];
  const began = toInstant(await env.currentTimeMs());
  let row: RequestFacts = { state: 'open', dueOn: dueOn(berlinClock(began).day, 0), availableUntil: null };
  const activities: PrivacyActivities = {
    async attendRequest() {
      const now = toInstant(await env.currentTimeMs());
      if (row.state === 'erasing') return { next: null, erases: true, over: false };
      if (row.state === 'released' && row.availableUntil !== null && row.availableUntil <= now) {
        row = { ...row, state: 'expired', availableUntil: null };
        told.push('expired');
        return { next: null, erases: false, over: true };
      }
      const { due, next } = clockOf(row, now);
      if (due) told.push(due.event);
      return { next, erases: false, over: isSettled(row) || row.state === 'expired' };
    },
    async planErasure() {
      return { kinds: ['mails', 'identity'] };
    },
    async eraseKind({ kind }) {
      told.push(`erased ${kind}`);
    },
    async finishErasure() {
      row = { ...row, state: 'erased' };
      told.push('finished');
    },
  };
  const id = randomUUID();
  await working(activities, async () => {
    await attendPrivacyRequest(env.client, workspace, id);
    for (const { afterDays, change } of acts) {
      await env.sleep(`${afterDays} days`);
      row = { ...row, ...change(toInstant(await env.currentTimeMs())) };
      await attendPrivacyRequest(env.client, workspace, id);
    }
    const handle = env.client.workflow.getHandle(idOf(workspace, 'privacyRequest', id));
    await handle.result();
    await recordHistory(`privacyRequest-${name}`, handle);
  });
  return told;
}

test('a request reminds the office of its month, lets a copy lie ready for its time, and ends when nobody fetched it', async () => {
  const told = await ask('late-released-expired', [
    {
      afterDays: 36,
      change: (now) => ({ state: 'released', availableUntil: `${addDays(now.slice(0, 10), 30)}T08:00:00.000Z` }),
    },
  ]);
  expect(told).toEqual(['week', 'days', 'late', 'expired']);
});

test('an erasure goes kind by kind and is finished once; a refusal ends at once', async () => {
  expect(await ask('erased', [{ afterDays: 1, change: () => ({ state: 'erasing' }) }])).toEqual([
    'erased mails',
    'erased identity',
    'finished',
  ]);
  expect(await ask('refused', [{ afterDays: 1, change: () => ({ state: 'refused' }) }])).toEqual([]);
});
