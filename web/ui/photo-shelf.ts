/** A photo that was taken and has not arrived yet. */
export type ShelvedPhoto = { id: string; jpeg: Blob };

/** Where photos wait that have not arrived yet: neither a reload nor a dead battery loses one. */
export type PhotoShelf = {
  /** What waits from an earlier visit, in the order in which it was taken. */
  all(): Promise<ShelvedPhoto[]>;
  put(photo: ShelvedPhoto): Promise<void>;
  drop(id: string): Promise<void>;
  clear(): Promise<void>;
};

type Row = ShelvedPhoto & { shelf: string; at: number };

const STORE = 'photos';

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('photo shelf', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** What a request on the store brings; `otherwise` where the browser has no storage for us: then photos live with the page. */
async function ask<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
  otherwise: T,
): Promise<T> {
  try {
    const database = await opened();
    try {
      return await new Promise<T>((resolve, reject) => {
        const request = work(database.transaction(STORE, mode).objectStore(STORE));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    } finally {
      database.close();
    }
  } catch {
    return otherwise;
  }
}

/** The shelf of one form in this browser; photos older than `keptMs` are thrown away, of whichever form. */
export function photoShelf(shelf: string, keptMs: number): PhotoShelf {
  const drop = async (id: string) => void (await ask('readwrite', (store) => store.delete(id), undefined));
  const rows = () => ask<Row[]>('readonly', (store) => store.getAll(), []);
  const own = (found: readonly Row[]) => found.filter((row) => row.shelf === shelf).toSorted((a, b) => a.at - b.at);
  return {
    async all() {
      const found = await rows();
      const old = found.filter(({ at }) => at < Date.now() - keptMs);
      await Promise.all(old.map(({ id }) => drop(id)));
      return own(found.filter((row) => !old.includes(row))).map(({ id, jpeg }) => ({ id, jpeg }));
    },
    put: async (photo) =>
      void (await ask<IDBValidKey>('readwrite', (store) => store.put({ ...photo, shelf, at: Date.now() }), 0)),
    drop,
    clear: async () => void (await Promise.all(own(await rows()).map(({ id }) => drop(id)))),
  };
}
