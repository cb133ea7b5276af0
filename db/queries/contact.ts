import type { Contact } from '../../domain/contact.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';

/** Where somebody is reached, and where their letters would go today. */
export interface ContactRow extends Contact {
  personId: string;
  name: string;
  /** Where letters go while no address is given here: the flat in which they live. */
  home: { street: string; postalCode: string | null; city: string } | null;
}

/**
 * A person's or firm's addresses, for who keeps those of these properties (null: of all); undefined where that is not
 * theirs. Our own
 * people get no letters and are not among them.
 */
export async function contactOf(
  workspace: Workspace,
  properties: string[] | null,
  personId: string,
): Promise<ContactRow | undefined> {
  const [row] = await workspace.query<ContactRow>(
    `select p.id as "personId", trim(p.given_name || ' ' || p.family_name) as name, coalesce(p.email, '') as email,
       coalesce(p.mobile, '') as mobile, coalesce(p.fax, '') as fax,
       coalesce(p.street, '') as street, coalesce(p.postal_code, '') as "postalCode", coalesce(p.city, '') as city,
       (select jsonb_build_object('street', a.street, 'postalCode', a.postal_code, 'city', a.city)
        from postal_address(p.id) a) as home
     from person p
     where p.id = $2 and not exists (select from employee e where e.person_id = p.id and e.active)
       and ($1::uuid[] is null or exists (select from contractor c where c.person_id = p.id) or exists (
         select from (select unit_id from tenancy where person_id = p.id
           union all select unit_id from ownership where person_id = p.id) h
         join unit u on u.id = h.unit_id join building b on b.id = u.building_id where b.property_id = any($1::uuid[])))`,
    [properties, personId],
  );
  return row;
}

/** Keeps where somebody is reached on paper, with who changed it. Throws `notFound` for whom they may not know of. */
export async function keepContact(
  workspace: Workspace,
  properties: string[] | null,
  personId: string,
  contact: Contact,
  actor: object,
): Promise<void> {
  const known = await contactOf(workspace, properties, personId);
  if (!known) throw new DomainError('notFound');
  const { email, mobile, fax, street, postalCode, city } = known;
  await workspace.transaction(async (q) => {
    await q(
      `update person set fax = nullif($2, ''), street = nullif($3, ''), postal_code = nullif($4, ''), city = nullif($5, ''),
         email = nullif($6, ''), mobile = nullif($7, '')
       where id = $1`,
      [personId, contact.fax, contact.street, contact.postalCode, contact.city, contact.email, contact.mobile],
    ).catch((error: unknown) => {
      // An address opens its owner's page: it is one person's.
      if ((error as { code?: string }).code === '23505') throw new DomainError('addressTaken');
      throw error;
    });
    const before = { email, mobile, fax, street, postalCode, city };
    await audit(q, { actor, what: 'person.contact', subjectId: personId, before, after: contact });
  });
}
