import type { Workspace } from '../workspaces.ts';
import { letterheadOf } from './letterhead.ts';
import type { OrderParty } from './orders.ts';

/**
 * Who can be the client of an order for this ticket, the usual one first: common property is the association's
 * (§ 9a WEG), separate property its owner's, a rented house the landlord's, own stock the company's. Invoices go to the
 * company's own address; to the property's only where the company has not said its own.
 */
export async function clientsOf(workspace: Workspace, ticketId: string): Promise<OrderParty[]> {
  const [row] = await workspace.query<{
    managementType: 'weg' | 'rental' | 'ownStock';
    place: 'unit' | 'common';
    property: string;
    address: string;
    landlord: string | null;
    owners: string | null;
  }>(
    `select p.management_type as "managementType", t.place, p.name as property,
       p.street || ', ' || p.postal_code || ' ' || p.city as address,
       trim(l.given_name || ' ' || l.family_name) as landlord,
       (select string_agg(trim(o.given_name || ' ' || o.family_name), ', ' order by o.family_name)
          from ownership w join person o on o.id = w.person_id
          where w.unit_id = t.unit_id and daterange(w.valid_from, w.valid_until, '[]') @> berlin_today()) as owners
     from ticket t join property p on p.id = t.property_id left join person l on l.id = p.landlord_id
     where t.id = $1`,
    [ticketId],
  );
  if (!row) return [];
  const head = await letterheadOf(workspace);
  const address = head ? `${head.street}, ${head.postalCode} ${head.city}` : row.address;
  const careOf = `c/o ${workspace.name}, ${address}`;
  const association: OrderParty = {
    kind: 'ownersAssociation',
    name: `GdWE ${row.property.replace(/^WEG\s+/, '')}`,
    address: careOf,
  };
  const owner: OrderParty[] = row.owners ? [{ kind: 'owner', name: row.owners, address: careOf }] : [];
  if (row.managementType === 'weg') return row.place === 'unit' ? [...owner, association] : [association, ...owner];
  if (row.managementType === 'rental' && row.landlord)
    return [{ kind: 'landlord', name: row.landlord, address: careOf }];
  return [{ kind: 'workspace', name: workspace.name, address }];
}

/** Up to what amount the management orders at a ticket's property without asking, in cents; null where nobody entered one. */
export async function propertyLimitOf(workspace: Workspace, ticketId: string): Promise<number | null> {
  const [row] = await workspace.query<{ limitCents: number }>(
    `select p.approval_limit_cents::float8 as "limitCents" from ticket t join property p on p.id = t.property_id
     where t.id = $1`,
    [ticketId],
  );
  return row?.limitCents || null;
}
