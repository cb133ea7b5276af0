import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { CountPanel } from './CountPanel.tsx';
import { type Campaign, type OfficeAct, useOfficeActs } from './queries.ts';
import { endOf } from './words.ts';

/** What the office does with a campaign: the act that it waits for is the filled one. */
export function CampaignActs(props: { campaign: Campaign }): JSX.Element {
  const { act } = useOfficeActs(() => props.campaign.id);
  const [asking, setAsking] = createSignal<'extend' | 'withdraw' | 'announce'>();
  const phase = () => props.campaign.phase;
  const collecting = () => phase() === 'open' || phase() === 'lapsed';
  const missing = () => props.campaign.turnout.answered < props.campaign.turnout.asked;
  const vote = () => props.campaign.kind === 'vote';
  const done = async (given: OfficeAct, said: string) => {
    if (!(await act.run({ act: given }))) return;
    setAsking(undefined);
    toast({ text: said });
  };
  return (
    <Show when={props.campaign.may.act && phase() !== 'closed'}>
      <div class="mt-3.5 flex flex-wrap gap-2">
        <Show when={phase() === 'pending'}>
          <Button look="filled" onClick={() => setAsking('announce')}>
            {m.campaign_act_announce()}
          </Button>
        </Show>
        <Show when={collecting() && missing()}>
          <Button
            look={phase() === 'lapsed' ? 'filled' : 'outline'}
            busy={act.busy()}
            onClick={() => void done({ type: 'sendLetters' }, m.campaign_letters_made())}
          >
            {m.campaign_act_letters()}
          </Button>
          <Button busy={act.busy()} onClick={() => void done({ type: 'remind' }, m.campaign_reminded())}>
            {m.campaign_act_remind()}
          </Button>
        </Show>
        <Show when={collecting() && !(vote() && phase() === 'lapsed')}>
          <Button onClick={() => setAsking('extend')}>{m.campaign_act_extend()}</Button>
          <Button look="quiet" busy={act.busy()} onClick={() => void done({ type: 'end' }, m.campaign_ended_now())}>
            {vote() ? m.campaign_act_end() : m.campaign_act_end_receipts()}
          </Button>
        </Show>
        <Show when={phase() === 'open' || phase() === 'pending'}>
          <Button look="quiet" onClick={() => setAsking('withdraw')}>
            {m.campaign_act_withdraw()}
          </Button>
        </Show>
      </div>
      <Show when={act.error() && !asking()}>
        <ErrorNote class="mt-3" title={act.error() ?? ''} />
      </Show>
      <Show when={asking() === 'extend'}>
        <Extend
          busy={act.busy()}
          error={act.error()}
          onClose={() => setAsking(undefined)}
          onExtend={(deadline) => void done({ type: 'extend', deadline }, m.campaign_extended())}
        />
      </Show>
      <Show when={asking() === 'withdraw'}>
        <Ask
          title={m.campaign_act_withdraw()}
          text={m.campaign_withdraw_text()}
          act={m.campaign_act_withdraw()}
          look="danger"
          busy={act.busy()}
          error={act.error()}
          onClose={() => setAsking(undefined)}
          onAct={() => void done({ type: 'withdraw' }, m.campaign_withdrawn())}
        />
      </Show>
      <Show when={asking() === 'announce'}>
        <Announce
          campaign={props.campaign}
          busy={act.busy()}
          error={act.error()}
          onClose={() => setAsking(undefined)}
          onAnnounce={(salesSeen) => void done({ type: 'announce', salesSeen }, m.campaign_announced())}
        />
      </Show>
    </Show>
  );
}

function Ask(props: {
  title: string;
  text: string;
  act: string;
  look: 'filled' | 'danger';
  busy: boolean;
  error: string | undefined;
  disabled?: boolean;
  children?: JSX.Element;
  onClose: () => void;
  onAct: () => void;
}): JSX.Element {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={props.title}
      description={props.text}
      footer={
        <>
          <Button look="quiet" onClick={props.onClose}>
            {m.ui_cancel()}
          </Button>
          <Button look={props.look} busy={props.busy} disabled={props.disabled} onClick={props.onAct}>
            {props.act}
          </Button>
        </>
      }
    >
      <div class="flex flex-col gap-3">
        {props.children}
        <Show when={props.error}>{(error) => <ErrorNote title={error()} />}</Show>
      </div>
    </Dialog>
  );
}

function Extend(props: {
  busy: boolean;
  error: string | undefined;
  onClose: () => void;
  onExtend: (deadline: string) => void;
}): JSX.Element {
  const [day, setDay] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const send = () => {
    setTried(true);
    const deadline = endOf(day());
    if (deadline) props.onExtend(deadline);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={m.campaign_act_extend()}
      footer={
        <>
          <Button look="quiet" onClick={props.onClose}>
            {m.ui_cancel()}
          </Button>
          <Button look="filled" busy={props.busy} onClick={send}>
            {m.campaign_act_extend()}
          </Button>
        </>
      }
    >
      <TextField
        type="date"
        label={m.campaign_extend_until()}
        value={day()}
        onInput={(event) => setDay(event.currentTarget.value)}
        error={props.error ?? (tried() && !endOf(day()) ? m.campaign_deadline_missing() : undefined)}
      />
    </Dialog>
  );
}

function Announce(props: {
  campaign: Campaign;
  busy: boolean;
  error: string | undefined;
  onClose: () => void;
  onAnnounce: (salesSeen: boolean) => void;
}): JSX.Element {
  const [seen, setSeen] = createSignal(false);
  const sold = () => props.campaign.sold.length > 0;
  return (
    <Ask
      title={m.campaign_act_announce()}
      text={m.campaign_announce_text()}
      act={m.campaign_act_announce()}
      look="filled"
      busy={props.busy}
      error={props.error}
      disabled={sold() && !seen()}
      onClose={props.onClose}
      onAct={() => props.onAnnounce(seen())}
    >
      <p class="font-semibold">
        {props.campaign.count?.adopted ? m.campaign_announce_adopted() : m.campaign_announce_rejected()}
      </p>
      <CountPanel
        count={props.campaign.count}
        turnout={props.campaign.turnout}
        whole={props.campaign.voting?.whole ?? null}
        secret={false}
        running={false}
      />
      <Show when={sold()}>
        <Checkbox label={m.campaign_announce_sales()} checked={seen()} onChange={setSeen} />
      </Show>
    </Ask>
  );
}
