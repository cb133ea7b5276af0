import { type Letterhead, letterhead } from '../../domain/letterhead.ts';
import type { Workspace } from '../workspaces.ts';

/** The company's letterhead, or null while nobody has given one. */
export async function letterheadOf(workspace: Workspace): Promise<Letterhead | null> {
  const [row] = await workspace.query<{ value: unknown }>(`select value from setting where key = 'letterhead'`);
  const parsed = letterhead.safeParse(row?.value);
  return parsed.success ? parsed.data : null;
}

/** Keeps the letterhead; what is written already stays as it is. */
export async function keepLetterhead(workspace: Workspace, value: Letterhead): Promise<void> {
  await workspace.query(
    `insert into setting (key, value) values ('letterhead', $1) on conflict (key) do update set value = excluded.value`,
    [JSON.stringify(value)],
  );
}
