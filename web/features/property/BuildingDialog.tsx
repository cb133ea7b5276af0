import { createSignal, type JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { problemsBySchema } from '../../../domain/problem.ts';
import { building } from '../../../domain/property/property.ts';
import { createAct } from '../../act.ts';
import { api } from '../../api.ts';
import { createChecks } from '../../checks.ts';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useAgain } from '../people/queries.ts';
import { ActDialog } from '../ticket/ActDialog.tsx';
import type { BuildingOfPage } from './words.ts';

/** Adds a building to a property, or changes its name and street. */
export function BuildingDialog(props: {
  propertyId: string;
  known?: BuildingOfPage;
  onClose: () => void;
}): JSX.Element {
  const again = useAgain();
  const { known } = props;
  const id = known?.id ?? crypto.randomUUID();
  const [value, setValue] = createSignal({ name: known?.name ?? '', street: known?.street ?? '' });
  const act = createAct(async (_: object) => {
    if (known) await api.properties.saveBuilding.mutate({ id, revision: known.revision, building: value() });
    else await api.properties.makeBuilding.mutate({ id, propertyId: props.propertyId, building: value() });
    return true;
  });
  const checks = createChecks(() => problemsBySchema(building, value()), act.refusal, ['name', 'street']);
  const field = (name: 'name' | 'street') => ({
    value: value()[name],
    onInput: (event: { currentTarget: HTMLInputElement }) =>
      setValue({ ...value(), [name]: event.currentTarget.value }),
    error: checks.errorOf(name),
    maxLength: 80,
    autocomplete: 'off' as const,
  });
  const submit = async () => {
    if (!checks.ready() || !(await act.run(value()))) return;
    await again();
    toast({ text: m.property_saved() });
    props.onClose();
  };
  return (
    <ActDialog
      title={known ? m.property_building_edit() : m.property_building_new()}
      submit={m.property_save()}
      busy={act.busy()}
      error={checks.rest()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <TextField label={m.property_building_name()} hint={m.property_building_hint()} {...field('name')} />
      <TextField label={m.property_street()} {...field('street')} />
    </ActDialog>
  );
}
