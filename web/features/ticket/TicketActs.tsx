import { Key } from '@solid-primitives/keyed';
import { createMemo, createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { tinykeys } from 'tinykeys';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';
import { toast } from '../../ui/Toast.tsx';
import { dossierItems } from '../lifecycle/dossier.ts';
import { type Offered, standingActs } from './acts.ts';
import { type TicketView, useTicketAct } from './queries.ts';
import { type OpenDialog, TicketDialogs } from './TicketDialogs.tsx';

/** What the office can do on a ticket now: the act that is asked for filled, the others beside it, each with its key. */
export function TicketActs(props: { ticket: TicketView }): JSX.Element {
  const [open, setOpen] = createSignal<OpenDialog>();
  const act = useTicketAct(() => props.ticket.id);
  const acts = createMemo(() => standingActs(props.ticket));
  const shown = () => acts().shown;
  const rare = () => acts().rare;
  const offered = () => [...shown(), ...rare()];
  // Who may only write notes does not take the file out of the house.
  const mayTakeDossier = () => props.ticket.acts.some((name) => name !== 'note');
  const rareItems = (): MenuItem[] =>
    rare().map((each) => ({
      label: each.label,
      onSelect: () => void run(each),
      ...(each.key && { shortcut: each.key }),
    }));
  const takenOut = (): MenuItem[] => [
    ...(rare().length > 0 ? (['separator'] as const) : []),
    ...dossierItems('tickets', props.ticket.id),
  ];
  const run = async (each: Offered) => {
    act.clear();
    if (each.opens) setOpen(each.opens);
    else if (each.name === 'accept' || each.name === 'acceptWork') {
      const answer = await act.run({ command: { type: each.name } });
      if (answer?.state === 'applied')
        toast({
          text: each.name === 'accept' ? m.ticket_done_accept() : m.ticket_done_accept_work(),
          undo: answer.undo,
        });
    }
  };
  onMount(() => {
    const on = (key: string) => (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      // While several are ticked at the desk the keys mean those.
      if (open() || document.querySelector('[role="dialog"], dialog[open], [data-batch-bar]')) return;
      const each = offered().find((candidate) => candidate.key === key);
      if (!each) return;
      event.preventDefault();
      void run(each);
    };
    const keys = ['A', 'O', 'R', 'W', 'N', 'L'];
    onCleanup(tinykeys(window, Object.fromEntries(keys.map((key) => [key.toLowerCase(), on(key)]))));
  });
  return (
    <Show when={offered().length > 0 || mayTakeDossier()}>
      <div class="mt-3.5" data-no-print>
        <fieldset aria-label={m.ticket_acts()} class="flex flex-wrap items-center gap-2">
          <Key each={shown()} by="name">
            {(each) => (
              <Button
                look={each().main ? 'filled' : each().name === 'reject' ? 'quiet' : 'outline'}
                aria-keyshortcuts={each().key?.toLowerCase()}
                busy={act.busy() && (each().name === 'accept' || each().name === 'acceptWork')}
                onClick={() => void run(each())}
              >
                {each().label}
              </Button>
            )}
          </Key>
          <Show when={rare().length > 0 || mayTakeDossier()}>
            <Menu placement="bottom-start" items={[...rareItems(), ...(mayTakeDossier() ? takenOut() : [])]} />
          </Show>
        </fieldset>
        <Show when={act.error()}>{(error) => <ErrorNote class="mt-3" title={error()} />}</Show>
      </div>
      <TicketDialogs ticket={props.ticket} open={open()} onClose={() => setOpen(undefined)} />
    </Show>
  );
}
