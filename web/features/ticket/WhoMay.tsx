import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { Button } from '../../ui/Button.tsx';
import { toast } from '../../ui/Toast.tsx';
import { officeKey } from '../desk/queries.ts';
import { type TicketView, useTicketAct } from './queries.ts';

/** An order is above the limit of who places it: hands the ticket to somebody who may, with what was typed. */
export function WhoMay(props: {
  ticket: TicketView;
  amountCents: number | null;
  /** What is to be ordered, for whom it goes to. */
  words: string;
  onDone: () => void;
}): JSX.Element {
  const act = useTicketAct(() => props.ticket.id);
  const approvers = useQuery(() => ({
    queryKey: [...officeKey, 'approvers', props.ticket.id, props.amountCents],
    queryFn: () =>
      api.team.approvers.query({ ticketId: props.ticket.id, act: 'order', amountCents: props.amountCents }),
  }));
  const forward = async (id: string, name: string) => {
    const answer = await act.run({
      command: { type: 'forward', to: { role: 'employee', id } },
      ...(props.words && { text: props.words }),
    });
    if (!answer) return;
    if (answer.state === 'applied') toast({ text: m.ticket_order_handed({ name }) });
    props.onDone();
  };
  return (
    <Show when={approvers.data?.length}>
      <div role="status" class="rounded-xl bg-us-soft px-4 py-3.5">
        <p class="font-semibold">{m.ticket_order_who_may()}</p>
        <div class="mt-2.5 flex flex-wrap gap-2">
          <For each={approvers.data?.slice(0, 5)}>
            {({ id, name }) => (
              <Button busy={act.busy()} onClick={() => void forward(id, name)}>
                {m.ticket_order_hand_to({ name })}
              </Button>
            )}
          </For>
        </div>
        <Show when={act.error()}>{(sentence) => <p class="mt-2 text-late">{sentence()}</p>}</Show>
      </div>
    </Show>
  );
}
