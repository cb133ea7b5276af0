import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { problemsBySchema } from '../../../domain/problem.ts';
import {
  communityRules,
  type ManagementType,
  managementTypes,
  property,
  votingPrinciples,
} from '../../../domain/property/property.ts';
import type { FederalState } from '../../../domain/time/workingTime.ts';
import { createAct } from '../../act.ts';
import { api } from '../../api.ts';
import { createChecks, wholeIn } from '../../checks.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { type Chosen, PersonChoice } from '../people/PersonChoice.tsx';
import { useAgain } from '../people/queries.ts';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { centsOf } from '../ticket/OrderDialog.tsx';
import { type PropertyPageData, sayPrinciple, sayType, stateNames } from './words.ts';

const fields = [
  'number',
  'name',
  'street',
  'postalCode',
  'city',
  'federalState',
  'shareDenominator',
  'approvalLimitCents',
  'landlordId',
  'communityRules',
  'managementType',
];

/** Makes a property with its first building, or changes one; asks for what its kind needs. */
export function PropertyDialog(props: {
  known?: PropertyPageData;
  onClose: () => void;
  onMade?: (id: string) => void;
}): JSX.Element {
  const again = useAgain();
  const { known } = props;
  const id = known?.id ?? crypto.randomUUID();
  const rules = known?.communityRules ?? communityRules.parse({});
  const [type, setType] = createSignal<ManagementType>(known?.managementType ?? 'weg');
  const [text, setText] = createSignal({
    number: known?.number ?? '',
    name: known?.name ?? '',
    street: known?.street ?? '',
    postalCode: known?.postalCode ?? '',
    city: known?.city ?? '',
    whole: known ? String(known.shareDenominator ?? '') : '1000',
    limit: ((known?.approvalLimitCents ?? 0) / 100).toFixed(2).replace('.', ','),
    quorum: String(rules.quorumPercent ?? ''),
    proxies: String(rules.proxiesMost ?? ''),
    note: rules.note,
  });
  const [state, setState] = createSignal<FederalState | undefined>(known?.federalState as FederalState | undefined);
  const [landlord, setLandlord] = createSignal<Chosen | undefined>(
    known?.landlord ? { personId: known.landlord.id, name: known.landlord.name } : undefined,
  );
  const [principle, setPrinciple] = createSignal(rules.votingPrinciple);
  const [rescale, setRescale] = createSignal(false);
  const typed = () => {
    const { number, name, street, postalCode, city, whole, limit, quorum, proxies, note } = text();
    const common = {
      number,
      name,
      street,
      postalCode,
      city,
      federalState: state(),
      approvalLimitCents: centsOf(limit) ?? (limit.trim() ? Number.NaN : 0),
    };
    const who = landlord();
    switch (type()) {
      case 'weg':
        return {
          managementType: 'weg',
          ...common,
          shareDenominator: wholeIn(whole) ?? Number.NaN,
          communityRules: {
            votingPrinciple: principle(),
            quorumPercent: wholeIn(quorum),
            proxiesMost: wholeIn(proxies),
            note,
          },
        };
      case 'rental':
        return { managementType: 'rental', ...common, landlordId: who && 'personId' in who ? who.personId : '' };
      default:
        return { managementType: 'ownStock', ...common };
    }
  };
  const act = createAct(async (_: object) => {
    const value = property.parse(typed());
    if (known) await api.properties.save.mutate({ id, revision: known.revision, property: value, rescale: rescale() });
    else
      await api.properties.make.mutate({
        id,
        property: value,
        buildings: [{ name: value.street, street: value.street }],
      });
    return true;
  });
  const checks = createChecks(() => problemsBySchema(property, typed()), act.refusal, fields);
  const field = (name: keyof ReturnType<typeof text>, says: string = name) => ({
    value: text()[name],
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      setText({ ...text(), [name]: event.currentTarget.value }),
    error: checks.errorOf(says),
  });
  const wholeChanged = () =>
    known?.managementType === 'weg' && type() === 'weg' && wholeIn(text().whole) !== known.shareDenominator;
  const submit = async () => {
    if (!checks.ready() || !(await act.run({ at: JSON.stringify(typed()) }))) return;
    await again();
    toast({ text: known ? m.property_saved() : m.property_made() });
    props.onClose();
    if (!known) props.onMade?.(id);
  };
  return (
    <ActDialog
      wide
      title={known ? m.property_edit() : m.property_new()}
      submit={m.property_save()}
      busy={act.busy()}
      error={checks.rest()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <RadioCards<ManagementType>
        label={m.property_type()}
        columns={3}
        cards={managementTypes.map((value) => ({ value, title: sayType(value) }))}
        value={type()}
        onChange={setType}
        error={checks.errorOf('managementType')}
      />
      <div class="grid grid-cols-[8rem_minmax(0,1fr)] items-start gap-3 max-sm:grid-cols-1">
        <TextField label={m.property_number()} maxLength={40} autocomplete="off" {...field('number')} />
        <TextField label={m.property_name()} maxLength={120} autocomplete="off" {...field('name')} />
      </div>
      <TextField label={m.property_street()} maxLength={120} autocomplete="off" {...field('street')} />
      <div class="grid grid-cols-[8rem_minmax(0,1fr)_minmax(0,1fr)] items-start gap-3 max-sm:grid-cols-1">
        <TextField label={m.property_postal_code()} inputMode="numeric" maxLength={5} {...field('postalCode')} />
        <TextField label={m.property_city()} maxLength={80} {...field('city')} />
        <Select
          label={m.property_state()}
          value={state()}
          onChange={setState}
          options={stateNames}
          error={checks.errorOf('federalState') && m.property_state_missing()}
        />
      </div>
      <Show when={type() === 'rental'}>
        <PersonChoice
          label={m.property_landlord()}
          value={landlord()}
          onChange={setLandlord}
          error={checks.errorOf('landlordId')}
        />
        <Show when={!landlord()}>
          <p class="-mt-2 text-sm text-muted">{m.property_landlord_hint()}</p>
        </Show>
      </Show>
      <div class="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
        <TextField
          label={m.property_limit()}
          hint={m.property_limit_hint()}
          inputMode="decimal"
          {...field('limit', 'approvalLimitCents')}
          error={checks.errorOf('approvalLimitCents') && m.property_limit_wrong()}
        />
        <Show when={type() === 'weg'}>
          <TextField
            label={m.property_whole()}
            hint={m.property_whole_hint()}
            inputMode="numeric"
            {...field('whole', 'shareDenominator')}
          />
        </Show>
      </div>
      <Show when={wholeChanged()}>
        <Checkbox
          label={m.property_rescale()}
          hint={m.property_rescale_hint()}
          checked={rescale()}
          onChange={setRescale}
        />
      </Show>
      <Show when={type() === 'weg'}>
        <fieldset class="grid min-w-0 gap-3 rounded-xl border border-line px-3.5 pt-2 pb-3.5">
          <legend class="px-1 font-semibold">{m.property_rules()}</legend>
          <p class="text-sm text-muted">{m.property_rules_hint()}</p>
          <div class="grid grid-cols-3 items-start gap-3 max-sm:grid-cols-1">
            <Select
              label={m.property_votes()}
              value={principle()}
              onChange={setPrinciple}
              options={votingPrinciples.map((value) => ({ value, label: sayPrinciple(value) }))}
            />
            <TextField label={m.property_quorum()} optional inputMode="numeric" {...field('quorum', 'quorum')} />
            <TextField label={m.property_proxies()} optional inputMode="numeric" {...field('proxies', 'proxies')} />
          </div>
          <Show when={checks.errorOf('communityRules')}>
            <p role="alert" class="text-late">
              {m.property_rules_wrong()}
            </p>
          </Show>
          <TextArea label={m.property_rules_note()} optional rows={2} maxLength={1000} {...field('note', 'note')} />
        </fieldset>
      </Show>
    </ActDialog>
  );
}
