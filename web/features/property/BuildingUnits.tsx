import { A } from '@solidjs/router';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { toast } from '../../ui/Toast.tsx';
import { Card, Nothing } from '../people/Card.tsx';
import { useAgain } from '../people/queries.ts';
import { BuildingDialog } from './BuildingDialog.tsx';
import { GenerateDialog } from './GenerateDialog.tsx';
import { UnitDialog } from './UnitDialog.tsx';
import { type BuildingOfPage, type PropertyPageData, sayCount, sayFloor, sayUsage, type UnitOfPage } from './words.ts';

type Staircase = { name: string; floors: { floor: number; units: UnitOfPage[] }[] };

/** The units as they lie in the house: by staircase, the highest floor on top. */
function staircasesOf(units: readonly UnitOfPage[]): Staircase[] {
  return [...Map.groupBy(units, ({ staircase }) => staircase)].map(([name, inside]) => ({
    name,
    floors: [...Map.groupBy(inside, ({ floor }) => floor)]
      .sort(([a], [b]) => b - a)
      .map(([floor, flats]) => ({ floor, units: flats })),
  }));
}

/** A building with its units as a grid: a row per floor, who lives and who owns in each. */
export function BuildingUnits(props: { property: PropertyPageData; building: BuildingOfPage }): JSX.Element {
  const again = useAgain();
  const [open, setOpen] = createSignal<'generate' | 'unit' | 'edit'>();
  const whole = () => (props.property.managementType === 'weg' ? props.property.shareDenominator : null);
  const remove = async () => {
    try {
      await api.properties.removeBuilding.mutate({ id: props.building.id, revision: props.building.revision });
      toast({ text: m.property_removed() });
      await again();
    } catch (reason) {
      toast({ text: sayFailure(reason), tone: 'late' });
    }
  };
  const items = (): MenuItem[] => [
    { label: m.property_unit_new(), icon: 'plus', onSelect: () => setOpen('unit') },
    { label: m.property_building_edit(), onSelect: () => setOpen('edit') },
    { label: m.property_building_remove(), icon: 'trash', danger: true, onSelect: () => void remove() },
  ];
  return (
    <Card
      title={props.building.name}
      detail={m.property_unit_count({ count: props.building.units.length })}
      actions={
        props.property.mayKeep ? (
          <>
            <Button onClick={() => setOpen('generate')}>{m.property_pattern()}</Button>
            <Menu items={items()} label={m.property_building_acts({ building: props.building.name })} />
          </>
        ) : undefined
      }
    >
      <Show when={props.building.units.length > 0} fallback={<Nothing>{m.property_units_none()}</Nothing>}>
        <div class="grid gap-4">
          <For each={staircasesOf(props.building.units)}>
            {(staircase) => (
              <div class="min-w-0">
                <Show when={staircase.name}>
                  <h3 class="mb-1.5 font-medium text-muted">{m.property_staircase({ name: staircase.name })}</h3>
                </Show>
                <div class="overflow-hidden rounded-xl border border-line bg-surface">
                  <For each={staircase.floors}>
                    {({ floor, units }) => (
                      <div class="grid grid-cols-[4.25rem_minmax(0,1fr)] border-b border-line last:border-b-0">
                        <p class="bg-sunken px-3 py-2.5 text-sm font-medium whitespace-nowrap text-muted">
                          {sayFloor(floor)}
                        </p>
                        <ul
                          style={{ '--per-floor': Math.max(...staircase.floors.map((each) => each.units.length)) }}
                          class="grid grid-cols-[repeat(auto-fill,minmax(min(max(11.5rem,100%/var(--per-floor)),100%),1fr))] overflow-hidden"
                        >
                          <For each={units}>{(unit) => <UnitCell unit={unit} />}</For>
                        </ul>
                      </div>
                    )}
                  </For>
                </div>
              </div>
            )}
          </For>
        </div>
      </Show>
      <Show when={open() === 'generate'}>
        <GenerateDialog
          buildingId={props.building.id}
          building={props.building.name}
          whole={whole()}
          onClose={() => setOpen(undefined)}
        />
      </Show>
      <Show when={open() === 'unit'}>
        <UnitDialog buildingId={props.building.id} whole={whole()} onClose={() => setOpen(undefined)} />
      </Show>
      <Show when={open() === 'edit'}>
        <BuildingDialog propertyId={props.property.id} known={props.building} onClose={() => setOpen(undefined)} />
      </Show>
    </Card>
  );
}

const names = (people: readonly { name: string }[]) => people.map(({ name }) => name).join(', ');

function UnitCell(props: { unit: UnitOfPage }): JSX.Element {
  const sameOwner = () =>
    props.unit.owners.length > 0 &&
    props.unit.owners.every(({ id }) => props.unit.residents.some((resident) => resident.id === id));
  return (
    <li class="-mr-px -mb-px min-w-0 border-r border-b border-line">
      <A
        href={`/einheiten/${props.unit.id}`}
        class="flex h-full min-h-18 flex-col px-3 py-2 -outline-offset-2 transition-colors hover:bg-sunken"
      >
        <span class="flex flex-wrap items-baseline gap-x-1.5">
          <span class="font-semibold">{props.unit.number}</span>
          <span class="text-sm text-muted">
            {[props.unit.usage === 'flat' ? '' : sayUsage(props.unit.usage), props.unit.position]
              .filter(Boolean)
              .join(', ')}
          </span>
          <Show when={props.unit.openTickets > 0}>
            <Pill tone="us" class="ml-auto">
              {m.property_open_count({ count: props.unit.openTickets })}
            </Pill>
          </Show>
        </span>
        <Show when={props.unit.active} fallback={<span class="text-sm text-muted">{m.property_unit_ended()}</span>}>
          <span class="truncate text-sm">
            <Show
              when={props.unit.residents.length > 0}
              fallback={<span class="text-muted">{m.property_vacant()}</span>}
            >
              {names(props.unit.residents)}
            </Show>
          </span>
          <span class="truncate text-sm text-muted">
            <Show when={props.unit.owners.length > 0 && !sameOwner()}>
              {m.property_owned_by({ names: names(props.unit.owners) })}
            </Show>
            <Show when={sameOwner()}>{m.property_owner_lives_here()}</Show>
          </span>
          <Show when={props.unit.shareNumerator}>
            {(share) => <span class="text-sm text-muted">{m.property_share_of({ share: sayCount(share()) })}</span>}
          </Show>
        </Show>
      </A>
    </li>
  );
}
