import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Choice } from '../../../domain/vote/count.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { toast } from '../../ui/Toast.tsx';
import { FilePicker } from '../shell/FilePicker.tsx';
import { type AskedPerson, type Campaign, useOfficeActs } from './queries.ts';

/** Enters an answer that came on paper, with its scan. */
export function EnterDialog(props: { campaign: Campaign; person: AskedPerson; onClose: () => void }): JSX.Element {
  const { enter } = useOfficeActs(() => props.campaign.id);
  const [choice, setChoice] = createSignal<Choice>();
  const [file, setFile] = createSignal<string>();
  const [uploading, setUploading] = createSignal(false);
  const [tried, setTried] = createSignal(false);
  const vote = () => props.campaign.kind === 'vote';
  const send = async () => {
    setTried(true);
    if (vote() && !choice()) return;
    const { voterId, personId } = props.person;
    const given = await enter.run({
      voterId,
      personId,
      choice: vote() ? (choice() ?? null) : null,
      fileId: file() ?? null,
    });
    if (!given) return;
    toast({ text: m.campaign_entered() });
    props.onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={m.campaign_enter_title()}
      description={props.person.name}
      footer={
        <>
          <Button look="quiet" onClick={props.onClose}>
            {m.ui_cancel()}
          </Button>
          <Button look="filled" busy={enter.busy() || uploading()} onClick={() => void send()}>
            {m.campaign_enter_do()}
          </Button>
        </>
      }
    >
      <div class="flex flex-col gap-4">
        <Show when={vote()}>
          <RadioCards<Choice>
            label={m.campaign_ballot_choose()}
            columns={3}
            cards={[
              { value: 'yes', title: m.campaign_yes() },
              { value: 'no', title: m.campaign_no() },
              { value: 'abstain', title: m.campaign_abstain() },
            ]}
            value={choice()}
            onChange={setChoice}
            error={tried() && !choice() ? m.campaign_choice_missing() : undefined}
          />
        </Show>
        <FilePicker label={m.campaign_enter_scan()} most={1} onChange={([id]) => setFile(id)} onBusy={setUploading} />
        <Show when={enter.error()}>{(error) => <ErrorNote title={error()} />}</Show>
      </div>
    </Dialog>
  );
}
