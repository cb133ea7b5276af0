import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Period } from '../../../domain/time/workingTime.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { PeriodPicker } from './PeriodPicker.tsx';
import type { Todo } from './queries.ts';

/** When a to-do is to be done: on a day, or so long after another. */
export function WhenFields(props: {
  todos: readonly Todo[];
  way: 'on' | 'after';
  on: string;
  after: number | undefined;
  period: Period;
  error: string | undefined;
  onWay: (way: 'on' | 'after') => void;
  onDay: (day: string) => void;
  onAfter: (n: number) => void;
  onPeriod: (period: Period) => void;
}): JSX.Element {
  return (
    <>
      <Show when={props.todos.length > 0}>
        <RadioCards
          label={m.project_when()}
          columns={2}
          value={props.way}
          cards={[
            { value: 'on', title: m.project_when_on() },
            { value: 'after', title: m.project_when_after() },
          ]}
          onChange={props.onWay}
        />
      </Show>
      <Show
        when={props.way === 'after'}
        fallback={
          <TextField
            label={m.project_date()}
            type="date"
            value={props.on}
            error={props.error}
            onInput={(event) => props.onDay(event.currentTarget.value)}
          />
        }
      >
        <div class="grid gap-1.5">
          <span aria-hidden="true" class="font-semibold">
            {m.project_period()}
          </span>
          <PeriodPicker label={m.project_period()} value={props.period} onChange={props.onPeriod} />
        </div>
        <Select
          label={m.project_after_which()}
          value={props.after === undefined ? undefined : String(props.after)}
          error={props.error}
          options={props.todos.map(({ n, title }) => ({ value: String(n), label: title }))}
          onChange={(n) => props.onAfter(Number(n))}
        />
      </Show>
    </>
  );
}
