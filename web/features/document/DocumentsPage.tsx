import { A, useSearchParams } from '@solidjs/router';
import { For, type JSX, onCleanup, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { documentKinds, documentPhases } from '../../../domain/document/document.ts';
import { api } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { ButtonLink } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { When } from '../../ui/When.tsx';
import { officeKey, useMe } from '../desk/queries.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { type DocumentRow, useDocuments } from './queries.ts';
import { sayKind, standing } from './words.ts';

const ALL = 'all';

/** "Dokumente": notices, circulars, messages and statements; found by any word in them, inside PDFs too. */
export default function DocumentsPage(): JSX.Element {
  const [search, setSearch] = useSearchParams<{ suche?: string; art?: string; stand?: string; objekt?: string }>();
  const me = useMe();
  const mayPublish = () => me.data?.employee?.may.includes('publish') ?? false;
  const properties = useQuery(() => ({
    queryKey: [...officeKey, 'properties'],
    queryFn: () => api.directory.properties.query(),
    refetchInterval: false as const,
  }));
  const documents = useDocuments(() => ({
    text: search.suche || null,
    kind: documentKinds.find((each) => each === search.art) ?? null,
    phase: documentPhases.find((each) => each === search.stand) ?? null,
    propertyId: search.objekt || null,
  }));
  const narrowed = () => Boolean(search.suche || search.art || search.stand || search.objekt);
  let typing: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(typing));
  const narrow = (key: 'art' | 'stand' | 'objekt') => (value: string) =>
    setSearch({ [key]: value === ALL ? undefined : value }, { replace: true });
  const states = {
    draft: m.document_state_draft,
    published: m.document_state_published,
    withdrawn: m.document_state_withdrawn,
  };
  return (
    <div class="mx-auto max-w-260 px-5 py-6 max-lg:px-4">
      <div class="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div class="min-w-0 flex-1 basis-80">
          <h1 class="text-xl font-semibold">{m.document_title()}</h1>
          <p class="mt-1 text-pretty text-muted">{m.document_lead()}</p>
        </div>
        <Show when={mayPublish()}>
          <ButtonLink href="/dokumente/neu" icon="plus">
            {m.document_new()}
          </ButtonLink>
        </Show>
      </div>
      <div class="mt-4 grid grid-cols-[minmax(0,1fr)_10rem_10rem_12rem] gap-3 max-lg:grid-cols-3 max-sm:grid-cols-2">
        <div class="max-lg:col-span-full">
          <TextField
            type="search"
            label={m.document_search()}
            hideLabel
            placeholder={m.document_search()}
            value={search.suche ?? ''}
            onInput={(event) => {
              const text = event.currentTarget.value;
              clearTimeout(typing);
              typing = setTimeout(() => setSearch({ suche: text || undefined }, { replace: true }), 250);
            }}
          />
        </div>
        <Select
          label={m.document_kind()}
          hideLabel
          value={search.art ?? ALL}
          onChange={narrow('art')}
          options={[
            { value: ALL, label: m.document_all_kinds() },
            ...documentKinds.map((value) => ({ value, label: sayKind(value) })),
          ]}
        />
        <Select
          label={m.document_state()}
          hideLabel
          value={search.stand ?? ALL}
          onChange={narrow('stand')}
          options={[
            { value: ALL, label: m.document_all_states() },
            ...documentPhases.map((value) => ({ value, label: states[value]() })),
          ]}
        />
        <div class="max-sm:col-span-full">
          <Select
            label={m.document_property()}
            hideLabel
            value={search.objekt ?? ALL}
            onChange={narrow('objekt')}
            options={[
              { value: ALL, label: m.document_all_properties() },
              ...(properties.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </div>
      </div>
      <Loaded query={documents} failed={m.document_failed()} count={5}>
        {(rows) => (
          <Show
            when={rows().length > 0}
            fallback={
              <EmptyState
                icon="document"
                title={narrowed() ? m.document_none_found() : m.document_none_title()}
                text={narrowed() ? m.document_none_found_text() : m.document_none_text()}
              />
            }
          >
            <ul class="mt-4 overflow-hidden rounded-xl border border-line bg-surface">
              <For each={rows()}>{(row) => <Row row={row} />}</For>
            </ul>
          </Show>
        )}
      </Loaded>
    </div>
  );
}

function Row(props: { row: DocumentRow }): JSX.Element {
  const state = () => standing(props.row);
  const to = () => {
    const { scope, to: first, lines } = props.row;
    const where = scope === 'everybody' ? m.document_scope_everybody() : first;
    return lines > 1 ? m.document_to_more({ first: where, count: lines - 1 }) : where;
  };
  return (
    <li class="border-line not-last:border-b">
      <A
        href={`/dokumente/${props.row.id}`}
        class="flex items-center gap-4 px-4 py-3 transition-colors -outline-offset-2 hover:bg-sunken"
      >
        <span class="min-w-0 flex-1">
          <span class="block truncate font-semibold">{props.row.title}</span>
          <span class="block truncate text-sm text-muted">
            {props.row.number} · {sayKind(props.row.kind)} · {to()}
          </span>
          <span class="mt-1 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-sm text-muted">
            <Pill tone={state().tone}>{state().text}</Pill>
            <Show when={props.row.visibility === 'public'}>{m.document_public_short()}</Show>
            <Show when={props.row.files > 0}>
              <span class="inline-flex items-center gap-1">
                <Icon name="document" size={16} />
                {m.document_files_count({ count: props.row.files })}
              </span>
            </Show>
          </span>
        </span>
        <span class="shrink-0 text-right text-sm text-muted tabular-nums max-sm:hidden">
          <When iso={props.row.at} as="day" />
          <Show when={props.row.phase === 'published'}>
            <span class="block">{m.document_opened_by({ count: props.row.opened })}</span>
          </Show>
        </span>
        <Icon name="chevronRight" class="shrink-0 text-muted" />
      </A>
    </li>
  );
}
