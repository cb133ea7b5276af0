import { createSignal, For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { columns } from '../../../domain/import/columns.ts';
import { type Cells, type MasterTable, masterTables } from '../../../domain/import/tables.ts';
import { api } from '../../api.ts';
import { useInfiniteQuery } from '../../query.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { importKeys, type Run, type RunRow, sum } from './queries.ts';
import { sayField, sayProblem, tableNames } from './words.ts';

type Kind = RunRow['kind'];

/** What a plan would do (or did): counts per table, doubts, and each row by kind. */
export function Preview(props: { run: Run }): JSX.Element {
  // What has to be looked at first, of what there is.
  const first = (['wrong', 'new', 'changed'] as const).find((each) => sum(props.run, each) > 0);
  const [kind, setKind] = createSignal<Kind>(first ?? 'new');
  const tab = (value: Kind, label: string) => ({
    value,
    label,
    count: sum(props.run, value),
    content: (
      <Show when={kind() === value}>
        <Rows run={props.run} kind={value} />
      </Show>
    ),
  });
  return (
    <>
      <Counts run={props.run} />
      <Show when={props.run.doubts.length > 0}>
        <section class="rounded-xl bg-us-soft px-4 py-3 text-us">
          <h2 class="flex items-center gap-2 font-semibold">
            <Icon name="alert" size={16} />
            {m.imports_doubts()}
          </h2>
          <ul class="mt-1 list-disc pl-6">
            <For each={props.run.doubts}>
              {(doubt) => (
                <li class="wrap-anywhere">
                  {doubt.details.heading === undefined
                    ? sayProblem(doubt.code, doubt.details)
                    : m.imports_doubt_at({
                        file: doubt.file,
                        line: String(doubt.line),
                        heading: String(doubt.details.heading),
                        problem: sayProblem(doubt.code, doubt.details),
                      })}
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
      <div class="overflow-hidden rounded-xl border border-line bg-surface">
        <Tabs
          label={m.imports_rows()}
          value={kind()}
          onChange={(value) => setKind(value as Kind)}
          tabs={[
            tab('wrong', m.imports_kind_wrong()),
            tab('new', m.imports_kind_new()),
            tab('changed', m.imports_kind_changed()),
            tab('missing', m.imports_kind_missing()),
          ]}
        />
      </div>
    </>
  );
}

function Counts(props: { run: Run }): JSX.Element {
  const kinds = ['new', 'changed', 'same', 'missing', 'wrong'] as const;
  const heads = {
    new: () => m.imports_kind_new(),
    changed: () => m.imports_kind_changed(),
    same: () => m.imports_kind_same(),
    missing: () => m.imports_kind_missing(),
    wrong: () => m.imports_kind_wrong(),
  };
  return (
    <section
      aria-label={m.imports_counts()}
      tabindex="0"
      class="overflow-x-auto rounded-xl border border-line bg-surface"
    >
      <table class="w-full text-left tabular-nums">
        <thead>
          <tr class="border-b border-line text-sm text-muted">
            <th scope="col" class="px-4 py-2 font-semibold">
              {m.imports_table()}
            </th>
            <For each={kinds}>
              {(kind) => (
                <th scope="col" class="px-3 py-2 text-right font-semibold whitespace-nowrap">
                  {heads[kind]()}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={masterTables.filter((table) => props.run.counts[table])}>
            {(table) => (
              <tr class="border-line not-last:border-b">
                <th scope="row" class="px-4 py-2 font-medium">
                  {tableNames[table]()}
                </th>
                <For each={kinds}>
                  {(kind) => (
                    <td
                      class={`px-3 py-2 text-right ${kind === 'wrong' && props.run.counts[table]?.wrong ? 'font-semibold text-late' : ''}`}
                    >
                      {props.run.counts[table]?.[kind] ?? 0}
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  );
}

function Rows(props: { run: Run; kind: Kind }): JSX.Element {
  const rows = useInfiniteQuery(() => ({
    queryKey: importKeys.rows(props.run.id, `${props.kind} ${props.run.state} ${JSON.stringify(props.run.counts)}`),
    queryFn: ({ pageParam }) => api.imports.rows.query({ id: props.run.id, kind: props.kind, after: pageParam }),
    initialPageParam: -1,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: false as const,
  }));
  const all = () => rows.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Show when={rows.data} fallback={<Skeleton shape="rows" count={4} />}>
      <Show when={all().length > 0} fallback={<p class="px-4 py-6 text-muted">{m.imports_rows_none()}</p>}>
        <ul>
          <For each={all()}>{(row) => <Row row={row} roles={props.run.roles} />}</For>
        </ul>
        <Show when={rows.hasNextPage}>
          <div class="border-t border-line px-4 py-3 text-center">
            <Button busy={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
              {m.imports_more()}
            </Button>
          </div>
        </Show>
      </Show>
    </Show>
  );
}

function Row(props: { row: RunRow; roles: Run['roles'] }): JSX.Element {
  const cells = (): Cells => props.row.after ?? props.row.before ?? {};
  // An own role stands there by its key; people know it by its name.
  const said = (field: string, plain: string | undefined) =>
    (field === 'role' && props.roles[plain ?? '']) || sayCell(props.row.table, field, plain);
  const changed = () =>
    columns[props.row.table].filter(
      ({ field }) => (props.row.before?.[field] ?? '') !== (props.row.after?.[field] ?? ''),
    );
  const summary = () =>
    columns[props.row.table]
      // A role's key says nothing to people, and may be of our own making.
      .filter(({ field, otherwise = '' }) => field !== 'key' && ![undefined, '', otherwise].includes(cells()[field]))
      .slice(0, 6)
      .map(({ field }) => said(field, cells()[field]))
      .join(' · ');
  return (
    <li class="border-line px-4 py-2.5 not-last:border-b">
      <p class="wrap-anywhere">
        <span class="font-medium">{tableNames[props.row.table]()}</span>
        <span class="text-muted">
          {props.row.file ? ` · ${m.imports_place({ file: props.row.file, line: String(props.row.line) })}` : ''}
        </span>
      </p>
      <p class="text-md text-muted wrap-anywhere">{summary()}</p>
      <Show when={props.row.kind === 'changed'}>
        <ul class="mt-1 text-md">
          <For each={changed()}>
            {({ field, heading }) => (
              <li class="wrap-anywhere">
                <span class="font-medium">{heading}: </span>
                <del class="text-muted">{said(field, props.row.before?.[field]) || m.imports_empty()}</del>
                {' → '}
                <ins class="no-underline">{said(field, props.row.after?.[field]) || m.imports_empty()}</ins>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={props.row.problems.length > 0}>
        <ul class="mt-1 text-md text-late">
          <For each={props.row.problems}>
            {(problem) => (
              <li class="flex items-start gap-1.5">
                <Icon name="alert" size={16} class="mt-0.5" />
                <span>
                  <Show when={problem.field}>
                    {(field) => <span class="font-medium">{sayField(props.row.table, field())}: </span>}
                  </Show>
                  {sayProblem(problem.code, problem.details)}
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </li>
  );
}

const sayCell = (table: MasterTable, field: string, plain: string | undefined): string =>
  plain ? (columns[table].find((column) => column.field === field)?.cell.write(plain) ?? plain) : '';
