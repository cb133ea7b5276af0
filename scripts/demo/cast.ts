import type { Workspace } from '../../db/workspaces.ts';
import type { Trade } from '../../domain/report/categories.ts';
import type { FederalState } from '../../domain/time/workingTime.ts';

/** A dwelling with who lives there, or a house's common property with who may report it. */
export interface Place {
  propertyId: string;
  number: string;
  managementType: 'weg' | 'rental' | 'ownStock';
  federalState: FederalState;
  buildingId: string;
  building: string;
  unitId: string;
  unit: string;
  residents: string[];
}

/** Somebody whom orders go to. */
export interface Contractor {
  id: string;
  name: string;
  trades: Trade[];
  internal: boolean;
}

/** Everybody who plays a part in a company's stories. */
export interface Cast {
  places: Place[];
  contractors: Contractor[];
  managers: string[];
  clerks: string[];
}

/** Reads who is there. */
export async function castOf(workspace: Workspace): Promise<Cast> {
  const [places, contractors, employees] = await Promise.all([
    workspace.query<Place>(
      `select p.id as "propertyId", p.number, p.management_type as "managementType", p.federal_state as "federalState",
         b.id as "buildingId", b.street as building, u.id as "unitId", u.number as unit,
         array(select t.person_id from tenancy t where t.unit_id = u.id
           and daterange(t.valid_from, t.valid_until, '[]') @> berlin_today() order by t.person_id) as residents
       from unit u join building b on b.id = u.building_id join property p on p.id = b.property_id
       order by p.number, b.name, u.floor, u.number`,
    ),
    workspace.query<Contractor>(
      `select c.id, p.family_name as name, c.trades, c.internal
       from contractor c join person p on p.id = c.person_id where c.active order by c.internal, p.family_name`,
    ),
    workspace.query<{ id: string; function: string }>(
      `select e.person_id as id, e.function
       from employee e join person p on p.id = e.person_id where e.active order by e.on_call, p.family_name`,
    ),
  ]);
  const who = (title: string) => employees.filter((each) => each.function === title).map(({ id }) => id);
  return {
    places,
    contractors,
    managers: who('manager'),
    clerks: who('clerk'),
  };
}

/** The contractors of a trade, the house's own people last. */
export function contractorsFor(cast: Cast, trade: Trade): Contractor[] {
  const able = cast.contractors.filter(({ trades }) => trades.includes(trade));
  // Who names the trade first does it most.
  const rank = (who: Contractor) => who.trades.indexOf(trade) + (who.internal && trade !== 'caretaker' ? 10 : 0);
  return able.sort((a, b) => rank(a) - rank(b));
}
