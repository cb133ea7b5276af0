import { randomUUID } from 'node:crypto';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tick } from '../../domain/campaign/clock.ts';
import type { CampaignCommand } from '../../domain/campaign/commands.ts';
import { forecastAlone } from '../../domain/lifecycle/world.ts';
import type { Actor } from '../../domain/parties.ts';
import { builtinPolicy } from '../../domain/policy/builtin.ts';
import { addMinutes, berlinInstant, DAY, type Instant, toInstant } from '../../domain/time/berlin.ts';
import { given } from '../support/given.ts';
import { recordHistory } from '../support/histories.ts';
import { Lifecycles } from '../support/lifecycles.ts';

let env: TestWorkflowEnvironment;
const manager: Actor = { kind: 'employee', id: randomUUID() };

beforeAll(async () => {
  env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: given('TEST_TEMPORAL_TEST_SERVER') } },
  });
});
afterAll(() => env.teardown());

const opening = (kind: 'vote' | 'readReceipt', deadline: Instant): CampaignCommand => ({
  type: 'open',
  policy: 1,
  federalState: 'BY',
  kind,
  deadline,
  assignee: null,
});

const now = async () => toInstant(await env.currentTimeMs());
const inDays = (from: Instant, days: number) => addMinutes(from, (days * DAY) / 60_000);

async function withCampaign(story: (lifecycles: Lifecycles, id: string) => Promise<void>): Promise<void> {
  const lifecycles = new Lifecycles(env.client);
  const worker = await lifecycles.worker(env.nativeConnection);
  await worker.runUntil(story(lifecycles, randomUUID()).finally(() => lifecycles.end()));
}

/** What was told from a moment on: when, what, of which stage. */
function told(lifecycles: Lifecycles, from: Instant): string[] {
  return lifecycles.written
    .flatMap(({ happenings }) => happenings)
    .filter(({ at }) => at > from)
    .map(({ at, kind, facts }) => `${at} ${kind} ${facts.stage ?? ''}`);
}

function foreseen(lifecycles: Lifecycles, most = 30): string[] {
  const state = lifecycles.written.at(-1)?.state;
  if (state?.noun !== 'campaign') throw new Error('nothing is written');
  return forecastAlone(state, tick, most).map(({ at, kind, stage }) => `${at} ${kind} ${stage ?? ''}`);
}

test('a vote over the holidays reminds in office hours only, ends at its deadline, and goes on asking for its result', () =>
  withCampaign(async (lifecycles, id) => {
    // Begun on the Friday before the next Easter, where two holidays in a row follow.
    const year = new Date(Date.parse(await now())).getUTCFullYear() + 1;
    const easter: Record<number, string> = {
      2026: '04-03',
      2027: '03-26',
      2028: '04-14',
      2029: '03-30',
      2030: '04-19',
    };
    const begin = berlinInstant(`${year}-${easter[year] ?? '04-03'}`, 10 * 60);
    await env.sleep(Date.parse(begin) - Date.parse(await now()));
    const at = await now();
    const deadline = inDays(at, 18);
    await lifecycles.campaign(id, manager, opening('vote', deadline), at);
    const expected = foreseen(lifecycles);
    expect(expected.filter((each) => each.includes('reminded answer')).length).toBeGreaterThanOrEqual(2);
    expect(expected).toContain(`${deadline} lapsed answer`);
    const until = inDays(at, 30);
    await env.sleep(Date.parse(until) - Date.parse(at));
    const came = told(lifecycles, at);
    expect(came).toEqual(expected.filter((each) => each <= until).slice(0, came.length));
    expect(came.length).toBeGreaterThan(4);
    const reminders = came.filter((each) => each.includes('reminded answer')).map((each) => each.slice(0, 24));
    for (const reminder of reminders) {
      const clock = new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin', weekday: 'short', hour: 'numeric' });
      expect(clock.format(new Date(reminder))).toMatch(/^(Mo|Di|Mi|Do|Fr)\.?, (0?[89]|1[0-7]) Uhr$/);
      // Good Friday and Easter Monday.
      expect([begin.slice(0, 10), inDays(begin, 3).slice(0, 10)]).not.toContain(reminder.slice(0, 10));
    }
    const messages = lifecycles.written.flatMap((revision) => revision.messages);
    expect(messages.filter(({ template }) => template === 'campaignReminder').map(({ to }) => to.role)).toEqual(
      Array(reminders.length).fill('silent'),
    );
    await lifecycles.campaign(id, manager, { type: 'announce', adopted: true, sold: 0 }, await now());
    await lifecycles.handle('campaign', id).result();
    expect(lifecycles.written.at(-1)?.state).toMatchObject({ phase: 'closed', outcome: 'announced' });
    await recordHistory('campaign-announced', lifecycles.handle('campaign', id));
  }));

test('an extended campaign reminds again before its new deadline, and is never made shorter', () =>
  withCampaign(async (lifecycles, id) => {
    const at = await now();
    const deadline = inDays(at, 10);
    await lifecycles.campaign(id, manager, opening('readReceipt', deadline), at);
    await env.sleep(9.5 * DAY);
    const before = lifecycles.written.flatMap(({ messages }) =>
      messages.filter(({ template }) => template === 'campaignReminder'),
    );
    const later = inDays(at, 24);
    const shorter = lifecycles.campaign(id, manager, { type: 'extend', deadline: inDays(at, 9.8) }, await now());
    await expect(shorter).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
    await lifecycles.campaign(id, manager, { type: 'extend', deadline: later }, await now());
    const expected = foreseen(lifecycles);
    const extended = await now();
    await env.sleep(15 * DAY);
    const came = told(lifecycles, extended);
    expect(came).toEqual(expected.slice(0, came.length));
    expect(came).toContain(`${later} lapsed answer`);
    const reminders = lifecycles.written.flatMap(({ messages }) =>
      messages.filter(({ template }) => template === 'campaignReminder'),
    );
    expect(reminders.length).toBeGreaterThan(before.length);
    expect(lifecycles.written.at(-1)?.state).toMatchObject({ phase: 'lapsed' });
    await lifecycles.campaign(id, manager, { type: 'sendLetters' }, await now());
    expect(lifecycles.written.at(-1)?.messages).toMatchObject([
      { to: { role: 'silent' }, facts: { channel: 'letter' } },
    ]);
    await lifecycles.campaign(id, manager, { type: 'end', why: 'management' }, await now());
    await lifecycles.handle('campaign', id).result();
    expect(lifecycles.written.at(-1)?.state).toMatchObject({ phase: 'closed', outcome: 'lapsed' });
    await recordHistory('campaign-extended-lapsed', lifecycles.handle('campaign', id));
  }));

test('a vote that is decided ends at once, and reminds nobody any more', () =>
  withCampaign(async (lifecycles, id) => {
    const at = await now();
    await lifecycles.campaign(id, manager, opening('vote', inDays(at, 20)), at);
    const end = { type: 'end', why: 'decided' } as const;
    const commandId = randomUUID();
    await lifecycles.campaign(id, { kind: 'system' }, end, await now(), commandId);
    // Sent again after a lost answer it has no second effect.
    await lifecycles.campaign(id, { kind: 'system' }, end, await now(), commandId);
    expect(lifecycles.written.at(-1)?.state).toMatchObject({ phase: 'pending' });
    await env.sleep(25 * DAY);
    const messages = lifecycles.written.flatMap((revision) => revision.messages);
    expect(messages.filter(({ template }) => template === 'campaignReminder')).toEqual([]);
    expect(messages.filter(({ template }) => template === 'campaignEnded')).toHaveLength(1);
    await lifecycles.campaign(id, manager, { type: 'withdraw' }, await now());
    await lifecycles.handle('campaign', id).result();
    await recordHistory('campaign-decided-withdrawn', lifecycles.handle('campaign', id));
  }));

test('a read receipt ends with its document, and reminds nobody any more', () =>
  withCampaign(async (lifecycles, id) => {
    const at = await now();
    await lifecycles.campaign(id, manager, opening('readReceipt', inDays(at, 20)), at);
    const gone = { type: 'withdraw', why: 'documentWithdrawn', tell: true } as const;
    await lifecycles.campaign(id, manager, gone, await now());
    await lifecycles.handle('campaign', id).result();
    await env.sleep(25 * DAY);
    expect(lifecycles.written.at(-1)?.state).toMatchObject({ phase: 'closed', outcome: 'documentWithdrawn' });
    const messages = lifecycles.written.flatMap((revision) => revision.messages);
    expect(messages.map(({ template }) => template)).toEqual(['receiptAsked', 'campaignWithdrawn']);
    await recordHistory('campaign-document-withdrawn', lifecycles.handle('campaign', id));
  }));

test('a running campaign that is moved to newer rules reminds as they foresee, and its deadline stays', () =>
  withCampaign(async (lifecycles, id) => {
    const at = await now();
    const deadline = inDays(at, 20);
    await lifecycles.campaign(id, manager, opening('readReceipt', deadline), at);
    await env.sleep(DAY);
    const { answer } = builtinPolicy.stages.normal;
    const often = { ...answer, reminders: [3, 6, 9].map((days) => ({ working: days * 9 * 60 })) };
    const rules = { stages: { normal: { answer: often } } };
    await lifecycles.campaign(id, manager, { type: 'movePolicy', policy: 2, rules }, await now());
    const moved = await now();
    const expected = foreseen(lifecycles);
    expect(expected.filter((each) => each.includes('reminded answer'))).toHaveLength(4);
    await env.sleep(20 * DAY);
    const came = told(lifecycles, moved);
    expect(came.length).toBeGreaterThanOrEqual(5);
    expect(came).toEqual(expected.slice(0, came.length));
    expect(came).toContain(`${deadline} lapsed answer`);
    await lifecycles.campaign(id, manager, { type: 'remind' }, await now());
    expect(lifecycles.written.at(-1)?.messages).toMatchObject([
      { template: 'campaignReminder', to: { role: 'silent' } },
    ]);
    await lifecycles.campaign(id, manager, { type: 'end', why: 'management' }, await now());
    await lifecycles.handle('campaign', id).result();
    await recordHistory('campaign-moved-reminded', lifecycles.handle('campaign', id));
  }));

test('nobody but the management acts on a campaign, and only the clock’s helper ends it', () =>
  withCampaign(async (lifecycles, id) => {
    const at = await now();
    await lifecycles.campaign(id, manager, opening('vote', inDays(at, 20)), at);
    const person: Actor = { kind: 'person', id: randomUUID() };
    for (const [actor, command] of [
      [person, { type: 'withdraw' }],
      [{ kind: 'system' }, { type: 'announce', adopted: true, sold: 0 }],
      [{ kind: 'system' }, { type: 'end', why: 'management' }],
      [manager, { type: 'announce', adopted: true, sold: 0 }],
    ] as [Actor, CampaignCommand][])
      await expect(lifecycles.campaign(id, actor, command, at)).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
    expect(lifecycles.written).toHaveLength(1);
  }));
