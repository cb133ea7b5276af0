import { containing, searchWords } from '../../domain/desk/view.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Person, PersonKind } from '../../domain/person/person.ts';
import { lockRevision, refusing } from '../conflicts.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { knownPerson, nameOf } from './known-people.ts';
import { iso, today } from './moments.ts';

/** As what somebody is known; `double` is whose name stands there twice, `none` who belongs to nothing. */
export const personRoles = [
  'renter',
  'owner',
  'board',
  'landlord',
  'contractor',
  'employee',
  'former',
  'double',
  'none',
] as const;
export type PersonRole = (typeof personRoles)[number];

/** How the list of people is narrowed. */
export interface PersonFilter {
  text: string;
  role: PersonRole | null;
  inactive: boolean;
  limit: number;
  offset: number;
}

/** A line of the list of people. */
export interface PersonLine {
  id: string;
  name: string;
  kind: PersonKind;
  roles: Exclude<PersonRole, 'double'>[];
  /** Where they live, or what they own, today. */
  place: string | null;
  email: string | null;
  phone: string | null;
  hasAccount: boolean;
  contractorId: string | null;
}

/** Whether a person is something today, as SQL over `p`. */
const IS: Record<Exclude<PersonRole, 'former' | 'double' | 'none'>, string> = {
  renter: `exists (select from tenancy t where t.person_id = p.id and ${today('t')})`,
  owner: `exists (select from ownership o where o.person_id = p.id and ${today('o')})`,
  board: `exists (select from board_membership m where m.person_id = p.id and ${today('m')})`,
  landlord: 'exists (select from property l where l.landlord_id = p.id)',
  contractor: 'exists (select from contractor c where c.person_id = p.id and c.active)',
  employee: 'exists (select from employee e where e.person_id = p.id and e.active)',
};
const EVER = `(exists (select from tenancy t where t.person_id = p.id)
  or exists (select from ownership o where o.person_id = p.id))`;
const NOW = Object.values(IS).join(' or ');
const folded = (alias: string) => `folded(${alias}.given_name || ' ' || ${alias}.family_name)`;

function roleCondition(role: PersonRole | null): string {
  switch (role) {
    case null:
      return 'true';
    case 'former':
      return `${EVER} and not ${IS.renter} and not ${IS.owner}`;
    case 'none':
      return `not ${EVER} and not (${NOW})`;
    case 'double':
      return `${folded('p')} in (select ${folded('d')} from person d where d.active
        group by 1 having count(*) > 1)`;
    default:
      return IS[role];
  }
}

/** The people that an employee may know of, by name; one statement. */
export function personLines(
  workspace: Workspace,
  properties: string[] | null,
  filter: PersonFilter,
): Promise<PersonLine[]> {
  const params: unknown[] = [properties, !filter.inactive, filter.limit, filter.offset];
  const likes = searchWords(filter.text).map((word) => `and p.words like folded($${params.push(containing(word))})`);
  return workspace.query<PersonLine>(
    `with found as (
       select p.* from person p
       where p.active = $2 and p.merged_into is null ${likes.join(' ')} and ${knownPerson('p', '$1')}
         and ${roleCondition(filter.role)}
       order by p.family_name, p.given_name, p.id limit $3 offset $4
     )
     select p.id, ${nameOf('p')} as name, p.kind, p.email, coalesce(p.mobile, p.phone) as phone,
       exists (select from account a where a.person_id = p.id) as "hasAccount",
       (select c.id from contractor c where c.person_id = p.id and c.active limit 1) as "contractorId",
       array_remove(array[${Object.entries(IS)
         .map(([role, is]) => `case when ${is} then '${role}' end`)
         .join(', ')},
         case when ${EVER} and not ${IS.renter} and not ${IS.owner} then 'former' end], null) as roles,
       (select concat_ws(', ', b.street, u.number) from (
          select 1 as rank, unit_id, valid_from from tenancy t where t.person_id = p.id and ${today('t')}
          union all select 2, unit_id, valid_from from ownership o where o.person_id = p.id and ${today('o')}
        ) h join unit u on u.id = h.unit_id join building b on b.id = u.building_id
        where $1::uuid[] is null or b.property_id = any($1::uuid[])
        order by h.rank, h.valid_from desc limit 1) as place
     from found p order by p.family_name, p.given_name, p.id`,
    params,
  );
}

/** A unit that somebody lives in, lived in, owns or owned. */
export interface PersonPeriod {
  kind: 'tenancy' | 'ownership' | 'board';
  role: 'renter' | 'resident' | 'owner' | 'board';
  unitId: string | null;
  propertyId: string;
  property: string;
  place: string;
  from: string;
  until: string | null;
}

/** A person with all that their page shows. */
export interface PersonPage extends Person {
  id: string;
  revision: number;
  active: boolean;
  employee: { function: string; active: boolean } | null;
  contractors: { id: string; active: boolean; trades: string[]; internal: boolean }[];
  landlordOf: { id: string; name: string }[];
  periods: PersonPeriod[];
  account: { email: string; since: string; lastSession: string | null } | null;
  tickets: { id: string; number: string; title: string; place: string; reportedAt: string; closedAt: string | null }[];
  openTickets: number;
  /** Others who could be the same person. */
  same: { id: string; revision: number; name: string; place: string | null; why: 'name' | 'phone' }[];
  /** Other entries that became this one, and can become their own again. */
  merges: { id: string; name: string; at: string }[];
}

const fields = `p.kind, p.given_name as "givenName", p.family_name as "familyName", p.other_names as "otherNames",
  coalesce(p.email, '') as email, coalesce(p.phone, '') as phone, coalesce(p.mobile, '') as mobile,
  coalesce(p.fax, '') as fax, coalesce(p.street, '') as street, coalesce(p.postal_code, '') as "postalCode",
  coalesce(p.city, '') as city, p.locale, p.channel, p.share_phone as "sharePhone"`;
const TICKETS_SHOWN = 10;
const SAME_SHOWN = 5;
/** The digits of a number, as SQL: how it is typed does not tell two apart. */
const digits = (column: string) => `right(regexp_replace(${column}, '\\D', '', 'g'), 9)`;

/**
 * A person's page, in one statement; undefined when there is none, or none that the employee may know of. Of what others
 * look after nothing is told.
 */
export async function personPage(
  workspace: Workspace,
  properties: string[] | null,
  id: string,
): Promise<PersonPage | undefined> {
  const mine = (property: string) => `($1::uuid[] is null or ${property} = any($1::uuid[]))`;
  const [row] = await workspace.query<PersonPage>(
    `select p.id, p.revision, p.active, ${fields},
       (select jsonb_build_object('function', e.function, 'active', e.active) from employee e where e.person_id = p.id) as employee,
       coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'active', c.active, 'trades', c.trades,
         'internal', c.internal)) from contractor c where c.person_id = p.id), '[]') as contractors,
       coalesce((select jsonb_agg(jsonb_build_object('id', l.id, 'name', l.name) order by l.name) from property l
         where l.landlord_id = p.id and ${mine('l.id')}), '[]') as "landlordOf",
       coalesce((select jsonb_agg(h order by h.until is not null, h."from" desc) from (
         select 'tenancy' as kind, t.role, u.id as "unitId", o.id as "propertyId", o.name as property,
           concat_ws(', ', b.street, u.number) as place, t.valid_from as "from", t.valid_until as until
         from tenancy t join unit u on u.id = t.unit_id join building b on b.id = u.building_id
           join property o on o.id = b.property_id where t.person_id = p.id and ${mine('o.id')}
         union all
         select 'ownership', 'owner', u.id, o.id, o.name, concat_ws(', ', b.street, u.number), w.valid_from, w.valid_until
         from ownership w join unit u on u.id = w.unit_id join building b on b.id = u.building_id
           join property o on o.id = b.property_id where w.person_id = p.id and ${mine('o.id')}
         union all
         select 'board', 'board', null, o.id, o.name, o.street, m.valid_from, m.valid_until
         from board_membership m join property o on o.id = m.property_id where m.person_id = p.id and ${mine('o.id')}
       ) h), '[]') as periods,
       (select jsonb_build_object('email', a.email, 'since', ${iso('a.created_at')}, 'lastSession',
          (select ${iso('max(s.created_at)')} from account_session s where s.account_id = a.id))
        from account a where a.person_id = p.id) as account,
       coalesce((select jsonb_agg(t) from (
         select t.id, t.number, t.title, concat_ws(', ', coalesce(b.street, o.street), u.number) as place,
           ${iso('t.reported_at')} as "reportedAt", ${iso('t.closed_at')} as "closedAt"
         from ticket t join property o on o.id = t.property_id left join building b on b.id = t.building_id
           left join unit u on u.id = t.unit_id
         where t.reporter_id = p.id and ${mine('t.property_id')}
         order by t.closed_at is not null, t.reported_at desc limit ${TICKETS_SHOWN}) t), '[]') as tickets,
       (select count(*)::int from ticket t where t.reporter_id = p.id and t.closed_at is null
          and ${mine('t.property_id')}) as "openTickets",
       coalesce((select jsonb_agg(s) from (
         select d.id, d.revision, ${nameOf('d')} as name, case when ${folded('d')} = ${folded('p')} then 'name' else 'phone' end as why,
           (select concat_ws(', ', b.street, u.number) from (
              select unit_id, valid_from from tenancy where person_id = d.id
              union all select unit_id, valid_from from ownership where person_id = d.id) h
            join unit u on u.id = h.unit_id join building b on b.id = u.building_id
            order by h.valid_from desc limit 1) as place
         from person d where d.id <> p.id and d.merged_into is null and d.words like '%' || folded(p.family_name) || '%'
           and ${knownPerson('d', '$1')} and (${folded('d')} = ${folded('p')}
             or ${folded('d')} = folded(p.family_name || ' ' || p.given_name)
             or ${digits('coalesce(d.mobile, d.phone)')} = ${digits('coalesce(p.mobile, p.phone)')}
               and length(coalesce(p.mobile, p.phone)) > 6)
         order by 3, 2 limit ${SAME_SHOWN}) s), '[]') as same,
       coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'name', ${nameOf('d')}, 'at', ${iso('g.at')}) order by g.at desc)
         from person_merge g join person d on d.id = g.dropped_id
         where g.kept_id = p.id and g.undone_at is null and d.merged_into = p.id), '[]') as merges
     from person p where p.id = $2 and ${knownPerson('p', '$1')}`,
    [properties, id],
  );
  return row;
}

/** What decides whether an employee may change a person; undefined where they may not even know of them. */
export async function personFacts(
  workspace: Workspace,
  properties: string[] | null,
  id: string,
): Promise<{ isEmployee: boolean } | undefined> {
  const [row] = await workspace.query<{ isEmployee: boolean }>(
    `select exists (select from employee e where e.person_id = p.id and e.active) as "isEmployee" from person p
     where p.id = $2 and ${knownPerson('p', '$1')}`,
    [properties, id],
  );
  return row;
}

/** Which of these persons an employee may know of. */
export async function knownAmong(
  workspace: Workspace,
  properties: string[] | null,
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await workspace.query<{ id: string }>(
    `select p.id from person p where p.id = any($2::uuid[]) and ${knownPerson('p', '$1')}`,
    [properties, ids],
  );
  return new Set(rows.map(({ id }) => id));
}

const columns =
  'kind, given_name, family_name, other_names, email, phone, mobile, fax, street, postal_code, city, locale, channel, share_phone';

function valuesOf(given: Person): unknown[] {
  const orNull = (text: string) => text || null;
  return [
    given.kind,
    given.kind === 'company' ? '' : given.givenName,
    given.familyName,
    given.otherNames,
    orNull(given.email),
    orNull(given.phone),
    orNull(given.mobile),
    orNull(given.fax),
    orNull(given.street),
    orNull(given.postalCode),
    orNull(given.city),
    given.locale,
    given.channel,
    given.sharePhone,
  ];
}

/** Writes a person down, within a transaction of the caller. The database refuses an address that another has. */
export async function insertPerson(q: Query, id: string, given: Person, actor: object): Promise<boolean> {
  const rows = await q(
    `insert into person (id, ${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     on conflict (id) do nothing returning id`,
    [id, ...valuesOf(given)],
  );
  if (rows.length > 0) await audit(q, { actor, what: 'person.make', subjectId: id, before: null, after: given });
  return rows.length > 0;
}

/** Writes a person down. Throws `emailTaken`. */
export async function makePerson(
  workspace: Workspace,
  made: { id: string; person: Person; actor: object },
): Promise<void> {
  await refusing(() => workspace.transaction((q) => insertPerson(q, made.id, made.person, made.actor)));
}

/** Saves a person within a transaction of the caller, over the revision that was seen. */
export async function updatePerson(
  q: Query,
  saved: { id: string; revision: number; person: Person; actor: object },
): Promise<void> {
  await lockRevision(q, 'person', saved.id, saved.revision);
  const [before] = await q<Person>(`select ${fields} from person p where p.id = $1`, [saved.id]);
  await q(
    `update person set (${columns}) = row($2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text,
       $10::text, $11::text, $12::text, $13::text, $14::text, $15::boolean) where id = $1`,
    [saved.id, ...valuesOf(saved.person)],
  );
  // Who has an account signs in with the address that is known of them; a new one is theirs to prove.
  if (saved.person.email && saved.person.email.toLowerCase() !== before?.email.toLowerCase())
    await q('update account set email = lower($2), email_verified = false, updated_at = now() where person_id = $1', [
      saved.id,
      saved.person.email,
    ]);
  await audit(q, {
    actor: saved.actor,
    what: 'person.save',
    subjectId: saved.id,
    before: before ?? null,
    after: saved.person,
  });
}

/** Saves a person over the revision that was seen. Throws `notFound`, `changedMeanwhile`, `emailTaken`. */
export async function savePerson(
  workspace: Workspace,
  saved: { id: string; revision: number; person: Person; actor: object },
): Promise<void> {
  await refusing(() => workspace.transaction((q) => updatePerson(q, saved)));
}

/** Takes a person away to whom nothing refers. Throws `inUse` otherwise. */
export async function removePerson(
  workspace: Workspace,
  { id, revision, actor }: { id: string; revision: number; actor: object },
): Promise<void> {
  await refusing(() =>
    workspace.transaction(async (q) => {
      await lockRevision(q, 'person', id, revision);
      const [named] = await q(
        `select from message where recipient_id = $1
         union all select from command where actor ->> 'id' = $1::text
         limit 1`,
        [id],
      );
      if (named) throw new DomainError('inUse');
      const [before = null] = await q(`select ${fields} from person p where p.id = $1`, [id]);
      await q('delete from person where id = $1', [id]);
      await audit(q, { actor, what: 'person.remove', subjectId: id, before, after: null });
    }),
  );
}
