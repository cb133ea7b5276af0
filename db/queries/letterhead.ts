import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { type FaxSettings, faxSettings } from '../../domain/fax.ts';
import { type Letterhead, letterhead } from '../../domain/letterhead.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';

async function settingOf(workspace: Workspace, key: string): Promise<unknown> {
  const [row] = await workspace.query<{ value: unknown }>('select value from setting where key = $1', [key]);
  return row?.value;
}

async function keepSetting(q: Query, key: string, value: unknown): Promise<void> {
  if (value === null) await q('delete from setting where key = $1', [key]);
  else
    await q('insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value', [
      key,
      JSON.stringify(value),
    ]);
}

/** The company's letterhead, or null while nobody has given one. */
export async function letterheadOf(workspace: Workspace): Promise<Letterhead | null> {
  const parsed = letterhead.safeParse(await settingOf(workspace, 'letterhead'));
  return parsed.success ? parsed.data : null;
}

/** The company's logo as a JPEG, or null. */
export async function logoOf(workspace: Workspace): Promise<Buffer | null> {
  const value = await settingOf(workspace, 'letterheadLogo');
  return typeof value === 'string' ? Buffer.from(value, 'base64') : null;
}

/** Keeps the letterhead, and with `logo` another logo (null: none); what is written already stays as it is. */
export async function keepLetterhead(
  workspace: Workspace,
  value: z.input<typeof letterhead>,
  logo?: Buffer | null,
  by?: { actor: object },
): Promise<void> {
  const before = await letterheadOf(workspace);
  const after = letterhead.parse(value);
  const old = logo === undefined ? null : await logoOf(workspace);
  await workspace.transaction(async (q) => {
    await keepSetting(q, 'letterhead', after);
    if (logo !== undefined) await keepSetting(q, 'letterheadLogo', logo?.toString('base64') ?? null);
    if (!by) return;
    const known = (said: object | null, picture: Buffer | null) =>
      logo === undefined ? said : { ...said, logo: fingerprint(picture) };
    const shown = { before: known(before, old), after: known(after, logo ?? null) };
    await audit(q, { actor: by.actor, what: 'settings.letterhead', ...shown });
  });
}

/** By which a picture is told in the audit, which holds no pictures. */
const fingerprint = (picture: Buffer | null) => picture && createHash('sha256').update(picture).digest('hex');

/** How the company's faxes go out; null while it has said nothing about it. */
export async function faxSettingsOf(workspace: Workspace): Promise<FaxSettings | null> {
  const parsed = faxSettings.safeParse(await settingOf(workspace, 'fax'));
  return parsed.success ? parsed.data : null;
}

/** Keeps how the company's faxes go out. */
export async function keepFaxSettings(workspace: Workspace, value: FaxSettings, by: { actor: object }): Promise<void> {
  const before = await faxSettingsOf(workspace);
  await workspace.transaction(async (q) => {
    await keepSetting(q, 'fax', value);
    await audit(q, { actor: by.actor, what: 'settings.fax', before, after: value });
  });
}
