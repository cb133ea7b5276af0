import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { serves } from '../../../domain/person/person.ts';
import { type Trade, trades } from '../../../domain/report/categories.ts';
import { createAct } from '../../act.ts';
import { api } from '../../api.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { toast } from '../../ui/Toast.tsx';
import { useContractors } from '../desk/queries.ts';
import { Nothing } from '../people/Card.tsx';
import { useAgain } from '../people/queries.ts';
import { ActDialog } from '../ticket/ActDialog.tsx';
import { sayTrade } from '../ticket/trades.ts';
import type { PropertyPageData } from './words.ts';

type Wish = { trade: Trade; contractorId: string; name: string };

/** Whom a property asks first, by trade; firms that do not come there are said to. */
export function PreferredDialog(props: { property: PropertyPageData; onClose: () => void }): JSX.Element {
  const again = useAgain();
  const contractors = useContractors();
  const { id, revision, postalCode } = props.property;
  const [wishes, setWishes] = createSignal<Wish[]>(
    props.property.preferred.map(({ trade, contractorId, name }) => ({ trade: trade as Trade, contractorId, name })),
  );
  const [trade, setTrade] = createSignal<Trade>();
  const act = createAct(async (input: { preferred: { trade: Trade; contractorId: string }[] }) => {
    await api.properties.prefer.mutate({ id, revision, ...input });
    return true;
  });
  const fitting = () => (contractors.data ?? []).filter((firm) => firm.trades.includes(trade() ?? ''));
  const submit = async () => {
    const preferred = wishes().map((wish) => ({ trade: wish.trade, contractorId: wish.contractorId }));
    if (!(await act.run({ preferred }))) return;
    await again();
    toast({ text: m.property_saved() });
    props.onClose();
  };
  return (
    <ActDialog
      title={m.property_preferred()}
      description={m.property_preferred_hint()}
      submit={m.property_save()}
      busy={act.busy()}
      error={act.error()}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <Show when={wishes().length > 0} fallback={<Nothing>{m.property_preferred_none()}</Nothing>}>
        <ul class="grid gap-1.5">
          <For each={wishes()}>
            {(wish) => (
              <li class="flex min-h-11 items-center gap-3 rounded-lg border border-line px-3">
                <span class="min-w-0 flex-1">
                  <span class="font-semibold">{wish.name}</span>
                  <span class="text-muted"> · {sayTrade(wish.trade)}</span>
                </span>
                <IconButton
                  icon="close"
                  label={m.people_choose_other({ name: wish.name })}
                  onClick={() => setWishes(wishes().filter((each) => each !== wish))}
                />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <div class="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
        <Select
          label={m.property_preferred_trade()}
          value={trade()}
          onChange={setTrade}
          options={trades.map((value) => ({ value, label: sayTrade(value) }))}
        />
        <Show when={trade()} keyed>
          {(chosen) => (
            <Select
              label={m.property_preferred_firm()}
              value={undefined}
              onChange={(contractorId) => {
                const firm = fitting().find((each) => each.id === contractorId);
                const there = wishes().some((each) => each.trade === chosen && each.contractorId === contractorId);
                if (firm && !there) setWishes([...wishes(), { trade: chosen, contractorId, name: firm.name }]);
                setTrade(undefined);
              }}
              options={fitting().map((firm) => ({
                value: firm.id,
                label: serves(firm, postalCode) ? firm.name : m.property_preferred_elsewhere({ name: firm.name }),
              }))}
            />
          )}
        </Show>
      </div>
    </ActDialog>
  );
}
