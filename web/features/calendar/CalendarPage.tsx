import { useSearchParams } from '@solidjs/router';
import { createMemo, createSignal, For, type JSX, lazy, Show, Suspense } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { addDays, type Day } from '../../../domain/time/berlin.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { locale } from '../../ui/locale.ts';
import { Select } from '../../ui/Select.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { useContractors, useEmployees, useProperties } from '../desk/queries.ts';
import { AppointmentList } from './AppointmentList.tsx';
import { type FeedSubject, FeedsDialog } from './FeedsDialog.tsx';
import { useAppointments } from './queries.ts';
import { berlinToday, type CalendarShape, calendarShapes, instantsOf, spanOf, stepped } from './span.ts';

const EventCalendar = lazy(() => import('./EventCalendar.tsx'));

const shapeNames: Record<CalendarShape, () => string> = {
  week: () => m.desk_cal_week(),
  month: () => m.desk_cal_month(),
  list: () => m.desk_cal_list(),
};

/** The appointments of the house: a week, a month or a list, of all or of one property, contractor or employee. */
export default function CalendarPage(): JSX.Element {
  const [search, setSearch] = useSearchParams();
  const said = (name: string) => (typeof search[name] === 'string' && search[name] ? String(search[name]) : null);
  // By the hour there is no room for a week on a phone.
  const usual: CalendarShape = matchMedia('(min-width: 48rem)').matches ? 'week' : 'list';
  const shape = (): CalendarShape => calendarShapes.find((each) => each === said('ansicht')) ?? usual;
  const day = (): Day => {
    const asked = said('tag') ?? '';
    return /^\d{4}-\d{2}-\d{2}$/.test(asked) && !Number.isNaN(Date.parse(asked)) ? asked : berlinToday();
  };
  const span = createMemo(() => spanOf(shape(), day()));
  const filter = () => ({ property: said('objekt'), contractor: said('betrieb'), assignee: said('zustaendig') });
  const appointments = useAppointments(() => ({ ...instantsOf(span()), ...filter() }));
  const properties = useProperties();
  const contractors = useContractors();
  const employees = useEmployees();
  const [subscribing, setSubscribing] = createSignal(false);

  const subject = (): FeedSubject | undefined => {
    const { property, contractor, assignee } = filter();
    const given = [
      property && { kind: 'property' as const, subjectId: property },
      contractor && { kind: 'contractor' as const, subjectId: contractor },
      assignee && { kind: 'assignee' as const, subjectId: assignee },
    ].filter((each) => each !== null && each !== '');
    if (given.length === 0) return { kind: 'all', subjectId: null };
    return given.length === 1 ? (given[0] ?? undefined) : undefined;
  };
  const nameOf = ({ kind, subjectId }: FeedSubject) => {
    const lists = { all: undefined, property: properties.data, contractor: contractors.data, assignee: employees.data };
    return lists[kind]?.find(({ id }) => id === subjectId)?.name ?? m.desk_feed_all();
  };
  const heading = () => {
    const [from, to] = span();
    const say = (each: Day, options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale() === 'de' ? 'de-DE' : 'en-GB', { timeZone: 'UTC', ...options }).format(
        new Date(`${each}T12:00:00Z`),
      );
    if (shape() === 'month') return say(day(), { month: 'long', year: 'numeric' });
    const last = addDays(to, -1);
    return `${say(from, { day: 'numeric', month: 'short' })} – ${say(last, { day: 'numeric', month: 'short', year: 'numeric' })}`;
  };
  const choice = (
    name: 'objekt' | 'betrieb' | 'zustaendig',
    label: string,
    all: string,
    options: readonly { id: string; name: string }[] | undefined,
  ) => (
    <Select
      label={label}
      hideLabel
      value={said(name) ?? 'all'}
      onChange={(id) => setSearch({ [name]: id === 'all' ? null : id })}
      options={[{ value: 'all', label: all }, ...(options ?? []).map((each) => ({ value: each.id, label: each.name }))]}
    />
  );
  return (
    <div class="flex flex-col">
      <div class="flex flex-wrap items-center gap-2 border-b border-line bg-surface px-5 py-2.5 max-sm:px-4">
        <h1 class="mr-2 text-xl font-bold tracking-[-0.012em]">{m.desk_cal_title()}</h1>
        <IconButton
          icon="chevronLeft"
          label={m.desk_cal_before()}
          onClick={() => setSearch({ tag: stepped(shape(), day(), -1) })}
        />
        <Button onClick={() => setSearch({ tag: null })}>{m.desk_cal_today()}</Button>
        <IconButton
          icon="chevronRight"
          label={m.desk_cal_after()}
          onClick={() => setSearch({ tag: stepped(shape(), day(), 1) })}
        />
        <p class="font-semibold tabular-nums" aria-live="polite">
          {heading()}
        </p>
        <fieldset
          class="ml-auto flex flex-wrap rounded-lg border border-line p-0.5 max-sm:ml-0"
          aria-label={m.desk_cal_show()}
        >
          <For each={calendarShapes}>
            {(each) => (
              <button
                type="button"
                aria-pressed={shape() === each}
                onClick={() => setSearch({ ansicht: each })}
                class={`min-h-8 rounded-md px-3 text-base font-medium ${shape() === each ? 'bg-accent-soft text-accent' : 'text-muted hover:text-ink'}`}
              >
                {shapeNames[each]()}
              </button>
            )}
          </For>
        </fieldset>
      </div>
      <div
        class="flex flex-wrap items-center gap-2 border-b border-line bg-surface px-5 py-2 max-sm:px-4"
        data-no-print
      >
        <div class="w-48 max-sm:w-full">
          {choice('objekt', m.desk_filter_property(), m.desk_all_properties(), properties.data)}
        </div>
        <div class="w-48 max-sm:w-full">
          {choice('betrieb', m.desk_cal_contractor(), m.desk_cal_all_contractors(), contractors.data)}
        </div>
        <div class="w-48 max-sm:w-full">
          {choice('zustaendig', m.desk_cal_assignee(), m.desk_cal_all_assignees(), employees.data)}
        </div>
        <Button icon="calendar" class="ml-auto max-sm:ml-0" onClick={() => setSubscribing(true)}>
          {m.desk_feed_open()}
        </Button>
      </div>
      <Show
        when={!appointments.isPending && appointments.data}
        fallback={
          <Show when={appointments.isError} fallback={<Skeleton shape="rows" />}>
            <ErrorNote
              class="m-5"
              title={m.desk_failed_title()}
              text={sayFailure(appointments.error)}
              action={<Button onClick={() => void appointments.refetch()}>{m.ui_try_again()}</Button>}
            />
          </Show>
        }
      >
        {(found) => (
          <Show
            when={shape() !== 'list' && (shape() as 'week' | 'month')}
            fallback={
              <Show
                when={found().length > 0}
                fallback={<EmptyState icon="calendar" title={m.desk_cal_empty_title()} text={m.desk_cal_empty()} />}
              >
                <AppointmentList appointments={found()} />
              </Show>
            }
          >
            {(grid) => (
              <div class="overflow-x-auto p-5 max-sm:p-2">
                <div class="min-w-180">
                  <Suspense fallback={<Skeleton shape="page" />}>
                    <EventCalendar shape={grid()} day={day()} appointments={found()} />
                  </Suspense>
                </div>
              </div>
            )}
          </Show>
        )}
      </Show>
      <Show when={subscribing()}>
        <FeedsDialog subject={subject()} nameOf={nameOf} onClose={() => setSubscribing(false)} />
      </Show>
    </div>
  );
}
