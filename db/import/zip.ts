import { Unzip, UnzipInflate, zipSync } from 'fflate';
import { UnreadableFile } from './unreadable.ts';

/** What a packed file may hold at the most, unpacked. */
const BYTES_MOST = 200 * 1024 * 1024;
const FILES_MOST = 200;
/** How much is unpacked at once before it is counted. */
const CHUNK = 64 * 1024;

/**
 * The files in a ZIP, by name. Bytes are counted while they are unpacked, whatever the headers claim, so that a bomb ends
 * at the limit.
 * @throws UnreadableFile zipBroken, zipTooLarge
 */
export function unpack(file: string, bytes: Uint8Array): Map<string, Uint8Array> {
  const parts = new Map<string, Uint8Array[]>();
  let total = 0;
  let failure: UnreadableFile | undefined;
  const reader = new Unzip((entry) => {
    if (entry.name.endsWith('/') || failure) return;
    if (parts.size >= FILES_MOST) {
      failure = new UnreadableFile('zipTooLarge', file);
      return;
    }
    const mine: Uint8Array[] = [];
    parts.set(entry.name, mine);
    entry.ondata = (error, data) => {
      if (error) failure ??= new UnreadableFile('zipBroken', file);
      total += data?.length ?? 0;
      if (total > BYTES_MOST) {
        failure ??= new UnreadableFile('zipTooLarge', file);
        entry.terminate();
      } else if (data) mine.push(data);
    };
    entry.start();
  });
  reader.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length && !failure; at += CHUNK)
      reader.push(bytes.subarray(at, at + CHUNK), at + CHUNK >= bytes.length);
  } catch {
    failure ??= new UnreadableFile('zipBroken', file);
  }
  if (failure) throw failure;
  if (parts.size === 0) throw new UnreadableFile('zipBroken', file);
  return new Map([...parts].map(([name, chunks]) => [name, Buffer.concat(chunks)]));
}

/** A ZIP of files. The same files give the same bytes: no time of day stands in it. */
export function pack(files: ReadonlyMap<string, string | Uint8Array>): Uint8Array {
  const entries = [...files].map(
    ([name, body]) => [name, typeof body === 'string' ? Buffer.from(body) : body] as const,
  );
  return zipSync(Object.fromEntries(entries), { level: 6, mtime: new Date(Date.UTC(2000, 0, 1, 12)) });
}
