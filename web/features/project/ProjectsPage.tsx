import { A, useSearchParams } from '@solidjs/router';
import { createSignal, For, type JSX, onCleanup, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { ButtonLink } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Pill, ToneDot } from '../../ui/Pill.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { Tone } from '../../ui/tones.ts';
import { ViewTabs } from '../../ui/ViewTabs.tsx';
import { When } from '../../ui/When.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { type ProjectRow, useProjects } from './queries.ts';
import { sayDay } from './words.ts';

/** The projects of the office: who has the ball, what is due next, how far it is. */
export default function ProjectsPage(): JSX.Element {
  const [params] = useSearchParams();
  const closed = () => params.status === 'abgeschlossen';
  const [text, setText] = createSignal('');
  const projects = useProjects(closed, text);
  let typing: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(typing));
  const search = (typed: string) => {
    clearTimeout(typing);
    typing = setTimeout(() => setText(typed.trim()), 200);
  };
  return (
    <div>
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 px-5 pt-5 pb-3 max-lg:px-4">
        <h1 class="text-xl font-semibold">{m.project_title()}</h1>
        <span class="flex flex-wrap gap-2">
          <ButtonLink href="/projekte/vorlagen" look="quiet">
            {m.project_templates()}
          </ButtonLink>
          <ButtonLink href="/projekte/neu" look="outline" icon="plus">
            {m.project_new()}
          </ButtonLink>
        </span>
      </div>
      <ViewTabs
        label={m.project_title()}
        views={[
          { href: '/projekte', label: m.project_running(), current: !closed() },
          { href: '/projekte?status=abgeschlossen', label: m.project_closed(), current: closed() },
        ]}
      />
      <div class="px-5 py-4 max-lg:px-4">
        <div class="mb-4 max-w-90">
          <TextField
            label={m.project_search()}
            hideLabel
            type="search"
            placeholder={m.project_search()}
            onInput={(event) => search(event.currentTarget.value)}
          />
        </div>
        <Loaded query={projects} failed={m.project_failed()} class="">
          {(rows) => (
            <Show when={rows().length > 0} fallback={<Empty closed={closed()} searched={text() !== ''} />}>
              <ul class="overflow-hidden rounded-xl border border-line bg-surface">
                <For each={rows()}>{(row) => <Row row={row} />}</For>
              </ul>
            </Show>
          )}
        </Loaded>
      </div>
    </div>
  );
}

function Empty(props: { closed: boolean; searched: boolean }): JSX.Element {
  return (
    <EmptyState
      icon="board"
      title={props.searched ? m.project_none_found() : props.closed ? m.project_none_closed() : m.project_none()}
      text={props.searched ? m.project_none_found_text() : m.project_none_text()}
      action={
        props.searched || props.closed ? undefined : (
          <ButtonLink href="/projekte/neu" look="filled" icon="plus">
            {m.project_new()}
          </ButtonLink>
        )
      }
    />
  );
}

function Row(props: { row: ProjectRow }): JSX.Element {
  const ours = () => props.row.waiting === null || ['management', 'employee'].includes(props.row.waiting.role);
  const tone = (): Tone => (props.row.closedAt ? 'done' : props.row.late > 0 ? 'late' : ours() ? 'us' : 'others');
  const ball = () => {
    const { closedAt, outcome, waiting, open } = props.row;
    if (closedAt) return outcome === 'cancelled' ? m.project_outcome_cancelled() : m.project_outcome_done();
    if (!waiting) return open > 0 ? m.project_beginning() : m.project_wrap_up();
    const name = waiting.role === 'advisoryBoard' ? m.lifecycle_whom_advisory_board() : waiting.name;
    return name ? m.lifecycle_waiting_on({ name }) : m.lifecycle_waiting_us();
  };
  const total = () => props.row.open + props.row.done;
  return (
    <li class="border-line not-last:border-b">
      <A
        href={`/projekte/${props.row.id}`}
        class="grid min-h-14 items-center gap-x-4 gap-y-1.5 px-4 py-2.5 -outline-offset-2 hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_13rem_9rem_8rem] xl:grid-cols-[minmax(0,1fr)_17rem_12rem_8rem]"
      >
        <span class="flex min-w-0 items-start gap-3">
          <ToneDot tone={tone()} class="mt-1.5" />
          <span class="min-w-0">
            <span class="block truncate font-semibold">{props.row.title}</span>
            <span class="block truncate text-sm text-muted">
              {props.row.number} · {props.row.property}
            </span>
          </span>
        </span>
        <span class="min-w-0 max-sm:pl-5">
          <Pill tone={tone()}>{ball()}</Pill>
          <Show when={props.row.waiting && !props.row.closedAt}>
            <span class="mt-0.5 block truncate text-sm text-muted">{props.row.waiting?.todo}</span>
          </Show>
        </span>
        <span class="text-sm text-muted max-sm:pl-5">
          <Show
            when={props.row.closedAt}
            fallback={
              <Show when={props.row.nextDue}>
                {(due) => (
                  <span class={Date.parse(due()) < Date.now() ? 'text-late' : ''}>
                    {m.project_next({ date: sayDay(due()) })}
                  </span>
                )}
              </Show>
            }
          >
            {(at) => <When iso={at()} as="date" />}
          </Show>
        </span>
        <span class="max-sm:pl-5">
          <Progress done={props.row.done} total={total()} />
        </span>
      </A>
    </li>
  );
}

/** How many of the to-dos are done, in words and as a bar. */
export function Progress(props: { done: number; total: number }): JSX.Element {
  return (
    <span class="block">
      <span class="block text-sm text-muted">{m.project_progress({ done: props.done, total: props.total })}</span>
      <span aria-hidden="true" class="mt-1 block h-1.5 overflow-hidden rounded-full bg-sunken">
        <span
          class="block h-full rounded-full bg-done"
          style={{ width: `${props.total === 0 ? 0 : Math.round((props.done / props.total) * 100)}%` }}
        />
      </span>
    </span>
  );
}
