import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { coOwnerShare } from '../../../domain/occupancy/occupancy.ts';
import { type Problem, problem } from '../../../domain/problem.ts';
import type { Fraction } from '../../../domain/property/shares.ts';
import { createAct } from '../../act.ts';
import { api, type Questions } from '../../api.ts';
import { createChecks } from '../../checks.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { now } from '../../ui/now.ts';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/Toast.tsx';
import { type Chosen, PersonChoice } from '../people/PersonChoice.tsx';
import { personFields, personProblems } from '../people/PersonFields.tsx';
import { useAgain } from '../people/queries.ts';
import { berlinToday } from '../people/words.ts';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { useUndo } from './undo.ts';
import type { UnitPageData } from './words.ts';

type Buyer = { chosen: Chosen | undefined; share: string };

/** "1/2" as a fraction; null for nothing, undefined for what is none. */
export function fractionIn(text: string): Fraction | null | undefined {
  if (text.trim() === '') return null;
  const [, numerator, denominator] = /^\s*(\d{1,7})\s*\/\s*(\d{1,7})\s*$/.exec(text) ?? [];
  const parsed = coOwnerShare.safeParse({ numerator: Number(numerator), denominator: Number(denominator) });
  return parsed.success ? parsed.data : undefined;
}

/** A unit changes hands: the day of the land register, who sells, who buys, in which parts. */
export function SaleDialog(props: { unit: UnitPageData; onClose: () => void }): JSX.Element {
  const again = useAgain();
  const undo = useUndo();
  const today = berlinToday(now());
  const { unit } = props;
  const owners = unit.periods.filter(({ kind, until }) => kind === 'ownership' && (until === null || until >= today));
  const livesHere = unit.periods.some(
    ({ kind, role, until, person }) =>
      kind === 'tenancy' &&
      role === 'resident' &&
      until === null &&
      owners.some((each) => each.person.id === person.id),
  );
  const [day, setDay] = createSignal('');
  const [keeps, setKeeps] = createSignal<ReadonlySet<string>>(new Set());
  const [movesOut, setMovesOut] = createSignal(livesHere);
  const [buyers, setBuyers] = createSignal<Buyer[]>([{ chosen: undefined, share: '' }]);
  const named = () => buyers().flatMap(({ chosen, share }) => (chosen ? [{ chosen, share: fractionIn(share) }] : []));
  const problems = (): Problem[] => [
    ...(day() ? [] : [problem('fieldRequired', 'day')]),
    ...(named().length === 0 ? [problem('nobodyNamed', 'buyers')] : []),
    ...(named().some(({ share }) => share === undefined) ? [problem('shareInvalid', 'share')] : []),
    ...named().flatMap(({ chosen }) => ('person' in chosen ? personProblems(chosen.person) : [])),
  ];
  const act = createAct((input: Questions['units']['sell']) => api.units.sell.mutate(input));
  const checks = createChecks(problems, act.refusal, ['day', 'buyers', 'share', ...personFields]);
  const submit = async () => {
    if (!checks.ready()) return;
    const answer = await act.run({
      id: unit.id,
      revision: unit.revision,
      ...(keeps().size > 0 && { selling: owners.filter(({ id }) => !keeps().has(id)).map(({ id }) => id) }),
      day: day(),
      buyers: named().map(({ chosen, share }) => {
        const part = share ?? null;
        return 'person' in chosen ? { person: chosen.person, share: part } : { personId: chosen.personId, share: part };
      }),
      movesOut: livesHere && movesOut(),
    });
    if (!answer) return;
    await again();
    toast({ text: m.property_sale_done(), undo: () => void undo(unit.id, answer.actId) });
    props.onClose();
  };
  const change = (at: number, part: Partial<Buyer>) =>
    setBuyers(buyers().map((each, n) => (n === at ? { ...each, ...part } : each)));
  return (
    <ActDialog
      wide
      title={owners.length > 0 ? m.property_sale() : m.property_first_owner()}
      description={m.property_sale_lead()}
      submit={owners.length > 0 ? m.property_sale_submit() : m.property_first_owner_submit()}
      busy={act.busy()}
      error={checks.rest()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <TextField
        type="date"
        label={m.property_sale_day()}
        hint={m.property_sale_day_hint()}
        value={day()}
        onChange={(event) => setDay(event.currentTarget.value)}
        error={checks.errorOf('day')}
      />
      <Show when={owners.length > 1}>
        <fieldset class="min-w-0">
          <legend class="mb-1 font-semibold">{m.property_who_sells()}</legend>
          <For each={owners}>
            {({ id, person, share }) => (
              <Checkbox
                label={share ? `${person.name} (${share.numerator}/${share.denominator})` : person.name}
                checked={!keeps().has(id)}
                onChange={(sells) => {
                  const next = new Set(keeps());
                  if (sells) next.delete(id);
                  else next.add(id);
                  setKeeps(next);
                }}
              />
            )}
          </For>
        </fieldset>
      </Show>
      <For each={buyers().map((_, n) => n)}>
        {(n) => {
          const one = () => buyers()[n] as Buyer;
          return (
            <div class="grid grid-cols-[minmax(0,1fr)_8rem] items-start gap-3 max-sm:grid-cols-1">
              <PersonChoice
                allowNew
                label={m.property_buyer()}
                value={one().chosen}
                onChange={(chosen) => change(n, { chosen })}
                checks={checks}
                error={n === 0 ? checks.errorOf('buyers') : undefined}
              />
              <Show when={buyers().length > 1 || keeps().size > 0}>
                <TextField
                  label={m.property_buyer_share()}
                  placeholder="1/2"
                  value={one().share}
                  onInput={(event) => change(n, { share: event.currentTarget.value })}
                  error={fractionIn(one().share) === undefined ? checks.errorOf('share') : undefined}
                />
              </Show>
            </div>
          );
        }}
      </For>
      <Show when={buyers().length > 1}>
        <p class="-mt-2 text-sm text-muted">{m.property_buyer_share_hint()}</p>
      </Show>
      <div>
        <Button look="quiet" icon="plus" onClick={() => setBuyers([...buyers(), { chosen: undefined, share: '' }])}>
          {m.property_buyer_more()}
        </Button>
      </div>
      <Show when={livesHere}>
        <Checkbox label={m.property_moves_out()} checked={movesOut()} onChange={setMovesOut} />
      </Show>
    </ActDialog>
  );
}
