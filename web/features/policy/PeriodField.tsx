import { createSignal, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { locale } from '../../ui/locale.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';

export type PeriodUnit = 'minutes' | 'hours' | 'days';

/** How many minutes a unit has; a working day is as long as the office is open. */
export const minutesIn = (unit: PeriodUnit, day: number): number => ({ minutes: 1, hours: 60, days: day })[unit];

/** The largest unit in which a period is easily said: half days, quarters of an hour. */
export function unitOf(minutes: number, day: number): PeriodUnit {
  if (minutes >= day && minutes % (day / 2) === 0) return 'days';
  return minutes >= 60 && minutes % 15 === 0 ? 'hours' : 'minutes';
}

/** "2 Stunden", "3 Arbeitstage", "90 Minuten"; after a preposition `after` "3 Arbeitstagen". */
export function sayPeriod(minutes: number, day: number, clock: boolean, after = false): string {
  const unit = unitOf(minutes, day);
  const number = minutes / minutesIn(unit, day);
  const count = new Intl.NumberFormat(locale()).format(number);
  if (unit === 'minutes') return m.policy_say_minutes({ count });
  if (unit === 'hours') return number === 1 ? m.policy_say_hour() : m.policy_say_hours({ count });
  if (number === 1) return clock ? m.policy_say_day() : m.policy_say_working_day();
  if (after) return clock ? m.policy_after_days({ count }) : m.policy_after_working_days({ count });
  return clock ? m.policy_say_days({ count }) : m.policy_say_working_days({ count });
}

/** A period: a number and its unit. */
export function PeriodField(props: {
  label: string;
  minutes: number;
  /** Minutes of a day: of the office for working time, else 1,440. */
  day: number;
  clock: boolean;
  onChange: (minutes: number) => void;
}): JSX.Element {
  const [unit, setUnit] = createSignal(unitOf(props.minutes, props.day));
  const count = () => Math.round((props.minutes / minutesIn(unit(), props.day)) * 100) / 100;
  const change = (value: number, next: PeriodUnit) => {
    setUnit(next);
    if (Number.isFinite(value) && value >= 0) props.onChange(Math.round(value * minutesIn(next, props.day)));
  };
  return (
    <div class="grid min-w-0 grid-cols-1 gap-1">
      <span aria-hidden="true" class="font-semibold">
        {props.label}
      </span>
      <div class="flex flex-wrap gap-2">
        <div class="w-24 max-w-full">
          <TextField
            label={props.label}
            hideLabel
            type="number"
            min="0"
            step="any"
            inputMode="decimal"
            value={count()}
            onChange={(event) => change(event.currentTarget.valueAsNumber, unit())}
          />
        </div>
        <div class="w-36 max-w-full">
          <Select
            label={m.policy_unit_of({ label: props.label })}
            hideLabel
            value={unit()}
            onChange={(next: PeriodUnit) => change(count(), next)}
            options={[
              { value: 'minutes', label: m.policy_unit_minutes() },
              { value: 'hours', label: m.policy_unit_hours() },
              { value: 'days', label: props.clock ? m.policy_unit_days() : m.policy_unit_working_days() },
            ]}
          />
        </div>
      </div>
    </div>
  );
}
