import { createEffect, createUniqueId, type JSX, Show } from 'solid-js';
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
  /** Leads to what is wrong: a long form must not hide it under its edge. */
  const leadToProblem = () =>
    requestAnimationFrame(() => {
      form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      form?.querySelector('[role="alert"]')?.scrollIntoView({ block: 'nearest' });
    });
  createEffect(() => {
    if (props.error) leadToProblem();
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
          leadToProblem();
        }}
      >
        {props.children}
        <Show when={props.error}>{(error) => <ErrorNote title={error()} />}</Show>
      </form>
    </Dialog>
  );
}
