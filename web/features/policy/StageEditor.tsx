import { For, Index, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { measure, STEPS_MOST } from '../../../domain/policy/document.ts';
import type { EscalationTarget, StageRule } from '../../../domain/policy/policy.ts';
import type { Period } from '../../../domain/time/workingTime.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Select } from '../../ui/Select.tsx';
import { PeriodField, sayPeriod } from './PeriodField.tsx';

const DAY = 24 * 60;

const period = (minutes: number, clock: boolean): Period => (clock ? { clock: minutes } : { working: minutes });
const minutes = (of: Period): number => measure(of).minutes;

/** "Frist 1 Arbeitstag; Erinnerung nach 6 Stunden; Eskalation nach 2 Arbeitstagen". */
export function sayRule(rule: StageRule, officeDay: number): string {
  const { clock } = measure(rule.period);
  const say = (of: Period, after = false) => sayPeriod(minutes(of), clock ? DAY : officeDay, clock, after);
  const listed = (periods: readonly Period[]) => periods.map((of) => say(of, true)).join(', ');
  const parts = [m.policy_sum_period({ period: say(rule.period) })];
  if (rule.reminders.length > 0) parts.push(m.policy_sum_reminders({ list: listed(rule.reminders) }));
  if (rule.escalations.length > 0)
    parts.push(m.policy_sum_escalations({ list: listed(rule.escalations.map(({ after }) => after)) }));
  if (rule.repeat) parts.push(m.policy_sum_repeat({ period: say(rule.repeat) }));
  return `${parts.join(' · ')}${clock ? ` · ${m.policy_sum_clock()}` : ''}`;
}

/** The form of one stage's rule. */
export function StageEditor(props: {
  rule: StageRule;
  officeDay: number;
  onChange: (rule: StageRule) => void;
  /** Why the rule can't be published. */
  problem: string | undefined;
  /** Whether it differs from what it would be without a rule of its own. */
  own: boolean;
  onReset: () => void;
}): JSX.Element {
  const clock = () => measure(props.rule.period).clock;
  const day = () => (clock() ? DAY : props.officeDay);
  const change = (part: Partial<StageRule>) => props.onChange({ ...props.rule, ...part });
  const as = (count: number) => period(count, clock());
  const inTime = (byClock: boolean) => {
    const turned = (of: Period) => period(minutes(of), byClock);
    const { rule } = props;
    props.onChange({
      ...rule,
      period: turned(rule.period),
      reminders: rule.reminders.map(turned),
      escalations: rule.escalations.map(({ after, to }) => ({ after: turned(after), to })),
      ...(rule.repeat && { repeat: turned(rule.repeat) }),
    });
  };
  const replaced = <T,>(list: readonly T[], at: number, next: T): T[] =>
    list.map((each, n) => (n === at ? next : each));
  const without = <T,>(list: readonly T[], at: number): T[] => list.filter((_, n) => n !== at);
  const addReminder = () => {
    const last = props.rule.reminders.at(-1);
    const from = last ? minutes(last) : 0;
    change({ reminders: [...props.rule.reminders, as(Math.round((from + minutes(props.rule.period)) / 2))] });
  };
  const addEscalation = () => {
    const last = props.rule.escalations.at(-1)?.after;
    change({
      escalations: [
        ...props.rule.escalations,
        { after: as((last ? minutes(last) : 0) + minutes(props.rule.period)), to: 'managers' },
      ],
    });
  };
  return (
    <div class="grid grid-cols-1 gap-4 border-t border-line bg-sunken/50 px-4 py-4">
      <Show when={props.problem}>
        <p role="alert" class="rounded-lg bg-late-soft px-3 py-2 text-late">
          {props.problem}
        </p>
      </Show>
      <div class="flex flex-wrap items-end gap-x-6 gap-y-3">
        <PeriodField
          label={m.policy_period()}
          minutes={minutes(props.rule.period)}
          day={day()}
          clock={clock()}
          onChange={(count) => change({ period: as(count) })}
        />
        <Checkbox label={m.policy_clock()} checked={clock()} onChange={inTime} />
      </div>
      <fieldset class="grid min-w-0 grid-cols-1 gap-2">
        <legend class="mb-1 font-semibold">{m.policy_reminders()}</legend>
        <Index each={props.rule.reminders} fallback={<p class="text-muted">{m.policy_no_reminder()}</p>}>
          {(reminder, n) => (
            <div class="flex flex-wrap items-end gap-2">
              <PeriodField
                label={m.policy_reminder_after({ n: n + 1 })}
                minutes={minutes(reminder())}
                day={day()}
                clock={clock()}
                onChange={(count) => change({ reminders: replaced(props.rule.reminders, n, as(count)) })}
              />
              <IconButton
                icon="close"
                label={m.policy_remove_reminder({ n: n + 1 })}
                onClick={() => change({ reminders: without(props.rule.reminders, n) })}
              />
            </div>
          )}
        </Index>
        <Show when={props.rule.reminders.length < STEPS_MOST}>
          <div>
            <Button icon="plus" look="quiet" density="desk" onClick={addReminder}>
              {m.policy_add_reminder()}
            </Button>
          </div>
        </Show>
      </fieldset>
      <Show when={!props.rule.expires} fallback={<p class="text-muted">{m.policy_expires()}</p>}>
        <fieldset class="grid min-w-0 grid-cols-1 gap-2">
          <legend class="mb-1 font-semibold">{m.policy_escalations()}</legend>
          <Index each={props.rule.escalations}>
            {(escalation, n) => (
              <div class="flex flex-wrap items-end gap-2">
                <PeriodField
                  label={m.policy_escalation_after({ n: n + 1 })}
                  minutes={minutes(escalation().after)}
                  day={day()}
                  clock={clock()}
                  onChange={(count) =>
                    change({
                      escalations: replaced(props.rule.escalations, n, { ...escalation(), after: as(count) }),
                    })
                  }
                />
                <div class="w-52 max-w-full">
                  <Select
                    label={m.policy_escalation_to({ n: n + 1 })}
                    hideLabel
                    value={escalation().to}
                    onChange={(to: EscalationTarget) =>
                      change({ escalations: replaced(props.rule.escalations, n, { ...escalation(), to }) })
                    }
                    options={[
                      { value: 'onCall', label: m.policy_to_on_call() },
                      { value: 'managers', label: m.policy_to_managers() },
                    ]}
                  />
                </div>
                <Show when={props.rule.escalations.length > 1}>
                  <IconButton
                    icon="close"
                    label={m.policy_remove_escalation({ n: n + 1 })}
                    onClick={() => change({ escalations: without(props.rule.escalations, n) })}
                  />
                </Show>
              </div>
            )}
          </Index>
          <Show when={props.rule.escalations.length < STEPS_MOST}>
            <div>
              <Button icon="plus" look="quiet" density="desk" onClick={addEscalation}>
                {m.policy_add_escalation()}
              </Button>
            </div>
          </Show>
        </fieldset>
      </Show>
      <For each={props.rule.repeat ? [props.rule.repeat] : []}>
        {(repeat) => (
          <PeriodField
            label={m.policy_repeat()}
            minutes={minutes(repeat)}
            day={day()}
            clock={clock()}
            onChange={(count) => change({ repeat: as(count) })}
          />
        )}
      </For>
      <Show when={props.own}>
        <div>
          <Button density="desk" onClick={() => props.onReset()}>
            {m.policy_reset()}
          </Button>
        </div>
      </Show>
    </div>
  );
}
