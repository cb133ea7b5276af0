import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { DELETION_GRACE_DAYS } from '../../../domain/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useAct } from './act.ts';
import { type Company, installation } from './client.ts';

const FORM = 'delete-form';

/** Closes a company for good, or deletes at once what was to go later; its short name has to be written for that. */
export function DeleteDialog(props: { company: Company; atOnce?: boolean; onClose: () => void }): JSX.Element {
  const { act, busy, failure } = useAct();
  const [slug, setSlug] = createSignal('');
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { id } = props.company;
    const said = { id, slug: slug() };
    const done = props.atOnce
      ? await act(() => installation.deleteNow.mutate(said), m.installation_deletion_begun())
      : await act(
          () => installation.planDeletion.mutate(said),
          m.installation_deletion_planned(),
          () => installation.keep.mutate({ id }),
        );
    if (done) props.onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={m.installation_delete_title({ name: props.company.name })}
      description={
        props.atOnce
          ? m.installation_delete_now_lead()
          : m.installation_delete_lead({ days: String(DELETION_GRACE_DAYS) })
      }
      footer={
        <>
          <Button onClick={() => props.onClose()}>{m.ui_cancel()}</Button>
          <Button look="danger" type="submit" form={FORM} busy={busy()}>
            {props.atOnce ? m.installation_delete_now() : m.installation_delete()}
          </Button>
        </>
      }
    >
      <form id={FORM} class="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <TextField
          label={m.installation_type_slug({ slug: props.company.slug })}
          autocapitalize="none"
          autocomplete="off"
          spellcheck={false}
          required
          value={slug()}
          onInput={(event) => setSlug(event.currentTarget.value)}
        />
        <Show when={failure()}>{(text) => <ErrorNote title={text()} />}</Show>
      </form>
    </Dialog>
  );
}
