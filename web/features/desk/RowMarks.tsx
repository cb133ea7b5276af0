import type { Accessor, JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { sayFailure } from '../../refusals.ts';
import { Icon } from '../../ui/Icon.tsx';
import { toast } from '../../ui/Toast.tsx';
import { type DeskRow, useStar } from './queries.ts';

/** Which rows are ticked for an act on all of them. */
export type Ticks = {
  ids: Accessor<ReadonlySet<string>>;
  /** Ticks one or takes its tick away; with `range` all up to the one that was ticked last. */
  toggle: (id: string, range?: boolean) => void;
};

/** The tick of a row; where a mouse is, it shows when the row is pointed at, or when any is ticked. */
export function RowTick(props: { row: DeskRow; ticks: Ticks; class?: string }): JSX.Element {
  const ticked = () => props.ticks.ids().has(props.row.id);
  return (
    <span
      class={`relative grid size-6 place-items-center transition-opacity ${props.ticks.ids().size > 0 ? '' : 'opacity-0 group-hover:opacity-100 focus-within:opacity-100 pointer-coarse:opacity-100 max-lg:opacity-100'} ${props.class ?? ''}`}
    >
      <input
        type="checkbox"
        tabindex={props.ticks.ids().size > 0 ? 0 : -1}
        aria-keyshortcuts="x"
        aria-label={m.desk_select({ title: props.row.title })}
        checked={ticked()}
        onClick={(event) => {
          event.stopPropagation();
          props.ticks.toggle(props.row.id, event.shiftKey);
          event.currentTarget.checked = ticked();
        }}
        class="peer absolute inset-0.5 appearance-none rounded-md border-2 border-line-strong bg-surface checked:border-accent checked:bg-accent"
      />
      <Icon
        name="check"
        size={16}
        class="pointer-events-none relative text-on-accent opacity-0 peer-checked:opacity-100"
      />
    </span>
  );
}

/** The star of a row: a favourite of whoever looks. */
export function RowStar(props: { row: DeskRow; class?: string }): JSX.Element {
  const star = useStar();
  const label = () => (props.row.starred ? m.desk_unstar() : m.desk_star());
  return (
    <button
      type="button"
      aria-pressed={props.row.starred}
      aria-label={`${label()}: ${props.row.title}`}
      title={label()}
      onClick={(event) => {
        event.preventDefault();
        star(props.row.id, !props.row.starred).catch((error: unknown) =>
          toast({ text: sayFailure(error), tone: 'late' }),
        );
      }}
      class={`grid size-8 place-items-center rounded-lg transition-opacity hover:bg-line/60 ${props.row.starred ? 'text-us [&_path]:fill-current' : 'text-faint opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100 max-lg:opacity-100'} ${props.class ?? ''}`}
    >
      <Icon name="star" size={16} />
    </button>
  );
}
