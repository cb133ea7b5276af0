import { builtinCategories } from '../../domain/report/builtin.ts';
import {
  type Catalogue,
  type Category,
  type CategoryDocument,
  offeredIn,
  type Text,
} from '../../domain/report/categories.ts';
import type { Workspace } from '../workspaces.ts';
import { draftsIn } from './drafts.ts';
import { versionsIn } from './versions.ts';

/** What can be reported, as it was published. */
export const categoryVersions = versionsIn<CategoryDocument>('category_version', 'body', builtinCategories);

/** What somebody writes at the moment. */
export const categoryDrafts = draftsIn<CategoryDocument>('category_draft', 'body');

/** What is in force, retired categories among it. */
export async function liveCategories(workspace: Workspace): Promise<{ version: number; document: CategoryDocument }> {
  const version = await categoryVersions.live(workspace);
  return { version, document: await categoryVersions.document(workspace, version) };
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
  const { categories } = await categoryVersions.document(workspace, kind.categoryVersion);
  return categories.find(({ id }) => id === kind.category);
}

/** The categories of many at once, in their order. */
export async function categoriesThen(workspace: Workspace, kinds: readonly Kind[]): Promise<(Category | undefined)[]> {
  const versions = new Map<number, CategoryDocument>();
  for (const { categoryVersion } of kinds)
    if (!versions.has(categoryVersion))
      versions.set(categoryVersion, await categoryVersions.document(workspace, categoryVersion));
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
