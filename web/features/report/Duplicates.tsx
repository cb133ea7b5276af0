import { createEffect, createSignal, For, type JSX, on, onCleanup, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Answers } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { sayDate } from '../../ui/dates.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { sayWord } from '../lifecycle/words.ts';
import type { Draft, KeptForm } from './draft.ts';
import { say, suggestedTitle } from './texts.ts';

export type Offered = Answers['duplicates']['offered'][number];

/** How long typing has to rest before it is looked up. */
const REST_MS = 500;

const inWords: ReadonlyArray<() => string> = [
  () => m.report_people_0(),
  () => m.report_people_1(),
  () => m.report_people_2(),
  () => m.report_people_3(),
  () => m.report_people_4(),
  () => m.report_people_5(),
];

/** "Drei Nachbarn haben das schon gemeldet". */
const sayPeople = (count: number) => inWords[count]?.() ?? m.report_people({ count });

/**
 * What neighbours have reported already of what belongs to all: joining takes one press instead of a report. Says what
 * and when, never who. Looking it up may fail; the report goes on without.
 */
export function Duplicates(props: {
  form: KeptForm;
  buildingId: string | undefined;
  /** Asks what is reported already. */
  look: (about: { buildingId: string; category: string; words: string }) => Promise<Offered[]>;
  onJoin: (offered: Offered) => Promise<void>;
}): JSX.Element {
  const [found, setFound] = createSignal<Offered[]>([]);
  const [busy, setBusy] = createSignal<string>();
  const [failure, setFailure] = createSignal<string>();
  const draft = props.form.draft;
  const words = () =>
    `${draft.title ?? suggestedTitle(props.form.category(), draft.answers)} ${draft.description}`.trim();
  createEffect(
    on(
      () => [props.buildingId, draft.category, words()] as const,
      ([buildingId, kind, said]) => {
        if (!buildingId || !kind) return setFound([]);
        const look = setTimeout(() => {
          props
            .look({ buildingId, category: kind, words: said })
            .then(setFound)
            .catch(() => setFound([]));
        }, REST_MS);
        onCleanup(() => clearTimeout(look));
      },
    ),
  );
  const join = async (offered: Offered) => {
    setBusy(offered.id);
    setFailure(undefined);
    try {
      await props.onJoin(offered);
    } catch (error) {
      setFailure(sayFailure(error));
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <Show when={found().length > 0}>
      <section aria-live="polite" class="rounded-xl border border-l-4 border-line border-l-others bg-surface p-4">
        <h2 class="font-semibold">{m.report_known_title()}</h2>
        <p class="mt-1 text-muted">{m.report_known_hint()}</p>
        <ul class="mt-3 flex flex-col gap-4">
          <For each={found()}>
            {(offered) => (
              <li class="flex flex-col gap-2">
                <p>
                  <b class="block font-semibold">{say(offered.title)}</b>
                  <span class="block text-md text-muted">
                    {sayPeople(offered.people)} ·{' '}
                    {m.report_known_since({ date: sayDate(offered.reportedAt, { locale: locale(), now: now() }) })} ·{' '}
                    {sayWord('phase', offered.phase)}
                  </span>
                </p>
                <Button busy={busy() === offered.id} disabled={busy() !== undefined} onClick={() => void join(offered)}>
                  {m.report_known_join()}
                </Button>
              </li>
            )}
          </For>
        </ul>
        <Show when={failure()}>{(why) => <ErrorNote class="mt-3" title={why()} />}</Show>
      </section>
    </Show>
  );
}

/** In which building something is that belongs to all, as the draft has it; undefined for a flat. */
export function commonBuilding(draft: Draft): string | undefined {
  const [kind, id] = draft.place?.split(':') ?? [];
  return kind === 'common' ? id : undefined;
}
