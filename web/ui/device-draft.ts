/** What is half written in a form, in this browser's storage: neither a reload nor a dropped tab loses it. */
export type DeviceDraft = {
  /** What was kept and when (milliseconds); undefined for nothing, and for what is older than it may be. */
  read: () => ({ readonly savedAt: number } & Readonly<Record<string, unknown>>) | undefined;
  keep: (written: object) => void;
  forget: () => void;
};

/** The draft under a key, good for `keptMs`. Where storage is full or forbidden the form works while the page is open. */
export function deviceDraft(key: string, keptMs: number): DeviceDraft {
  return {
    read() {
      try {
        const found: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
        const savedAt = found && typeof found === 'object' && 'savedAt' in found ? Number(found.savedAt) : 0;
        return savedAt > Date.now() - keptMs ? { ...(found as object), savedAt } : undefined;
      } catch {
        return undefined;
      }
    },
    keep(written) {
      try {
        localStorage.setItem(key, JSON.stringify({ ...written, savedAt: Date.now() }));
      } catch {
        // As above.
      }
    },
    forget() {
      try {
        localStorage.removeItem(key);
      } catch {
        // As above.
      }
    },
  };
}

/** Forgets the drafts whose keys begin like this and that are too old, whatever page they were written on. */
export function forgetOldDrafts(begin: string, keptMs: number): void {
  try {
    const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '');
    for (const key of keys.filter((each) => each.startsWith(begin))) {
      const draft = deviceDraft(key, keptMs);
      if (!draft.read()) draft.forget();
    }
  } catch {
    // As above.
  }
}
