import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Period } from '../../../domain/time/workingTime.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { countIn, type PeriodUnit, periodOf, periodUnits, sayUnit } from './words.ts';

/** A period between two to-dos: a number, and in what it counts. */
export function PeriodPicker(props: { label: string; value: Period; onChange: (period: Period) => void }): JSX.Element {
  const said = () => countIn(props.value);
  return (
    <div class="flex gap-2">
      <div class="w-20 shrink-0">
        <TextField
          label={props.label}
          hideLabel
          type="number"
          min="0"
          max="730"
          step="any"
          inputMode="decimal"
          value={said().count}
          onChange={(event) => {
            const count = event.currentTarget.valueAsNumber;
            if (Number.isFinite(count)) props.onChange(periodOf(count, said().unit));
          }}
        />
      </div>
      <div class="min-w-0 flex-1">
        <Select
          label={m.project_unit_of({ label: props.label })}
          hideLabel
          value={said().unit}
          onChange={(unit: PeriodUnit) => props.onChange(periodOf(said().count, unit))}
          options={periodUnits.map((unit) => ({ value: unit, label: sayUnit(unit) }))}
        />
      </div>
    </div>
  );
}
