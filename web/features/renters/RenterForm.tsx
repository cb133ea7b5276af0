import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { namelessPerson, type Person, person } from '../../../domain/person/person.ts';
import { type Problem, problem, problemsBySchema } from '../../../domain/problem.ts';
import { api, type Refusal, refusalIn } from '../../api.ts';
import { createChecks } from '../../checks.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { OwnFlat } from './OwnFlatsPage.tsx';

const fields = ['endsOn', 'beginsOn', ...Object.keys(person.shape)];

/** Who moves out of a flat of one's own, and who moves in. */
export function RenterForm(props: {
  flat: OwnFlat;
  onClose: () => void;
  onDone: (state: 'waiting' | 'applied') => void;
}): JSX.Element {
  const rented = props.flat.renters.length > 0;
  const id = crypto.randomUUID();
  const [leaves, setLeaves] = createSignal(rented);
  const [comes, setComes] = createSignal(!rented);
  const [endsOn, setEndsOn] = createSignal('');
  const [beginsOn, setBeginsOn] = createSignal('');
  const [renter, setRenter] = createSignal<Person>(namelessPerson);
  const [refusal, setRefusal] = createSignal<Refusal>();
  const [busy, setBusy] = createSignal(false);
  const missing = (field: string): Problem => problem('fieldRequired', field);
  const checks = createChecks(
    () => [
      ...(leaves() && endsOn() === '' ? [missing('endsOn')] : []),
      ...(comes() && beginsOn() === '' ? [missing('beginsOn')] : []),
      ...(comes() ? problemsBySchema(person, renter()) : []),
    ],
    refusal,
    fields,
  );
  const submit = async () => {
    setRefusal(undefined);
    if (!checks.ready() || !(leaves() || comes())) return;
    setBusy(true);
    try {
      const { state } = await api.renters.report.mutate({
        id,
        unitId: props.flat.id,
        revision: props.flat.revision,
        endsOn: leaves() ? endsOn() : null,
        beginsOn: comes() ? beginsOn() : null,
        renter: comes() ? renter() : null,
      });
      props.onDone(state);
    } catch (error) {
      setRefusal(refusalIn(error));
    } finally {
      setBusy(false);
    }
  };
  const text = (name: 'givenName' | 'familyName' | 'email' | 'phone' | 'street' | 'postalCode' | 'city') => ({
    value: renter()[name],
    error: checks.errorOf(name),
    autocomplete: 'off',
    onInput: (event: { currentTarget: HTMLInputElement }) =>
      setRenter({ ...renter(), [name]: event.currentTarget.value }),
  });
  const why = () => {
    if (!leaves() && !comes()) return m.renters_nothing_said();
    return refusal()?.code === 'notAllowedNow' ? m.renters_other_waits() : checks.rest();
  };
  return (
    <form
      novalidate
      class="mt-3 flex flex-col gap-4 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Show when={rented}>
        <Checkbox label={m.renters_leaves()} checked={leaves()} onChange={setLeaves} />
      </Show>
      <Show when={leaves()}>
        <TextField
          type="date"
          label={m.renters_ends_on()}
          error={checks.errorOf('endsOn')}
          value={endsOn()}
          onInput={(event) => setEndsOn(event.currentTarget.value)}
        />
      </Show>
      <Checkbox label={m.renters_comes()} checked={comes()} onChange={setComes} />
      <Show when={comes()}>
        <TextField
          type="date"
          label={m.renters_begins_on()}
          error={checks.errorOf('beginsOn')}
          value={beginsOn()}
          onInput={(event) => setBeginsOn(event.currentTarget.value)}
        />
        <TextField label={m.renters_given_name()} optional {...text('givenName')} />
        <TextField label={m.renters_family_name()} {...text('familyName')} />
        <TextField type="email" inputmode="email" label={m.renters_email()} optional {...text('email')} />
        <TextField type="tel" label={m.renters_phone()} optional {...text('phone')} />
        <TextField label={m.renters_street()} optional {...text('street')} />
        <Show when={renter().street}>
          <TextField inputmode="numeric" label={m.renters_postal_code()} {...text('postalCode')} />
          <TextField label={m.renters_city()} {...text('city')} />
        </Show>
      </Show>
      <Show when={why()}>{(sentence) => <ErrorNote title={sentence()} />}</Show>
      <Button type="submit" look="filled" busy={busy()}>
        {m.renters_submit()}
      </Button>
      <Button look="quiet" onClick={() => props.onClose()}>
        {m.renters_cancel()}
      </Button>
    </form>
  );
}
