import { createSignal, createUniqueId, For, type JSX, onCleanup, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type Choice, choices } from '../../../domain/vote/count.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { FilePicker } from '../shell/FilePicker.tsx';
import { type AskedPerson, type Campaign, type Holder, useHolders, useOfficeActs } from './queries.ts';
import { sayChoice } from './words.ts';

/** Enters a proxy that came on paper: who may vote for somebody, with or without an instruction, and the scan of it. */
export function PaperProxyDialog(props: { campaign: Campaign; person: AskedPerson; onClose: () => void }): JSX.Element {
  const { giveProxy } = useOfficeActs(() => props.campaign.id);
  const [holder, setHolder] = createSignal<Holder>();
  const [instruction, setInstruction] = createSignal<Choice | 'free'>('free');
  const [file, setFile] = createSignal<string>();
  const [uploading, setUploading] = createSignal(false);
  const [tried, setTried] = createSignal(false);
  const send = async () => {
    setTried(true);
    const [to, scan, said] = [holder(), file(), instruction()];
    if (!to || !scan) return;
    const { voterId, personId } = props.person;
    const given = { voterId, personId, holderId: to.id, instruction: said === 'free' ? null : said, fileId: scan };
    if (!(await giveProxy.run(given))) return;
    toast({ text: m.campaign_proxy_entered({ name: to.name }) });
    props.onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={m.campaign_proxy_paper_title()}
      description={m.campaign_proxy_paper_text({ name: props.person.name })}
      footer={
        <>
          <Button look="quiet" onClick={props.onClose}>
            {m.ui_cancel()}
          </Button>
          <Button look="filled" busy={giveProxy.busy() || uploading()} onClick={() => void send()}>
            {m.campaign_proxy_enter()}
          </Button>
        </>
      }
    >
      <div class="flex flex-col gap-4">
        <HolderChoice
          campaign={props.campaign}
          person={props.person}
          value={holder()}
          error={tried() && !holder() ? m.campaign_proxy_holder_missing() : undefined}
          onChange={setHolder}
        />
        <Select<Choice | 'free'>
          label={m.campaign_proxy_instruction()}
          value={instruction()}
          onChange={setInstruction}
          options={[
            { value: 'free', label: m.campaign_proxy_free() },
            ...choices.map((value) => ({ value, label: sayChoice(value) })),
          ]}
        />
        <div>
          <FilePicker
            label={m.campaign_proxy_scan()}
            hint={m.campaign_proxy_scan_hint()}
            most={1}
            needed
            onChange={([id]) => setFile(id)}
            onBusy={setUploading}
          />
          <Show when={tried() && !file() && !uploading()}>
            <p role="alert" class="mt-1.5 text-late">
              {m.campaign_proxy_scan_missing()}
            </p>
          </Show>
        </div>
        <Show when={giveProxy.error()}>{(error) => <ErrorNote title={error()} />}</Show>
      </div>
    </Dialog>
  );
}

/** How long typing has to pause before the server is asked. */
const PAUSE_MS = 200;

/** Finds who holds the proxy: the other owners first, with how many they hold already. */
function HolderChoice(props: {
  campaign: Campaign;
  person: AskedPerson;
  value: Holder | undefined;
  error: string | undefined;
  onChange: (holder: Holder | undefined) => void;
}): JSX.Element {
  const id = createUniqueId();
  const [text, setText] = createSignal('');
  const [asked, setAsked] = createSignal('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const holders = useHolders(() => ({
    id: props.campaign.id,
    personId: props.person.personId,
    text: asked(),
  }));
  const most = () => props.campaign.voting?.proxies.most ?? null;
  const isFull = ({ held }: Holder) => {
    const limit = most();
    return limit !== null && held >= limit;
  };
  const about = ({ owner, held }: Holder) => {
    const limit = most();
    return [
      owner ? m.campaign_proxy_is_owner() : m.campaign_proxy_is_other(),
      limit === null ? m.campaign_proxy_held({ held }) : m.campaign_proxy_held_of({ held, most: limit }),
    ].join(' · ');
  };
  return (
    <Show
      when={props.value}
      fallback={
        <div class="min-w-0">
          <TextField
            type="search"
            label={m.campaign_proxy_who()}
            hint={props.campaign.voting?.proxies.holders === 'owners' ? m.campaign_proxy_owners_only() : undefined}
            maxLength={100}
            autocomplete="off"
            value={text()}
            error={props.error}
            aria-controls={`${id}-found`}
            onInput={(event) => {
              const typed = event.currentTarget.value;
              setText(typed);
              clearTimeout(timer);
              timer = setTimeout(() => setAsked(typed.trim()), PAUSE_MS);
            }}
          />
          <ul
            id={`${id}-found`}
            class="mt-2 max-h-56 overflow-y-auto rounded-xl border border-line bg-surface"
            tabindex="-1"
          >
            <For
              each={holders.data ?? []}
              fallback={
                <li class="px-3.5 py-2.5 text-muted">
                  {holders.isPending ? m.ui_loading() : m.campaign_proxy_nobody_found()}
                </li>
              }
            >
              {(person) => (
                <li class="border-b border-line last:border-b-0">
                  <button
                    type="button"
                    disabled={isFull(person)}
                    class="flex min-h-11 w-full flex-wrap items-baseline gap-x-3 px-3.5 py-2 text-left -outline-offset-2 transition-colors enabled:hover:bg-sunken disabled:text-muted"
                    onClick={() => props.onChange(person)}
                  >
                    <span class="font-semibold">{person.name}</span>
                    <span class="text-sm text-muted">{about(person)}</span>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </div>
      }
    >
      {(chosen) => (
        <div>
          <p class="mb-1.5 font-semibold">{m.campaign_proxy_who()}</p>
          <div class="flex min-h-11 items-center gap-3 rounded-lg border border-line bg-surface px-3 py-1">
            <span class="min-w-0 flex-1">
              <span class="block truncate font-semibold">{chosen().name}</span>
              <span class="block text-sm text-muted">{about(chosen())}</span>
            </span>
            <Button look="quiet" onClick={() => props.onChange(undefined)}>
              {m.campaign_proxy_other()}
            </Button>
          </div>
        </div>
      )}
    </Show>
  );
}
