import { Key } from '@solid-primitives/keyed';
import { A } from '@solidjs/router';
import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api, enterBy, refusalIn } from '../../api.ts';
import { connectionLost } from '../../live.ts';
import { useQuery } from '../../query.ts';
import { sayRefusal } from '../../refusals.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { sayDate, sayDue } from '../../ui/dates.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { Pill } from '../../ui/Pill.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { sayStage } from '../lifecycle/stages.ts';
import { sayWord } from '../lifecycle/words.ts';
import { OwnTodos } from '../project/OwnTodos.tsx';
import { PageTitle, PortalShell } from '../shell/PortalShell.tsx';
import { ContractorSignOut } from '../signin/ContractorSignOut.tsx';
import { sayPlace } from '../ticket/place.ts';
import { type OwnOrder, useOwnOrders } from './queries.ts';

/** How many of the orders that have ended are shown at first. */
const FOLDED = 10;

/** The orders of a contractor who is signed in, what waits for them first. */
export default function OrdersPage(): JSX.Element {
  enterBy({ entrance: 'contractors' });
  const workspace = useQuery(() => ({ queryKey: ['workspace'], queryFn: () => api.workspace.public.query() }));
  const orders = useOwnOrders();
  const [unfolded, setUnfolded] = createSignal(false);
  const groups = () => {
    const all = orders.data ?? [];
    const mine = (order: OwnOrder) => order.waitingOn === 'contractor';
    return [
      { key: 'yours', title: m.order_list_yours(), rows: all.filter((order) => !order.closedAt && mine(order)) },
      { key: 'others', title: m.order_list_others(), rows: all.filter((order) => !order.closedAt && !mine(order)) },
      { key: 'closed', title: m.order_list_closed(), rows: all.filter((order) => order.closedAt) },
    ].filter(({ rows }) => rows.length > 0);
  };
  const folds = ({ key, rows }: { key: string; rows: readonly OwnOrder[] }) =>
    key === 'closed' && !unfolded() && rows.length > FOLDED;
  const shown = (group: { key: string; rows: readonly OwnOrder[] }) =>
    folds(group) ? group.rows.slice(0, FOLDED) : group.rows;
  return (
    <PortalShell
      brand={{ name: workspace.data?.name ?? '' }}
      end={<ContractorSignOut />}
      links={[
        { href: '/auftraege/benachrichtigungen', label: m.preferences_title() },
        { href: '/auftraege/konto', label: m.account_title() },
        { href: '/auftraege/daten', label: m.privacy_own_nav() },
      ]}
      connectionLost={connectionLost()}
    >
      <PageTitle title={m.order_list_title()} />
      <OwnTodos path={(id) => `/firma/projekt/${id}`} />
      <Show when={orders.error}>
        <ErrorNote
          title={sayRefusal(refusalIn(orders.error))}
          action={<ButtonLink href="/anmelden/handwerker">{m.order_sign_in()}</ButtonLink>}
        />
      </Show>
      <Show when={!orders.isPending} fallback={<Skeleton shape="rows" count={4} />}>
        <Key each={groups()} by="key">
          {(group) => (
            <section class="mb-6">
              <h2 class="mb-2 text-md font-semibold">
                {group().title} <span class="font-normal text-muted">{group().rows.length}</span>
              </h2>
              <ul class="overflow-hidden rounded-xl border border-line bg-surface">
                <Key each={shown(group())} by="id">
                  {(order) => <Row order={order()} />}
                </Key>
              </ul>
              <Show when={folds(group())}>
                <Button look="quiet" class="mt-2" onClick={() => setUnfolded(true)}>
                  {m.order_list_older({ count: group().rows.length - FOLDED })}
                </Button>
              </Show>
            </section>
          )}
        </Key>
        <Show when={!orders.error && groups().length === 0}>
          <EmptyState title={m.order_list_empty()} text={m.order_list_empty_text()} />
        </Show>
      </Show>
    </PortalShell>
  );
}

/** "Lindenstraße 12, WE 07, 3. OG links, 70176 Stuttgart"; of several houses two are named. */
function sayWhere({ streets, flat, postalCode, city }: OwnOrder): string {
  const [first = '', second, ...others] = streets;
  const houses = others.length > 0 ? m.order_list_houses({ first, second: second ?? '', count: others.length }) : null;
  const where = houses ?? (second ? `${first}, ${second}` : sayPlace(first, flat));
  return `${where}, ${postalCode} ${city}`;
}

function Row(props: { order: OwnOrder }): JSX.Element {
  const say = () => ({ locale: locale(), now: now() });
  return (
    <li class="border-line not-last:border-b">
      <A href={`/auftraege/${props.order.id}`} class="block px-4 py-3 hover:bg-sunken">
        <p class="font-semibold">{props.order.title}</p>
        <p class="text-md text-muted">
          {props.order.number} · {sayWhere(props.order)}
        </p>
        <p class="mt-1.5 flex flex-wrap items-center gap-2.5 text-md text-muted">
          <Pill tone={props.order.closedAt ? 'done' : props.order.waitingOn === 'contractor' ? 'us' : 'others'}>
            {props.order.closedAt ? sayWord('orderPhase', 'closed') : (sayStage(props.order.waitingFor) ?? '')}
          </Pill>
          <Show
            when={props.order.nextVisit}
            fallback={<Show when={props.order.dueAt}>{(due) => sayDue(due(), say())}</Show>}
          >
            {(visit) => m.order_list_visit({ date: sayDate(visit(), say()) })}
          </Show>
        </p>
      </A>
    </li>
  );
}
