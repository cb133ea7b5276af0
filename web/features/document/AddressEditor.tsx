import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { type ReaderRole, readerRoles } from '../../../domain/document/document.ts';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Select } from '../../ui/Select.tsx';
import { officeKey } from '../desk/queries.ts';
import { type Chosen, PersonChoice } from '../people/PersonChoice.tsx';
import type { Addressee } from './queries.ts';
import { sayRole, sayRoles } from './words.ts';

type Scope = Addressee['scope'];
export type NamedAddressee = { line: Addressee; label: string };

const scopes: { value: Scope; label: () => string }[] = [
  { value: 'property', label: m.document_scope_property },
  { value: 'building', label: m.document_scope_building },
  { value: 'unit', label: m.document_scope_unit },
  { value: 'person', label: m.document_scope_person },
  { value: 'everybody', label: m.document_scope_everybody },
];

/** A line of an address in words: the roles, and where. */
export function sayLine({ line, label }: NamedAddressee): string {
  if (line.scope === 'person') return label;
  const where = line.scope === 'everybody' ? m.document_scope_everybody() : label;
  return `${sayRoles(line.roles)} · ${where}`;
}

/** Whom a document is addressed to, line by line. */
export function AddressEditor(props: {
  lines: readonly NamedAddressee[];
  onChange: (lines: NamedAddressee[]) => void;
  /** Public documents name places only. */
  placesOnly: boolean;
  error?: string | undefined;
}): JSX.Element {
  const [scope, setScope] = createSignal<Scope>('property');
  const [propertyId, setPropertyId] = createSignal<string>();
  const [buildingId, setBuildingId] = createSignal<string>();
  const [unitId, setUnitId] = createSignal<string>();
  const [person, setPerson] = createSignal<Chosen>();
  const [roles, setRoles] = createSignal<ReaderRole[]>(['residents', 'owners']);
  const properties = useQuery(() => ({
    queryKey: [...officeKey, 'properties'],
    queryFn: () => api.directory.properties.query(),
    refetchInterval: false as const,
  }));
  const property = useQuery(() => ({
    queryKey: [...officeKey, 'property', propertyId() ?? ''],
    queryFn: () => api.properties.get.query({ id: propertyId() ?? '' }),
    enabled: propertyId() !== undefined && (scope() === 'building' || scope() === 'unit'),
    refetchInterval: false as const,
  }));
  const buildings = () => property.data?.buildings ?? [];
  const units = () => buildings().find(({ id }) => id === buildingId())?.units ?? [];
  const nameOf = (id: string | undefined) => properties.data?.find((each) => each.id === id)?.name ?? '';
  const chosen = (): NamedAddressee | undefined => {
    const kept = roles().filter((role) => scope() !== 'unit' || role !== 'board');
    const someone = person();
    if (scope() === 'person') {
      return someone && 'personId' in someone
        ? { line: { scope: 'person', id: someone.personId }, label: someone.name }
        : undefined;
    }
    if (kept.length === 0) return undefined;
    if (scope() === 'everybody') return { line: { scope: 'everybody', roles: kept }, label: '' };
    const building = buildings().find(({ id }) => id === buildingId());
    const unit = units().find(({ id }) => id === unitId());
    const id = { property: propertyId(), building: buildingId(), unit: unitId() }[scope() as 'property'];
    if (!id) return undefined;
    const label =
      scope() === 'property'
        ? nameOf(id)
        : scope() === 'building'
          ? (building?.street ?? '')
          : `${building?.street ?? ''}, ${unit?.number ?? ''}`;
    return { line: { scope: scope(), id, roles: kept } as Addressee, label };
  };
  const add = () => {
    const line = chosen();
    if (!line) return;
    const key = (each: NamedAddressee) => JSON.stringify(each.line);
    props.onChange([...props.lines.filter((each) => key(each) !== key(line)), line]);
    setPerson(undefined);
    setUnitId(undefined);
  };
  return (
    <fieldset class="flex min-w-0 flex-col gap-3">
      <legend class="mb-1.5 text-base font-semibold">{m.document_to()}</legend>
      <ul class="flex flex-col gap-1.5 empty:hidden">
        <For each={props.lines}>
          {(each) => (
            <li class="flex items-center gap-2 rounded-lg border border-line bg-surface pl-3">
              <Icon name={each.line.scope === 'person' ? 'person' : 'building'} size={16} class="text-muted" />
              <span class="min-w-0 flex-1 break-words py-1.5">{sayLine(each)}</span>
              <IconButton
                icon="close"
                label={m.document_to_remove({ name: sayLine(each) })}
                onClick={() => props.onChange(props.lines.filter((other) => other !== each))}
              />
            </li>
          )}
        </For>
      </ul>
      <Show when={props.error}>
        {(text) => (
          <p role="alert" class="flex items-start gap-1.5 text-base text-late">
            <Icon name="alert" size={16} class="mt-0.5" />
            <span>{text()}</span>
          </p>
        )}
      </Show>
      <div class="flex flex-col gap-3 rounded-xl bg-sunken p-3.5">
        <div class="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
          <Select<Scope>
            label={m.document_scope()}
            value={scope()}
            onChange={setScope}
            options={scopes
              .filter(({ value }) => !props.placesOnly || value !== 'person')
              .map(({ value, label }) => ({ value, label: label() }))}
          />
          <Show when={scope() !== 'everybody' && scope() !== 'person'}>
            <Select
              label={m.document_property()}
              value={propertyId()}
              onChange={(id) => {
                setPropertyId(id);
                setBuildingId(undefined);
                setUnitId(undefined);
              }}
              options={(properties.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Show>
          <Show when={scope() === 'building' || scope() === 'unit'}>
            <Select
              label={m.document_building()}
              value={buildingId()}
              onChange={(id) => {
                setBuildingId(id);
                setUnitId(undefined);
              }}
              options={buildings().map(({ id, street, name }) => ({
                value: id,
                label: name === street ? street : `${street} (${name})`,
              }))}
            />
          </Show>
          <Show when={scope() === 'unit'}>
            <Select
              label={m.document_unit()}
              value={unitId()}
              onChange={setUnitId}
              options={units().map(({ id, number }) => ({ value: id, label: number }))}
            />
          </Show>
        </div>
        <Show
          when={scope() !== 'person'}
          fallback={<PersonChoice label={m.document_person()} value={person()} onChange={setPerson} />}
        >
          <fieldset class="flex flex-wrap gap-x-5">
            <legend class="sr-only">{m.document_roles()}</legend>
            <For each={readerRoles.filter((role) => scope() !== 'unit' || role !== 'board')}>
              {(role) => (
                <Checkbox
                  label={sayRole(role)}
                  checked={roles().includes(role)}
                  onChange={(on) => setRoles(on ? [...roles(), role] : roles().filter((each) => each !== role))}
                />
              )}
            </For>
          </fieldset>
        </Show>
        <div>
          <Button icon="plus" disabled={chosen() === undefined} onClick={add}>
            {m.document_to_add()}
          </Button>
        </div>
      </div>
    </fieldset>
  );
}
