import { DomainError } from '../../domain/errors.ts';
import { builtinTemplate, builtinTemplateIds, isBuiltinTemplate } from '../../domain/project/builtin.ts';
import type { TemplateDocument } from '../../domain/project/template.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';

type Locale = 'de' | 'en';

/** The newest version of a template; a built-in one that nobody has changed is version 1 and has no author. */
export interface PublishedTemplate {
  id: string;
  version: number;
  document: TemplateDocument;
  publishedAt: string | null;
  publishedBy: string | null;
  builtin: boolean;
}

/** All templates, each in its newest version, by name; the untouched built-in ones in a language. */
export async function templatesIn(workspace: Workspace, locale: Locale): Promise<PublishedTemplate[]> {
  const rows = await workspace.query<PublishedTemplate>(
    `select distinct on (t.id) t.id, t.version, t.document, t.published_at as "publishedAt",
       trim(p.given_name || ' ' || p.family_name) as "publishedBy", false as builtin
     from project_template t join person p on p.id = t.published_by order by t.id, t.version desc`,
  );
  const own = rows.map((row) => ({ ...row, builtin: isBuiltinTemplate(row.id) }));
  const untouched = builtinTemplateIds
    .filter((id) => !own.some((row) => row.id === id))
    .map((id) => ({
      id,
      version: 1,
      document: builtinTemplate(id, locale),
      publishedAt: null,
      publishedBy: null,
      builtin: true,
    }));
  return [...own, ...untouched].sort((a, b) => a.document.name.localeCompare(b.document.name, locale));
}

/** What a version of a template says. Throws `notFound`. */
export async function templateVersion(
  workspace: Workspace,
  { id, version }: { id: string; version: number },
  locale: Locale,
): Promise<TemplateDocument> {
  if (version === 1 && isBuiltinTemplate(id)) return builtinTemplate(id, locale);
  const [row] = await workspace.query<{ document: TemplateDocument }>(
    'select document from project_template where id = $1 and version = $2',
    [id, version],
  );
  if (!row) throw new DomainError('notFound');
  return row.document;
}

/**
 * Publishes the next version of a template over the one that its author saw (0 for a new one) and gives its number.
 * Throws `conflictingChange` when somebody else has published meanwhile.
 */
export function publishTemplate(
  workspace: Workspace,
  published: { id: string; seen: number; document: TemplateDocument; actor: { kind: string; id: string } },
): Promise<number> {
  const { id, seen, document, actor } = published;
  return workspace.transaction(async (q) => {
    const [{ newest = 0 } = {}] = await q<{ newest: number }>(
      'select coalesce(max(version), $2::int) as newest from project_template where id = $1',
      [id, isBuiltinTemplate(id) ? 1 : 0],
    );
    if (newest !== seen) throw new DomainError('conflictingChange');
    const rows = await q(
      `insert into project_template (id, version, document, published_by) values ($1, $2, $3, $4)
       on conflict do nothing returning id`,
      [id, newest + 1, JSON.stringify(document), actor.id],
    );
    if (rows.length === 0) throw new DomainError('conflictingChange');
    await audit(q, { actor, what: 'projectTemplate.publish', after: { id, version: newest + 1 } });
    return newest + 1;
  });
}

/** A ticket whose kind starts a project by itself, and by which template. */
export interface TicketForTemplate {
  ticketId: string;
  title: string;
  propertyId: string;
  templateId: string;
  version: number;
  document: TemplateDocument;
}

/** Tickets that came after a template with their category was published and have started no project by it; at most 20. */
export function ticketsForTemplates(workspace: Workspace): Promise<TicketForTemplate[]> {
  return workspace.query<TicketForTemplate>(
    `with newest as (
       select distinct on (id) id, version, document, published_at from project_template order by id, version desc
     ), since as (
       -- From the version on that first named this category without a break.
       select n.*, (select min(e.published_at) from project_template e where e.id = n.id
         and e.document ->> 'category' = n.document ->> 'category') as first_at
       from newest n where n.document ->> 'category' is not null
     )
     select t.id as "ticketId", t.title, t.property_id as "propertyId", s.id as "templateId", s.version, s.document
     from since s join ticket t on t.category = s.document ->> 'category' and t.reported_at >= s.first_at
     where t.closed_at is null
       and not exists (select from project_origin o where o.template_id = s.id and o.ticket_id = t.id)
     order by t.reported_at limit 20`,
  );
}
