import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { Card, listClass, Nothing } from '../people/Card.tsx';
import { AbsenceDialog } from './AbsenceDialog.tsx';
import { type AbsenceRow, useAbsences } from './queries.ts';
import { sayDayOf } from './words.ts';

/** When a firm is on vacation and who is asked instead, on its page in the office. */
export function FirmVacations(props: { firmId: string; mayChange: boolean }): JSX.Element {
  const absences = useAbsences();
  const [editing, setEditing] = createSignal<AbsenceRow | 'new'>();
  const rows = () => (absences.data ?? []).filter(({ kind, whoId }) => kind === 'contractor' && whoId === props.firmId);
  return (
    <Card
      title={m.rights_vacations()}
      actions={
        <Show when={props.mayChange}>
          <Button look="quiet" onClick={() => setEditing('new')}>
            {m.rights_vacation_new()}
          </Button>
        </Show>
      }
    >
      <Show when={rows().length > 0} fallback={<Nothing>{m.rights_vacations_none()}</Nothing>}>
        <ul class={listClass}>
          <For each={rows()}>
            {(row) => (
              <li class="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b border-line px-3.5 py-2.5 last:border-b-0">
                <span class="min-w-0">
                  {sayDayOf(row.firstDay)} – {sayDayOf(row.lastDay)}
                  <Show when={row.substitute}>
                    {(name) => (
                      <span class="block text-sm text-muted">{m.rights_vacation_instead({ name: name() })}</span>
                    )}
                  </Show>
                </span>
                <span class="flex items-center gap-2">
                  <Show when={row.now}>
                    <Pill tone="us">{m.rights_absence_now()}</Pill>
                  </Show>
                  <Show when={row.mayChange}>
                    <Button look="quiet" onClick={() => setEditing(row)}>
                      {m.rights_vacation_edit()}
                    </Button>
                  </Show>
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={editing()} keyed>
        {(row) => (
          <AbsenceDialog
            row={row === 'new' ? undefined : row}
            firmId={props.firmId}
            onClose={() => setEditing(undefined)}
          />
        )}
      </Show>
    </Card>
  );
}
