import { A } from '@solidjs/router';
import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { pathOf } from '../lifecycle/paths.ts';
import type { Asked, ProjectActs } from './acts.ts';
import type { Project } from './queries.ts';
import { sayDay } from './words.ts';

const nouns: Record<Project['joined'][number]['noun'], { icon: IconName; say: () => string }> = {
  ticket: { icon: 'list', say: () => m.project_noun_ticket() },
  workOrder: { icon: 'wrench', say: () => m.project_noun_order() },
  campaign: { icon: 'check', say: () => m.project_noun_campaign() },
  document: { icon: 'document', say: () => m.project_noun_document() },
};

/** What the project joins: tickets, orders with their appointments, votes and papers. */
export function Room(props: { project: Project; acts: ProjectActs; onAsk: (asked: Asked) => void }): JSX.Element {
  const plans = () => props.project.plans && props.project.phase !== 'closed';
  return (
    <section>
      <div class="mb-2 flex min-h-9 items-center justify-between gap-3">
        <h2 class="text-md font-semibold">{m.project_room()}</h2>
        <Show when={plans()}>
          <Button look="quiet" icon="plus" onClick={() => props.onAsk({ kind: 'join' })}>
            {m.project_join_act()}
          </Button>
        </Show>
      </div>
      <Show when={props.project.joined.length > 0} fallback={<p class="text-muted">{m.project_room_empty()}</p>}>
        <ul class="overflow-hidden rounded-xl border border-line bg-surface">
          <For each={props.project.joined}>
            {(each) => (
              <li class="flex items-center gap-3 border-line px-4 py-2.5 not-last:border-b">
                <Icon name={nouns[each.noun].icon} size={16} class="text-muted" />
                <span class="min-w-0 flex-1">
                  <Show
                    when={props.project.audience === 'management' && each.noun}
                    fallback={<span class="font-medium">{each.title}</span>}
                    keyed
                  >
                    {(noun) => (
                      <A
                        href={pathOf(noun, each.id)}
                        class="font-medium text-accent underline-offset-3 hover:underline"
                      >
                        {each.title}
                      </A>
                    )}
                  </Show>
                  <span class="block text-sm text-muted">
                    {nouns[each.noun].say()} {each.number}
                    <Show when={each.appointment}>
                      {(at) => <> · {m.project_appointment({ date: sayDay(at()) })}</>}
                    </Show>
                  </span>
                </span>
                <Show when={plans()}>
                  <IconButton
                    icon="close"
                    label={m.project_part({ number: each.number })}
                    onClick={() => {
                      const { noun, id } = each;
                      void props.acts.run(
                        { command: { type: 'part', noun, id }, files: [] },
                        {
                          text: m.project_parted(),
                          undo: () => void props.acts.run({ command: { type: 'join', noun, id }, files: [] }),
                        },
                      );
                    }}
                  />
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
}
