import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { TemplateDocument } from '../../../domain/project/template.ts';
import type { Answers } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { sayDay } from './words.ts';

type Dates = Answers['projects']['preview'];

/** The to-dos of a template with the dates that they would have, in the order in which they are due. */
export function Preview(props: { document: TemplateDocument; dates: Dates | undefined; error: unknown }): JSX.Element {
  const rows = () => {
    const { dates, document } = props;
    if (!dates || dates.length !== document.todos.length) return undefined;
    return document.todos
      .map(({ title, role }, index) => ({ title, role: document.roles[role]?.name ?? '', ...dates[index]! }))
      .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
  };
  return (
    <section>
      <h2 class="mb-2 text-md font-semibold">{m.project_preview()}</h2>
      <Show when={props.error} keyed fallback={undefined}>
        {(error) => <ErrorNote title={sayFailure(error)} />}
      </Show>
      <Show when={rows()} fallback={props.error ? undefined : <Skeleton shape="rows" count={5} />}>
        {(found) => (
          <ol class="overflow-hidden rounded-xl border border-line bg-surface">
            <For each={found()}>
              {(row) => (
                <li class="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 border-line px-4 py-2.5 not-last:border-b">
                  <span class="min-w-0 font-medium">{row.title}</span>
                  <time datetime={row.due} class="text-right whitespace-nowrap">
                    {sayDay(row.due)}
                  </time>
                  <span class="min-w-0 text-sm text-muted">{row.role}</span>
                  <Show when={row.wished && row.why} keyed>
                    {(why) => (
                      <span class="text-right text-sm text-us">
                        {why === 'holiday' ? m.project_holiday() : m.project_weekend()}
                      </span>
                    )}
                  </Show>
                </li>
              )}
            </For>
          </ol>
        )}
      </Show>
    </section>
  );
}
