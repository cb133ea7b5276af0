import { useSearchParams } from '@solidjs/router';
import { type JSX, onCleanup, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { controlClass } from '../../ui/Field.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Select } from '../../ui/Select.tsx';
import { useProperties } from './queries.ts';

/** The id of the box that `/` leads to. */
export const searchBoxId = 'desk-search';

const said = (value: string | string[] | undefined) => (typeof value === 'string' && value ? value : null);

/** What narrows the desk, kept in its address: words, and one property. */
export function useDeskFilter() {
  const [search, setSearch] = useSearchParams();
  return {
    property: () => said(search.objekt),
    text: () => said(search.suche),
    setProperty: (id: string | null) => setSearch({ objekt: id }),
    setText: (words: string) => setSearch({ suche: words.trim() || null }, { replace: true }),
    reset: () => setSearch({ suche: null, objekt: null }),
  };
}

/** The fields that narrow the desk: in the bar of a wide screen, above the rows of a small one. */
export function DeskFilters(): JSX.Element {
  const filter = useDeskFilter();
  const properties = useProperties();
  let typing: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(typing));
  return (
    <>
      <div class="relative min-w-0 flex-1 lg:w-90 lg:flex-none">
        <Icon name="search" size={16} class="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-faint" />
        <input
          id={searchBoxId}
          type="search"
          aria-label={m.desk_filter_text()}
          placeholder={m.desk_filter_text()}
          aria-keyshortcuts="/"
          maxLength={100}
          value={filter.text() ?? ''}
          onInput={(event) => {
            const words = event.currentTarget.value;
            clearTimeout(typing);
            typing = setTimeout(() => filter.setText(words), 200);
          }}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          class={`${controlClass('desk')} border-line! pl-9! lg:bg-bg!`}
        />
      </div>
      <Show when={(properties.data?.length ?? 0) > 1}>
        <div class="w-52 max-lg:w-36 max-lg:shrink-0">
          <Select
            label={m.desk_filter_property()}
            hideLabel
            value={filter.property() ?? 'all'}
            onChange={(id) => filter.setProperty(id === 'all' ? null : id)}
            options={[
              { value: 'all', label: m.desk_all_properties() },
              ...(properties.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </div>
      </Show>
    </>
  );
}
