import { createSignal, createUniqueId, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { sayFailure } from '../../refusals.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Dialog.tsx';
import { sayMoment } from '../../ui/dates.ts';
import { controlClass } from '../../ui/Field.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { toast } from '../../ui/Toast.tsx';
import { type Feed, useFeeds } from './queries.ts';

/** What a feed would tell: everything, or one property, contractor or employee. */
export type FeedSubject = { kind: Feed['kind']; subjectId: string | null };

/** The calendars that one subscribes to: their secret addresses, new ones, and their end. */
export function FeedsDialog(props: {
  /** What the page shows now; undefined when that is more than one filter. */
  subject: FeedSubject | undefined;
  nameOf: (subject: FeedSubject) => string;
  onClose: () => void;
}): JSX.Element {
  const { feeds, make, renew, remove } = useFeeds();
  const [busy, setBusy] = createSignal(false);
  const list = () => (feeds.isPending ? [] : (feeds.data ?? []));
  const attempt = async (act: Promise<unknown>, done?: string) => {
    setBusy(true);
    try {
      await act;
      if (done) toast({ text: done });
    } catch (error) {
      toast({ text: sayFailure(error), tone: 'late' });
    } finally {
      setBusy(false);
    }
  };
  const has = (subject: FeedSubject) =>
    list().some(({ kind, subjectId }) => kind === subject.kind && subjectId === subject.subjectId);
  return (
    <Sheet open onOpenChange={(open) => !open && props.onClose()} title={m.desk_feed_title()}>
      <p class="text-muted">{m.desk_feed_lead()}</p>
      <Show when={props.subject} fallback={<p class="mt-4">{m.desk_feed_one_filter()}</p>}>
        {(subject) => (
          <Show when={!has(subject())}>
            <Button
              look="filled"
              class="mt-4 max-w-full"
              busy={busy()}
              onClick={() => void attempt(make({ kind: subject().kind, subjectId: subject().subjectId }))}
            >
              {m.desk_feed_this()}: {props.nameOf(subject())}
            </Button>
          </Show>
        )}
      </Show>
      <Show when={!feeds.isPending && list().length === 0}>
        <p class="mt-4">{m.desk_feed_none()}</p>
      </Show>
      <ul class="mt-5 flex flex-col gap-4">
        <For each={list()}>
          {(feed) => (
            <FeedCard
              feed={feed}
              name={props.nameOf(feed)}
              busy={busy()}
              onRenew={() => void attempt(renew(feed.id), m.desk_feed_renewed())}
              onRemove={() => void attempt(remove(feed.id), m.desk_feed_removed())}
            />
          )}
        </For>
      </ul>
    </Sheet>
  );
}

function FeedCard(props: {
  feed: Feed;
  name: string;
  busy: boolean;
  onRenew: () => void;
  onRemove: () => void;
}): JSX.Element {
  const id = createUniqueId();
  const address = () => new URL(props.feed.path, location.origin).href;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address());
      toast({ text: m.desk_feed_copied() });
    } catch {
      // Without leave to write there it is selected, to be copied by hand.
      document.querySelector<HTMLInputElement>(`#${CSS.escape(id)}`)?.select();
    }
  };
  return (
    <li class="rounded-xl border border-line p-3.5">
      <p class="font-semibold">{props.name}</p>
      <div class="mt-2 flex gap-2">
        <input
          id={id}
          readOnly
          aria-label={m.desk_feed_address({ name: props.name })}
          value={address()}
          onFocus={(event) => event.currentTarget.select()}
          class={`${controlClass('desk')} text-sm!`}
        />
        <IconButton icon="document" label={m.desk_feed_copy()} onClick={() => void copy()} />
      </div>
      <div class="mt-2 flex flex-wrap items-center gap-x-1">
        <span class="mr-auto text-sm text-muted">
          {props.feed.fetchedAt
            ? m.desk_feed_fetched({ when: sayMoment(props.feed.fetchedAt, { locale: locale(), now: now() }) })
            : m.desk_feed_never()}
        </span>
        <Button look="quiet" disabled={props.busy} onClick={props.onRenew}>
          {m.desk_feed_renew()}
        </Button>
        <Button look="quiet" disabled={props.busy} onClick={props.onRemove}>
          {m.desk_feed_remove()}
        </Button>
      </div>
    </li>
  );
}
