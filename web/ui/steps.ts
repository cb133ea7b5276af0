import { type Accessor, createEffect, on, onCleanup, onMount } from 'solid-js';

/** What an entry of the browser's history says about the forms on the page. */
type Entry = {
  /** How far each form was, by its name. */
  steps?: Readonly<Record<string, number>>;
  /** Which form the entry was made for. */
  by?: string;
  /** How many entries of this page lie below it. */
  depth?: number;
};

const entry = (): Entry => (history.state as Entry | null) ?? {};

/** How far a form was in this tab before the page was loaded; undefined where it never stood here. */
export const stepBefore = (name: string): number | undefined => entry().steps?.[name];

/** Whether a form's own step back is under way: until it has arrived the history says what is no longer so. */
let returning = false;
/** What the forms on the page do when the history has moved, by a form's own step or by somebody. */
const forms = new Set<(own: boolean) => void>();
addEventListener('popstate', () => {
  const own = returning;
  returning = false;
  for (const moved of forms) moved(own);
});

/**
 * Lets the way back of browser and phone lead to the step before, and not away from the page with what was typed.
 * `step` is 0 where nothing is open; `go` opens a step, and may leave it if it can't.
 *
 * A form that ends the page's work says so with `ends`: what it put into the history is taken out again with it.
 */
export function keepSteps(
  name: string,
  step: Accessor<number>,
  go: (step: number) => void,
  { ends = false }: { ends?: boolean } = {},
): void {
  const stand = (at: number) => ({ ...entry().steps, [name]: at });
  const known = () => entry().steps?.[name] ?? 0;
  onMount(() => history.replaceState({ ...entry(), steps: stand(step()) }, ''));
  const write = () => {
    const at = step();
    // The history was there first (somebody went back or forward), or is written when it has arrived.
    if (returning || at === known()) return;
    const { by, depth = 0 } = entry();
    if (at > known()) history.pushState({ ...entry(), steps: stand(at), by: name, depth: depth + 1 }, '');
    else if (by === name && depth > 0) {
      returning = true;
      history.back();
    } else history.replaceState({ ...entry(), steps: stand(at) }, '');
  };
  createEffect(on(step, write, { defer: true }));
  const moved = (own: boolean) => {
    // What was opened or closed meanwhile holds.
    if (own) write();
    else if (known() !== step()) go(known());
  };
  forms.add(moved);
  onCleanup(() => {
    forms.delete(moved);
    const { depth = 0 } = entry();
    if (ends && depth > 0) history.go(-depth);
  });
}
