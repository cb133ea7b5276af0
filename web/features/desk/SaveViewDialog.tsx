import { createSignal, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { DeskView } from '../../../domain/desk/schema.ts';
import { sayFailure } from '../../refusals.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { type SavedView, useViewKeeping } from './queries.ts';

/** Gives a view its name: a new one, or one that is renamed or shared from now on. */
export function SaveViewDialog(props: {
  view: DeskView;
  /** The one that is changed. */
  known?: SavedView | undefined;
  onSaved: (id: string) => void;
  onClose: () => void;
}): JSX.Element {
  const { save } = useViewKeeping();
  const [name, setName] = createSignal(props.known?.name ?? '');
  const [shared, setShared] = createSignal(props.known?.shared ?? false);
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const id = props.known?.id ?? crypto.randomUUID();
  const submit = async () => {
    setTried(true);
    if (name().trim() === '') return;
    setBusy(true);
    try {
      await save({ id, name: name().trim(), shared: shared(), view: props.view });
      toast({ text: m.desk_view_saved() });
      props.onSaved(id);
    } catch (reason) {
      setError(sayFailure(reason));
    } finally {
      setBusy(false);
    }
  };
  return (
    <ActDialog
      title={props.known ? m.desk_view_rename() : m.desk_view_save()}
      description={props.known ? undefined : m.desk_view_save_hint()}
      submit={m.desk_view_save()}
      busy={busy()}
      error={error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <TextField
        label={m.desk_view_name()}
        maxLength={60}
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
        error={tried() && name().trim() === '' ? m.desk_view_name_missing() : undefined}
      />
      <Checkbox label={m.desk_view_shared()} hint={m.desk_view_shared_hint()} checked={shared()} onChange={setShared} />
    </ActDialog>
  );
}
