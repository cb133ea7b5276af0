import { type DeskView, deskView } from '../../domain/desk/schema.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Workspace } from '../workspaces.ts';

/** How many views one person may keep. */
const VIEWS_MOST = 50;

/** A saved view of the desk, as one of those who may use it sees it. */
export interface SavedView {
  id: string;
  name: string;
  shared: boolean;
  mine: boolean;
  /** Who saved it. */
  by: string;
  view: DeskView;
}

/** The views that a person saved, and those that others share, by name. */
export async function savedViews(workspace: Workspace, personId: string): Promise<SavedView[]> {
  const rows = await workspace.query<Omit<SavedView, 'view'> & { body: unknown }>(
    `select v.id, v.name, v.shared, v.owner_id = $1 as mine, trim(p.given_name || ' ' || p.family_name) as by, v.body
     from saved_view v join person p on p.id = v.owner_id where v.owner_id = $1 or v.shared
     order by v.shared, lower(v.name), v.id`,
    [personId],
  );
  return rows.flatMap(({ body, ...row }) => {
    // One that an older release saved in another shape is left out, not guessed at.
    const view = deskView.safeParse(body);
    return view.success ? [{ ...row, view: view.data }] : [];
  });
}

/**
 * Saves a view, a new one or over the one of this id. Somebody else's may only be changed while it is shared, and by
 * who may set things for all. Throws `forbidden`, `tooMany`.
 */
export async function saveView(
  workspace: Workspace,
  by: { personId: string; forAll: boolean },
  view: { id: string; name: string; shared: boolean; body: DeskView },
): Promise<void> {
  const [kept] = await workspace.query<{ count: number }>(
    'select count(*)::int as count from saved_view where owner_id = $1 and id <> $2',
    [by.personId, view.id],
  );
  if ((kept?.count ?? 0) >= VIEWS_MOST) throw new DomainError('tooMany');
  const saved = await workspace.query(
    `with saved as (
       insert into saved_view as v (id, owner_id, shared, name, body) values ($1, $2, $3, $4, $5)
       on conflict (id) do update set shared = excluded.shared, name = excluded.name, body = excluded.body, changed_at = now()
         where v.owner_id = $2 or (v.shared and $6)
       returning v.id, v.shared
     )
     insert into audit (actor, what, subject_id, after)
     select jsonb_build_object('kind', 'employee', 'id', $2::uuid), 'view.save', id, jsonb_build_object('shared', shared)
     from saved returning id`,
    [view.id, by.personId, view.shared, view.name, JSON.stringify(view.body), by.forAll],
  );
  if (saved.length === 0) throw new DomainError('forbidden');
}

/** Takes a view away; throws `notFound` where it is not theirs to take. */
export async function removeView(
  workspace: Workspace,
  by: { personId: string; forAll: boolean },
  id: string,
): Promise<void> {
  const gone = await workspace.query(
    `with gone as (
       delete from saved_view where id = $1 and (owner_id = $2 or (shared and $3)) returning id, shared
     )
     insert into audit (actor, what, subject_id, before)
     select jsonb_build_object('kind', 'employee', 'id', $2::uuid), 'view.remove', id, jsonb_build_object('shared', shared)
     from gone returning id`,
    [id, by.personId, by.forAll],
  );
  if (gone.length === 0) throw new DomainError('notFound');
}

/** Keeps an eye on a ticket, or no longer. */
export async function star(workspace: Workspace, personId: string, ticketId: string, starred: boolean): Promise<void> {
  await workspace.query(
    starred
      ? 'insert into favourite (person_id, ticket_id) values ($1, $2) on conflict do nothing'
      : 'delete from favourite where person_id = $1 and ticket_id = $2',
    [personId, ticketId],
  );
}
