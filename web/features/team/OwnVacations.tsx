import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { toast } from '../../ui/Toast.tsx';
import { Days } from './Days.tsx';
import { useAbsences, useChange, useEntitled } from './queries.ts';
import { sayDayOf } from './words.ts';

/** When a contractor's firm is on vacation, entered by itself. */
export function OwnVacations(): JSX.Element {
  const absences = useAbsences();
  const entitled = useEntitled();
  const { busy, failure, change } = useChange();
  const [firstDay, setFirstDay] = createSignal('');
  const [lastDay, setLastDay] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const save = async () => {
    setTried(true);
    const whoId = entitled.data?.ownFirms[0];
    if (!whoId || firstDay() === '' || lastDay() < firstDay()) return;
    const absence = { firstDay: firstDay(), lastDay: lastDay() };
    const input = { id: crypto.randomUUID(), kind: 'contractor' as const, whoId, absence };
    if (!(await change(() => api.absences.save.mutate(input)))) return;
    setFirstDay('');
    setLastDay('');
    setTried(false);
    toast({ text: m.rights_absence_saved() });
  };
  return (
    <section aria-labelledby="vacations" class="mx-auto mt-9 w-full max-w-160">
      <h2 id="vacations" class="text-md font-semibold">
        {m.rights_vacations()}
      </h2>
      <p class="mt-1 text-pretty text-muted">{m.rights_vacations_lead()}</p>
      <Show when={absences.data?.length}>
        <ul class="mt-4 overflow-hidden rounded-xl border border-line bg-surface">
          <For each={absences.data}>
            {(row) => (
              <li class="flex flex-wrap items-center justify-between gap-3 border-line px-4 py-3 not-last:border-b">
                <span>
                  {sayDayOf(row.firstDay)} – {sayDayOf(row.lastDay)}
                </span>
                <Button
                  look="quiet"
                  density="desk"
                  onClick={() => void change(() => api.absences.remove.mutate({ id: row.id }))}
                >
                  {m.rights_absence_remove()}
                </Button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <form
        novalidate
        class="mt-4 flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Days firstDay={firstDay()} lastDay={lastDay()} tried={tried()} onFirst={setFirstDay} onLast={setLastDay} />
        <Show when={failure()}>{(sentence) => <ErrorNote title={sentence()} />}</Show>
        <Button type="submit" busy={busy()}>
          {m.rights_absence_new()}
        </Button>
      </form>
    </section>
  );
}
