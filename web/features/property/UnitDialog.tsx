import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { problemsBySchema } from '../../../domain/problem.ts';
import { type Unit, type UnitUsage, unit, unitUsages } from '../../../domain/property/unit.ts';
import { createAct } from '../../act.ts';
import { api } from '../../api.ts';
import { createChecks, decimalIn, wholeIn } from '../../checks.ts';
import { locale } from '../../ui/locale.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useAgain } from '../people/queries.ts';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { sayCount, sayUsage } from './words.ts';

/** A unit as far as its form knows it. */
type Known = Unit & { id: string; revision: number };

const typed = (number: number | null) =>
  number === null ? '' : String(number).replace('.', locale() === 'de' ? ',' : '.');

/** Adds a unit to a building, or changes one. `whole` is what shares are parts of; without it there are none. */
export function UnitDialog(props: {
  buildingId: string;
  whole: number | null;
  known?: Known;
  onClose: () => void;
}): JSX.Element {
  const again = useAgain();
  const { known } = props;
  const id = known?.id ?? crypto.randomUUID();
  const [usage, setUsage] = createSignal<UnitUsage>(known?.usage ?? 'flat');
  const [text, setText] = createSignal({
    number: known?.number ?? '',
    floor: String(known?.floor ?? 0),
    position: known?.position ?? '',
    staircase: known?.staircase ?? '',
    area: typed(known?.area ?? null),
    rooms: typed(known?.rooms ?? null),
    share: known?.shareNumerator ? String(known.shareNumerator) : '',
  });
  const value = (): Unit => ({
    number: text().number,
    usage: usage(),
    floor: wholeIn(text().floor) ?? 0,
    position: text().position,
    staircase: text().staircase,
    area: decimalIn(text().area),
    rooms: decimalIn(text().rooms),
    shareNumerator: props.whole === null ? null : wholeIn(text().share),
  });
  const act = createAct(async (_: object) => {
    if (known) await api.units.save.mutate({ id, revision: known.revision, unit: value() });
    else await api.units.make.mutate({ id, buildingId: props.buildingId, unit: value() });
    return true;
  });
  const fields = ['number', 'floor', 'position', 'staircase', 'area', 'rooms', 'shareNumerator'];
  const checks = createChecks(() => problemsBySchema(unit, value()), act.refusal, fields);
  const field = (name: keyof ReturnType<typeof text>, says: string = name) => ({
    value: text()[name],
    onInput: (event: { currentTarget: HTMLInputElement }) => setText({ ...text(), [name]: event.currentTarget.value }),
    error: checks.errorOf(says),
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
      title={known ? m.property_unit_edit() : m.property_unit_new()}
      submit={m.property_save()}
      busy={act.busy()}
      error={checks.rest()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <div class="grid grid-cols-2 items-start gap-3">
        <TextField label={m.property_unit_number()} maxLength={40} {...field('number')} />
        <Select
          label={m.property_usage()}
          value={usage()}
          onChange={setUsage}
          options={unitUsages.map((each) => ({ value: each, label: sayUsage(each) }))}
        />
        <TextField label={m.property_unit_floor()} hint={m.property_unit_floor_hint()} {...field('floor')} />
        <TextField
          label={m.property_unit_position()}
          hint={m.property_unit_position_hint()}
          maxLength={60}
          {...field('position')}
        />
        <TextField label={m.property_unit_staircase()} optional maxLength={40} {...field('staircase')} />
        <TextField label={m.property_unit_area()} optional inputMode="decimal" {...field('area')} />
        <TextField label={m.property_unit_rooms()} optional inputMode="decimal" {...field('rooms')} />
        <Show when={props.whole}>
          {(whole) => (
            <TextField
              label={m.property_unit_share({ whole: sayCount(whole()) })}
              optional
              inputMode="numeric"
              {...field('share', 'shareNumerator')}
            />
          )}
        </Show>
      </div>
    </ActDialog>
  );
}
