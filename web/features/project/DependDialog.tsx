import { createSignal, For, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ActDialog } from '../ticket/ActDialog.tsx';
import type { DialogProps } from './dialog.ts';

/** What a to-do waits for. */
export function DependDialog(props: DialogProps<'depend'>): JSX.Element {
  const { todo } = props.asked;
  const follows = 'after' in todo.when ? todo.when.after : undefined;
  const [needs, setNeeds] = createSignal<readonly number[]>(todo.needs.filter((n) => n !== follows));
  const others = () =>
    props.project.todos.filter(({ n, phase }) => n !== todo.n && n !== follows && phase !== 'dropped');
  const submit = async () => {
    const command = { type: 'depend' as const, todo: todo.n, needs: [...needs()] };
    if (await props.acts.run({ command, files: [] }, { text: m.project_depends_saved() })) props.onClose();
  };
  return (
    <ActDialog
      title={m.project_depend_title({ title: todo.title })}
      description={m.project_depend_text()}
      submit={m.project_depend()}
      busy={props.acts.busy()}
      error={props.acts.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <div class="flex max-h-80 flex-col overflow-y-auto">
        <For each={others()}>
          {(each) => (
            <Checkbox
              label={each.title}
              checked={needs().includes(each.n)}
              onChange={(checked) => setNeeds((all) => (checked ? [...all, each.n] : all.filter((n) => n !== each.n)))}
            />
          )}
        </For>
      </div>
    </ActDialog>
  );
}
