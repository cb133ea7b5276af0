import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import {
  EXTENSION_MOST,
  type HandOverWay,
  handOverWays,
  type IdentityProof,
  identityProofs,
} from '../../../domain/privacy/request.ts';
import { problem } from '../../../domain/problem.ts';
import { createAct } from '../../act.ts';
import { api } from '../../api.ts';
import { createChecks } from '../../checks.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { now } from '../../ui/now.ts';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { berlinToday } from '../people/words.ts';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { type PrivacyRequest, useAgain } from './queries.ts';
import { handOverWords, identityWords } from './words.ts';

type Sent = () => Promise<unknown>;

/** Sends an act, says what was done, and lets the page ask again. */
function useSent(onClose: () => void) {
  const again = useAgain();
  const act = createAct(async ({ send }: { send: Sent }) => {
    await send();
    return true;
  });
  return {
    ...act,
    async send(send: Sent, said: string) {
      if (!(await act.run({ send }))) return;
      await again();
      toast({ text: said });
      onClose();
    },
  };
}

/** An act that needs a reason in words: to refuse a request, to keep data. */
function ReasonField(props: {
  label: string;
  hint?: string;
  value: string;
  onInput: (text: string) => void;
  error: string | undefined;
}): JSX.Element {
  return (
    <TextArea
      label={props.label}
      hint={props.hint}
      rows={3}
      maxLength={2000}
      value={props.value}
      onInput={(event) => props.onInput(event.currentTarget.value)}
      error={props.error}
    />
  );
}

const missing = (text: string) => (text.trim().length < 3 ? [problem('reasonNeeded', 'reason')] : []);

/** Refuses a request, with the reason that the person reads. */
export function RefuseDialog(props: { request: PrivacyRequest; onClose: () => void }): JSX.Element {
  const act = useSent(props.onClose);
  const { id } = props.request;
  const [reason, setReason] = createSignal('');
  const checks = createChecks(() => missing(reason()), act.refusal, ['reason']);
  return (
    <ActDialog
      title={m.privacy_refuse_title()}
      description={m.privacy_refuse_lead()}
      submit={m.privacy_refuse()}
      busy={act.busy()}
      error={checks.rest()}
      onSubmit={() => {
        if (checks.ready())
          void act.send(() => api.privacy.refuse.mutate({ id, reason: reason() }), m.privacy_refused_done());
      }}
      onClose={props.onClose}
    >
      <ReasonField label={m.privacy_reason()} value={reason()} onInput={setReason} error={checks.errorOf('reason')} />
    </ActDialog>
  );
}

/** Makes the period longer, with the reason that the person reads. */
export function ExtendDialog(props: { request: PrivacyRequest; onClose: () => void }): JSX.Element {
  const act = useSent(props.onClose);
  const { id, extendedBy } = props.request;
  const [months, setMonths] = createSignal<'1' | '2'>('1');
  const [reason, setReason] = createSignal('');
  const checks = createChecks(() => missing(reason()), act.refusal, ['reason']);
  return (
    <ActDialog
      title={m.privacy_extend_title()}
      description={m.privacy_extend_lead()}
      submit={m.privacy_extend()}
      busy={act.busy()}
      error={checks.rest()}
      onSubmit={() => {
        if (checks.ready())
          void act.send(
            () => api.privacy.extend.mutate({ id, months: Number(months()), reason: reason() }),
            m.privacy_extended(),
          );
      }}
      onClose={props.onClose}
    >
      <Select
        label={m.privacy_extend_by()}
        options={[
          { value: '1', label: m.privacy_months_one() },
          { value: '2', label: m.privacy_months_two(), disabled: extendedBy + 2 > EXTENSION_MOST },
        ]}
        value={months()}
        onChange={setMonths}
      />
      <ReasonField label={m.privacy_reason()} value={reason()} onInput={setReason} error={checks.errorOf('reason')} />
    </ActDialog>
  );
}

/** Lets the person fetch the copy; notes first who they are, where that is still open. */
export function ReleaseDialog(props: { request: PrivacyRequest; onClose: () => void }): JSX.Element {
  const act = useSent(props.onClose);
  const { id, identity: known } = props.request;
  const [identity, setIdentity] = createSignal<IdentityProof | undefined>(known ?? undefined);
  const [withoutInternal, setWithoutInternal] = createSignal(false);
  const checks = createChecks(
    () => (identity() === undefined ? [problem('fieldRequired', 'identity')] : []),
    act.refusal,
    ['identity'],
  );
  const submit = () => {
    const proof = identity();
    if (!checks.ready() || proof === undefined) return;
    void act.send(async () => {
      if (known === null) await api.privacy.identify.mutate({ id, identity: proof });
      await api.privacy.release.mutate({ id, withoutInternal: withoutInternal() });
    }, m.privacy_released_done());
  };
  return (
    <ActDialog
      title={m.privacy_release_title()}
      description={m.privacy_release_lead()}
      submit={m.privacy_release()}
      busy={act.busy()}
      error={checks.rest()}
      onSubmit={submit}
      onClose={props.onClose}
    >
      <IdentityField known={known} value={identity()} onChange={setIdentity} error={checks.errorOf('identity')} />
      <Checkbox
        label={m.privacy_without_internal()}
        hint={m.privacy_without_internal_hint()}
        checked={withoutInternal()}
        onChange={setWithoutInternal}
      />
    </ActDialog>
  );
}

/** Notes that the copy was handed out on paper or in person. */
export function HandOverDialog(props: { request: PrivacyRequest; onClose: () => void }): JSX.Element {
  const act = useSent(props.onClose);
  const { id, identity: known } = props.request;
  const [identity, setIdentity] = createSignal<IdentityProof | undefined>(known ?? undefined);
  const [on, setOn] = createSignal(berlinToday(now()));
  const [by, setBy] = createSignal<HandOverWay>('letter');
  const checks = createChecks(
    () => [
      ...(identity() === undefined ? [problem('fieldRequired', 'identity')] : []),
      ...(on() === '' ? [problem('fieldRequired', 'on')] : []),
    ],
    act.refusal,
    ['identity', 'on'],
  );
  const submit = () => {
    const proof = identity();
    if (!checks.ready() || proof === undefined) return;
    void act.send(async () => {
      if (known === null) await api.privacy.identify.mutate({ id, identity: proof });
      await api.privacy.handOver.mutate({ id, on: on(), by: by() });
    }, m.privacy_handed_over_done());
  };
  return (
    <ActDialog
      title={m.privacy_hand_over_title()}
      description={m.privacy_hand_over_lead()}
      submit={m.privacy_hand_over()}
      busy={act.busy()}
      error={checks.rest()}
      onSubmit={submit}
      onClose={props.onClose}
    >
      <IdentityField known={known} value={identity()} onChange={setIdentity} error={checks.errorOf('identity')} />
      <div class="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
        <TextField
          type="date"
          label={m.privacy_on()}
          max={berlinToday(now())}
          value={on()}
          onChange={(event) => setOn(event.currentTarget.value)}
          error={checks.errorOf('on')}
        />
        <Select
          label={m.privacy_way()}
          options={handOverWays
            .filter((each) => each !== 'download')
            .map((value) => ({ value, label: handOverWords[value]() }))}
          value={by()}
          onChange={setBy}
        />
      </div>
    </ActDialog>
  );
}

/** Begins the erasure: what goes now can't be brought back. */
export function EraseDialog(props: { request: PrivacyRequest; onClose: () => void }): JSX.Element {
  const act = useSent(props.onClose);
  const { id, identity: known } = props.request;
  const [identity, setIdentity] = createSignal<IdentityProof | undefined>(known ?? undefined);
  const checks = createChecks(
    () => (identity() === undefined ? [problem('fieldRequired', 'identity')] : []),
    act.refusal,
    ['identity'],
  );
  const submit = () => {
    const proof = identity();
    if (!checks.ready() || proof === undefined) return;
    void act.send(async () => {
      if (known === null) await api.privacy.identify.mutate({ id, identity: proof });
      await api.privacy.erase.mutate({ id });
    }, m.privacy_erase_begun());
  };
  return (
    <ActDialog
      title={m.privacy_erase_title()}
      description={m.privacy_erase_lead()}
      submit={m.privacy_erase()}
      danger
      busy={act.busy()}
      error={checks.rest()}
      onSubmit={submit}
      onClose={props.onClose}
    >
      <IdentityField known={known} value={identity()} onChange={setIdentity} error={checks.errorOf('identity')} />
    </ActDialog>
  );
}

function IdentityField(props: {
  known: IdentityProof | null;
  value: IdentityProof | undefined;
  onChange: (value: IdentityProof) => void;
  error: string | undefined;
}): JSX.Element {
  return (
    <Show
      when={props.known === null}
      fallback={
        <p class="text-muted">
          {m.privacy_identity()}: {props.known && identityWords[props.known]()}
        </p>
      }
    >
      <Select
        label={m.privacy_identity()}
        hint={m.privacy_identity_hint()}
        options={identityProofs.map((value) => ({ value, label: identityWords[value]() }))}
        value={props.value}
        onChange={props.onChange}
        error={props.error}
      />
    </Show>
  );
}

/** Keeps everything of a person, with the reason, until a day or until it is lifted. */
export function HoldDialog(props: { personId: string; onClose: () => void }): JSX.Element {
  const act = useSent(props.onClose);
  const { personId } = props;
  const id = crypto.randomUUID();
  const [reason, setReason] = createSignal('');
  const [until, setUntil] = createSignal('');
  const checks = createChecks(() => missing(reason()), act.refusal, ['reason', 'until']);
  return (
    <ActDialog
      title={m.privacy_hold_title()}
      description={m.privacy_hold_lead()}
      submit={m.privacy_hold()}
      busy={act.busy()}
      error={checks.rest()}
      onSubmit={() => {
        if (checks.ready())
          void act.send(
            () => api.privacy.setHold.mutate({ id, personId, reason: reason(), until: until() || null }),
            m.privacy_hold_set(),
          );
      }}
      onClose={props.onClose}
    >
      <ReasonField
        label={m.privacy_reason()}
        hint={m.privacy_hold_reason_hint()}
        value={reason()}
        onInput={setReason}
        error={checks.errorOf('reason')}
      />
      <TextField
        type="date"
        label={m.privacy_until()}
        hint={m.privacy_until_hint()}
        optional
        min={berlinToday(now())}
        value={until()}
        onChange={(event) => setUntil(event.currentTarget.value)}
        error={checks.errorOf('until')}
      />
    </ActDialog>
  );
}
