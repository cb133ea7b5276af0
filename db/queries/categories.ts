import { DomainError } from '../../domain/errors.ts';
import { builtinCategories } from '../../domain/report/builtin.ts';
import {
  type Catalogue,
  type Category,
  type CategoryDocument,
  offeredIn,
  type Text,
} from '../../domain/report/categories.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { draftsIn } from './drafts.ts';

/** A published version, newest first in lists; the built-in one has no author. */
export interface PublishedCategories {
  version: number;
  document: CategoryDocument;
  publishedAt: string | null;
  publishedBy: string | null;
  note: string;
}

/** As SQL, the version that new reports take. */
export const LIVE_CATEGORIES = `coalesce((select max(version) from category_version), ${builtinCategories.version})`;

const name = `trim(p.given_name || ' ' || p.family_name)`;

/** All published versions, the live one first, the built-in one last. */
export async function publishedCategories(workspace: Workspace): Promise<PublishedCategories[]> {
  const rows = await workspace.query<PublishedCategories>(
    `select v.version, v.body as document, v.published_at as "publishedAt", ${name} as "publishedBy", v.note
     from category_version v join person p on p.id = v.published_by order by v.version desc`,
  );
  return [...rows, { ...builtinCategories, publishedAt: null, publishedBy: null, note: '' }];
}

/** What somebody writes at the moment. */
export const categoryDrafts = draftsIn<CategoryDocument>('category_draft', 'body');

/** Publishes a document as the next version and gives its number. */
export async function publishCategories(
  q: Query,
  given: { document: CategoryDocument; personId: string; note: string },
): Promise<number> {
  const [row] = await q<{ version: number }>(
    `insert into category_version (version, body, published_by, note) select ${LIVE_CATEGORIES} + 1, $1, $2, $3
     returning version`,
    [JSON.stringify(given.document), given.personId, given.note],
  );
  if (!row) throw new DomainError('conflictingChange');
  return row.version;
}

const documents = new WeakMap<Workspace, Map<number, CategoryDocument>>();

/** A published version's document. It never changes, so each is read once. Throws `notFound` for one that does not exist. */
export async function categoriesOf(workspace: Workspace, version: number): Promise<CategoryDocument> {
  if (version === builtinCategories.version) return builtinCategories.document;
  const known = documents.get(workspace) ?? new Map<number, CategoryDocument>();
  documents.set(workspace, known);
  let document = known.get(version);
  if (!document) {
    const [row] = await workspace.query<{ document: CategoryDocument }>(
      'select body as document from category_version where version = $1',
      [version],
    );
    if (!row) throw new DomainError('notFound');
    document = row.document;
    known.set(version, document);
  }
  return document;
}

/** What is in force, retired categories among it. */
export async function liveCategories(workspace: Workspace): Promise<{ version: number; document: CategoryDocument }> {
  const [row] = await workspace.query<{ version: number }>(`select ${LIVE_CATEGORIES} as version`);
  const version = row?.version ?? builtinCategories.version;
  return { version, document: await categoriesOf(workspace, version) };
}

/** What can be reported now. */
export async function catalogue(workspace: Workspace): Promise<Catalogue> {
  const { version, document } = await liveCategories(workspace);
  return { version, categories: offeredIn(document) };
}

/** As what something was reported: the category's id, and the version whose words it has. */
export interface Kind {
  category: string;
  categoryVersion: number;
}

/** A category as it was when something was reported; undefined for an id that the version does not know. */
export async function categoryThen(workspace: Workspace, kind: Kind): Promise<Category | undefined> {
  const { categories } = await categoriesOf(workspace, kind.categoryVersion);
  return categories.find(({ id }) => id === kind.category);
}

/** The categories of many at once, in their order. */
export async function categoriesThen(workspace: Workspace, kinds: readonly Kind[]): Promise<(Category | undefined)[]> {
  const versions = new Map<number, CategoryDocument>();
  for (const { categoryVersion } of kinds)
    if (!versions.has(categoryVersion)) versions.set(categoryVersion, await categoriesOf(workspace, categoryVersion));
  return kinds.map(({ category, categoryVersion }) =>
    versions.get(categoryVersion)?.categories.find(({ id }) => id === category),
  );
}

/** Rows with what their kind of report is called in both languages; the id where nothing is known of it any more. */
export async function withKinds<Row extends Kind>(
  workspace: Workspace,
  rows: readonly Row[],
): Promise<(Row & { kind: Text })[]> {
  const kinds = await categoriesThen(workspace, rows);
  return rows.map((row, n) => ({ ...row, kind: kinds[n]?.label ?? { de: row.category, en: row.category } }));
}
