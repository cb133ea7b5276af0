import { Key } from '@solid-primitives/keyed';
import { A, useParams, useSearchParams } from '@solidjs/router';
import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { ViewTabs } from '../../ui/ViewTabs.tsx';
import { When } from '../../ui/When.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { MailPanel } from './MailPanel.tsx';
import { type Box, type MailRow, useMails } from './queries.ts';
import { sayReason, toneOfReason } from './words.ts';

const boxes: Record<Box, { name: string; label: () => string; title: () => string; text: () => string }> = {
  waiting: {
    name: '',
    label: m.inbox_box_waiting,
    title: m.inbox_none_waiting_title,
    text: m.inbox_none_waiting_text,
  },
  done: { name: 'erledigt', label: m.inbox_box_done, title: m.inbox_none_done_title, text: m.inbox_none_done_text },
  automatic: {
    name: 'automatisch',
    label: m.inbox_box_automatic,
    title: m.inbox_none_automatic_title,
    text: m.inbox_none_automatic_text,
  },
};

const inBox = (box: Box) => (boxes[box].name ? `?ablage=${boxes[box].name}` : '');

/** Mails that somebody has to look at: the list, and beside it (on a phone in its place) the one that was chosen. */
export default function InboxPage(): JSX.Element {
  const params = useParams<{ id?: string }>();
  const [search] = useSearchParams<{ ablage?: string }>();
  const box = (): Box => (Object.keys(boxes) as Box[]).find((each) => boxes[each].name === search.ablage) ?? 'waiting';
  const mails = useMails(box);
  const rows = () => mails.data?.pages.flatMap((page) => page.rows) ?? [];
  const views = () =>
    (Object.keys(boxes) as Box[]).map((each) => ({
      href: `/posteingang${inBox(each)}`,
      label: boxes[each].label(),
      count: each === 'waiting' ? mails.data?.pages[0]?.waiting : undefined,
      current: each === box(),
    }));
  return (
    <div class="lg:grid lg:min-h-[calc(100dvh-4rem)] lg:grid-cols-[min(25rem,50%)_minmax(0,1fr)]">
      <section
        aria-label={m.inbox_title()}
        class={`min-w-0 border-line lg:border-r ${params.id ? 'max-lg:hidden' : ''}`}
      >
        <header class="px-5 pt-6 pb-3 max-lg:px-4">
          <h1 class="text-xl font-semibold">{m.inbox_title()}</h1>
          <p class="mt-1 text-pretty text-muted">{m.inbox_lead()}</p>
        </header>
        <ViewTabs label={m.inbox_boxes()} views={views()} />
        <Loaded query={mails} failed={m.inbox_failed()} count={5} class="m-4">
          {() => (
            <>
              <ul>
                <Key
                  each={rows()}
                  by="id"
                  fallback={
                    <li>
                      <EmptyState icon="mail" title={boxes[box()].title()} text={boxes[box()].text()} />
                    </li>
                  }
                >
                  {(row) => <Row row={row()} box={box()} current={row().id === params.id} />}
                </Key>
              </ul>
              <Show when={mails.hasNextPage}>
                <div class="p-4">
                  <Button busy={mails.isFetchingNextPage} onClick={() => void mails.fetchNextPage()}>
                    {m.inbox_more()}
                  </Button>
                </div>
              </Show>
            </>
          )}
        </Loaded>
      </section>
      <div class={`min-w-0 ${params.id ? '' : 'max-lg:hidden'}`}>
        <Show when={params.id}>
          <h1 class="sr-only lg:hidden">{m.inbox_title()}</h1>
        </Show>
        <Show
          when={params.id}
          keyed
          fallback={
            <Show when={rows().length > 0}>
              <p class="p-8 text-center text-muted">{m.inbox_choose()}</p>
            </Show>
          }
        >
          {(id) => <MailPanel id={id} back={`/posteingang${inBox(box())}`} />}
        </Show>
      </div>
    </div>
  );
}

function Row(props: { row: MailRow; box: Box; current: boolean }): JSX.Element {
  const from = () => props.row.fromName || props.row.fromAddress || m.inbox_no_sender();
  return (
    <li class="border-b border-line">
      <A
        href={`/posteingang/${props.row.id}${inBox(props.box)}`}
        noScroll
        aria-current={props.current ? 'true' : undefined}
        class={`block px-5 py-3 -outline-offset-2 transition-colors max-lg:px-4 ${props.current ? 'bg-accent-soft' : 'hover:bg-sunken'}`}
      >
        <span class="flex items-baseline gap-3">
          <span class="min-w-0 flex-1 truncate font-semibold">{from()}</span>
          <When iso={props.row.receivedAt} as="short" class="shrink-0 text-sm text-muted" />
        </span>
        <span class="block truncate">{props.row.subject || m.inbox_no_subject()}</span>
        <span class="block truncate text-muted">{props.row.excerpt}</span>
        <span class="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
          <Show when={sayReason(props.row.reason)}>
            {(reason) => (
              <Pill tone={props.box === 'waiting' ? toneOfReason(props.row.reason) : 'neutral'}>{reason()}</Pill>
            )}
          </Show>
          <Show when={props.row.ticketNumber}>
            <span>{props.row.ticketNumber}</span>
          </Show>
          <Show when={props.row.files > 0}>
            <span class="inline-flex items-center gap-1">
              <Icon name="document" size={16} />
              {props.row.files === 1 ? m.inbox_attachments_one() : m.inbox_attachments({ count: props.row.files })}
            </span>
          </Show>
        </span>
      </A>
    </li>
  );
}
