import { Key } from '@solid-primitives/keyed';
import { type Accessor, createComputed, createEffect, createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api, fileAddress, refusalIn } from '../../api.ts';
import { connectionLost } from '../../live.ts';
import { useQuery } from '../../query.ts';
import { sayMoney } from '../../ui/amounts.ts';
import { sayDate, sayHours } from '../../ui/dates.ts';
import { Facts } from '../../ui/Facts.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { PhotoGrid } from '../../ui/PhotoGrid.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { HeldNote } from '../held/HeldNote.tsx';
import { createTakeBack, type Said } from '../held/take-back.ts';
import { Unsent } from '../held/Unsent.tsx';
import { Forecast } from '../lifecycle/Forecast.tsx';
import { forecastSteps, timelineEntries } from '../lifecycle/sentences.tsx';
import { sayOtherwise, sayTurn, toneOfTurn } from '../lifecycle/stages.ts';
import { Timeline } from '../lifecycle/Timeline.tsx';
import { WaitingPanel } from '../lifecycle/WaitingPanel.tsx';
import { sayWord, urgencyTone } from '../lifecycle/words.ts';
import { NotRead } from '../shell/NotRead.tsx';
import { PageTitle, PortalShell } from '../shell/PortalShell.tsx';
import { WorkspaceMark } from '../shell/WorkspaceMark.tsx';
import { sayPlace } from '../ticket/place.ts';
import { orderDrafts } from './drafts.ts';
import { sayHeld } from './held.ts';
import { OrderActs } from './OrderActs.tsx';
import { type Order, useOrder } from './queries.ts';

type Ticket = Order['tickets'][number];

/** A contractor's order: what, where, for whom, until when, and what can be done about it. */
export function OrderFolder(props: {
  id: Accessor<string | null>;
  links?: ReadonlyArray<{ href: string; label: string }>;
  /** At the right of the header: the way out. */
  end?: JSX.Element;
}): JSX.Element {
  const order = useOrder(props.id);
  // Where the order can't be shown, the company still is.
  const workspace = useQuery(() => ({ queryKey: ['workspace'], queryFn: () => api.workspace.public.query() }));
  /** Once it was given back, the order has nothing more to show here: what was read before is no longer theirs. */
  const lost = () =>
    order.isError &&
    ['linkRevoked', 'contractorInactive', 'linkExpired', 'notFound'].includes(refusalIn(order.error).code);
  createEffect(() => {
    const id = order.data?.id ?? props.id();
    if (lost() && id) orderDrafts(id).forgetAll();
  });
  /** What was said here last was that it is given back: then the link has done its work. */
  const gaveBack = () => lost() && order.data?.held?.types.includes('decline');
  const brand = () => ({ name: order.data?.workspace ?? workspace.data?.name ?? '' });
  return (
    <PortalShell
      brand={brand()}
      header={
        <Show when={order.data} fallback={<WorkspaceMark brand={brand()} class="text-lg" />}>
          {(data) => (
            <p class="text-md leading-snug">
              <span class="text-muted">{m.order_from()}</span>
              <br />
              <b class="font-semibold">{data().workspace}</b>
              <Show when={data().placedBy}>{(name) => <span> · {name()}</span>}</Show>
            </p>
          )}
        </Show>
      }
      note={<Show when={order.data?.contractor}>{(name) => m.order_link_note({ name: name() })}</Show>}
      end={props.end}
      links={props.links ?? []}
      connectionLost={connectionLost()}
    >
      <Show
        when={!lost() && order.data}
        fallback={
          <Show
            when={gaveBack()}
            fallback={<Absent error={order.error} link={props.id() === null} onAgain={() => void order.refetch()} />}
          >
            <PageTitle above={order.data?.number} title={m.order_given_back()} />
            <WaitingPanel tone="done" label={m.order_ended()} headline={m.order_given_back_then()} />
          </Show>
        }
      >
        {(data) => <Folder order={data()} onDone={() => order.refetch()} />}
      </Show>
    </PortalShell>
  );
}

function Absent(props: { error: unknown; link: boolean; onAgain: () => void }): JSX.Element {
  return (
    <Show when={props.error} fallback={<Skeleton shape="page" />}>
      <NotRead
        page
        error={props.error}
        hint={props.link ? m.order_absent() : undefined}
        onAgain={() => props.onAgain()}
      />
    </Show>
  );
}

function Folder(props: { order: Order; onDone: () => Promise<unknown> }): JSX.Element {
  const [before, setBefore] = createSignal<readonly Said[]>();
  const drafts = orderDrafts(props.order.id);
  // Before the forms stand, which keep what they begin with.
  createComputed(() => drafts.forgetSettled(props.order));
  const takeBack = createTakeBack({
    ask: (commandId) => api.orders.takeBack.mutate({ orderId: props.order.id, commandId }),
    onTakenBack: setBefore,
    onDone: () => props.onDone(),
  });
  const turn = () => props.order.waiting.find(({ on }) => on.you) ?? props.order.waiting[0];
  const several = () => props.order.tickets.length > 1;
  return (
    <>
      <div class="mb-3 flex flex-wrap gap-2">
        <Show when={props.order.urgency !== 'normal'}>
          <Pill tone={urgencyTone(props.order.urgency)} dot>
            {sayWord('urgency', props.order.urgency)}
          </Pill>
        </Show>
        <Pill tone="others">{props.order.number}</Pill>
      </div>
      <PageTitle title={props.order.title} />
      <Show when={turn()} fallback={<Ended order={props.order} />}>
        {(ball) => (
          <WaitingPanel
            tone={toneOfTurn(ball(), 'you')}
            viewer="you"
            name={ball().on.us ? props.order.workspace : (ball().on.name ?? m.order_resident())}
            headline={sayTurn(ball(), 'you')}
            then={ball().on.you ? sayOtherwise(ball().stage) : undefined}
          />
        )}
      </Show>
      <Show when={props.order.held}>
        {(held) => (
          <HeldNote
            class="mt-3.5"
            held={held()}
            said={sayHeld(held().types)}
            takingBack={takeBack.busy()}
            onTakeBack={() => void takeBack.run(held().commandId)}
            onSendNow={() => api.orders.sendNow.mutate({ orderId: props.order.id })}
            onDone={() => props.onDone()}
          />
        )}
      </Show>
      <Unsent class="mt-3.5" code={props.order.unsent} />
      <Key each={props.order.tickets} by="id">
        {(ticket) => <Place order={props.order} ticket={ticket()} numbered={several()} />}
      </Key>
      <Show when={props.order.phase !== 'closed' || props.order.acts.includes('invoice')}>
        {/* A colleague may have said something: what is half written here stays. */}
        <div classList={{ hidden: !!props.order.held }} inert={!!props.order.held}>
          <OrderActs
            order={props.order}
            before={before()}
            drafts={drafts}
            onSaid={() => setBefore(undefined)}
            onDone={() => props.onDone()}
          />
        </div>
      </Show>
      <Forecast class="mt-6" steps={forecastSteps(props.order.forecast, 'you')} />
      <Timeline class="mt-6" entries={timelineEntries(props.order.timeline, 'you').reverse()} />
    </>
  );
}

/** What is left to say when nobody has the ball any more. */
function Ended(props: { order: Order }): JSX.Element {
  return (
    <WaitingPanel
      tone="done"
      label={m.order_ended()}
      headline={sayWord('orderOutcome', props.order.outcome ?? 'cancelled')}
    />
  );
}

function Place(props: { order: Order; ticket: Ticket; numbered: boolean }): JSX.Element {
  const say = () => ({ locale: locale(), now: now() });
  const address = () => `${props.ticket.street}, ${props.ticket.postalCode} ${props.ticket.city}`;
  // A visit that fell through is no date any more.
  const agreed = () => props.ticket.appointments.find(({ status }) => status === 'agreed' || status === 'held')?.picked;
  const facts = () => [
    ...(agreed()
      ? [
          {
            term: m.order_date(),
            value: (
              <b>
                {sayDate(agreed()?.starts ?? '', say())},{' '}
                {sayHours(agreed()?.starts ?? '', agreed()?.ends ?? '', say())}
              </b>
            ),
          },
        ]
      : []),
    {
      term: m.order_where(),
      value: (
        <>
          <b>{props.ticket.street}</b>
          {sayPlace('', props.ticket.unit ? { ...props.ticket, number: props.ticket.unit } : null)}
          <br />
          {props.ticket.postalCode} {props.ticket.city}
          <br />
          <a
            href={`https://www.openstreetmap.org/search?query=${encodeURIComponent(address())}`}
            target="_blank"
            rel="noreferrer"
          >
            {m.order_route()}
          </a>
        </>
      ),
    },
    {
      term: m.order_what(),
      value: [props.order.instructions, props.ticket.description].filter(Boolean).join('\n\n') || props.ticket.title,
    },
    ...(props.ticket.accessWishes ? [{ term: m.order_access(), value: props.ticket.accessWishes }] : []),
    ...(props.ticket.dwelling
      ? [
          {
            term: m.order_contact(),
            value: (
              <>
                {props.ticket.dwelling}
                <Show when={props.ticket.phone}>
                  {(phone) => (
                    <>
                      <br />
                      <a href={`tel:${phone().replaceAll(' ', '')}`}>{phone()}</a>
                    </>
                  )}
                </Show>
              </>
            ),
          },
        ]
      : []),
    ...(props.order.limitCents === null
      ? []
      : [
          { term: m.order_limit(), value: m.order_limit_value({ amount: sayMoney(props.order.limitCents, locale()) }) },
        ]),
    {
      term: m.order_invoice(),
      value: (
        <>
          {props.order.invoiceTo.name}
          <br />
          {props.order.invoiceTo.address}
        </>
      ),
    },
  ];
  return (
    <section class="mt-4">
      <Show when={props.numbered}>
        <h2 class="mb-2 font-semibold">
          {props.ticket.title} <span class="font-normal text-muted">{props.ticket.number}</span>
        </h2>
      </Show>
      <Facts facts={facts()} />
      <Show when={props.ticket.photos.length > 0}>
        <PhotoGrid
          class="mt-3.5"
          size="wide"
          photos={props.ticket.photos.map(({ id }) => ({ src: fileAddress(id, 1600), thumb: fileAddress(id, 400) }))}
        />
      </Show>
    </section>
  );
}
