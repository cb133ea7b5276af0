import { describe, expect, it } from 'vitest';
import { check } from '../../domain/campaign/check.ts';
import { tick } from '../../domain/campaign/clock.ts';
import { type CampaignCommand, campaignCommand } from '../../domain/campaign/commands.ts';
import type { CampaignOutcomeData } from '../../domain/campaign/draft.ts';
import { apply, open } from '../../domain/campaign/rules.ts';
import type { CampaignState } from '../../domain/campaign/state.ts';
import { nextDeadline } from '../../domain/lifecycle/ball.ts';
import { forecastAlone } from '../../domain/lifecycle/world.ts';
import type { Actor } from '../../domain/parties.ts';
import { builtinPolicy } from '../../domain/policy/builtin.ts';
import type { PolicyRules } from '../../domain/policy/policy.ts';
import { addMinutes, type Instant } from '../../domain/time/berlin.ts';
import { anna, monday, resident, uuid } from './given.ts';

const DAY = 24 * 60;
const officeDay = 9 * 60;
let commands = 700_000;
const act = (command: CampaignCommand, at: Instant = monday, actor: Actor = anna) => {
  commands += 1;
  return { id: uuid(commands), actor, at, command };
};

const deadline = addMinutes(monday, 28 * DAY);

function opened(kind: 'vote' | 'readReceipt'): CampaignState {
  const command = campaignCommand.parse({
    type: 'open',
    policy: 1,
    federalState: 'BW',
    kind,
    deadline,
    assignee: null,
  });
  const opening = act(command) as ReturnType<typeof act> & { command: { type: 'open' } };
  expect(check(null, opening)).toBeNull();
  return open(uuid(78), opening as Parameters<typeof open>[1]).state;
}

function does(state: CampaignState, command: CampaignCommand, at: Instant): CampaignOutcomeData {
  const said = act(command, at);
  expect(check(state, said)).toBeNull();
  return apply(state, said);
}

const reminders = (state: CampaignState) =>
  state.balls.flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'reminder').map(({ at }) => at));

const written = ({ effects }: CampaignOutcomeData) =>
  effects.flatMap((effect) =>
    effect.kind === 'message' ? [[effect.template, effect.to.role, effect.late ?? false]] : [],
  );

describe('a campaign that goes on by newer rules', () => {
  const often: PolicyRules = {
    stages: {
      normal: {
        answer: {
          ...builtinPolicy.stages.normal.answer,
          reminders: [2, 5, 8].map((days) => ({ working: days * officeDay })),
        },
        announce: { ...builtinPolicy.stages.normal.announce, period: { working: 60 } },
      },
    },
  };

  it('reminds by them from then on; nobody’s time gets shorter, and nothing is said twice', () => {
    const state = opened('vote');
    const first = reminders(state)[0]!;
    const { state: told } = tick(state, first);
    const now = addMinutes(first, 60);
    const outcome = does(told, { type: 'movePolicy', policy: 2, rules: often }, now);
    expect(outcome.state).toMatchObject({ policy: 2, deadline, phase: 'open' });
    expect(outcome.effects).toEqual([]);
    expect(outcome.happenings).toMatchObject([{ kind: 'policyMoved', audience: ['management'] }]);
    expect(outcome.state.balls[0]).toMatchObject({ since: monday, until: deadline });
    for (const at of reminders(outcome.state)) expect(at > now).toBe(true);
    const expiry = outcome.state.balls[0]?.steps.at(-1);
    expect(expiry).toMatchObject({ kind: 'expiry', at: deadline });
    expect(check(outcome.state, act({ type: 'movePolicy', policy: 2 }, now))).toBe('notAllowedNow');
  });

  it('moves what is ours to do afterwards too, and is not moved by those whom it asks', () => {
    const { state: over } = tick(opened('vote'), deadline);
    expect(over.phase).toBe('pending');
    const now = addMinutes(deadline, 1);
    const { state: moved } = does(over, { type: 'movePolicy', policy: 2, rules: often }, now);
    expect(moved.balls[0]!.until < over.balls[0]!.until).toBe(true);
    expect(check(over, act({ type: 'movePolicy', policy: 2 }, now, resident))).toBe('forbidden');
    const { state: closed } = does(over, { type: 'withdraw' }, now);
    expect(check(closed, act({ type: 'movePolicy', policy: 2 }, now))).toBe('closed');
  });
});

describe('after a week in which nothing ran', () => {
  it('only the newest of the reminders that were due goes out, as late', () => {
    const state = opened('vote');
    const [, second = ''] = reminders(state);
    expect(reminders(state).length).toBeGreaterThan(2);
    const outcome = tick(state, addMinutes(second, 120));
    expect(written(outcome)).toEqual([['campaignReminder', 'silent', true]]);
    expect(outcome.happenings.map(({ kind }) => kind)).toEqual(['reminded']);
    expect(reminders(outcome.state)[0]! > second).toBe(true);
  });

  it('nobody is reminded of a deadline that has passed: the management hears that it has', () => {
    for (const kind of ['vote', 'readReceipt'] as const) {
      const outcome = tick(opened(kind), addMinutes(deadline, 7 * DAY));
      expect(written(outcome)).toEqual([['campaignEnded', 'management', true]]);
      expect(outcome.state.phase).toBe(kind === 'vote' ? 'pending' : 'lapsed');
    }
  });
});

it('tells what was foreseen, step by step, until its result is announced', () => {
  let state = opened('vote');
  const foreseen = forecastAlone(state, tick, 12).map(({ at, kind }) => `${at} ${kind}`);
  const came: string[] = [];
  while (came.length < foreseen.length) {
    const at = nextDeadline(state);
    if (at === null) break;
    const outcome = tick(state, at);
    for (const { kind } of outcome.happenings) came.push(`${at} ${kind}`);
    state = outcome.state;
  }
  expect(came.slice(0, foreseen.length)).toEqual(foreseen);
});

describe('a document that people were to read is withdrawn', () => {
  const gone = { type: 'withdraw', why: 'documentWithdrawn', tell: true } as const;
  const now = addMinutes(monday, DAY);

  it('its read receipt ends, whether the time for answers runs or is over; who has not answered is told if wanted', () => {
    const running = opened('readReceipt');
    const { state: over } = tick(running, deadline);
    for (const [state, at] of [
      [running, now],
      [over, addMinutes(deadline, 1)],
    ] as const) {
      const told = does(state, gone, at);
      expect(told.state).toMatchObject({ phase: 'closed', outcome: 'documentWithdrawn', balls: [] });
      expect(nextDeadline(told.state)).toBeNull();
      expect(written(told)).toEqual([['campaignWithdrawn', 'silent', false]]);
      expect(told.happenings).toMatchObject([{ kind: 'documentWithdrawn' }]);
      expect(does(state, { ...gone, tell: false }, at).effects).toEqual([]);
    }
    expect(check(running, act(gone, now, { kind: 'system' }))).toBeNull();
    expect(check(running, act(gone, now, resident))).toBe('forbidden');
  });

  it('a vote goes on: it is the owners’ decision, and only people withdraw it', () => {
    expect(check(opened('vote'), act(gone, now))).toBe('notAllowedNow');
    expect(check(opened('vote'), act({ type: 'withdraw' }, now, { kind: 'system' }))).toBe('forbidden');
    expect(does(opened('vote'), { type: 'withdraw' }, now).state.outcome).toBe('withdrawn');
  });
});
