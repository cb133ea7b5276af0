import { Key } from '@solid-primitives/keyed';
import { A } from '@solidjs/router';
import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Answers, api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayDate } from '../../ui/dates.ts';
import { Facts } from '../../ui/Facts.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { Pill } from '../../ui/Pill.tsx';
import { pathOf } from '../lifecycle/paths.ts';
import { Loaded } from '../shell/Loaded.tsx';

type Operation = Answers['operation']['get'];
type Hanging = Operation['hanging'][number];

const since = (date: string) => m.operation_since({ date: sayDate(date, { locale: locale(), now: now() }) });

/** What runs, what waits and what hangs: the administrator's page. */
export default function OperationPage(): JSX.Element {
  const operation = useQuery(() => ({ queryKey: ['operation'], queryFn: () => api.operation.get.query() }));
  return (
    <div class="mx-auto max-w-220 px-5 py-6 max-lg:px-4">
      <h1 class="text-xl font-semibold">{m.operation_title()}</h1>
      <p class="mt-1 text-muted">{m.operation_lead()}</p>
      <Loaded query={operation} failed={m.operation_failed()} count={4}>
        {(found) => (
          <>
            <Verdict operation={found()} />
            <div class="mt-6 grid gap-6 lg:grid-cols-2">
              <Parts operation={found()} />
              <Load operation={found()} />
            </div>
            <Show when={found().hanging.length > 0}>
              <HangingList hanging={found().hanging} />
            </Show>
          </>
        )}
      </Loaded>
    </div>
  );
}

function Verdict(props: { operation: Operation }): JSX.Element {
  const hanging = () => props.operation.hanging.length;
  const well = () =>
    hanging() === 0 && Object.values(props.operation.ready).every(Boolean) && props.operation.workers !== 0;
  return (
    <section
      aria-live="polite"
      class={`mt-5 rounded-xl px-4 py-3.5 ${well() ? 'bg-done-soft text-done' : 'bg-late-soft text-late'}`}
    >
      <Show
        when={well()}
        fallback={
          <h2 class="font-semibold">
            {hanging() === 0
              ? m.operation_parts()
              : hanging() === 1
                ? m.operation_not_well_one()
                : m.operation_not_well_many({ count: hanging() })}
          </h2>
        }
      >
        <h2 class="font-semibold">{m.operation_all_well()}</h2>
        <p class="text-md">{m.operation_all_well_text()}</p>
      </Show>
    </section>
  );
}

function Parts(props: { operation: Operation }): JSX.Element {
  const state = (ok: boolean, yes: string, no: string) => <Pill tone={ok ? 'done' : 'late'}>{ok ? yes : no}</Pill>;
  const ready = () => props.operation.ready;
  return (
    <section>
      <h2 class="mb-2 text-md font-semibold">{m.operation_parts()}</h2>
      <Facts
        facts={[
          {
            term: m.operation_databases(),
            value: state(ready().databases, m.operation_runs(), m.operation_away()),
          },
          { term: m.operation_migrations(), value: state(ready().migrations, m.operation_yes(), m.operation_no()) },
          {
            term: m.operation_engine(),
            value: (
              <span class="flex flex-wrap items-center gap-2">
                {state(ready().temporal, m.operation_runs(), m.operation_away())}
                <Show when={props.operation.temporalLink}>
                  {(link) => (
                    <a href={link()} target="_blank" rel="noreferrer" class="min-w-0 break-words">
                      {m.operation_open_engine()}
                    </a>
                  )}
                </Show>
              </span>
            ),
          },
          {
            term: m.operation_workers(),
            value: props.operation.workers === 0 ? m.operation_workers_none() : String(props.operation.workers ?? '–'),
          },
        ]}
      />
    </section>
  );
}

function Load(props: { operation: Operation }): JSX.Element {
  const load = () => props.operation.load;
  const waiting = (count: number, oldest: string | null) => (oldest ? `${count}, ${since(oldest)}` : String(count));
  return (
    <section>
      <h2 class="mb-2 text-md font-semibold">{m.operation_load()}</h2>
      <Facts
        facts={[
          { term: m.operation_tickets(), value: String(load().tickets) },
          { term: m.operation_orders(), value: String(load().orders) },
          { term: m.operation_kept(), value: waiting(load().keptActs, load().oldestKeptAct) },
          { term: m.operation_unread(), value: waiting(load().unreadMails, load().oldestUnreadMail) },
          { term: m.operation_due(), value: waiting(load().dueMessages, load().oldestDueMessage) },
          {
            term: m.operation_week(),
            value: m.operation_week_text({
              sent: load().sentMessages,
              failed: load().failedMessages,
              unclear: load().unclearMessages,
            }),
          },
        ]}
      />
    </section>
  );
}

function sayInside({ inside }: Hanging): string {
  switch (inside?.state) {
    case 'taskFails':
      return m.operation_task_fails({ attempt: inside.attempt });
    case 'activityRetries':
      return m.operation_activity_retries({ activity: inside.activity ?? '', attempt: inside.attempt });
    case 'waits':
      return m.operation_waits();
    case 'gone':
      return m.operation_gone();
    default:
      return m.operation_unknown();
  }
}

/** Where it is read; the mailroom has no page, and an order is read on its tickets. */
const pathIn = ({ noun, id }: Hanging) => (noun === 'mailroom' || noun === 'workOrder' ? undefined : pathOf(noun, id));

function HangingList(props: { hanging: readonly Hanging[] }): JSX.Element {
  return (
    <section class="mt-6">
      <h2 class="mb-2 text-md font-semibold">{m.operation_hanging()}</h2>
      <ul class="overflow-hidden rounded-xl border border-line bg-surface">
        <Key each={props.hanging} by={({ noun, id }) => `${noun} ${id}`}>
          {(row) => (
            <li class="border-line px-4 py-3 not-last:border-b">
              <p class="flex flex-wrap items-baseline justify-between gap-x-4">
                <Show
                  when={pathIn(row())}
                  fallback={
                    <span class="font-semibold">
                      {row().noun === 'mailroom' ? m.operation_mailroom() : row().number}
                    </span>
                  }
                >
                  {(path) => (
                    <A href={path()} class="font-semibold text-accent underline-offset-3 hover:underline">
                      {row().number}
                    </A>
                  )}
                </Show>
                <span class="text-sm text-muted">{since(row().since)}</span>
              </p>
              <p>{row().reason === 'actKept' ? m.operation_act_kept() : m.operation_deadline_passed()}</p>
              <p class="text-sm text-muted">
                {sayInside(row())}
                <Show when={row().link}>
                  {(link) => (
                    <>
                      {' · '}
                      <a
                        href={link()}
                        target="_blank"
                        rel="noreferrer"
                        class="font-semibold text-accent underline-offset-3 hover:underline"
                      >
                        {m.operation_open_engine()}
                      </a>
                    </>
                  )}
                </Show>
              </p>
            </li>
          )}
        </Key>
      </ul>
    </section>
  );
}
