import { useLocation, useNavigate } from '@solidjs/router';
import type { Accessor } from 'solid-js';
import { type DeskColumn, type DeskView, deskColumns, deskView, usualColumns } from '../../../domain/desk/view.ts';

/** Where the desk stands. */
export const deskPath = '/schreibtisch';

/** The parts of a view that stand in the address, by their names there. */
const names = {
  tab: 'ansicht',
  property: 'objekt',
  text: 'suche',
  category: 'art',
  urgency: 'dringlichkeit',
  person: 'person',
  contractor: 'betrieb',
  assignee: 'zustaendig',
} as const;

/** The view that an address says; what it says wrongly is left out. */
export function viewIn(query: URLSearchParams): DeskView {
  const [role, id] = (query.get('wartet') ?? '').split(':');
  const sort = query.get('sortierung');
  const columns = query.get('spalten')?.split(',') ?? null;
  const said: Record<string, unknown> = {
    holder: role ? { role, id: id || null } : undefined,
    sort: sort?.replace(/^-/, ''),
    descending: sort?.startsWith('-'),
    columns: columns?.filter((column) => deskColumns.includes(column as DeskColumn)),
  };
  for (const [part, name] of Object.entries(names)) said[part] = query.get(name) ?? undefined;
  const view = deskView.safeParse(said);
  if (view.success) return view.data;
  const wrong = new Set(view.error.issues.map(({ path }) => String(path[0])));
  return deskView.parse(Object.fromEntries(Object.entries(said).filter(([part]) => !wrong.has(part))));
}

/** A view as the query of an address; `saved` names the saved view that it began with. */
export function queryOf(view: DeskView, saved?: string | null): URLSearchParams {
  const query = new URLSearchParams();
  if (saved) query.set('sicht', saved);
  for (const [part, name] of Object.entries(names)) {
    const value = view[part as keyof typeof names];
    if (value && !(part === 'tab' && value === 'ours')) query.set(name, value);
  }
  if (view.holder) query.set('wartet', view.holder.id ? `${view.holder.role}:${view.holder.id}` : view.holder.role);
  if (view.sort) query.set('sortierung', `${view.descending ? '-' : ''}${view.sort}`);
  if (view.columns) query.set('spalten', view.columns.join(','));
  return query;
}

/** The address of a view. */
export function addressOf(view: Partial<DeskView>, saved?: string | null): string {
  const query = queryOf(deskView.parse(view), saved);
  return `${deskPath}${query.size > 0 ? `?${query}` : ''}`;
}

/** Whether two views show the same. */
export const sameView = (a: DeskView, b: DeskView): boolean => queryOf(a).toString() === queryOf(b).toString();

/** How many filters narrow a view, the tab and the words apart. */
export const filterParts = ['property', 'category', 'urgency', 'person', 'contractor', 'assignee', 'holder'] as const;

/** The columns that a view shows as a table. */
export const columnsOf = (view: DeskView): readonly DeskColumn[] =>
  view.columns && view.columns.length > 0 ? view.columns : usualColumns;

/** The desk's view as its address says it, and the ways to change it. */
export function useDeskView(): {
  view: Accessor<DeskView>;
  /** The id of the saved view that was gone to. */
  saved: Accessor<string | null>;
  change: (part: Partial<DeskView>, quietly?: boolean) => void;
  reset: () => void;
} {
  const location = useLocation();
  const navigate = useNavigate();
  const query = () => new URLSearchParams(location.search);
  const view = () => viewIn(query());
  const saved = () => query().get('sicht');
  const change = (part: Partial<DeskView>, quietly = false) =>
    navigate(addressOf({ ...view(), ...part }, saved()), { replace: quietly, scroll: false });
  return { view, saved, change, reset: () => navigate(addressOf({ tab: view().tab, columns: view().columns })) };
}
