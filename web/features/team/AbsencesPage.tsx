import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { AbsenceDialog } from './AbsenceDialog.tsx';
import { type AbsenceRow, useAbsences } from './queries.ts';
import { sayDayOf } from './words.ts';

/** Who of our people and of the firms is away, now and later, and who stands in for them. */
export default function AbsencesPage(): JSX.Element {
  const absences = useAbsences();
  const [editing, setEditing] = createSignal<AbsenceRow | 'new'>();
  const begin = () => (
    <Button icon="plus" onClick={() => setEditing('new')}>
      {m.rights_absence_new()}
    </Button>
  );
  return (
    <div class="mx-auto max-w-220 px-5 py-6 max-lg:px-4">
      <div class="flex flex-wrap items-end justify-between gap-3">
        <div class="min-w-0 flex-1 basis-80">
          <h1 class="text-xl font-semibold">{m.rights_absences()}</h1>
          <p class="mt-1 text-pretty text-muted">{m.rights_absences_lead()}</p>
        </div>
        <Show when={absences.data?.length}>{begin()}</Show>
      </div>
      <Loaded query={absences} failed={m.rights_failed()} count={4}>
        {(rows) => (
          <Show
            when={rows().length > 0}
            fallback={
              <EmptyState
                icon="calendar"
                title={m.rights_absences_none()}
                text={m.rights_absences_none_text()}
                action={begin()}
              />
            }
          >
            <ul class="mt-5 overflow-hidden rounded-xl border border-line bg-surface">
              <For each={rows()}>{(row) => <Row row={row} onEdit={() => setEditing(row)} />}</For>
            </ul>
          </Show>
        )}
      </Loaded>
      <Show when={editing()} keyed>
        {(row) => <AbsenceDialog row={row === 'new' ? undefined : row} onClose={() => setEditing(undefined)} />}
      </Show>
    </div>
  );
}

function Row(props: { row: AbsenceRow; onEdit: () => void }): JSX.Element {
  const days = () => `${sayDayOf(props.row.firstDay)} – ${sayDayOf(props.row.lastDay)}`;
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-2 border-line px-4 py-3 not-last:border-b">
      <div class="min-w-52 flex-1">
        <p class="flex flex-wrap items-center gap-2 font-semibold">
          {props.row.name}
          <Show when={props.row.kind === 'contractor'}>
            <Pill tone="neutral">{m.rights_firm()}</Pill>
          </Show>
          <Show when={props.row.now}>
            <Pill tone="others">{m.rights_absence_now()}</Pill>
          </Show>
        </p>
        <p class="text-muted">
          {days()} ·{' '}
          {props.row.substitute ? m.rights_absence_by({ name: props.row.substitute }) : m.rights_absence_by_nobody()}
        </p>
        <Show when={props.row.substituteAway}>
          <p class="text-sm font-semibold text-us">{m.rights_absence_both_away()}</p>
        </Show>
      </div>
      <Show when={props.row.mayChange}>
        <Button onClick={() => props.onEdit()} aria-label={`${m.rights_absence_edit()}: ${props.row.name}`}>
          {m.rights_absence_edit()}
        </Button>
      </Show>
    </li>
  );
}
