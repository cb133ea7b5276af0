import type { DeskView } from '../../../domain/desk/schema.ts';
import {
  type DeskColumn,
  deskColumns,
  deskSorts,
  deskTabs,
  holderRoles,
  usualColumns,
} from '../../../domain/desk/view.ts';
import { urgencies } from '../../../domain/policy/policy.ts';

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

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The longest words that a view takes, as `deskFilter` says. */
const TEXT_MOST = 100;
const CATEGORY_MOST = 60;

/** The view of whoever has chosen nothing. */
const usualView: DeskView = {
  tab: 'ours',
  property: null,
  text: null,
  category: null,
  urgency: null,
  person: null,
  contractor: null,
  assignee: null,
  holder: null,
  sort: null,
  descending: false,
  columns: null,
};

const among = <Name extends string>(all: readonly Name[], said: string | null | undefined): Name | null =>
  all.find((name) => name === said) ?? null;

const idIn = (said: string | null | undefined): string | null => (said && UUID.test(said) ? said : null);

function wordsIn(said: string | null, most: number): string | null {
  const words = said?.trim() ?? '';
  return words !== '' && words.length <= most ? words : null;
}

/** The view that an address says; what it says wrongly is left out. Without zod, which a first visit need not load. */
export function viewIn(query: URLSearchParams): DeskView {
  const sort = query.get('sortierung');
  const [role = '', id] = (query.get('wartet') ?? '').split(':');
  const holder = among(holderRoles, role);
  const columns = query
    .get('spalten')
    ?.split(',')
    .flatMap((name) => among(deskColumns, name) ?? []);
  return {
    tab: among(deskTabs, query.get(names.tab)) ?? usualView.tab,
    property: idIn(query.get(names.property)),
    text: wordsIn(query.get(names.text), TEXT_MOST),
    category: wordsIn(query.get(names.category), CATEGORY_MOST),
    urgency: among(urgencies, query.get(names.urgency)),
    person: idIn(query.get(names.person)),
    contractor: idIn(query.get(names.contractor)),
    assignee: idIn(query.get(names.assignee)),
    holder: holder && (!id || idIn(id)) ? { role: holder, id: idIn(id ?? null) } : null,
    sort: among(deskSorts, sort?.replace(/^-/, '') ?? null),
    descending: sort?.startsWith('-') ?? false,
    columns: columns && columns.length <= deskColumns.length ? columns : null,
  };
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
  const query = queryOf({ ...usualView, ...view }, saved);
  return `${deskPath}${query.size > 0 ? `?${query}` : ''}`;
}

/** Whether two views show the same. */
export const sameView = (a: DeskView, b: DeskView): boolean => queryOf(a).toString() === queryOf(b).toString();

/** How many filters narrow a view, the tab and the words apart. */
export const filterParts = ['property', 'category', 'urgency', 'person', 'contractor', 'assignee', 'holder'] as const;

/** The columns that a view shows as a table. */
export const columnsOf = (view: DeskView): readonly DeskColumn[] =>
  view.columns && view.columns.length > 0 ? view.columns : usualColumns;
