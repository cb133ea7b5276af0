import { type JSX, Match, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { officeKey } from '../desk/queries.ts';
import { OrderDialog } from './OrderDialog.tsx';
import type { TicketView } from './queries.ts';

/** How many tickets one order takes. */
const MOST = 30;

/** One order for the tickets that were ticked at the desk, in whatever buildings of their property they are. */
export default function CollectiveOrder(props: {
  ids: readonly string[];
  onDone: () => void;
  onClose: () => void;
}): JSX.Element {
  const tickets = useQuery(() => ({
    queryKey: [...officeKey, 'collective', ...props.ids],
    queryFn: (): Promise<TicketView[]> =>
      Promise.all(props.ids.slice(0, MOST + 1).map((id) => api.tickets.get.query({ id }))),
    // What is being typed must not be replaced.
    refetchInterval: false as const,
    staleTime: Number.POSITIVE_INFINITY,
  }));
  const open = () => (tickets.data ?? []).filter(({ phase }) => phase !== 'closed');
  const properties = () => new Set(open().map(({ property }) => property.id));
  const problem = () => {
    if (tickets.isError) return sayFailure(tickets.error);
    if (!tickets.data) return undefined;
    if (props.ids.length > MOST) return m.ticket_collective_too_many({ most: MOST });
    if (open().length === 0) return m.ticket_collective_none_open();
    return properties().size > 1 ? m.ticket_collective_properties({ count: properties().size }) : undefined;
  };
  return (
    <Switch
      fallback={
        <Dialog open onOpenChange={(stays) => !stays && props.onClose()} title={m.ticket_order_title()}>
          <Skeleton shape="rows" />
        </Dialog>
      }
    >
      <Match when={problem()}>
        {(why) => (
          <Dialog
            open
            onOpenChange={(stays) => !stays && props.onClose()}
            title={m.ticket_order_title()}
            description={why()}
            footer={<Button onClick={() => props.onClose()}>{m.ui_close()}</Button>}
          >
            <p class="text-muted">{m.ticket_collective_hint()}</p>
          </Dialog>
        )}
      </Match>
      <Match when={open()[0]}>
        {(first) => (
          <OrderDialog ticket={first()} others={open().slice(1)} onDone={props.onDone} onClose={props.onClose} />
        )}
      </Match>
    </Switch>
  );
}
