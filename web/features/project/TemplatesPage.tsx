import { A } from '@solidjs/router';
import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { ButtonLink } from '../../ui/Button.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { Back } from './Back.tsx';
import { useTemplates } from './queries.ts';
import { sayDay } from './words.ts';

/** The templates of projects, each in its newest version. */
export default function TemplatesPage(): JSX.Element {
  const templates = useTemplates();
  return (
    <div class="mx-auto max-w-220 px-5 pt-3 pb-10 max-sm:px-4">
      <Back href="/projekte" label={m.project_title()} />
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <h1 class="text-xl font-semibold">{m.project_templates()}</h1>
        <ButtonLink href="/projekte/vorlagen/neu" icon="plus">
          {m.project_template_new()}
        </ButtonLink>
      </div>
      <p class="mt-1 max-w-160 text-pretty text-muted">{m.project_templates_lead()}</p>
      <Loaded query={templates} failed={m.project_failed()} count={3}>
        {(rows) => (
          <ul class="mt-5 overflow-hidden rounded-xl border border-line bg-surface">
            <For each={rows()}>
              {(row) => (
                <li class="border-line not-last:border-b">
                  <A href={`/projekte/vorlagen/${row.id}`} class="block px-4 py-3 -outline-offset-2 hover:bg-sunken">
                    <span class="flex flex-wrap items-baseline justify-between gap-x-4">
                      <span class="font-semibold">{row.document.name}</span>
                      <span class="text-sm text-muted">
                        {m.project_version({ version: row.version })}
                        <Show when={row.publishedAt} fallback={<>, {m.project_builtin()}</>}>
                          {(at) => <>, {sayDay(at())}</>}
                        </Show>
                      </span>
                    </span>
                    <span class="mt-0.5 block text-pretty text-muted">{row.document.text}</span>
                    <span class="mt-0.5 block text-sm text-muted">
                      {m.project_todo_count({ count: row.document.todos.length })}
                    </span>
                  </A>
                </li>
              )}
            </For>
          </ul>
        )}
      </Loaded>
    </div>
  );
}
