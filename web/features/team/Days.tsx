import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { TextField } from '../../ui/TextField.tsx';

/** The first and the last day of an absence. */
export function Days(props: {
  firstDay: string;
  lastDay: string;
  /** Whether what is missing or wrong is said. */
  tried: boolean;
  onFirst: (day: string) => void;
  onLast: (day: string) => void;
}): JSX.Element {
  const wrong = () => props.tried && (props.lastDay === '' || props.lastDay < props.firstDay);
  return (
    <div class="grid items-start gap-3 sm:grid-cols-2">
      <TextField
        type="date"
        label={m.rights_absence_first()}
        required
        value={props.firstDay}
        onInput={(event) => props.onFirst(event.currentTarget.value)}
      />
      <TextField
        type="date"
        label={m.rights_absence_last()}
        required
        min={props.firstDay}
        value={props.lastDay}
        onInput={(event) => props.onLast(event.currentTarget.value)}
        error={wrong() ? m.rights_absence_last_wrong() : undefined}
      />
    </div>
  );
}
