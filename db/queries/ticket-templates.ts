import { DomainError } from '../../domain/errors.ts';
import { TEMPLATES_MOST, type TicketTemplate, ticketTemplateBody } from '../../domain/texts/ticketTemplates.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';

interface Row {
  id: string;
  name: string;
  body: unknown;
}

const COLUMNS = 'id, name, body';

function templateOf({ id, name, body }: Row): TicketTemplate {
  return { id, name, ...ticketTemplateBody.parse(body) };
}

/** All templates by name. */
export async function ticketTemplates(workspace: Workspace): Promise<TicketTemplate[]> {
  const rows = await workspace.query<Row>(`select ${COLUMNS} from ticket_template order by lower(name), id`);
  return rows.map(templateOf);
}

/** Keeps a template under its id, new or changed; gives what stood there before. Throws `tooMany` for one too many. */
export async function saveTicketTemplate(
  q: Query,
  { id, name, ...body }: TicketTemplate,
  personId: string,
): Promise<TicketTemplate | null> {
  const [before] = await q<Row>(`select ${COLUMNS} from ticket_template where id = $1 for update`, [id]);
  if (!before) {
    const [row] = await q<{ count: number }>('select count(*)::int as count from ticket_template');
    if ((row?.count ?? 0) >= TEMPLATES_MOST) throw new DomainError('tooMany');
  }
  await q(
    `insert into ticket_template (id, name, body, changed_by) values ($1, $2, $3, $4)
     on conflict (id) do update set name = excluded.name, body = excluded.body, changed_at = now(),
       changed_by = excluded.changed_by`,
    [id, name, JSON.stringify(body), personId],
  );
  return before ? templateOf(before) : null;
}

/** Takes a template away and gives it. Throws `notFound` for one that is not there. */
export async function removeTicketTemplate(q: Query, id: string): Promise<TicketTemplate> {
  const [row] = await q<Row>(`delete from ticket_template where id = $1 returning ${COLUMNS}`, [id]);
  if (!row) throw new DomainError('notFound');
  return templateOf(row);
}
