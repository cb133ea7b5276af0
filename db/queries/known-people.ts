/**
 * Whether an employee may know of a person, as SQL: `properties` is the placeholder of the ids of their properties, null
 * for all. Firms, colleagues, and those who belong to nothing yet are known to every employee; residents, owners, board
 * and landlords to those who work on the property.
 */
export function knownPerson(person: string, properties: string): string {
  const held = `(select u.unit_id from (select unit_id from tenancy where person_id = ${person}.id
    union all select unit_id from ownership where person_id = ${person}.id) u)`;
  return `(${properties}::uuid[] is null
    or exists (select from contractor kc where kc.person_id = ${person}.id)
    or exists (select from employee ke where ke.person_id = ${person}.id)
    or exists (select from unit ku join building kb on kb.id = ku.building_id
      where ku.id in ${held} and kb.property_id = any(${properties}::uuid[]))
    or exists (select from board_membership km
      where km.person_id = ${person}.id and km.property_id = any(${properties}::uuid[]))
    or exists (select from property kp where kp.landlord_id = ${person}.id and kp.id = any(${properties}::uuid[]))
    or not (exists (select from tenancy where person_id = ${person}.id)
      or exists (select from ownership where person_id = ${person}.id)
      or exists (select from board_membership where person_id = ${person}.id)
      or exists (select from property where landlord_id = ${person}.id)
      or exists (select from ticket where reporter_id = ${person}.id)))`;
}

/** A person's name as people say it, as SQL. */
export const nameOf = (person: string): string => `trim(${person}.given_name || ' ' || ${person}.family_name)`;
