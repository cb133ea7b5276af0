import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { TenancyRole } from '../../../domain/occupancy/occupancy.ts';
import { type Problem, problem } from '../../../domain/problem.ts';
import { addDays } from '../../../domain/time/berlin.ts';
import { createAct } from '../../act.ts';
import { api, type Questions } from '../../api.ts';
import { type Checks, createChecks } from '../../checks.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { now } from '../../ui/now.ts';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { type Chosen, PersonChoice } from '../people/PersonChoice.tsx';
import { personFields, personProblems } from '../people/PersonFields.tsx';
import { useAgain } from '../people/queries.ts';
import { berlinToday } from '../people/words.ts';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { useUndo } from './undo.ts';
import type { UnitPageData } from './words.ts';

type Kind = 'both' | 'out' | 'in' | 'join';
type Newcomer = { chosen: Chosen | undefined; role: TenancyRole };

/** Moving out, moving in, or both in one act: one day, who leaves, who comes. */
export function HandOverDialog(props: { unit: UnitPageData; onClose: () => void }): JSX.Element {
  const again = useAgain();
  const undo = useUndo();
  const today = berlinToday(now());
  const { unit } = props;
  const there = unit.periods.filter(({ kind, until }) => kind === 'tenancy' && (until === null || until >= today));
  const owners = unit.periods.filter(({ kind, until }) => kind === 'ownership' && (until === null || until >= today));
  const [kind, setKind] = createSignal<Kind>(there.length > 0 ? 'both' : 'in');
  const [endsOn, setEndsOn] = createSignal('');
  const [beginsOn, setBeginsOn] = createSignal('');
  const [stays, setStays] = createSignal<ReadonlySet<string>>(new Set());
  const [newcomers, setNewcomers] = createSignal<Newcomer[]>([{ chosen: undefined, role: 'renter' }]);
  const leaves = () => kind() === 'both' || kind() === 'out';
  const comes = () => kind() !== 'out';
  const named = () => newcomers().flatMap(({ chosen, role }) => (chosen ? [{ ...chosen, role }] : []));
  const problems = (): Problem[] => [
    ...(leaves() && !endsOn() ? [problem('fieldRequired', 'endsOn')] : []),
    ...(leaves() && stays().size === there.length ? [problem('nobodyThere', 'leaving')] : []),
    ...(comes() && !beginsOn() ? [problem('fieldRequired', 'beginsOn')] : []),
    ...(comes() && named().length === 0 ? [problem('nobodyNamed', 'newcomers')] : []),
    ...named().flatMap((one) => ('person' in one ? personProblems(one.person) : [])),
  ];
  const act = createAct((input: Questions['units']['handOver']) => api.units.handOver.mutate(input));
  const checks: Checks = createChecks(problems, act.refusal, [
    'endsOn',
    'beginsOn',
    'newcomers',
    'leaving',
    ...personFields,
  ]);
  const leaving = (): string[] | undefined => {
    if (kind() === 'join') return [];
    if (!leaves() || stays().size === 0) return undefined;
    return there.filter(({ id }) => !stays().has(id)).map(({ id }) => id);
  };
  const takeEnd = (day: string) => {
    setEndsOn(day);
    if (day && kind() === 'both' && (!beginsOn() || beginsOn() <= day)) setBeginsOn(addDays(day, 1));
  };
  const submit = async () => {
    if (!checks.ready()) return;
    const ids = leaving();
    const answer = await act.run({
      id: unit.id,
      revision: unit.revision,
      ...(ids && { leaving: ids }),
      endsOn: leaves() ? endsOn() : null,
      beginsOn: comes() ? beginsOn() : null,
      newcomers: comes()
        ? named().map((one) =>
            'person' in one ? { person: one.person, role: one.role } : { personId: one.personId, role: one.role },
          )
        : [],
    });
    if (!answer) return;
    await again();
    toast({ text: m.property_handover_done(), undo: () => void undo(unit.id, answer.actId) });
    props.onClose();
  };
  const change = (at: number, part: Partial<Newcomer>) =>
    setNewcomers(newcomers().map((each, n) => (n === at ? { ...each, ...part } : each)));
  return (
    <ActDialog
      wide
      title={m.property_handover()}
      description={m.property_handover_lead()}
      submit={m.property_handover_submit()}
      busy={act.busy()}
      error={checks.rest()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <Show when={there.length > 0}>
        <RadioCards<Kind>
          label={m.property_handover_kind()}
          columns={2}
          cards={[
            { value: 'both', title: m.property_handover_both() },
            { value: 'out', title: m.property_handover_out() },
            { value: 'join', title: m.property_handover_join(), detail: m.property_handover_join_hint() },
            { value: 'in', title: m.property_handover_in(), detail: m.property_handover_in_hint() },
          ]}
          value={kind()}
          onChange={setKind}
        />
      </Show>
      <Show when={leaves()}>
        <TextField
          type="date"
          label={m.property_ends_on()}
          hint={m.property_ends_on_hint()}
          value={endsOn()}
          onChange={(event) => takeEnd(event.currentTarget.value)}
          error={checks.errorOf('endsOn')}
        />
        <Show when={there.length > 1}>
          <fieldset class="min-w-0">
            <legend class="mb-1 font-semibold">{m.property_who_leaves()}</legend>
            <For each={there}>
              {({ id, person }) => (
                <Checkbox
                  label={person.name}
                  checked={!stays().has(id)}
                  onChange={(goes) => {
                    const next = new Set(stays());
                    if (goes) next.delete(id);
                    else next.add(id);
                    setStays(next);
                  }}
                />
              )}
            </For>
            <Show when={checks.errorOf('leaving')}>
              {(error) => (
                <p role="alert" class="text-late">
                  {error()}
                </p>
              )}
            </Show>
          </fieldset>
        </Show>
      </Show>
      <Show when={comes()}>
        <TextField
          type="date"
          label={m.property_begins_on()}
          hint={m.property_begins_on_hint()}
          value={beginsOn()}
          onChange={(event) => setBeginsOn(event.currentTarget.value)}
          error={checks.errorOf('beginsOn')}
        />
        <For each={newcomers().map((_, n) => n)}>
          {(n) => {
            const one = () => newcomers()[n] as Newcomer;
            return (
              <div class="grid grid-cols-[minmax(0,1fr)_11rem] items-start gap-3 max-sm:grid-cols-1">
                <PersonChoice
                  allowNew
                  label={m.property_newcomer()}
                  value={one().chosen}
                  onChange={(chosen) => change(n, { chosen })}
                  checks={checks}
                  error={n === 0 ? checks.errorOf('newcomers') : undefined}
                />
                <Select<TenancyRole>
                  label={m.property_newcomer_as()}
                  value={one().role}
                  onChange={(role) => change(n, { role })}
                  options={[
                    { value: 'renter', label: m.people_as_renter() },
                    { value: 'resident', label: m.property_newcomer_resident() },
                  ]}
                />
              </div>
            );
          }}
        </For>
        <div class="flex flex-wrap gap-2">
          <Button
            look="quiet"
            icon="plus"
            onClick={() =>
              setNewcomers([...newcomers(), { chosen: undefined, role: newcomers()[0]?.role ?? 'renter' }])
            }
          >
            {m.property_newcomer_more()}
          </Button>
          <For each={owners}>
            {({ person }) => (
              <Button
                look="quiet"
                onClick={() =>
                  setNewcomers([
                    ...newcomers().filter(({ chosen }) => chosen),
                    { chosen: { personId: person.id, name: person.name }, role: 'resident' },
                  ])
                }
              >
                {m.property_newcomer_owner({ name: person.name })}
              </Button>
            )}
          </For>
        </div>
      </Show>
    </ActDialog>
  );
}
