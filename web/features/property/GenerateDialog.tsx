import { createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { problemsBySchema, refuses } from '../../../domain/problem.ts';
import { type UnitUsage, unitUsages } from '../../../domain/property/unit.ts';
import { type UnitPattern, unitPattern } from '../../../domain/property/unitPattern.ts';
import { createAct } from '../../act.ts';
import { api } from '../../api.ts';
import { createChecks, wholeIn } from '../../checks.ts';
import { sayRefusal } from '../../refusals.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useAgain } from '../people/queries.ts';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { usePreview } from './queries.ts';
import { sayCount, sayFloor, sayUsage } from './words.ts';

/** How many units the preview names; the rest is counted. */
const SHOWN = 60;

type Sharing = 'none' | 'rest' | 'each';
const listIn = (text: string) =>
  text
    .split(/[,;\n]+/)
    .map((part) => part.trim())
    .filter(Boolean);
const namings = ['WE {n:2}', '{n}', '{f}.{i:2}', '{s}-{n:2}', 'Stellplatz {n}'];

/** Makes many units at once from floors times flats; what will be made stands beneath before anything is written. */
export function GenerateDialog(props: {
  buildingId: string;
  building: string;
  whole: number | null;
  onClose: () => void;
}): JSX.Element {
  const again = useAgain();
  const [usage, setUsage] = createSignal<UnitUsage>('flat');
  const [sharing, setSharing] = createSignal<Sharing>(props.whole === null ? 'none' : 'rest');
  const [restart, setRestart] = createSignal(false);
  const [text, setText] = createSignal({
    staircases: '',
    floorFrom: '0',
    floorTo: '3',
    perFloor: '2',
    positions: m.property_pattern_positions_usual(),
    naming: namings[0] ?? '',
    firstNumber: '1',
    share: '',
  });
  const pattern = createMemo((): UnitPattern => {
    const number = (typed: string) => wholeIn(typed) ?? Number.NaN;
    const places = listIn(text().positions);
    return {
      usage: usage(),
      staircases: listIn(text().staircases),
      floorFrom: number(text().floorFrom),
      floorTo: number(text().floorTo),
      perFloor: number(text().perFloor),
      positions: places,
      naming: text().naming,
      firstNumber: number(text().firstNumber),
      restart: restart(),
      share: sharing() === 'none' ? null : sharing() === 'rest' ? 'rest' : number(text().share),
    };
  });
  const problems = () => problemsBySchema(unitPattern, pattern());
  const preview = usePreview(() =>
    problems().length > 0 ? null : { buildingId: props.buildingId, pattern: pattern() },
  );
  const act = createAct(async (input: { pattern: UnitPattern }) =>
    api.units.makeMany.mutate({ buildingId: props.buildingId, pattern: input.pattern }),
  );
  const fields = ['staircases', 'floorFrom', 'floorTo', 'perFloor', 'positions', 'naming', 'firstNumber', 'share'];
  const checks = createChecks(problems, act.refusal, fields);
  // A pattern is judged while it is typed: the preview has to say why it is not there.
  const wrong = (name: string) => {
    const found = problems().find((each) => each.field === name);
    return (
      (found && refuses(found) ? sayRefusal({ code: found.code, details: found.details }) : undefined) ??
      checks.errorOf(name)
    );
  };
  const field = (name: keyof ReturnType<typeof text>) => ({
    value: text()[name],
    onInput: (event: { currentTarget: HTMLInputElement }) => setText({ ...text(), [name]: event.currentTarget.value }),
    error: wrong(name),
    autocomplete: 'off' as const,
  });
  const shown = () => (problems().length === 0 ? preview.data : undefined);
  const refused = (row: number) => shown()?.problems.some((each) => each.code === 'unitTwice' && each.row === row);
  const first = () => shown()?.problems[0];
  const submit = async () => {
    if (!checks.ready() || first()) return;
    const made = await act.run({ pattern: pattern() });
    if (!made) return;
    await again();
    toast({ text: m.property_pattern_made({ count: made.count }) });
    props.onClose();
  };
  return (
    <ActDialog
      wide
      title={m.property_pattern_title({ building: props.building })}
      description={m.property_pattern_lead()}
      submit={m.property_pattern_make({ count: shown()?.units.length ?? 0 })}
      busy={act.busy()}
      error={checks.rest()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <div class="grid grid-cols-4 items-start gap-3 max-sm:grid-cols-2">
        <Select
          label={m.property_usage()}
          value={usage()}
          onChange={setUsage}
          options={unitUsages.map((each) => ({ value: each, label: sayUsage(each) }))}
        />
        <TextField label={m.property_pattern_floor_from()} inputMode="numeric" {...field('floorFrom')} />
        <TextField label={m.property_pattern_floor_to()} inputMode="numeric" {...field('floorTo')} />
        <TextField label={m.property_pattern_per_floor()} inputMode="numeric" {...field('perFloor')} />
      </div>
      <TextField
        label={m.property_pattern_positions()}
        hint={m.property_pattern_positions_hint()}
        optional
        {...field('positions')}
      />
      <TextField
        label={m.property_pattern_staircases()}
        hint={m.property_pattern_staircases_hint()}
        optional
        {...field('staircases')}
      />
      <div class="grid grid-cols-[minmax(0,2fr)_minmax(0,1fr)] items-start gap-3 max-sm:grid-cols-1">
        <TextField
          label={m.property_pattern_naming()}
          hint={m.property_pattern_naming_hint()}
          list="unit-namings"
          maxLength={40}
          {...field('naming')}
        />
        <TextField
          label={m.property_pattern_first()}
          hint={m.property_pattern_first_hint()}
          inputMode="numeric"
          {...field('firstNumber')}
        />
      </div>
      <datalist id="unit-namings">
        <For each={namings}>{(naming) => <option value={naming} />}</For>
      </datalist>
      <Show when={listIn(text().staircases).length > 1}>
        <Checkbox label={m.property_pattern_restart()} checked={restart()} onChange={setRestart} />
      </Show>
      <Show when={props.whole !== null}>
        <div class="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
          <Select<Sharing>
            label={m.property_pattern_shares()}
            value={sharing()}
            onChange={setSharing}
            options={[
              { value: 'rest', label: m.property_pattern_shares_rest() },
              { value: 'each', label: m.property_pattern_shares_each() },
              { value: 'none', label: m.property_pattern_shares_none() },
            ]}
          />
          <Show when={sharing() === 'each'}>
            <TextField label={m.property_pattern_share()} inputMode="numeric" {...field('share')} />
          </Show>
        </div>
      </Show>
      <section aria-label={m.property_pattern_preview()} aria-live="polite">
        <h3 class="font-semibold">{m.property_pattern_preview()}</h3>
        <Show when={first()}>
          {(problem) => (
            <p role="alert" class="mt-1 text-late">
              {problem().code === 'unitTwice'
                ? m.property_pattern_twice({ number: String(problem().details.number ?? '') })
                : m.property_pattern_too_little()}
            </p>
          )}
        </Show>
        <Show when={shown()} fallback={<p class="mt-1 text-muted">{m.property_pattern_none()}</p>}>
          {(made) => (
            <>
              <p class="mt-1 text-muted">
                {m.property_pattern_count({ count: made().units.length })}
                <Show when={sharing() !== 'none' && made().denominator}>
                  {' '}
                  {m.property_pattern_sum({
                    sum: sayCount(made().units.reduce((sum, each) => sum + (each.shareNumerator ?? 0), 0)),
                    rest: sayCount(made().rest),
                  })}
                </Show>
              </p>
              <div class="mt-2 overflow-hidden rounded-xl border border-line">
                <ul class="grid grid-cols-3 overflow-hidden max-sm:grid-cols-2">
                  <For each={made().units.slice(0, SHOWN)}>
                    {(unit, row) => (
                      <li
                        class={`-mr-px -mb-px border-r border-b border-line px-3 py-1.5 ${refused(row()) ? 'text-late' : ''}`}
                      >
                        <span class="block truncate font-semibold">{unit.number}</span>
                        <span class="block truncate text-sm text-muted">
                          {[unit.staircase, sayFloor(unit.floor), unit.position].filter(Boolean).join(' · ')}
                          <Show when={unit.shareNumerator}>{(share) => ` · ${sayCount(share())}`}</Show>
                        </span>
                      </li>
                    )}
                  </For>
                </ul>
              </div>
              <Show when={made().units.length > SHOWN}>
                <p class="mt-1 text-sm text-muted">
                  {m.property_pattern_and_more({ count: made().units.length - SHOWN })}
                </p>
              </Show>
            </>
          )}
        </Show>
      </section>
    </ActDialog>
  );
}
