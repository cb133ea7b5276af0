import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { campaignCommand } from '../../domain/campaign/commands.ts';
import { projectCommand } from '../../domain/project/commands.ts';
import { ticketCommand } from '../../domain/ticket/commands.ts';
import { orderCommand } from '../../domain/workOrder/commands.ts';
import { historiesFolder, type Recorded } from '../support/histories.ts';
import { bundle } from '../support/lifecycles.ts';

const histories = readdirSync(historiesFolder).filter((name) => name.endsWith('.json'));

function recordedRun(name: string) {
  const { workflowId, history }: Recorded = JSON.parse(readFileSync(join(historiesFolder, name), 'utf8'));
  return { workflowId, recorded: temporal.api.history.v1.History.decode(Buffer.from(history, 'base64')) };
}

test.each(histories)('the recorded history %s replays on this code', async (name) => {
  const { workflowId, recorded } = recordedRun(name);
  await Worker.runReplayHistory({ workflowBundle: bundle }, recorded, workflowId);
});

test('a change that a recorded history does not know is refused', async () => {
  const code = readFileSync(bundle.codePath, 'utf8');
  // Forgetting to set the alarm is what a careless change of the loop would do.
  const planted = code.replace(/alarm\.set\([^;]*nextDeadline\)\(here\), held\)\);/, ';');
  expect(planted).not.toBe(code);
  const { workflowId, recorded } = recordedRun('ticket-confirmed.json');
  await expect(Worker.runReplayHistory({ workflowBundle: { code: planted } }, recorded, workflowId)).rejects.toThrow(
    /[Nn]ondeterminism/,
  );
});

/** What a recorded run was told: the acts and facts of its updates. */
function edgesOf(name: string): string[] {
  const { recorded } = recordedRun(name);
  const texts = (all: { data?: Uint8Array | null }[] | null | undefined) =>
    (all ?? []).map(({ data }) => new TextDecoder().decode(data ?? undefined));
  return (recorded.events ?? []).flatMap((event) => {
    const asked = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
    const told = texts(asked?.args?.payloads).map((text) => {
      const { command, type } = JSON.parse(text);
      return `${asked?.name} ${command?.type ?? type}`;
    });
    return told;
  });
}

test.each([
  ['ticket', ticketCommand.options.map((option) => option.shape.type.value)],
  ['workOrder', orderCommand.options.map((option) => option.shape.type.value)],
  ['campaign', campaignCommand.options.map((option) => option.shape.type.value)],
  ['project', projectCommand.options.map((option) => option.shape.type.value)],
])('each act on a %s is in a recorded history', (noun, acts) => {
  const known = new Set(histories.filter((name) => name.startsWith(`${noun}-`)).flatMap(edgesOf));
  expect(acts.filter((act) => !known.has(`act ${act}`))).toEqual([]);
});

test.each([
  ['ticket', ['orderAsks', 'orderNews', 'mergeAsked', 'mergeTaken', 'mergeRefused', 'gone']],
  // Not `ticketClosed`: it is heard when a ticket ends while an order forms, a race that no tale can force.
  ['workOrder', ['joined', 'refused', 'workAccepted', 'reworkDemanded', 'gone']],
])('each fact that a %s hears is in a recorded history', (noun, facts) => {
  const known = new Set(histories.filter((name) => name.startsWith(`${noun}-`)).flatMap(edgesOf));
  expect(facts.filter((fact) => !known.has(`hear ${fact}`))).toEqual([]);
});

/** What a recorded run did: its activities by name, and the signals that it heard. */
function stepsOf(name: string): string[] {
  return (recordedRun(name).recorded.events ?? []).flatMap((event) => {
    const activity = event.activityTaskScheduledEventAttributes?.activityType?.name;
    const signal = event.workflowExecutionSignaledEventAttributes?.signalName;
    return [activity, signal].filter((step) => typeof step === 'string');
  });
}

test.each([
  ['invitation', ['prepareRound', 'remindRound', 'noteRound', 'expireRound']],
  ['privacyRequest', ['attendRequest', 'planErasure', 'eraseKind', 'finishErasure', 'changed']],
  ['importRun', ['planImport', 'applyImport', 'undoImport', 'forgetImport', 'step']],
])('each step of %s is in a recorded history', (noun, steps) => {
  const known = new Set(histories.filter((name) => name.startsWith(`${noun}-`)).flatMap(stepsOf));
  expect(steps.filter((each) => !known.has(each))).toEqual([]);
});

test('there are recorded histories of the lifecycles', () => {
  expect(histories.some((name) => name.startsWith('ticket-'))).toBe(true);
  expect(histories.some((name) => name.startsWith('workOrder-'))).toBe(true);
  expect(histories.some((name) => name.startsWith('project-'))).toBe(true);
  expect(histories.some((name) => name.startsWith('campaign-'))).toBe(true);
});
