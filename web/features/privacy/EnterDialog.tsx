import { useNavigate } from '@solidjs/router';
import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import {
  type IdentityProof,
  identityProofs,
  type RequestWay,
  requestKinds,
  requestWays,
} from '../../../domain/privacy/request.ts';
import { problem } from '../../../domain/problem.ts';
import { createAct } from '../../act.ts';
import { api, type Questions } from '../../api.ts';
import { createChecks } from '../../checks.ts';
import { now } from '../../ui/now.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { type Chosen, PersonChoice } from '../people/PersonChoice.tsx';
import { berlinToday } from '../people/words.ts';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { useAgain } from './queries.ts';
import { identityWords, kindWords, wayWords } from './words.ts';

/** Enters what somebody asked by letter, mail or phone: the month counts from the day on which it arrived. */
export function EnterDialog(props: { person?: { personId: string; name: string }; onClose: () => void }): JSX.Element {
  const again = useAgain();
  const navigate = useNavigate();
  const [person, setPerson] = createSignal<Chosen | undefined>(props.person);
  const [kind, setKind] = createSignal<(typeof requestKinds)[number]>('access');
  const [receivedOn, setReceivedOn] = createSignal(berlinToday(now()));
  const [way, setWay] = createSignal<RequestWay>('letter');
  const [identity, setIdentity] = createSignal<IdentityProof | 'none'>('none');
  const id = crypto.randomUUID();
  const act = createAct(async (input: Questions['privacy']['enter']) => {
    await api.privacy.enter.mutate(input);
    return true;
  });
  const personId = () => {
    const chosen = person();
    return chosen && 'personId' in chosen ? chosen.personId : undefined;
  };
  const checks = createChecks(
    () => [
      ...(personId() === undefined ? [problem('fieldRequired', 'personId')] : []),
      ...(receivedOn() === '' ? [problem('fieldRequired', 'receivedOn')] : []),
    ],
    act.refusal,
    ['personId', 'receivedOn'],
  );
  const submit = async () => {
    const chosen = personId();
    if (!checks.ready() || chosen === undefined) return;
    const proof = identity();
    const done = await act.run({
      id,
      kind: kind(),
      personId: chosen,
      receivedOn: receivedOn(),
      way: way(),
      identity: proof === 'none' ? null : proof,
    });
    if (!done) return;
    await again();
    toast({ text: m.privacy_entered() });
    props.onClose();
    navigate(`/datenschutz/${chosen}`);
  };
  return (
    <ActDialog
      title={m.privacy_enter_title()}
      description={m.privacy_enter_lead()}
      submit={m.privacy_enter()}
      busy={act.busy()}
      error={checks.rest()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <Show when={!props.person}>
        <PersonChoice
          label={m.privacy_who()}
          value={person()}
          onChange={setPerson}
          error={checks.errorOf('personId')}
        />
      </Show>
      <RadioCards
        label={m.privacy_what()}
        cards={requestKinds.map((each) => ({
          value: each,
          title: kindWords[each](),
          detail: each === 'access' ? m.privacy_kind_access_text() : m.privacy_kind_erasure_text(),
        }))}
        value={kind()}
        onChange={setKind}
      />
      <div class="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
        <TextField
          type="date"
          label={m.privacy_received_on()}
          max={berlinToday(now())}
          value={receivedOn()}
          onChange={(event) => setReceivedOn(event.currentTarget.value)}
          error={checks.errorOf('receivedOn')}
        />
        <Select
          label={m.privacy_way()}
          options={requestWays
            .filter((each) => each !== 'portal')
            .map((value) => ({ value, label: wayWords[value]() }))}
          value={way()}
          onChange={setWay}
        />
      </div>
      <Select
        label={m.privacy_identity()}
        hint={m.privacy_identity_hint()}
        options={[
          { value: 'none' as const, label: m.privacy_identity_none() },
          ...identityProofs.map((value) => ({ value, label: identityWords[value]() })),
        ]}
        value={identity()}
        onChange={setIdentity}
      />
    </ActDialog>
  );
}
