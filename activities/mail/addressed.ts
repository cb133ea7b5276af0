import type { Workspace } from '../../db/workspaces.ts';
import type { Instant } from '../../domain/time/berlin.ts';

/** Whom a message goes to, as its row says it. */
interface Addressee<Template> {
  id: string;
  template: Template;
  createdAt: Instant;
  locale: string;
  name: string;
  email: string | null;
  mobile?: string | null;
  fax?: string | null;
}

/** Which message it is, from whom and to whom: the same whatever it is about. Who has left an address empty has none. */
export const addressed = <Template>({ name: company, accent }: Workspace, row: Addressee<Template>) => ({
  id: row.id,
  template: row.template,
  locale: row.locale === 'en' ? ('en' as const) : ('de' as const),
  createdAt: row.createdAt,
  company,
  accent,
  name: row.name,
  email: row.email || null,
  mobile: row.mobile || null,
  fax: row.fax || null,
});
