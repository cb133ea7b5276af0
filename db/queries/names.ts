import type { Workspace } from '../workspaces.ts';

/** Whom a name is wanted of. Employees are persons. */
export interface Named {
  kind: 'employee' | 'person' | 'contractor' | 'unconfirmed';
  id: string;
}

/** The names of people and firms by id, in one statement. Unknown ids are left out. */
export async function namesOf(workspace: Workspace, wanted: readonly Named[]): Promise<Map<string, string>> {
  const ids = [...new Set(wanted.map(({ id }) => id))];
  if (ids.length === 0) return new Map();
  const rows = await workspace.query<{ id: string; name: string }>(
    `select id, trim(given_name || ' ' || family_name) as name from person where id = any($1::uuid[])
     union all
     select c.id, trim(p.given_name || ' ' || p.family_name) from contractor c join person p on p.id = c.person_id
     where c.id = any($1::uuid[])
     union all
     select id, name from unconfirmed_reporter where id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
