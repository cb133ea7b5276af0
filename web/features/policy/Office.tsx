import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { PolicyDocument } from '../../../domain/policy/policy.ts';
import { WEEKDAYS } from '../../../domain/time/workingTime.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { locale } from '../../ui/locale.ts';
import { TextField } from '../../ui/TextField.tsx';

/** When the office works: from when until when, and on which days. */
export function Office(props: {
  office: PolicyDocument['office'];
  problem: string | undefined;
  onChange: (part: Partial<PolicyDocument['office']>) => void;
}): JSX.Element {
  const days = () => props.office.weekdays ?? [...WEEKDAYS];
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const read = (text: string) => {
    const [hours = Number.NaN, minutes = Number.NaN] = text.split(':').map(Number);
    return hours * 60 + minutes;
  };
  const set = (which: 'opens' | 'closes', text: string) => {
    const minutes = read(text);
    if (Number.isFinite(minutes)) props.onChange({ [which]: minutes });
  };
  // 4 January 1970 was a Sunday.
  const name = (day: number) =>
    new Intl.DateTimeFormat(locale(), { weekday: 'long', timeZone: 'UTC' }).format(new Date((3 + day) * 86_400_000));
  return (
    <>
      <div class="mt-3 grid max-w-80 grid-cols-2 gap-3">
        <TextField
          label={m.policy_opens()}
          type="time"
          value={clock(props.office.opens)}
          onChange={(event) => set('opens', event.currentTarget.value)}
        />
        <TextField
          label={m.policy_closes()}
          type="time"
          value={clock(props.office.closes)}
          onChange={(event) => set('closes', event.currentTarget.value)}
        />
      </div>
      <fieldset class="mt-3">
        <legend class="font-semibold">{m.policy_weekdays()}</legend>
        <div class="flex flex-wrap gap-x-5">
          <For each={[1, 2, 3, 4, 5, 6, 0]}>
            {(day) => (
              <Checkbox
                label={name(day)}
                checked={days().includes(day)}
                onChange={(works) =>
                  props.onChange({
                    weekdays: works ? [...days(), day].sort() : days().filter((each) => each !== day),
                  })
                }
              />
            )}
          </For>
        </div>
      </fieldset>
      <Show when={props.problem}>
        <p role="alert" class="mt-2 rounded-lg bg-late-soft px-3 py-2 text-late">
          {props.problem}
        </p>
      </Show>
    </>
  );
}
