import { useQueryClient } from '@tanstack/solid-query';
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Category, CategoryDocument } from '../../../domain/report/categories.ts';
import { categoryProblems, MOST } from '../../../domain/report/document.ts';
import { type Answers, api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { sayFull } from '../../ui/dates.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { locale } from '../../ui/locale.ts';
import { Pill } from '../../ui/Pill.tsx';
import { toast } from '../../ui/Toast.tsx';
import { officeKey } from '../desk/queries.ts';
import { DraftBar, Versions } from '../policy/DraftBar.tsx';
import { same } from '../policy/model.ts';
import { iconOf } from '../report/texts.ts';
import { CategoryEditor } from './CategoryEditor.tsx';
import { moved, newCategory, withCategory } from './model.ts';
import { Preview } from './Preview.tsx';
import { sayProblem } from './problems.ts';
import { Places } from './QuestionEditor.tsx';
import { Loaded } from '../shell/Loaded.tsx';

type Written = Answers['categories']['get'];

const key = ['categories'];

/** What can be reported and what is asked about it: a draft is written beside the resident's form, then published. */
export default function CategoriesPage(): JSX.Element {
  const found = useQuery(() => ({ queryKey: key, queryFn: () => api.categories.get.query() }));
  return (
    <div class="mx-auto max-w-320 px-5 py-6 max-lg:px-4">
      <h1 class="text-xl font-bold tracking-[-0.012em]">{m.categories_title()}</h1>
      <p class="mt-1 max-w-180 text-muted">{m.categories_lead()}</p>
      <Loaded query={found} failed={m.categories_failed()}>
        {(written) => (
          // What is being written stays while the page asks again; it starts anew when another draft is there.
          <Show when={`${written().live.version} ${written().draft?.revision ?? 0}`} keyed>
            <Writing written={written()} />
          </Show>
        )}
      </Loaded>
    </div>
  );
}

/** Which category was being looked at, so that saving does not lose the place. */
const [chosen, setChosen] = createSignal<string>();

function Writing(props: { written: Written }): JSX.Element {
  const client = useQueryClient();
  const { live, draft } = props.written;
  const before = draft?.document ?? live.document;
  const [document, setDocument] = createSignal<CategoryDocument>(before);
  const [busy, setBusy] = createSignal(false);
  const surroundings = { live: live.document, inPolicy: props.written.inPolicy };
  const problems = createMemo(() => categoryProblems(document(), surroundings));
  const blocking = () => problems().filter(({ blocks }) => blocks);
  const unsaved = () => !same(document(), before);
  const differs = () => !same(document(), live.document);
  const category = () => document().categories.find(({ id }) => id === chosen()) ?? document().categories[0];
  const published = (id: string) => live.document.categories.some((each) => each.id === id);

  const attempt = async (work: () => Promise<string>) => {
    setBusy(true);
    try {
      toast({ text: await work() });
      await client.invalidateQueries({ queryKey: key });
      await client.invalidateQueries({ queryKey: [...officeKey, 'categories'] });
    } catch (error) {
      toast({ text: sayFailure(error), tone: 'late' });
    } finally {
      setBusy(false);
    }
  };
  const save = () => api.categories.saveDraft.mutate({ revision: draft?.revision ?? 0, document: document() });
  const publish = async (note: string, close: () => void) => {
    const { revision } = unsaved() || !draft ? await save() : draft;
    const { version } = await api.categories.publish.mutate({ revision, note });
    close();
    return m.categories_published({ version });
  };
  const add = () => {
    const added = newCategory();
    setDocument({ categories: [...document().categories, added] });
    setChosen(added.id);
  };
  const remove = (id: string) => {
    const gone = document();
    setDocument({ categories: gone.categories.filter((each) => each.id !== id) });
    toast({ text: m.categories_deleted(), undo: () => setDocument(gone) });
  };
  return (
    <>
      <DraftBar
        live={
          live.publishedAt
            ? m.categories_live({
                version: live.version,
                date: sayFull(live.publishedAt, { locale: locale() }),
                who: live.publishedBy ?? '',
              })
            : m.categories_live_builtin()
        }
        draft={draft}
        unsaved={unsaved()}
        publishable={differs() && blocking().length === 0}
        busy={busy()}
        publishTitle={m.categories_publish_title()}
        publishText={m.categories_publish_text()}
        onUndo={() => setDocument(before)}
        onDiscard={() =>
          void attempt(async () => {
            await api.categories.discardDraft.mutate({ revision: draft?.revision ?? 0 });
            return m.policy_discarded();
          })
        }
        onSave={() =>
          void attempt(async () => {
            await save();
            return m.policy_saved();
          })
        }
        onPublish={(note, close) => void attempt(() => publish(note, close))}
      >
        <For each={problems().filter(({ blocks }) => !blocks)}>
          {(problem) => (
            <p class="mb-3 rounded-lg bg-us-soft px-3 py-2 text-us">{sayProblem(problem, document(), live.document)}</p>
          )}
        </For>
      </DraftBar>
      <Show when={blocking().length > 0}>
        <ErrorNote
          class="mt-4"
          title={m.policy_not_publishable()}
          text={
            <span class="block">
              <For each={blocking().slice(0, 5)}>
                {(problem) => <span class="block">{sayProblem(problem, document(), live.document)}</span>}
              </For>
              <Show when={blocking().length > 5}>
                <span class="block">{m.categories_more_problems({ count: blocking().length - 5 })}</span>
              </Show>
            </span>
          }
        />
      </Show>
      <div class="mt-5 grid items-start gap-5 lg:grid-cols-[15rem_minmax(0,1fr)] xl:grid-cols-[15rem_minmax(0,1fr)_23rem]">
        <CategoryList
          document={document()}
          chosen={category()?.id}
          wrong={(id) => problems().some((problem) => problem.category === id && problem.blocks)}
          isNew={(id) => !published(id)}
          onChoose={setChosen}
          onMove={(from, to) => setDocument({ categories: moved(document().categories, from, to) })}
          onAdd={add}
        />
        <div class="min-w-0">
          <Show when={category()?.id} keyed fallback={<p class="text-muted">{m.categories_none()}</p>}>
            {(id) => (
              <Show when={document().categories.find((each) => each.id === id)}>
                {(shown) => (
                  <CategoryEditor
                    category={shown()}
                    problems={problems().filter((problem) => problem.category === id)}
                    published={published(id)}
                    onChange={(next) => setDocument(withCategory(document(), next))}
                    onDelete={() => remove(id)}
                  />
                )}
              </Show>
            )}
          </Show>
          <Versions id="categories-versions" versions={props.written.versions} class="mt-5" />
        </div>
        <div class="min-w-0 lg:col-span-2 xl:sticky xl:top-4 xl:col-span-1">
          <Preview document={document()} category={category()?.id} />
        </div>
      </div>
    </>
  );
}

/** The categories in the order in which they are offered. */
function CategoryList(props: {
  document: CategoryDocument;
  chosen: string | undefined;
  wrong: (id: string) => boolean;
  isNew: (id: string) => boolean;
  onChoose: (id: string) => void;
  onMove: (from: number, to: number) => void;
  onAdd: () => void;
}): JSX.Element {
  const name = ({ label }: Category) => label[locale()] || label.de || m.categories_unnamed();
  return (
    <nav aria-label={m.categories_title()} class="min-w-0 rounded-xl border border-line bg-surface p-1.5">
      <ol>
        <For each={props.document.categories}>
          {(category, n) => (
            <li
              class={`flex items-center rounded-lg ${category.id === props.chosen ? 'bg-accent-soft' : 'hover:bg-sunken'}`}
            >
              <button
                type="button"
                aria-current={category.id === props.chosen ? 'true' : undefined}
                onClick={() => props.onChoose(category.id)}
                class="flex min-h-11 min-w-0 flex-1 items-center gap-2.5 px-2.5 py-1.5 text-left"
              >
                <Icon name={iconOf(category)} size={16} class={category.retired ? 'text-muted' : 'text-accent'} />
                <span class="min-w-0 flex-1">
                  <span class={`block ${category.retired ? 'text-muted line-through' : 'font-medium'}`}>
                    {name(category)}
                  </span>
                  <Show when={category.retired || props.isNew(category.id) || props.wrong(category.id)}>
                    <span class="mt-0.5 flex flex-wrap gap-1">
                      <Show when={category.retired}>
                        <Pill tone="neutral">{m.categories_retired()}</Pill>
                      </Show>
                      <Show when={props.isNew(category.id)}>
                        <Pill tone="others">{m.categories_new()}</Pill>
                      </Show>
                      <Show when={props.wrong(category.id)}>
                        <Pill tone="late">{m.policy_wrong()}</Pill>
                      </Show>
                    </span>
                  </Show>
                </span>
              </button>
              <Show when={category.id === props.chosen}>
                <Places
                  name={name(category)}
                  at={n()}
                  of={props.document.categories.length}
                  onMove={(to) => props.onMove(n(), to)}
                />
              </Show>
            </li>
          )}
        </For>
      </ol>
      <Show when={props.document.categories.length < MOST.categories}>
        <Button icon="plus" look="quiet" density="desk" onClick={() => props.onAdd()}>
          {m.categories_add()}
        </Button>
      </Show>
    </nav>
  );
}
