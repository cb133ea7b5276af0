import { type Accessor, createEffect, createMemo, createSignal, on, untrack } from 'solid-js';

/**
 * Which one of a list is chosen while the list still grows. What somebody chose stays chosen, by its id, wherever it comes
 * to stand; as long as nothing was chosen, and when it is gone, it is the first.
 */
export function createChoice<Item extends { id: string }>(items: Accessor<readonly Item[]>) {
  const [id, setId] = createSignal<string>();
  const chosen = createMemo(() => items().find((item) => item.id === id()) ?? items()[0]);
  // What was chosen from when on, since somebody last chose: an answer can overtake a key that was pressed before it.
  let shown: { item: Item | undefined; since: number }[] = [];
  createEffect(
    on(chosen, (item) => {
      const last = shown.at(-1);
      if (last && last.item?.id === item?.id) last.item = item;
      else shown.push({ item, since: performance.now() });
    }),
  );
  return {
    chosen,
    /** Chooses by a key or the pointer; without an id the first, also when another one becomes it. */
    choose(event: Event, next?: string): void {
      setId(next);
      shown = [{ item: untrack(chosen), since: event.timeStamp }];
    },
    /** What could be seen to be chosen when this key was pressed. */
    chosenAt: (event: Event) => shown.findLast(({ since }) => since <= event.timeStamp)?.item,
  };
}
