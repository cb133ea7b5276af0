import { createEffect, createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { FederalState } from '../../../domain/time/workingTime.ts';
import { declineReasons } from '../../../domain/workOrder/commands.ts';
import { Button } from '../../ui/Button.tsx';
import { sayDate, sayHours } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { SlotEditor } from '../appointments/SlotEditor.tsx';
import { type SlotDraft, suggestSlots } from '../appointments/slots.ts';
import type { Said } from '../held/take-back.ts';
import { sayWord } from '../lifecycle/words.ts';
import type { FormDraft } from './drafts.ts';
import type { Appointment } from './mode.ts';

/** The way back to the choice of acts. */
export function Back(props: { onBack: () => void }): JSX.Element {
  return (
    <Button look="quiet" type="button" onClick={() => props.onBack()}>
      {m.order_back()}
    </Button>
  );
}

/** That what stands in a form was begun before and lies on this device only; nothing where it was not. */
export function Begun(props: { when: unknown }): JSX.Element {
  return (
    <Show when={props.when}>
      <p class="text-md text-muted">{m.order_begun()}</p>
    </Show>
  );
}

/** A question to the office, or the answer to theirs. */
export function WordsForm(props: {
  label: string;
  button: string;
  /** What was half written here before. */
  begun: string | undefined;
  /** What was said and taken back. */
  before: string | undefined;
  busy: boolean;
  error: string | undefined;
  /** Keeps what is written so far. */
  onWrite: (text: string) => void;
  onBack: () => void;
  onSend: (text: string) => void;
}): JSX.Element {
  const { begun } = props;
  const [text, setText] = createSignal(begun ?? props.before ?? '');
  const [tried, setTried] = createSignal(false);
  createEffect(() => props.onWrite(text()));
  return (
    <>
      <Begun when={begun} />
      <TextArea
        label={props.label}
        value={text()}
        maxLength={5000}
        error={tried() && !text().trim() ? m.portal_text_missing() : props.error}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <Button
        look="filled"
        busy={props.busy}
        onClick={() => {
          setTried(true);
          if (text().trim()) props.onSend(text());
        }}
      >
        {props.button}
      </Button>
      <Back onBack={props.onBack} />
    </>
  );
}

/** The dwelling's own dates: one is taken, or others are offered. */
export function Counter(props: {
  visit: Appointment;
  busy: boolean;
  onPick: (slot: string) => void;
  onOther: () => void;
}): JSX.Element {
  const [picked, setPicked] = createSignal<string>();
  const [asked, setAsked] = createSignal(false);
  const say = () => ({ locale: locale(), now: now() });
  return (
    <>
      <RadioCards
        label={m.order_counter_title()}
        cards={props.visit.slots.map((slot) => ({
          value: slot.id,
          title: sayDate(slot.starts, say()),
          detail: sayHours(slot.starts, slot.ends, say()),
        }))}
        value={picked()}
        onChange={setPicked}
        error={asked() && !picked() ? m.order_counter_missing() : undefined}
      />
      <Button
        look="filled"
        busy={props.busy}
        onClick={() => {
          const slot = picked();
          setAsked(true);
          if (slot) props.onPick(slot);
        }}
      >
        {m.order_counter_pick()}
      </Button>
      <Button onClick={() => props.onOther()}>{m.order_counter_other()}</Button>
    </>
  );
}

/** Dates to offer: as they were begun or typed before, or suggested ones. */
export function SlotForm(props: {
  title: string;
  federalState: FederalState | null;
  /** What was half chosen here before. */
  begun: SlotDraft[] | undefined;
  /** What was said and taken back. */
  before: SlotDraft[] | undefined;
  button: string;
  busy: boolean;
  error: string | undefined;
  /** Keeps what is chosen so far: somebody's own, not what was suggested. */
  onWrite: (slots: readonly SlotDraft[]) => void;
  onBack: () => void;
  onSend: (slots: readonly SlotDraft[]) => void;
}): JSX.Element {
  const { begun } = props;
  const [slots, setSlots] = createSignal<readonly SlotDraft[]>(
    begun ?? props.before ?? suggestSlots(props.federalState, Date.now()),
  );
  const change = (next: readonly SlotDraft[]) => {
    setSlots(next);
    props.onWrite(next);
  };
  return (
    <>
      <h2 class="font-semibold">{props.title}</h2>
      <p class="-mt-2 text-md text-muted">{m.order_slots_hint()}</p>
      <Begun when={begun} />
      <SlotEditor slots={slots()} onChange={change} federalState={props.federalState} error={props.error} />
      <Button look="filled" busy={props.busy} onClick={() => props.onSend(slots())}>
        {props.button}
      </Button>
      <Back onBack={props.onBack} />
    </>
  );
}

type DeclineReason = (typeof declineReasons)[number];

/** Giving an order back, with the reason. */
export function Decline(props: {
  before: readonly Said[] | undefined;
  draft: FormDraft<'decline'>;
  busy: boolean;
  error: string | undefined;
  onBack: () => void;
  onSend: (reason: DeclineReason, text: string) => void;
}): JSX.Element {
  const before = props.before?.find(({ type }) => type === 'decline');
  const begun = props.draft.read();
  const [reason, setReason] = createSignal<DeclineReason>(
    begun?.reason ?? declineReasons.find((each) => each === before?.facts.reason) ?? declineReasons[0],
  );
  const [text, setText] = createSignal(begun?.text ?? before?.text ?? '');
  createEffect(() => props.draft.keep({ text: text(), reason: reason() }));
  return (
    <>
      <Begun when={begun} />
      <RadioCards
        label={m.order_decline_title()}
        cards={declineReasons.map((value) => ({ value, title: sayWord('decline', value) }))}
        value={reason()}
        onChange={setReason}
      />
      <TextArea
        label={m.order_decline_text()}
        optional
        value={text()}
        maxLength={5000}
        error={props.error}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <Button look="filled" busy={props.busy} onClick={() => props.onSend(reason(), text().trim())}>
        {m.order_decline_send()}
      </Button>
      <Back onBack={props.onBack} />
    </>
  );
}
