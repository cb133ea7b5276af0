import { type Accessor, createEffect, createSignal, on } from 'solid-js';
import type { Ticks } from './RowMarks.tsx';

/** The ticks on the rows of a list; they go when another view is shown, but not when rows move within it. */
export function createTicks(
  shown: Accessor<readonly string[]>,
  view: Accessor<string>,
): Ticks & { set: (ids: Iterable<string>) => void; clear: () => void } {
  const [ids, setIds] = createSignal<ReadonlySet<string>>(new Set());
  let last: string | undefined;
  createEffect(on(view, () => setIds(new Set<string>()), { defer: true }));
  const toggle = (id: string, range = false) => {
    const next = new Set(ids());
    const all = shown();
    const [from, to] = [all.indexOf(last ?? ''), all.indexOf(id)];
    if (range && from >= 0 && to >= 0)
      for (const each of all.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(each);
    else if (next.has(id)) next.delete(id);
    else next.add(id);
    last = id;
    setIds(next);
  };
  return { ids, toggle, set: (given) => setIds(new Set(given)), clear: () => setIds(new Set<string>()) };
}
