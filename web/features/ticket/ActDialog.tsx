import { createUniqueId, type JSX, onMount, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';

/** An act that needs words or a choice: the form, the one act at its foot, and why it failed beside it. */
export function ActDialog(props: {
  title: string;
  description?: JSX.Element;
  submit: string;
  danger?: boolean;
  busy: boolean;
  error: string | undefined;
  wide?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: JSX.Element;
}): JSX.Element {
  const id = createUniqueId();
  let form: HTMLFormElement | undefined;
  // The first thing to fill in has the focus; on a phone it would only call up the keyboard over the form.
  onMount(() => {
    if (matchMedia('(pointer: fine)').matches)
      setTimeout(() => form?.querySelector<HTMLElement>('input:not(:disabled), select, textarea')?.focus());
  });
  return (
    <Dialog
      open
      wide={props.wide}
      onOpenChange={(open) => !open && props.onClose()}
      title={props.title}
      description={props.description}
      footer={
        <>
          <Button look="quiet" onClick={() => props.onClose()}>
            {m.ui_cancel()}
          </Button>
          <Button type="submit" form={id} look={props.danger ? 'danger' : 'filled'} busy={props.busy}>
            {props.submit}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        id={id}
        class="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          props.onSubmit();
        }}
      >
        {props.children}
        <Show when={props.error}>{(error) => <ErrorNote title={error()} />}</Show>
      </form>
    </Dialog>
  );
}
