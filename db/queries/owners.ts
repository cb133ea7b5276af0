import { categoryOf } from '../../domain/report/categories.ts';
import { ownerRule } from '../../domain/report/ownership.ts';
import type { Workspace } from '../workspaces.ts';

/** What the rule for rented flats says of the owner of a unit, for a report of this category and place. */
export async function ownerRuleFor(
  workspace: Workspace,
  { unitId, place, category }: { unitId: string | null; place: 'unit' | 'common'; category: string },
): Promise<'ask' | 'inform' | null> {
  const trade = categoryOf(category)?.trade;
  if (!unitId || !trade || place !== 'unit') return null;
  const [row] = await workspace.query<{ managementType: 'weg' | 'rental' | 'ownStock'; rented: boolean }>(
    `select p.management_type as "managementType", exists (
       select from tenancy n where n.unit_id = u.id and daterange(n.valid_from, n.valid_until, '[]') @> current_date
         and not exists (select from ownership o where o.unit_id = u.id and o.person_id = n.person_id
           and daterange(o.valid_from, o.valid_until, '[]') @> current_date)
     ) as rented
     from unit u join building b on b.id = u.building_id join property p on p.id = b.property_id where u.id = $1`,
    [unitId],
  );
  return row ? ownerRule({ ...row, place, trade }) : null;
}
