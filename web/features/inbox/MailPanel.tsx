import { A, useNavigate } from '@solidjs/router';
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { fileAddress } from '../../api.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { sayDate } from '../../ui/dates.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { PhotoGrid } from '../../ui/PhotoGrid.tsx';
import { toast } from '../../ui/Toast.tsx';
import { When } from '../../ui/When.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { leadsAway } from '../shell/NotRead.tsx';
import { AttachDialog } from './AttachDialog.tsx';
import { type MailView, useConfirming, useFiling, useMail } from './queries.ts';
import { sayCode, sayWhy, toneOfReason } from './words.ts';

/** One mail as text, why it waits, and what can be done with it. */
export function MailPanel(props: { id: string; back: string }): JSX.Element {
  const mail = useMail(() => props.id);
  return (
    <div class="mx-auto max-w-180 px-5 py-6 max-lg:px-4">
      <Show when={!leadsAway(mail)}>
        <A
          href={props.back}
          class="mb-3 inline-flex min-h-8 items-center gap-1 font-semibold text-accent underline-offset-3 hover:underline lg:hidden"
        >
          <Icon name="chevronLeft" size={16} />
          {m.inbox_back()}
        </A>
      </Show>
      <Loaded
        query={mail}
        failed={m.inbox_failed()}
        elsewhere={{ href: props.back, label: m.inbox_back() }}
        shape="page"
      >
        {(found) => <Found mail={found()} back={props.back} />}
      </Loaded>
    </div>
  );
}

function Found(props: { mail: MailView; back: string }): JSX.Element {
  const [whole, setWhole] = createSignal(false);
  const pictures = () => props.mail.files.filter(({ mediaType }) => mediaType.startsWith('image/'));
  const papers = () => props.mail.files.filter(({ mediaType }) => !mediaType.startsWith('image/'));
  return (
    <article>
      <header>
        <h2 class="text-xl font-bold tracking-[-0.012em] break-words">{props.mail.subject || m.inbox_no_subject()}</h2>
        <p class="mt-1 break-words text-muted">
          <span class="font-semibold text-ink">
            {props.mail.fromName || props.mail.fromAddress || m.inbox_no_sender()}
          </span>{' '}
          {props.mail.fromName ? props.mail.fromAddress : ''} · <When iso={props.mail.receivedAt} as="moment" />
        </p>
        <Show when={props.mail.checks}>
          {(checks) => <p class="mt-1 text-sm text-muted">{m.inbox_checks({ ...checks() })}</p>}
        </Show>
        <Show when={props.mail.ticketId}>
          {(ticketId) => (
            <p class="mt-1">
              {m.inbox_about()}{' '}
              <A href={`/vorgaenge/${ticketId()}`} class="text-accent underline-offset-3 hover:underline">
                {props.mail.ticketNumber}
              </A>
            </p>
          )}
        </Show>
      </header>
      <Standing mail={props.mail} />
      <Show when={props.mail.ownWords} fallback={<p class="mt-5 text-muted">{m.inbox_no_words()}</p>}>
        <p class="mt-5 rounded-xl border border-line bg-surface px-4 py-3 break-words whitespace-pre-line">
          {props.mail.ownWords}
        </p>
      </Show>
      <PhotoGrid
        photos={pictures().map(({ id, name }) => ({
          src: fileAddress(id, 1600),
          thumb: fileAddress(id, 200),
          alt: name,
        }))}
        class="mt-3"
      />
      <For each={papers()}>
        {(file) => (
          <a
            href={fileAddress(file.id)}
            target="_self"
            class="mt-2 flex min-h-8 max-w-full items-center gap-1.5 font-semibold text-accent underline-offset-3 hover:underline"
          >
            <Icon name="document" size={16} />
            <span class="truncate">{file.name}</span>
          </a>
        )}
      </For>
      <Show when={props.mail.refused.length > 0}>
        <section class="mt-4">
          <h3 class="text-sm font-semibold text-muted">{m.inbox_refused()}</h3>
          <ul class="mt-1 text-md">
            <For each={props.mail.refused}>
              {({ name, code }) => <li class="break-words">{m.inbox_refused_file({ name, reason: sayCode(code) })}</li>}
            </For>
          </ul>
        </section>
      </Show>
      <div class="mt-4 flex flex-wrap gap-x-5 gap-y-1">
        <Show when={props.mail.whole && props.mail.whole !== props.mail.ownWords}>
          <button
            type="button"
            class="min-h-8 font-semibold text-accent underline-offset-3 hover:underline"
            onClick={() => setWhole(true)}
          >
            {m.inbox_whole()}
          </button>
        </Show>
        <a
          href={`/api/mails/${props.mail.id}.eml`}
          target="_self"
          class="inline-flex min-h-8 items-center font-semibold text-accent underline-offset-3 hover:underline"
        >
          {m.inbox_raw()}
        </a>
      </div>
      <Acts mail={props.mail} back={props.back} />
      <Dialog open={whole()} onOpenChange={setWhole} title={m.inbox_whole_title()} wide>
        <p class="break-words whitespace-pre-line">{props.mail.whole}</p>
      </Dialog>
    </article>
  );
}

/** Why it waits, or what became of it. */
function Standing(props: { mail: MailView }): JSX.Element {
  const date = () => sayDate(props.mail.settledAt ?? props.mail.receivedAt, { locale: locale(), now: now() });
  const name = () => props.mail.settledBy ?? '';
  const tone = () => (toneOfReason(props.mail.reason) === 'late' ? 'bg-late-soft text-late' : 'bg-us-soft text-us');
  return (
    <Switch>
      <Match when={props.mail.state === 'waiting'}>
        <p class={`mt-4 rounded-xl px-4 py-3 text-pretty ${tone()}`}>{sayWhy(props.mail)}</p>
      </Match>
      <Match when={props.mail.state === 'taken'}>
        <p class="mt-4 rounded-xl bg-done-soft px-4 py-3 text-done">{m.inbox_settled_taken()}</p>
      </Match>
      <Match when={props.mail.state === 'settled'}>
        <p class="mt-4 rounded-xl bg-done-soft px-4 py-3 text-done">
          {m.inbox_settled_by({ name: name(), date: date() })}
        </p>
      </Match>
      <Match when={props.mail.state === 'spam'}>
        <p class="mt-4 rounded-xl bg-sunken px-4 py-3">{m.inbox_spam_by({ name: name(), date: date() })}</p>
      </Match>
    </Switch>
  );
}

function Acts(props: { mail: MailView; back: string }): JSX.Element {
  const navigate = useNavigate();
  const confirming = useConfirming();
  const filing = useFiling();
  const [attaching, setAttaching] = createSignal(false);
  const away = (reply: string) => {
    toast({ text: reply });
    navigate(props.back);
  };
  const confirm = async () => {
    const answer = await confirming.run({ id: props.mail.id });
    if (answer) away(m.inbox_confirmed());
  };
  const reject = async () => {
    const { id } = props.mail;
    if (!(await filing.run({ id, away: true }))) return;
    toast({ text: m.inbox_spammed(), undo: () => void filing.run({ id, away: false }) });
    navigate(props.back);
  };
  const restore = async () => {
    if (await filing.run({ id: props.mail.id, away: false })) away(m.inbox_restored());
  };
  const failure = () => confirming.error() ?? filing.error();
  const expected = () => props.mail.recipient ?? m.inbox_somebody();
  return (
    <div class="mt-6">
      <Show when={failure()}>{(error) => <ErrorNote title={error()} class="mb-3" />}</Show>
      <Show when={props.mail.state === 'waiting'}>
        <div class="flex flex-wrap gap-2 max-sm:flex-col">
          <Show when={props.mail.mayConfirm}>
            <Button look="filled" busy={confirming.busy()} onClick={() => void confirm()}>
              {m.inbox_confirm({ name: expected() })}
            </Button>
          </Show>
          <Button look={props.mail.mayConfirm ? 'outline' : 'filled'} onClick={() => setAttaching(true)}>
            {m.inbox_attach()}
          </Button>
          <ButtonLink href={`/vorgaenge/neu?mail=${props.mail.id}`}>{m.inbox_new_ticket()}</ButtonLink>
          <Button look="quiet" busy={filing.busy()} onClick={() => void reject()}>
            {m.inbox_spam()}
          </Button>
        </div>
      </Show>
      <Show when={props.mail.state === 'spam'}>
        <Button busy={filing.busy()} onClick={() => void restore()}>
          {m.inbox_restore()}
        </Button>
      </Show>
      <Show when={attaching()}>
        <AttachDialog
          mail={props.mail}
          onDone={(number) => {
            setAttaching(false);
            away(m.inbox_attached({ number }));
          }}
          onClose={() => setAttaching(false)}
        />
      </Show>
    </div>
  );
}
