import type { Control } from './control.ts';
import type { Workspace } from './workspaces.ts';

/** How many of a company's units took part in a month; only these are billed. */
export type UnitCount = { readonly participating: number; readonly units: number };

/** Counts a month so far, or for good when it is over. @param month its first day, `YYYY-MM-01` */
export async function countUnits(workspace: Workspace, month: string): Promise<UnitCount> {
  const [row] = await workspace.query<UnitCount>('select participating, units from participating_units($1::date)', [
    month,
  ]);
  return row ?? { participating: 0, units: 0 };
}

/** Notes that a person took part in this month by signing in; further sign-ins change nothing. */
export async function noteParticipation(workspace: Workspace, personId: string): Promise<void> {
  await workspace.query(
    `insert into participation (person_id, month) values ($1, date_trunc('month', berlin_today())::date)
     on conflict do nothing`,
    [personId],
  );
}

/** Writes a finished month's count down. What stands there stays: an invoice may have been made from it. */
export async function storeUnitCount(
  control: Control,
  workspace: Pick<Workspace, 'id' | 'slug'>,
  month: string,
  { participating, units }: UnitCount,
): Promise<void> {
  await control.pool.query(
    `insert into unit_count (workspace_id, slug, month, participating, units) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [workspace.id, workspace.slug, month, participating, units],
  );
}

/** The counts of finished months, newest first; of deleted companies too. */
export async function unitCounts(
  control: Control,
  months: number,
): Promise<{ workspaceId: string; slug: string; month: string; participating: number; units: number }[]> {
  const { rows } = await control.pool.query(
    `select workspace_id as "workspaceId", slug, to_char(month, 'YYYY-MM-DD') as month, participating, units
     from unit_count where month >= date_trunc('month', now() at time zone 'Europe/Berlin') - make_interval(months => $1)
     order by month desc, slug`,
    [months],
  );
  return rows;
}
