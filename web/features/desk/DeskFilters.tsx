import { type JSX, onCleanup, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { controlClass } from '../../ui/Field.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Select } from '../../ui/Select.tsx';
import { useDeskView } from './current-view.ts';
import { useProperties } from './queries.ts';

/** The id of the box that `/` leads to. */
export const searchBoxId = 'desk-search';

/** The fields that narrow the desk: in the bar of a wide screen, above the rows of a small one. */
export function DeskFilters(): JSX.Element {
  const { view, change } = useDeskView();
  const properties = useProperties();
  let typing: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(typing));
  return (
    <>
      <div class="relative min-w-0 flex-1 lg:w-56 lg:flex-none">
        <Icon name="search" size={16} class="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-faint" />
        <input
          id={searchBoxId}
          type="search"
          aria-label={m.desk_filter_text()}
          placeholder={m.desk_filter_text()}
          aria-keyshortcuts="/"
          maxLength={100}
          value={view().text ?? ''}
          onInput={(event) => {
            const words = event.currentTarget.value;
            clearTimeout(typing);
            typing = setTimeout(() => change({ text: words.trim() || null }, true), 200);
          }}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          class={`${controlClass('desk')} border-line! pl-9! lg:bg-bg!`}
        />
      </div>
      <Show when={(properties.data?.length ?? 0) > 1}>
        <div class="w-44 max-lg:w-36 max-lg:shrink-0">
          <Select
            label={m.desk_filter_property()}
            hideLabel
            value={view().property ?? 'all'}
            onChange={(id) => change({ property: id === 'all' ? null : id })}
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
