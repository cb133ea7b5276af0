import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { INLINE } from '../../../domain/import/lists.ts';
import { type Mapping, missingFields, suggestedFields, takenColumns } from '../../../domain/import/mapping.ts';
import { type MasterTable, masterTables } from '../../../domain/import/tables.ts';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Select } from '../../ui/Select.tsx';
import { importKeys, type Run } from './queries.ts';
import { sayField, tableNames } from './words.ts';

const NOTHING = '-';

/** What the columns of one table mean: each heading with a look at what stands below it, and the field that it gives. */
export function MappingEditor(props: { run: Run; file: Run['files'][number] }): JSX.Element {
  const client = useQueryClient();
  const [mapping, setMapping] = createSignal<Mapping>(
    props.file.mapping ?? { table: 'persons', fields: suggestedFields('persons', props.file.headings) },
  );
  const [failure, setFailure] = createSignal<string>();
  const missing = () => missingFields(mapping());
  const options = () => [
    { value: NOTHING, label: m.imports_not_taken() },
    ...takenColumns(mapping().table).map(({ field, heading }) => ({
      value: field,
      label: field.startsWith(INLINE) ? m.imports_of_person({ heading }) : heading,
    })),
  ];
  const change = async (next: Mapping) => {
    setMapping(next);
    setFailure(undefined);
    try {
      await api.imports.setMapping.mutate({
        id: props.run.id,
        n: props.file.n,
        mapping: { table: next.table, fields: { ...next.fields } },
      });
      await client.invalidateQueries({ queryKey: importKeys.run(props.run.id) });
    } catch (error) {
      setFailure(sayFailure(error));
    }
  };
  const give = (heading: string, field: string) => {
    const fields = Object.fromEntries(
      Object.entries(mapping().fields).map(([other, given]) => [other, given === field ? null : given]),
    );
    void change({ ...mapping(), fields: { ...fields, [heading]: field === NOTHING ? null : field } });
  };
  return (
    <section class="rounded-xl border border-line bg-surface">
      <header class="flex flex-wrap items-end justify-between gap-3 border-b border-line px-4 py-3">
        <div class="min-w-0">
          <h2 class="font-semibold wrap-anywhere">{props.file.name}</h2>
          <p class="text-sm text-muted">
            {m.imports_file_about({ rows: String(props.file.rows), encoding: props.file.encoding })}
          </p>
        </div>
        <Select<MasterTable>
          label={m.imports_contains()}
          class="min-w-44"
          value={mapping().table}
          options={masterTables.map((table) => ({ value: table, label: tableNames[table]() }))}
          onChange={(table) => void change({ table, fields: suggestedFields(table, props.file.headings) })}
        />
      </header>
      <ul>
        <For each={props.file.headings}>
          {(heading, n) => (
            <li class="grid items-center gap-x-4 gap-y-1 border-line px-4 py-2 not-last:border-b sm:grid-cols-[1fr_14rem]">
              <div class="min-w-0">
                <p class="font-medium wrap-anywhere">{heading}</p>
                <p class="truncate text-sm text-muted">
                  {props.file.sample
                    .map((texts) => texts[n()] ?? '')
                    .filter(Boolean)
                    .slice(0, 3)
                    .join(' · ') || m.imports_column_empty()}
                </p>
              </div>
              <Select
                label={m.imports_means({ heading })}
                hideLabel
                value={mapping().fields[heading] ?? NOTHING}
                options={options()}
                onChange={(field) => give(heading, field)}
              />
            </li>
          )}
        </For>
      </ul>
      <Show when={missing().length > 0 || failure()}>
        <div class="border-t border-line px-4 py-3">
          <ErrorNote
            title={
              failure() ??
              m.imports_fields_missing({
                fields: missing()
                  .map((field) => sayField(mapping().table, field))
                  .join(', '),
              })
            }
          />
        </div>
      </Show>
    </section>
  );
}
