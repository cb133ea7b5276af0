import { createEffect, createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import type { Said } from '../held/take-back.ts';
import { FilePicker } from '../shell/FilePicker.tsx';
import type { FormDraft } from './drafts.ts';
import { Begun } from './OrderForms.tsx';

const MOST = 5;

/** The contractor's invoice, also when the work has long been accepted. */
export function InvoiceForm(props: {
  /** Whose it is. */
  firm: string | null;
  /** Whom it is made out to. */
  to: string;
  /** What was sent and taken back: it need not be chosen again. */
  before: readonly Said[] | undefined;
  draft: FormDraft<'invoice'>;
  busy: boolean;
  onSend: (text: string, files: string[]) => void;
  children: JSX.Element;
}): JSX.Element {
  const begun = props.draft.read();
  const before = props.before?.find(({ type }) => type === 'invoice');
  const kept = begun?.files ?? (before?.files ?? []).map((id) => ({ id, name: m.order_invoice_kept() }));
  const [files, setFiles] = createSignal<readonly { id: string; name: string }[]>(kept);
  const [text, setText] = createSignal(begun?.text ?? before?.text ?? '');
  createEffect(() => props.draft.keep({ text: text(), files: [...files()] }));
  const [busy, setBusy] = createSignal(false);
  const [tried, setTried] = createSignal(false);
  const send = () => {
    setTried(true);
    if (files().length > 0)
      props.onSend(
        text().trim(),
        files().map(({ id }) => id),
      );
  };
  return (
    <>
      <h2 class="font-semibold">{m.order_invoice_title({ name: props.to })}</h2>
      <Begun when={begun} />
      <FilePicker
        label={m.order_invoice_file()}
        hint={m.order_invoice_hint()}
        most={MOST}
        needed
        firm={props.firm}
        initial={kept}
        onChange={(_, chosen) => setFiles(chosen)}
        onBusy={setBusy}
      />
      <Show when={tried() && files().length === 0 && !busy()}>
        <ErrorNote title={m.errors_invoice_missing()} />
      </Show>
      <TextArea
        label={m.order_invoice_text()}
        optional
        value={text()}
        maxLength={5000}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <Button look="filled" busy={busy() || props.busy} onClick={send}>
        {m.order_invoice_send()}
      </Button>
      {props.children}
    </>
  );
}
