import { createEffect, createSignal, type JSX, Match, on, Show, Switch, untrack } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { createAct } from '../../act.ts';
import { api, type Questions } from '../../api.ts';
import { uploadPhoto } from '../../refusals.ts';
import { sayMoney } from '../../ui/amounts.ts';
import { Button } from '../../ui/Button.tsx';
import { sayDate } from '../../ui/dates.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { PhotoPicker } from '../../ui/PhotoPicker.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { keepSteps } from '../../ui/steps.ts';
import { TextArea } from '../../ui/TextArea.tsx';
import { toast } from '../../ui/Toast.tsx';
import { KeptPhotos } from '../held/KeptPhotos.tsx';
import type { Said } from '../held/take-back.ts';
import type { Ticket } from './queries.ts';

type Sent = Omit<Questions['tickets']['act'], 'commandId' | 'ticketId'>;
type Mode = 'choose' | 'note' | 'ask' | 'withdraw' | 'reopen' | 'unfollow';

/**
 * What whoever reported can do now: what is asked of them stands open, the rest behind its button. Nothing happens by
 * one press alone, because mail scanners press buttons too.
 */
export function TicketActs(props: {
  ticket: Ticket;
  /** What a firm answered and took back: it need not be typed again. */
  before?: readonly Said[] | undefined;
  onDone: () => Promise<void>;
}): JSX.Element {
  const [mode, setMode] = createSignal<Mode>('choose');
  const [text, setText] = createSignal('');
  const [files, setFiles] = createSignal<string[]>([]);
  const [kept, setKept] = createSignal<readonly string[]>([]);
  /** Which act is being written: its photos are chosen anew. */
  const [turn, setTurn] = createSignal(1);
  const [busyPhotos, setBusyPhotos] = createSignal(false);
  const [verdict, setVerdict] = createSignal<'confirm' | 'dispute'>();
  const [missing, setMissing] = createSignal(false);
  /** The act that was sent from here last, until it is known to have arrived. */
  let underWay: string | undefined;
  const act = createAct(async (input: Sent & { commandId: string }) => {
    underWay = input.commandId;
    const answer = await api.tickets.act.mutate({ ...input, ticketId: props.ticket.id });
    // Until the page shows what is held a second press would be another act, and send it at once.
    await props.onDone();
    return answer;
  });
  const may = (type: string) => props.ticket.acts.includes(type);
  const question = () => props.ticket.asked.find(({ to, kind }) => to.you && kind !== 'approval');
  const approval = () =>
    may('decideApproval') ? props.ticket.asked.find(({ kind }) => kind === 'approval') : undefined;
  const [agrees, setAgrees] = createSignal<'given' | 'refused'>();
  const asksVerdict = () => may('confirm') && may('dispute') && props.ticket.audience === 'reporter';
  createEffect(
    on(
      () => props.ticket.phase,
      () => setVerdict(undefined),
      { defer: true },
    ),
  );

  const go = (next: Mode) => {
    act.clear();
    setMissing(false);
    // The pictures leave with the form that showed them; words are shown again by the next one.
    setFiles([]);
    setMode(next);
  };
  keepSteps(
    'acts',
    () => (mode() === 'choose' ? 0 : 1),
    (to) => to === 0 && go('choose'),
  );
  const arrived = () => {
    underWay = undefined;
    act.settle();
    setText('');
    setFiles([]);
    setKept([]);
    setTurn((count) => count + 1);
    setVerdict(undefined);
    go('choose');
  };
  // As soon as it is held, whether its answer came or not: it may be taken back before that.
  createEffect(() => {
    const held = props.ticket.held?.commandId;
    if (held && held === underWay) untrack(arrived);
  });
  createEffect(
    on(
      () => props.before,
      (said) => {
        const answer = said?.find(({ type }) => type === 'answer');
        // What is half written here goes before what was taken back.
        if (!answer || text().trim()) return;
        setText(answer.text);
        setKept(answer.files);
      },
    ),
  );
  /** Sends what the form shows, never what was typed into another one before. */
  const run = async (command: Sent['command'], said: string, shows: { words?: 'needed' | 'optional' } = {}) => {
    const typed = shows.words ? text().trim() : '';
    if (shows.words === 'needed' && !typed) return setMissing(true);
    const answer = await act.run({ command, ...(typed && { text: typed }), files: [...kept(), ...files()] });
    if (!answer) return props.onDone();
    if (answer.state === 'applied') toast({ text: said });
    if (underWay) arrived();
  };
  const words = (label: string, hint?: string, optional = false) => (
    <TextArea
      label={label}
      hint={hint}
      optional={optional}
      maxLength={5000}
      value={text()}
      onInput={(event) => setText(event.currentTarget.value)}
      error={missing() && !text().trim() ? m.portal_text_missing() : undefined}
    />
  );
  const photos = () => (
    <>
      <KeptPhotos files={kept()} onDrop={() => setKept([])} />
      <Show when={turn()} keyed>
        <PhotoPicker upload={uploadPhoto} onChange={setFiles} onBusy={setBusyPhotos} max={8 - kept().length} />
      </Show>
    </>
  );
  const send = (label: string, press: () => void) => (
    <>
      <Show when={act.error()}>{(why) => <ErrorNote title={why()} text={m.portal_words_kept()} />}</Show>
      <Button look="filled" busy={act.busy()} disabled={busyPhotos()} onClick={press}>
        {busyPhotos() ? m.report_photos_busy() : label}
      </Button>
    </>
  );
  const cancel = () => (
    <Button look="quiet" onClick={() => go('choose')}>
      {m.ui_cancel()}
    </Button>
  );
  const lastQuestion = () => {
    const entries = props.ticket.timeline.filter(({ kind, text: said }) => kind === 'asked' && said);
    return entries.at(-1)?.text;
  };
  return (
    <Switch>
      <Match when={mode() === 'note' || mode() === 'ask'}>
        <section class="flex flex-col gap-3.5">
          {mode() === 'note'
            ? words(m.portal_note_title(), m.portal_note_hint())
            : words(m.portal_ask_title(), m.portal_ask_hint())}
          {photos()}
          {send(mode() === 'note' ? m.portal_note_send() : m.portal_ask_send(), () =>
            mode() === 'note'
              ? void run({ type: 'note', visibility: 'visible' }, m.portal_note_done(), { words: 'needed' })
              : void run({ type: 'ask', to: { role: 'management' } }, m.portal_ask_done(), { words: 'needed' }),
          )}
          {cancel()}
        </section>
      </Match>
      <Match when={mode() === 'withdraw'}>
        <section class="flex flex-col gap-3.5">
          <h2 class="text-xl font-semibold">{m.portal_withdraw_title()}</h2>
          <p class="-mt-2 text-muted">{m.portal_withdraw_hint()}</p>
          {words(m.portal_reason(), undefined, true)}
          {send(
            m.portal_withdraw_send(),
            () => void run({ type: 'withdraw' }, m.portal_withdraw_done(), { words: 'optional' }),
          )}
          {cancel()}
        </section>
      </Match>
      <Match when={mode() === 'unfollow'}>
        <section class="flex flex-col gap-3.5">
          <h2 class="text-xl font-semibold">{m.portal_unfollow_title()}</h2>
          <p class="-mt-2 text-muted">{m.portal_unfollow_hint()}</p>
          {send(m.portal_unfollow_send(), () => void run({ type: 'unfollow' }, m.portal_unfollow_done()))}
          {cancel()}
        </section>
      </Match>
      <Match when={mode() === 'reopen'}>
        <section class="flex flex-col gap-3.5">
          <h2 class="text-xl font-semibold">{m.portal_reopen_title()}</h2>
          {words(m.portal_reopen_label(), m.portal_reopen_hint())}
          {photos()}
          {send(
            m.portal_reopen_send(),
            () => void run({ type: 'reopen' }, m.portal_reopen_done(), { words: 'needed' }),
          )}
          {cancel()}
        </section>
      </Match>
      <Match when={true}>
        <Show when={question()}>
          {(asked) => (
            <section class="flex flex-col gap-3.5">
              <Show when={lastQuestion()}>
                {(said) => (
                  <blockquote class="rounded-xl border border-line bg-surface px-4 py-3 whitespace-pre-line">
                    {said()}
                  </blockquote>
                )}
              </Show>
              {words(m.portal_answer_title())}
              {photos()}
              {send(
                m.portal_answer_send(),
                () => void run({ type: 'answer', question: asked().id }, m.portal_answer_done(), { words: 'needed' }),
              )}
            </section>
          )}
        </Show>
        <Show when={approval()}>
          {(asked) => (
            <section class="flex flex-col gap-3.5">
              <h2 class="text-xl font-semibold text-balance">{m.portal_approval_title()}</h2>
              <p class="-mt-2 text-muted">{m.portal_approval_hint()}</p>
              <Show when={props.ticket.approval?.amountCents}>
                {(cents) => <p>{m.portal_approval_amount({ amount: sayMoney(cents(), locale()) })}</p>}
              </Show>
              <RadioCards
                label={m.portal_approval_title()}
                hideLabel
                cards={[
                  { value: 'given', title: m.portal_approval_yes(), detail: m.portal_approval_yes_detail() },
                  { value: 'refused', title: m.portal_approval_no(), detail: m.portal_approval_no_detail() },
                ]}
                value={agrees()}
                onChange={(value) => {
                  act.clear();
                  setMissing(false);
                  setAgrees(value);
                }}
              />
              <Show when={agrees()}>
                {words(m.portal_approval_text(), undefined, agrees() === 'given')}
                {send(
                  agrees() === 'given' ? m.portal_approval_send_yes() : m.portal_approval_send_no(),
                  () =>
                    void run(
                      { type: 'decideApproval', question: asked().id, given: agrees() === 'given' },
                      m.portal_approval_done(),
                      { words: agrees() === 'refused' ? 'needed' : 'optional' },
                    ),
                )}
              </Show>
            </section>
          )}
        </Show>
        <Show when={asksVerdict() && !question()}>
          <section class="flex flex-col gap-3.5">
            <RadioCards
              label={m.portal_verdict()}
              hideLabel
              cards={[
                { value: 'confirm', title: m.portal_verdict_yes(), detail: m.portal_verdict_yes_detail() },
                { value: 'dispute', title: m.portal_verdict_no(), detail: m.portal_verdict_no_detail() },
              ]}
              value={verdict()}
              onChange={(value) => {
                act.clear();
                setMissing(false);
                setFiles([]);
                setVerdict(value);
              }}
            />
            <Show when={verdict() === 'dispute'}>
              {words(m.portal_dispute_label(), m.portal_dispute_hint())}
              {photos()}
            </Show>
            <Show when={verdict()}>
              {send(verdict() === 'confirm' ? m.portal_confirm_send() : m.portal_dispute_send(), () =>
                verdict() === 'confirm'
                  ? void run({ type: 'confirm' }, m.portal_confirm_done())
                  : void run({ type: 'dispute' }, m.portal_dispute_done(), { words: 'needed' }),
              )}
            </Show>
          </section>
        </Show>
        <div class="flex flex-wrap gap-2.5">
          <Show when={may('reopen') && props.ticket.phase === 'closed'}>
            <div class="flex w-full flex-col gap-1.5">
              <Button onClick={() => go('reopen')}>{m.portal_reopen()}</Button>
              <Show when={props.ticket.reopenableUntil}>
                {(until) => (
                  <p class="text-base text-muted">
                    {m.portal_reopen_until({ date: sayDate(until(), { locale: locale(), now: now() }) })}
                  </p>
                )}
              </Show>
            </div>
          </Show>
          <Show when={may('unfollow')}>
            <Button look="quiet" onClick={() => go('unfollow')}>
              {m.portal_unfollow()}
            </Button>
          </Show>
          <Show when={may('note')}>
            <Button class="flex-1 basis-36" icon="plus" onClick={() => go('note')}>
              {m.portal_note()}
            </Button>
          </Show>
          <Show when={may('ask') && !question()}>
            <Button class="flex-1 basis-36" icon="mail" onClick={() => go('ask')}>
              {m.portal_ask()}
            </Button>
          </Show>
          <Show when={may('withdraw')}>
            <Button look="quiet" onClick={() => go('withdraw')}>
              {m.portal_withdraw()}
            </Button>
          </Show>
        </div>
      </Match>
    </Switch>
  );
}
