import { Key } from '@solid-primitives/keyed';
import { A } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Answers, api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayFailure } from '../../refusals.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { sayDate } from '../../ui/dates.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { Pill } from '../../ui/Pill.tsx';
import { toast } from '../../ui/Toast.tsx';
import { officeKey } from '../desk/queries.ts';
import { pathOf } from '../lifecycle/paths.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Contacts } from './Contacts.tsx';

type Letters = Answers['letters']['list'];

const lettersKey = [...officeKey, 'letters'] as const;
const when = (date: string) => sayDate(date, { locale: locale(), now: now() });
const pages = (count: number) => (count === 1 ? m.letters_page() : m.letters_pages({ count }));
const letters = (count: number, all: number) =>
  count === 1 ? `${m.letters_waiting_one()}, ${pages(all)}` : m.letters_waiting_count({ letters: count, pages: all });

/** What goes out by post: letters to print, print files, and who sends them. */
export default function LettersPage(): JSX.Element {
  const client = useQueryClient();
  const found = useQuery(() => ({ queryKey: lettersKey, queryFn: () => api.letters.list.query() }));
  const again = () => client.invalidateQueries({ queryKey: lettersKey });
  const [busy, setBusy] = createSignal<string>();
  const act = async (key: string, does: () => Promise<string>) => {
    setBusy(key);
    try {
      toast({ text: await does() });
    } catch (reason) {
      toast({ text: sayFailure(reason), tone: 'late' });
    } finally {
      setBusy(undefined);
      void again();
    }
  };
  // One id for one click, however often the request is repeated.
  const make = () =>
    act('make', async () => {
      const { letters: count } = await api.letters.makeRun.mutate({ id: crypto.randomUUID() });
      return m.letters_made({ count });
    });
  const post = (id: string) =>
    act(id, async () => {
      await api.letters.post.mutate({ id });
      return m.letters_posted_now();
    });
  return (
    <div class="mx-auto max-w-220 px-5 py-6 max-lg:px-4">
      <h1 class="text-xl font-semibold">{m.letters_title()}</h1>
      <p class="mt-1 text-pretty text-muted">{m.letters_lead()}</p>
      <Loaded query={found} failed={m.letters_failed()} count={4}>
        {(data) => (
          <>
            <Sender letters={data()} />
            <Waiting letters={data()} busy={busy() === 'make'} onMake={() => void make()} />
            <Show when={data().runs.length > 0}>
              <Runs runs={data().runs} busy={busy()} onPost={(id) => void post(id)} />
            </Show>
            <Contacts />
          </>
        )}
      </Loaded>
    </div>
  );
}

function Sender(props: { letters: Letters }): JSX.Element {
  return (
    <Show
      when={props.letters.letterhead}
      fallback={
        <section class="mt-5 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-xl bg-us-soft px-4 py-3.5 text-us">
          <div class="min-w-0">
            <h2 class="font-semibold">{m.letters_sender_missing_title()}</h2>
            <p class="text-md text-pretty">
              {props.letters.mayChange ? m.letters_sender_missing_text() : m.letters_sender_missing_ask()}
            </p>
          </div>
          <Show when={props.letters.mayChange}>
            <ButtonLink href="/briefe/einstellungen">{m.letters_sender_enter()}</ButtonLink>
          </Show>
        </section>
      }
    >
      {(head) => (
        <section class="mt-5 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
          <p class="min-w-0">
            <span class="text-muted">{m.letters_sender()}: </span>
            {head().name}, {head().street}, {head().postalCode} {head().city}
          </p>
          <Show when={props.letters.mayChange}>
            <ButtonLink href="/briefe/einstellungen" look="quiet">
              {m.letters_settings()}
            </ButtonLink>
          </Show>
        </section>
      )}
    </Show>
  );
}

function Waiting(props: { letters: Letters; busy: boolean; onMake: () => void }): JSX.Element {
  const rows = () => props.letters.waiting;
  return (
    <section class="mt-7">
      <div class="mb-2 flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 class="text-md font-semibold">{m.letters_waiting()}</h2>
        <Show when={rows().length > 0}>
          <span class="flex flex-wrap items-center gap-x-4 gap-y-2">
            <span class="text-muted">
              {letters(
                rows().length,
                rows().reduce((sum, row) => sum + row.pages, 0),
              )}
            </span>
            <Button look="filled" icon="print" busy={props.busy} onClick={props.onMake}>
              {m.letters_make()}
            </Button>
          </span>
        </Show>
      </div>
      <Show
        when={rows().length > 0}
        fallback={<EmptyState icon="mail" title={m.letters_none_title()} text={m.letters_none_text()} />}
      >
        <ul class="overflow-hidden rounded-xl border border-line bg-surface">
          <Key each={rows()} by="id">
            {(row) => (
              <li class="flex flex-wrap items-baseline justify-between gap-x-4 border-line px-4 py-3 not-last:border-b">
                <span class="min-w-0">
                  <span class="font-semibold">{row().recipient}</span>
                  <span class="text-muted">, {row().city}</span>
                  <span class="block text-md">
                    <A
                      href={pathOf(row().noun, row().subjectId)}
                      class="text-accent underline-offset-3 hover:underline"
                    >
                      {row().number}
                    </A>
                    <span class="text-muted"> {row().title}</span>
                  </span>
                </span>
                <span class="text-sm text-muted">
                  {when(row().madeAt)} · {pages(row().pages)}
                </span>
              </li>
            )}
          </Key>
        </ul>
      </Show>
    </section>
  );
}

function Runs(props: { runs: Letters['runs']; busy: string | undefined; onPost: (id: string) => void }): JSX.Element {
  return (
    <section class="mt-7">
      <h2 class="mb-2 text-md font-semibold">{m.letters_runs()}</h2>
      <ul class="overflow-hidden rounded-xl border border-line bg-surface">
        <Key each={props.runs} by="id">
          {(run) => (
            <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line px-4 py-3 not-last:border-b">
              <span class="min-w-0">
                <span class="font-semibold">{m.letters_run({ date: when(run().madeAt) })}</span>
                <span class="flex flex-wrap items-center gap-x-2 text-sm text-muted">
                  {letters(run().letters, run().pages)}
                  <Pill tone={run().postedAt ? 'done' : 'us'}>
                    {run().postedAt ? m.letters_posted({ date: when(run().postedAt ?? '') }) : m.letters_to_post()}
                  </Pill>
                </span>
              </span>
              <span class="flex flex-wrap gap-2">
                <ButtonLink href={`/api/print-runs/${run().id}.pdf`} target="_self" icon="document">
                  {m.letters_download()}
                </ButtonLink>
                <Show when={!run().postedAt}>
                  <Button look="filled" busy={props.busy === run().id} onClick={() => props.onPost(run().id)}>
                    {m.letters_post()}
                  </Button>
                </Show>
              </span>
            </li>
          )}
        </Key>
      </ul>
    </section>
  );
}
