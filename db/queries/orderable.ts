import type { Workspace } from '../workspaces.ts';
import { categoryThen, type Kind, liveCategories } from './categories.ts';

/** A ticket that could be part of an order. */
export interface Orderable {
  id: string;
  number: string;
  title: string;
  category: string;
  street: string;
  unit: string | null;
  place: 'unit' | 'common';
  sameTrade: boolean;
}

/** How many are offered at most; an order takes thirty. */
const MOST = 60;

/** The open tickets of the same property for which no order runs, those of the same trade and building first. */
export async function orderableWith(workspace: Workspace, ticketId: string): Promise<Orderable[]> {
  const [about] = await workspace.query<Kind>(
    'select category, category_version as "categoryVersion" from ticket where id = $1',
    [ticketId],
  );
  if (!about) return [];
  const trade = (await categoryThen(workspace, about))?.trade;
  const { document } = await liveCategories(workspace);
  // Where the trade of a category was changed since, tickets of both times come first: that only orders the list.
  const same = [
    about.category,
    ...document.categories.filter((category) => category.trade === trade).map(({ id }) => id),
  ];
  return workspace.query<Orderable>(
    `select t.id, t.number, t.title, t.category, coalesce(b.street, p.street) as street, u.number as unit, t.place,
       t.category = any($2::text[]) as "sameTrade"
     from ticket a join ticket t on t.property_id = a.property_id and t.id <> a.id
     join property p on p.id = t.property_id left join building b on b.id = t.building_id
     left join unit u on u.id = t.unit_id
     where a.id = $1 and t.closed_at is null and t.phase in ('new', 'open') and t.state -> 'merging' = 'null'::jsonb
     order by "sameTrade" desc, t.building_id is not distinct from a.building_id desc, t.reported_at limit $3`,
    [ticketId, same, MOST],
  );
}
