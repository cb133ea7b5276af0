import { createSignal, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { ActDialog } from '../ticket/ActDialog.tsx';
import type { DialogProps } from './dialog.ts';

/** Other words for a to-do, or for the project itself. */
export function RenameDialog(props: DialogProps<'rename'>): JSX.Element {
  const { todo } = props.asked;
  const [title, setTitle] = createSignal(todo?.title ?? props.project.title);
  const [text, setText] = createSignal(todo?.text ?? props.project.description);
  const [tried, setTried] = createSignal(false);
  const missing = () => title().trim().length < 3;
  const submit = async () => {
    setTried(true);
    if (missing()) return;
    const command = { type: 'rename' as const, todo: todo?.n ?? null };
    const said = { command, title: title().trim(), text: text().trim(), files: [] };
    if (await props.acts.run(said, { text: m.project_renamed() })) props.onClose();
  };
  return (
    <ActDialog
      title={todo ? m.project_rename_todo({ title: todo.title }) : m.project_rename()}
      submit={m.project_rename_save()}
      busy={props.acts.busy()}
      error={props.acts.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <TextField
        label={todo ? m.project_todo_title() : m.project_name()}
        maxLength={120}
        value={title()}
        error={tried() && missing() ? (todo ? m.project_todo_title_missing() : m.project_name_missing()) : undefined}
        onInput={(event) => setTitle(event.currentTarget.value)}
      />
      <TextArea
        label={todo ? m.project_todo_text() : m.project_description()}
        optional
        maxLength={2000}
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
