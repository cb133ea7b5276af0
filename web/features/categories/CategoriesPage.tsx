import { createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Category, CategoryDocument } from '../../../domain/report/categories.ts';
import { categoryProblems, MOST } from '../../../domain/report/document.ts';
import { type Answers, api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { locale } from '../../ui/locale.ts';
import { Pill } from '../../ui/Pill.tsx';
import { toast } from '../../ui/Toast.tsx';
import { officeKey } from '../desk/queries.ts';
import { DraftBar, Versions } from '../policy/DraftBar.tsx';
import { createWriting } from '../policy/writing.ts';
import { iconOf } from '../report/texts.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { CategoryEditor } from './CategoryEditor.tsx';
import { moved, newCategory, withCategory } from './model.ts';
import { Preview } from './Preview.tsx';
import { sayProblem } from './problems.ts';
import { Places } from './QuestionEditor.tsx';

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
  const { live } = props.written;
  const writing = createWriting<CategoryDocument>({
    written: props.written,
    acts: api.categories,
    keys: [key, [...officeKey, 'categories']],
    published: m.categories_published,
  });
  const { document } = writing;
  const surroundings = { live: live.document, inPolicy: props.written.inPolicy };
  const problems = createMemo(() => categoryProblems(document(), surroundings));
  const blocking = () => problems().filter(({ blocks }) => blocks);
  const category = () => document().categories.find(({ id }) => id === chosen()) ?? document().categories[0];
  const published = (id: string) => live.document.categories.some((each) => each.id === id);
  const add = () => {
    const added = newCategory();
    writing.change({ categories: [...document().categories, added] });
    setChosen(added.id);
  };
  const remove = (id: string) => {
    const gone = document();
    writing.change({ categories: gone.categories.filter((each) => each.id !== id) });
    toast({ text: m.categories_deleted(), undo: () => writing.change(gone) });
  };
  return (
    <>
      <DraftBar
        writing={writing}
        live={m.categories_live}
        builtin={m.categories_live_builtin()}
        sound={blocking().length === 0}
        publishTitle={m.categories_publish_title()}
        publishText={m.categories_publish_text()}
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
          onMove={(from, to) => writing.change({ categories: moved(document().categories, from, to) })}
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
                    onChange={(next) => writing.change(withCategory(document(), next))}
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
