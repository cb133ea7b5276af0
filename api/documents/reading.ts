import { readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { storageKey } from '../../db/storage.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { isolated, turnstile } from '../isolated.ts';
import type { Services } from '../trpc.ts';
import { printable } from '../uploads.ts';

const SCRIPT = fileURLToPath(new URL('../extract-text.ts', import.meta.url));
const BOUNDS = { milliseconds: 15_000, megabytes: 400 };
const oneByOne = turnstile(1);
const said = z.object({ pages: z.int().min(0) });

/**
 * Reads the text of those PDFs among the files that nobody has read yet, each in a process of its own, and keeps it for
 * the search; pictures are made ready for paper. What can't be read (a scan, or too much of it) is kept as having no words: it is found by its title.
 */
export async function readFiles(
  { files }: Pick<Services, 'files'>,
  workspace: Workspace,
  fileIds: readonly string[],
): Promise<void> {
  const unread = await workspace.query<{ id: string; sha256: string }>(
    `select f.id, f.sha256 from stored_file f where f.id = any($1::uuid[]) and f.media_type = 'application/pdf'
       and not exists (select from file_text t where t.file_id = f.id)`,
    [fileIds],
  );
  // What is printed behind letters is made now, where pictures are handled: whoever writes letters only prints it.
  const pictures = await workspace.query<{ sha256: string }>(
    `select sha256 from stored_file where id = any($1::uuid[]) and media_type like 'image/%'`,
    [fileIds],
  );
  for (const { sha256 } of pictures) await printable({ files }, workspace, sha256);
  for (const { id, sha256 } of unread) {
    const { pages, words } = await oneByOne(async () => textOf(files, storageKey(workspace.id, sha256)));
    await workspace.query(
      'insert into file_text (file_id, pages, words) values ($1, $2, $3) on conflict (file_id) do nothing',
      [id, pages, words],
    );
  }
}

async function textOf(files: Services['files'], key: string): Promise<{ pages: number; words: string }> {
  const [from, to] = await Promise.all([files.scratch(), files.scratch()]);
  try {
    await writeFile(from, await files.read(key));
    const answer = said.safeParse(parsed(await isolated(SCRIPT, [from, to], BOUNDS)));
    if (!answer.success) return { pages: 0, words: '' };
    return { pages: answer.data.pages, words: (await readFile(to, 'utf8')).trim() };
  } finally {
    await Promise.all([rm(from, { force: true }), rm(to, { force: true })]);
  }
}

/** Killed, it says nothing. */
function parsed(printed: string): unknown {
  try {
    return JSON.parse(printed);
  } catch {
    return null;
  }
}
