import { createSignal, For, type JSX, lazy, Match, onCleanup, onMount, Show, Suspense, Switch } from 'solid-js';
import { tinykeys } from 'tinykeys';
import { m } from '../../../.build/i18n/messages.js';
import { type Urgency, urgencies } from '../../../domain/policy/policy.ts';
import { rejectionReasons } from '../../../domain/ticket/rejection.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { sayWord } from '../lifecycle/words.ts';
import { WordsField } from '../texts/WordsField.tsx';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { noteReaders } from '../ticket/note-readers.ts';
import { WordsDialog } from '../ticket/WordsDialog.tsx';
import { type BatchCommand, startBatch } from './batch.ts';
import { useEmployees } from './queries.ts';

const CollectiveOrder = lazy(() => import('../ticket/CollectiveOrder.tsx'));

type Kind = 'accept' | 'order' | 'reject' | 'forward' | 'urgency' | 'note' | 'close';

const acts: ReadonlyArray<{ kind: Kind; key?: string; label: () => string }> = [
  { kind: 'accept', key: 'a', label: () => m.desk_batch_accept() },
  { kind: 'order', key: 'o', label: () => m.desk_batch_order() },
  { kind: 'reject', key: 'l', label: () => m.desk_batch_reject() },
  { kind: 'forward', key: 'w', label: () => m.desk_batch_forward() },
  { kind: 'urgency', label: () => m.desk_batch_urgency() },
  { kind: 'note', key: 'n', label: () => m.desk_batch_note() },
  { kind: 'close', label: () => m.desk_batch_close() },
];

/** What can be done with the ticked tickets at once; while it stands the keys mean them, not the one beside the list. */
export function BatchBar(props: { ids: readonly string[]; onDone: () => void; onClear: () => void }): JSX.Element {
  const [open, setOpen] = createSignal<Kind>();
  const [busy, setBusy] = createSignal(false);
  const count = () => String(props.ids.length);
  const give = async (command: BatchCommand, text = '') => {
    setBusy(true);
    const given = await startBatch(command, [...props.ids], text);
    setBusy(false);
    if (!given) return;
    setOpen(undefined);
    props.onDone();
  };
  const run = (kind: Kind) => {
    if (kind === 'accept') void give({ type: 'accept' });
    else setOpen(kind);
  };
  onMount(() => {
    const on = (kind: Kind) => (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || open()) return;
      if (document.querySelector('[role="dialog"], dialog[open]')) return;
      event.preventDefault();
      run(kind);
    };
    onCleanup(tinykeys(window, Object.fromEntries(acts.flatMap(({ kind, key }) => (key ? [[key, on(kind)]] : [])))));
  });
  const common = { onClose: () => setOpen(undefined), error: undefined };
  return (
    <>
      <section
        data-batch-bar
        data-no-print
        aria-label={m.desk_batch_acts()}
        class="sticky bottom-0 z-10 flex animate-rise-in flex-wrap items-center gap-2 border-t border-line bg-surface px-4 py-2.5 shadow-lift max-lg:bottom-14"
      >
        <p class="mr-1 font-semibold tabular-nums" role="status">
          {m.desk_batch_selected({ count: count() })}
        </p>
        <For each={acts}>
          {(act) => (
            <Button
              look={act.kind === 'accept' ? 'filled' : 'outline'}
              aria-keyshortcuts={act.key}
              busy={busy() && act.kind === 'accept'}
              onClick={() => run(act.kind)}
            >
              {act.label()}
            </Button>
          )}
        </For>
        <Button look="quiet" onClick={props.onClear}>
          {m.desk_batch_clear()}
        </Button>
      </section>
      <Switch>
        <Match when={open() === 'order'}>
          <Suspense>
            <CollectiveOrder ids={props.ids} onDone={props.onDone} onClose={common.onClose} />
          </Suspense>
        </Match>
        <Match when={open() === 'reject'}>
          <WordsDialog
            {...common}
            busy={busy()}
            purpose="reject"
            title={m.desk_batch_reject_title({ count: count() })}
            description={m.ticket_reject_hint()}
            submit={m.desk_batch_reject_title({ count: count() })}
            danger
            choices={{
              label: m.ticket_reject_reason(),
              cards: rejectionReasons.map((value) => ({ value, title: sayWord('rejection', value) })),
            }}
            words={m.ticket_reject_text()}
            wordsNeeded={(reason) => reason === 'other'}
            onSubmit={({ text, choice }) => choice && void give({ type: 'reject', reason: choice }, text)}
          />
        </Match>
        <Match when={open() === 'note'}>
          <WordsDialog<'internal' | 'visible'>
            {...common}
            busy={busy()}
            purpose="note"
            title={m.desk_batch_note_title({ count: count() })}
            submit={(choice) => (choice === 'visible' ? m.ticket_note_submit_visible() : m.ticket_note_submit())}
            choices={noteReaders()}
            words={m.ticket_note_text()}
            wordsNeeded={() => true}
            onSubmit={({ text, choice }) => void give({ type: 'note', visibility: choice ?? 'internal' }, text)}
          />
        </Match>
        <Match when={open() === 'urgency'}>
          <WordsDialog<Urgency>
            {...common}
            busy={busy()}
            title={m.desk_batch_urgency_title({ count: count() })}
            submit={m.ticket_urgency_submit()}
            choices={{
              label: m.ticket_urgency_label(),
              cards: urgencies.map((value) => ({ value, title: sayWord('urgency', value) })),
            }}
            onSubmit={({ choice }) => choice && void give({ type: 'setUrgency', urgency: choice })}
          />
        </Match>
        <Match when={open() === 'close'}>
          <WordsDialog<'done' | 'notNeeded'>
            {...common}
            busy={busy()}
            title={m.desk_batch_close_title({ count: count() })}
            submit={m.desk_batch_close_title({ count: count() })}
            choices={{
              label: m.ticket_close_outcome(),
              cards: [
                { value: 'done', title: m.ticket_close_done() },
                { value: 'notNeeded', title: m.ticket_close_not_needed() },
              ],
            }}
            words={m.ticket_close_text()}
            onSubmit={({ text, choice }) => choice && void give({ type: 'close', outcome: choice }, text)}
          />
        </Match>
        <Match when={open() === 'forward'}>
          <ForwardDialog
            title={m.desk_batch_forward_title({ count: count() })}
            busy={busy()}
            onClose={() => setOpen(undefined)}
            onSubmit={(id, text) => void give({ type: 'forward', to: { role: 'employee', id } }, text)}
          />
        </Match>
      </Switch>
    </>
  );
}

function ForwardDialog(props: {
  title: string;
  busy: boolean;
  onSubmit: (employee: string, text: string) => void;
  onClose: () => void;
}): JSX.Element {
  const employees = useEmployees();
  const [who, setWho] = createSignal<string>();
  const [text, setText] = createSignal('');
  const [tried, setTried] = createSignal(false);
  return (
    <ActDialog
      title={props.title}
      submit={m.ticket_forward_submit()}
      busy={props.busy}
      error={undefined}
      onClose={props.onClose}
      onSubmit={() => {
        setTried(true);
        const id = who();
        if (id) props.onSubmit(id, text().trim());
      }}
    >
      <Select
        label={m.desk_batch_forward_to()}
        options={(employees.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={who()}
        onChange={setWho}
        error={tried() && !who() ? m.ticket_choice_missing() : undefined}
      />
      <Show when={employees.data}>
        <WordsField label={m.ticket_forward_text()} purpose="any" optional value={text()} onChange={setText} />
      </Show>
    </ActDialog>
  );
}
