type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** What makes an element of a list the same one in the next answer: its id, else its place in the list. */
const keyOf = (element: unknown, at: number): unknown => (isPlain(element) && 'id' in element ? element.id : at);

/**
 * The new answer of a query, with everything that did not change taken from the old one, elements of lists by their id.
 * Neither is changed. An answer that says nothing new is the old one itself, so that asking again every few seconds
 * leaves the page as it stands: what is under the finger, in focus or half read is not built anew.
 */
export function steady<T>(old: unknown, next: T): T {
  if (Object.is(old, next)) return next;
  if (Array.isArray(old) && Array.isArray(next)) return steadyList(old, next) as T;
  if (!isPlain(old) || !isPlain(next)) return next;
  const names = Object.keys(next);
  let changed = names.length !== Object.keys(old).length;
  const found: Record<string, unknown> = {};
  for (const name of names) {
    found[name] = steady(old[name], next[name]);
    if (!Object.is(found[name], old[name]) || !(name in old)) changed = true;
  }
  return changed ? (found as T) : (old as T);
}

function steadyList(old: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  const known = new Map(old.map((element, at) => [keyOf(element, at), element]));
  const found = next.map((element, at) => steady(known.get(keyOf(element, at)), element));
  const same = found.length === old.length && found.every((element, at) => Object.is(element, old[at]));
  return same ? old : found;
}
