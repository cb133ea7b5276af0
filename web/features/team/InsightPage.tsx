import { A, useParams } from '@solidjs/router';
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Answers } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { sayMoney } from '../../ui/amounts.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { locale } from '../../ui/locale.ts';
import { Pill } from '../../ui/Pill.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useFound } from '../desk/queries.ts';
import { NotRead } from '../shell/NotRead.tsx';
import { useInsight } from './queries.ts';
import { actWords, periodWords, reasonWords, sayDayOf, sayRole } from './words.ts';

type Insight = Answers['insight']['of'];

/** What anybody may see and do, each with its reason. */
export default function InsightPage(): JSX.Element {
  const params = useParams<{ id?: string }>();
  const [number, setNumber] = createSignal<string | null>(null);
  const insight = useInsight(
    () => params.id,
    () => null,
  );
  return (
    <div class="mx-auto max-w-220 px-5 py-6 max-lg:px-4">
      <h1 class="text-xl font-semibold">{m.rights_insight()}</h1>
      <p class="mt-1 text-pretty text-muted">{m.rights_insight_lead()}</p>
      <Find />
      <Show when={params.id}>
        <Switch fallback={<Skeleton shape="page" />}>
          <Match when={insight.isError && !insight.data}>
            <NotRead
              class="mt-5"
              error={insight.error}
              onAgain={() => void insight.refetch()}
              elsewhere={{ href: '/einblick', label: m.rights_insight() }}
            />
          </Match>
          <Match when={insight.data}>
            {(data) => (
              <>
                <Person insight={data()} />
                <OneTicket personId={data().id} number={number()} onAsk={setNumber} />
              </>
            )}
          </Match>
        </Switch>
      </Show>
    </div>
  );
}

function Find(): JSX.Element {
  const [text, setText] = createSignal('');
  const found = useFound(text);
  return (
    <div class="mt-5 max-w-120">
      <TextField
        type="search"
        label={m.rights_insight_find()}
        hint={m.rights_insight_find_hint()}
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <Show when={text().trim().length > 1 && found.data}>
        {(all) => (
          <ul class="mt-2 overflow-hidden rounded-xl border border-line bg-surface">
            <For each={all().people} fallback={<li class="px-4 py-3 text-muted">{m.rights_insight_none()}</li>}>
              {(one) => (
                <li class="border-line not-last:border-b">
                  <A
                    href={`/einblick/${one.id}`}
                    onClick={() => setText('')}
                    class="flex min-h-11 flex-wrap items-center gap-x-3 px-4 py-2 -outline-offset-2 hover:bg-sunken"
                  >
                    <span class="font-semibold">{one.name}</span>
                    <span class="text-sm text-muted">{one.place}</span>
                  </A>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
    </div>
  );
}

function Part(props: { title: string; children: JSX.Element }): JSX.Element {
  return (
    <section class="mt-6">
      <h3 class="mb-2 text-md font-semibold">{props.title}</h3>
      {props.children}
    </section>
  );
}

const listClass = 'overflow-hidden rounded-xl border border-line bg-surface';
const rowClass =
  'flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-line px-4 py-2.5 not-last:border-b';

function Person(props: { insight: Insight }): JSX.Element {
  const doors = () => [
    ...(props.insight.employee ? [m.account_entrance_management()] : []),
    ...(props.insight.residents ? [m.account_entrance_residents()] : []),
    ...(props.insight.contractor ? [m.account_entrance_contractors()] : []),
  ];
  return (
    <>
      <h2 class="mt-7 text-lg font-semibold">{props.insight.name}</h2>
      <p class="text-muted">
        {m.rights_insight_doors()}: {doors().join(', ') || m.rights_insight_door_none()}
      </p>
      <Show when={props.insight.employee}>{(work) => <Work work={work()} />}</Show>
      <Show when={!props.insight.employee || props.insight.periods.length > 0}>
        <Part title={m.rights_insight_periods()}>
          <Show
            when={props.insight.periods.length > 0}
            fallback={<p class="text-muted">{m.rights_insight_periods_none()}</p>}
          >
            <Periods periods={props.insight.periods} />
          </Show>
        </Part>
      </Show>
      <Show when={!props.insight.employee || props.insight.tickets.length > 0}>
        <Part title={m.rights_insight_tickets()}>
          <Seen rows={props.insight.tickets} tickets />
        </Part>
      </Show>
      <Show when={props.insight.contractor}>
        <Part title={m.rights_insight_orders()}>
          <Seen rows={props.insight.orders} />
        </Part>
      </Show>
    </>
  );
}

function Work(props: { work: NonNullable<Insight['employee']> }): JSX.Element {
  const extent = (role: (typeof props.work.roles)[number]) =>
    [
      role.properties === null ? m.rights_all_properties() : role.properties.join(', '),
      ...(role.limitCents === null ? [] : [m.rights_up_to({ amount: sayMoney(role.limitCents, locale()) })]),
      ...(role.until ? [m.rights_until({ date: sayDayOf(role.until) })] : []),
    ].join(' · ');
  return (
    <>
      <Part title={m.rights_insight_roles()}>
        <ul class={listClass}>
          <For each={props.work.roles}>
            {(role) => (
              <li class={rowClass}>
                <span class="font-semibold">
                  {sayRole({ key: role.role, name: role.name })}
                  <Show when={role.standsInFor}>
                    {(name) => (
                      <span class="font-normal text-others"> {m.rights_insight_stands_in({ name: name() })}</span>
                    )}
                  </Show>
                </span>
                <span class="text-sm text-muted">{extent(role)}</span>
              </li>
            )}
          </For>
        </ul>
      </Part>
      <Part title={m.rights_insight_acts()}>
        <Acts acts={props.work.acts} roles={props.work.roles} />
      </Part>
    </>
  );
}

type Acts = NonNullable<Insight['employee']>['acts'];

function Acts(props: { acts: Acts; roles: NonNullable<Insight['employee']>['roles'] }): JSX.Element {
  const through = (by: readonly number[]) =>
    by.flatMap((at) => {
      const role = props.roles[at];
      if (!role) return [];
      const name = sayRole({ key: role.role, name: role.name });
      return role.standsInFor ? `${name} (${m.rights_insight_stands_in({ name: role.standsInFor })})` : name;
    });
  return (
    <ul class={listClass}>
      <For each={props.acts}>
        {({ act, by }) => (
          <li class={rowClass}>
            <span>{actWords[act]()}</span>
            <span class="text-sm text-muted">{m.rights_insight_acts_through({ roles: through(by).join(', ') })}</span>
          </li>
        )}
      </For>
    </ul>
  );
}

function Periods(props: { periods: Insight['periods'] }): JSX.Element {
  const states = {
    before: () => m.rights_insight_period_before(),
    now: () => m.rights_insight_period_now(),
    after: () => m.rights_insight_period_after(),
  };
  const days = ({ from, until }: Insight['periods'][number]) =>
    [
      ...(from ? [m.rights_from({ date: sayDayOf(from) })] : []),
      ...(until ? [m.rights_until({ date: sayDayOf(until) })] : []),
    ].join(', ');
  return (
    <ul class={listClass}>
      <For each={props.periods}>
        {(period) => (
          <li class={rowClass}>
            <span>
              <span class="font-semibold">{periodWords[period.kind]()}</span> · {period.place}
            </span>
            <span class="flex items-center gap-2 text-sm text-muted">
              {days(period)}
              <Pill tone={period.state === 'now' ? 'done' : 'neutral'}>{states[period.state]()}</Pill>
            </span>
          </li>
        )}
      </For>
    </ul>
  );
}

function Seen(props: { rows: Insight['tickets']; tickets?: boolean }): JSX.Element {
  return (
    <Show when={props.rows.length > 0} fallback={<p class="text-muted">{m.rights_insight_nothing()}</p>}>
      <ul class={listClass}>
        <For each={props.rows}>
          {(row) => (
            <li class={rowClass}>
              <Show
                when={props.tickets}
                fallback={
                  <span>
                    <span class="font-semibold">{row.number}</span> {row.title}
                  </span>
                }
              >
                <A href={`/vorgaenge/${row.id}`} class="underline-offset-3 hover:underline">
                  <span class="font-semibold text-accent">{row.number}</span> {row.title}
                </A>
              </Show>
              <span class="text-sm text-muted">{row.reasons.map((reason) => reasonWords[reason]()).join(', ')}</span>
            </li>
          )}
        </For>
      </ul>
      <p class="mt-1.5 text-sm text-muted">{m.rights_insight_newest()}</p>
    </Show>
  );
}

function OneTicket(props: { personId: string; number: string | null; onAsk: (number: string) => void }): JSX.Element {
  const [typed, setTyped] = createSignal('');
  const insight = useInsight(
    () => (props.number ? props.personId : undefined),
    () => props.number,
  );
  return (
    <Part title={m.rights_insight_ticket()}>
      <form
        class="flex max-w-120 flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          props.onAsk(typed().trim());
        }}
      >
        <div class="min-w-40 flex-1">
          <TextField
            label={m.rights_insight_ticket_number()}
            maxLength={40}
            required
            value={typed()}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
        <Button type="submit">{m.rights_insight_ticket_check()}</Button>
      </form>
      <Show when={insight.isError && insight.error}>
        {(error) => <ErrorNote class="mt-3" title={sayFailure(error())} />}
      </Show>
      <Show when={insight.data?.ticket}>
        {(ticket) => (
          <div class="mt-3 flex flex-col gap-3" role="status">
            <p>
              <span class="font-semibold">
                {ticket().number} {ticket().title}
              </span>
              {': '}
              {ticket().reasons.length > 0
                ? `${m.rights_insight_ticket_yes()} (${ticket()
                    .reasons.map((reason) => reasonWords[reason]())
                    .join(', ')})`
                : m.rights_insight_ticket_no()}
            </p>
            <Show when={ticket().acts.length > 0 && insight.data?.employee}>
              {(work) => <Acts acts={ticket().acts} roles={work().roles} />}
            </Show>
          </div>
        )}
      </Show>
    </Part>
  );
}
