import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, copyFile, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';

/**
 * Where the bytes of files lie, under keys `<workspace id>/<sha256>[-<variant>]`. A content hash is written once and
 * never changes, so writing it again is no harm. A local folder today; another place is another few lines of this shape.
 */
export type FileStorage = {
  /** Keeps a copy of a local file under a key; durable when it resolves. */
  put(key: string, path: string): Promise<void>;
  has(key: string): Promise<boolean>;
  /** The whole content; rejects when there is none. */
  read(key: string): Promise<Buffer>;
  stream(key: string): Readable;
  /** Takes a content away with everything that was derived from it; what is gone already is no fault. */
  remove(workspaceId: string, sha256: string): Promise<void>;
  /** A path for a file in the making, on the same disk; whoever asks for it removes it. */
  scratch(): Promise<string>;
};

/** The key of a file's bytes, or of a variant derived from them. */
export function storageKey(workspaceId: string, sha256: string, variant?: string): string {
  return variant === undefined ? `${workspaceId}/${sha256}` : `${workspaceId}/${sha256}-${variant}`;
}

/** How wide a picture on paper is, in pixels, and the variant under which it is kept, as JPEG. */
export const PRINTED_WIDTH = 1_000;
export const PRINTED = `p${PRINTED_WIDTH}`;

/** The variant under which raw mails are kept, apart from the files that people may download. */
export const RAW_MAIL = 'mail';

/** Files in a folder of this machine (or a mounted one, when API and workers run apart). */
export function folderStorage(folder: string): FileStorage {
  const root = resolve(folder);
  const pathOf = (key: string) => {
    const [workspace = '', name = ''] = key.split('/');
    const path = join(root, workspace, name.slice(0, 2), name);
    if (!/^[\w-]+$/.test(workspace) || !/^[\w-]+$/.test(name) || !path.startsWith(root + sep)) {
      throw new Error('not a storage key');
    }
    return path;
  };
  const scratch = async () => {
    const incoming = join(root, '.incoming');
    await mkdir(incoming, { recursive: true });
    return join(incoming, randomUUID());
  };
  return {
    scratch,
    async put(key, from) {
      const path = pathOf(key);
      const draft = await scratch();
      try {
        await copyFile(from, draft);
        const handle = await open(draft, 'r+');
        await handle.sync();
        await handle.close();
        await mkdir(dirname(path), { recursive: true });
        await rename(draft, path);
      } finally {
        await rm(draft, { force: true });
      }
    },
    async has(key) {
      return access(pathOf(key)).then(
        () => true,
        () => false,
      );
    },
    async remove(workspaceId, sha256) {
      const folder = dirname(pathOf(storageKey(workspaceId, sha256)));
      const names = await readdir(folder).catch(() => []);
      for (const name of names)
        if (name === sha256 || name.startsWith(`${sha256}-`)) await rm(join(folder, name), { force: true });
    },
    read: (key) => readFile(pathOf(key)),
    stream: (key) => createReadStream(pathOf(key)),
  };
}
