import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { TextField } from '../../ui/TextField.tsx';

type Times = { from: string; until: string; mails: boolean };

/** From when until when nothing unimportant comes, and whether mails wait too. */
export function QuietFields(props: {
  value: Times;
  faults: { from: boolean; until: boolean; same: boolean } | undefined;
  onChange: (part: Partial<Times>) => void;
}): JSX.Element {
  const until = () => {
    if (props.faults?.until) return m.preferences_time_missing();
    return props.faults?.same ? m.preferences_quiet_same() : undefined;
  };
  return (
    <div class="flex flex-col gap-2">
      <div class="grid max-w-80 grid-cols-2 items-start gap-3">
        <TextField
          type="time"
          label={m.preferences_quiet_from()}
          value={props.value.from}
          onInput={(event) => props.onChange({ from: event.currentTarget.value })}
          error={props.faults?.from ? m.preferences_time_missing() : undefined}
        />
        <TextField
          type="time"
          label={m.preferences_quiet_until()}
          value={props.value.until}
          onInput={(event) => props.onChange({ until: event.currentTarget.value })}
          error={until()}
        />
      </div>
      <Checkbox
        label={m.preferences_quiet_mails()}
        checked={props.value.mails}
        onChange={(mails) => props.onChange({ mails })}
      />
    </div>
  );
}
