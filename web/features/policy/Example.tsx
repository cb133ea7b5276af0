import { createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { deal, type Step } from '../../../domain/lifecycle/ball.ts';
import { rulesFor } from '../../../domain/policy/document.ts';
import type { PolicyDocument, Stage, Urgency } from '../../../domain/policy/policy.ts';
import { federalStateNames } from '../../../domain/property/federalStateNames.ts';
import { berlinClock, berlinInstant, type Instant, toInstant } from '../../../domain/time/berlin.ts';
import { type FederalState, federalStates } from '../../../domain/time/workingTime.ts';
import { sayMoment } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { sayStage } from '../lifecycle/stages.ts';
import { turnOf } from './model.ts';

function sayStep({ kind, to }: Step): string {
  if (kind === 'reminder') return m.policy_step_reminder();
  if (kind === 'expiry') return m.policy_step_expiry();
  return to.role === 'onCall' ? m.policy_step_on_call() : m.policy_step_managers();
}

/** What a policy would do with an example if nobody acts, by the very rules that tickets go by; beside what it does now. */
export function Example(props: {
  draft: PolicyDocument;
  live: PolicyDocument;
  category: string | null;
  urgency: Urgency;
  stage: Stage;
}): JSX.Element {
  const { day, minutes } = berlinClock(toInstant(now()));
  const [at, setAt] = createSignal(`${day}T${String(Math.floor(minutes / 60)).padStart(2, '0')}:00`);
  const [state, setState] = createSignal<FederalState>('BW');
  const since = (): Instant | undefined => {
    const found = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)/.exec(at());
    return found ? berlinInstant(found[1]!, Number(found[2]) * 60 + Number(found[3])) : undefined;
  };
  const dealt = (document: PolicyDocument) => {
    const from = since();
    if (!from) return undefined;
    const rules = rulesFor(document, props.category ?? '');
    const on = turnOf(props.stage) === 'theirs' ? ({ role: 'reporter' } as const) : ({ role: 'management' } as const);
    return deal({ policy: 0, rules, urgency: props.urgency, federalState: state() }, props.stage, on, from);
  };
  // A calendar without a working day has no next one: the form says so, the example waits.
  const possible = (document: PolicyDocument) =>
    document.office.weekdays?.length !== 0 && document.office.closes > document.office.opens;
  const next = createMemo(() => (possible(props.draft) ? dealt(props.draft) : undefined));
  const before = createMemo(() => dealt(props.live));
  const say = (iso: string) => sayMoment(iso, { locale: locale(), now: now() });
  const lines = (ball: ReturnType<typeof dealt>) =>
    [
      ...(ball ? [{ at: ball.until, text: m.policy_step_until() }] : []),
      ...(ball?.steps ?? [])
        .filter(({ kind }) => kind !== 'expiry')
        .map((step) => ({ at: step.at, text: sayStep(step) })),
      ...(ball?.steps ?? [])
        .filter(({ kind }) => kind === 'expiry')
        .map((step) => ({ at: step.at, text: sayStep(step) })),
    ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const changed = () =>
    JSON.stringify(next()?.steps) !== JSON.stringify(before()?.steps) || next()?.until !== before()?.until;
  return (
    <section aria-labelledby="policy-example" class="rounded-xl border border-line bg-surface p-4">
      <h2 id="policy-example" class="font-semibold">
        {m.policy_example({ stage: sayStage(props.stage) ?? '' })}
      </h2>
      <p class="mt-1 text-muted">{m.policy_example_lead()}</p>
      <div class="mt-3 grid gap-3">
        <TextField
          label={m.policy_example_at()}
          type="datetime-local"
          value={at()}
          onInput={(event) => setAt(event.currentTarget.value)}
        />
        <Select
          label={m.policy_example_state()}
          value={state()}
          onChange={setState}
          options={federalStates.map((value) => ({ value, label: federalStateNames[value] }))}
        />
      </div>
      <div aria-live="polite" class="mt-4 grid gap-4">
        <Forecast
          title={changed() ? m.policy_example_draft() : m.policy_example_same()}
          lines={lines(next())}
          say={say}
        />
        <Show when={changed()}>
          <div class="text-muted">
            <Forecast title={m.policy_example_live()} lines={lines(before())} say={say} />
          </div>
        </Show>
      </div>
    </section>
  );
}

function Forecast(props: {
  title: string;
  lines: readonly { at: string; text: string }[];
  say: (iso: string) => string;
}): JSX.Element {
  return (
    <div>
      <h3 class="text-md font-semibold">{props.title}</h3>
      <ol class="mt-1.5 grid gap-1.5">
        <For each={props.lines} fallback={<li>{m.policy_example_none()}</li>}>
          {(line) => (
            <li class="flex flex-wrap justify-between gap-x-4">
              <span>{line.text}</span>
              <time dateTime={line.at} class="tabular-nums">
                {props.say(line.at)}
              </time>
            </li>
          )}
        </For>
      </ol>
    </div>
  );
}
