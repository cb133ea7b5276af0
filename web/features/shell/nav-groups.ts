const keyOf = (group: string) => `nav-${group}`;

/** Whether this browser's user opened or closed a group of places; null where they left it as it is. */
export function groupChoice(group: string): boolean | null {
  try {
    const value = localStorage.getItem(keyOf(group));
    return value === null ? null : value === 'open';
  } catch {
    return null;
  }
}

/** Keeps it for the next visit; a browser that keeps nothing forgets it with the page. */
export function keepGroupChoice(group: string, open: boolean): void {
  try {
    localStorage.setItem(keyOf(group), open ? 'open' : 'closed');
  } catch {
    // The page works without it.
  }
}
