import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { createAct } from '../../act.ts';
import { api } from '../../api.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { toast } from '../../ui/Toast.tsx';
import { AudiencePanel } from './AudiencePanel.tsx';
import { keys, type OfficeDocument } from './queries.ts';

/** Publishes a version: who will see it stands above the button, and whether they are written to is decided here. */
export function PublishDialog(props: { document: OfficeDocument; version: number; onClose: () => void }): JSX.Element {
  const client = useQueryClient();
  const first = () => props.version === 1;
  const [tell, setTell] = createSignal(props.version === 1);
  const publishing = createAct(async (_: object) =>
    api.documents.publish.mutate({
      id: props.document.id,
      version: props.version,
      revision: props.document.revision,
      tell: tell(),
    }),
  );
  const publish = async () => {
    const done = await publishing.run({});
    if (!done) return;
    props.onClose();
    toast({
      text:
        done.written > 0
          ? m.document_published_told({ count: done.written })
          : m.document_published_readers({ count: done.readers }),
    });
    await client.invalidateQueries({ queryKey: keys.all });
  };
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && props.onClose()}
      title={first() ? m.document_publish_title() : m.document_publish_version_title()}
      description={first() ? m.document_publish_lead() : m.document_publish_version_lead()}
      footer={
        <>
          <Button onClick={props.onClose}>{m.ui_cancel()}</Button>
          <Button look="filled" busy={publishing.busy()} onClick={() => void publish()}>
            {tell() ? m.document_publish_tell() : m.document_publish_only()}
          </Button>
        </>
      }
    >
      <Checkbox
        label={first() ? m.document_tell() : m.document_tell_again()}
        hint={m.document_tell_hint()}
        checked={tell()}
        onChange={setTell}
      />
      <Show when={publishing.error()}>{(error) => <ErrorNote class="mt-3" title={error()} />}</Show>
      <AudiencePanel id={props.document.id} revision={props.document.revision} published={!first()} />
    </Dialog>
  );
}

/** Withdraws a document, with the reason for the file. */
export function WithdrawDialog(props: { document: OfficeDocument; onClose: () => void }): JSX.Element {
  const client = useQueryClient();
  const [reason, setReason] = createSignal('');
  const [tell, setTell] = createSignal(true);
  const [tried, setTried] = createSignal(false);
  const withdrawing = createAct(async (_: object) =>
    api.documents.withdraw.mutate({ id: props.document.id, reason: reason().trim(), tell: tell() }),
  );
  const short = () => reason().trim().length < 3;
  const withdraw = async () => {
    setTried(true);
    if (short()) return;
    const done = await withdrawing.run({});
    if (!done) return;
    props.onClose();
    toast({ text: done.stopped > 0 ? m.document_withdrawn_stopped({ count: done.stopped }) : m.document_withdrawn() });
    await client.invalidateQueries({ queryKey: keys.all });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={m.document_withdraw_title()}
      description={m.document_withdraw_lead()}
      footer={
        <>
          <Button onClick={props.onClose}>{m.ui_cancel()}</Button>
          <Button look="filled" busy={withdrawing.busy()} onClick={() => void withdraw()}>
            {m.document_withdraw()}
          </Button>
        </>
      }
    >
      <div class="flex flex-col gap-3">
        <Running campaigns={props.document.campaigns} />
        <TextArea
          label={m.document_withdraw_reason()}
          maxLength={500}
          value={reason()}
          onInput={(event) => setReason(event.currentTarget.value)}
          error={tried() && short() ? m.document_withdraw_reason_missing() : undefined}
        />
        <Checkbox
          label={m.document_withdraw_tell()}
          hint={m.document_withdraw_tell_hint()}
          checked={tell()}
          onChange={setTell}
        />
        <Show when={withdrawing.error()}>{(error) => <ErrorNote title={error()} />}</Show>
      </div>
    </Dialog>
  );
}

/** What runs about a document, and what becomes of it when it is withdrawn. */
function Running(props: { campaigns: OfficeDocument['campaigns'] }): JSX.Element {
  const say = ({ kind, title, ...facts }: OfficeDocument['campaigns']['rows'][number]) =>
    kind === 'vote' ? m.document_withdraw_vote(facts) : m.document_withdraw_receipt(facts);
  return (
    <Show when={props.campaigns.rows.length + props.campaigns.elsewhere > 0}>
      <section class="rounded-xl bg-us-soft px-4 py-3 text-us">
        <h3 class="font-semibold">{m.document_withdraw_running()}</h3>
        <ul class="mt-1 flex flex-col gap-1">
          <For each={props.campaigns.rows}>{(campaign) => <li>{say(campaign)}</li>}</For>
          <Show when={props.campaigns.elsewhere > 0}>
            <li>{m.document_withdraw_elsewhere({ count: props.campaigns.elsewhere })}</li>
          </Show>
        </ul>
      </section>
    </Show>
  );
}
