import { useParams } from '@solidjs/router';
import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { leadsAway } from '../shell/NotRead.tsx';
import { Back } from './Back.tsx';
import { type Project, type Todo, useProject } from './queries.ts';
import { sayDay, sayPhase, sayPlace, sayResponsible } from './words.ts';

/** A project on paper: every to-do with who is responsible, by when, after what, and its checklist to tick. */
export default function PrintPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const project = useProject(() => params.id);
  return (
    <div class="mx-auto max-w-260 px-5 pt-3 pb-10 max-sm:px-4">
      <Show when={!leadsAway(project)}>
        <Back href={`/projekte/${params.id}`} label={m.project_back()} />
      </Show>
      <Loaded
        query={project}
        failed={m.project_failed()}
        elsewhere={{ href: '/projekte', label: m.project_title() }}
        shape="page"
        page
      >
        {(found) => <Sheet project={found()} />}
      </Loaded>
    </div>
  );
}

function Sheet(props: { project: Project }): JSX.Element {
  const dateOf = ({ endedAt, due }: Todo) => endedAt ?? due;
  /** What it still waits for. */
  const needsOf = ({ needs, endedAt }: Todo) =>
    endedAt ? [] : needs.flatMap((n) => props.project.todos.find((each) => each.n === n && !each.endedAt)?.title ?? []);
  const rows = () =>
    props.project.todos.toSorted((a, b) => (dateOf(a) < dateOf(b) ? -1 : dateOf(a) > dateOf(b) ? 1 : a.n - b.n));
  return (
    <article>
      <p class="text-sm text-muted">
        {props.project.number} · {sayPlace(props.project)}
      </p>
      <div class="flex flex-wrap items-start justify-between gap-3">
        <h1 class="text-xl font-bold">{props.project.title}</h1>
        <Button look="filled" icon="print" onClick={() => print()}>
          {m.project_print()}
        </Button>
      </div>
      <section class="mt-4 overflow-x-auto" aria-label={m.project_todos()} tabindex="0">
        <table class="w-full min-w-150 border-collapse text-left">
          <thead>
            <tr class="border-b border-line-strong text-sm text-muted">
              <th scope="col" class="py-2 pr-4 font-semibold">
                {m.project_todo_title()}
              </th>
              <th scope="col" class="py-2 pr-4 font-semibold">
                {m.project_responsible()}
              </th>
              <th scope="col" class="py-2 pr-4 font-semibold">
                {m.project_date()}
              </th>
              <th scope="col" class="py-2 font-semibold">
                {m.project_move_to()}
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={rows()}>
              {(todo) => (
                <tr class="break-inside-avoid border-b border-line align-top">
                  <td class="py-2 pr-4">
                    <span class="font-medium">{todo.title}</span>
                    <Show when={needsOf(todo).length > 0}>
                      <span class="block text-sm text-muted">
                        {m.project_needs()}: {needsOf(todo).join(', ')}
                      </span>
                    </Show>
                    <For each={todo.items}>
                      {(item) => (
                        <span class="block text-sm">
                          {item.ticked ? '☑' : '☐'} {item.text}
                        </span>
                      )}
                    </For>
                  </td>
                  <td class="py-2 pr-4">{sayResponsible(todo, 'office')}</td>
                  <td class="py-2 pr-4 whitespace-nowrap">{sayDay(dateOf(todo))}</td>
                  <td class="py-2">{sayPhase(todo.phase)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </section>
    </article>
  );
}
