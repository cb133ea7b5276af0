import { randomUUID } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import { namelessPerson } from '../../domain/person/person.ts';
import type { RoleFunction, RoleTold } from '../../domain/roles.ts';
import type { Assignment, Colleague, OwnRole } from '../../domain/team.ts';
import { refusing } from '../conflicts.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { insertPerson } from './people.ts';

/** A role of the company with how many of its people hold it. */
export interface RoleRow {
  key: string;
  name: string;
  functions: RoleFunction[];
  told: RoleTold | null;
  holders: number;
}

/** The ready-made roles, then the own ones by name. */
export function roleRows(workspace: Workspace): Promise<RoleRow[]> {
  return workspace.query<RoleRow>(
    `select r.key, r.name, r.functions, r.told, (select count(distinct person_id)::int from (
         select person_id from employee e where e.function = r.key and e.active
         union all select er.person_id from employee_role er join employee e using (person_id)
           where er.role = r.key and e.active) h) as holders
     from role r order by r.name, array_position('{manager,clerk,caretaker,accountant,administrator}', r.key)`,
  );
}

/** Somebody who works here, with what they hold and how they sign in. */
export interface TeamRow {
  id: string;
  name: string;
  email: string | null;
  active: boolean;
  onCall: boolean;
  hasAccount: boolean;
  /** Whether they sign in with a second factor. */
  secondFactor: boolean;
  roles: Assignment[];
}

const columns = `e.person_id as id, trim(p.given_name || ' ' || p.family_name) as name, p.email, e.active,
  e.on_call as "onCall", a.id is not null as "hasAccount",
  exists (select from account_totp t where t.account_id = a.id and t.confirmed_at is not null) as "secondFactor",
  jsonb_build_array(jsonb_build_object('role', e.function, 'allProperties', e.all_properties,
    'limitCents', e.approval_limit_cents, 'validFrom', null, 'validUntil', null,
    'propertyIds', array(select property_id from employee_property ep where ep.person_id = e.person_id)))
  || coalesce((select jsonb_agg(jsonb_build_object('role', r.role, 'allProperties', r.all_properties,
    'limitCents', r.approval_limit_cents, 'validFrom', r.valid_from, 'validUntil', r.valid_until,
    'propertyIds', array(select property_id from employee_role_property ep where ep.employee_role_id = r.id))
    order by r.place)
    from employee_role r where r.person_id = e.person_id), '[]') as roles`;

/** Everybody who works here or did, those who do first. */
export function teamRows(workspace: Workspace): Promise<TeamRow[]> {
  return workspace.query<TeamRow>(
    `select ${columns} from employee e join person p on p.id = e.person_id left join account a on a.person_id = p.id
     order by not e.active, p.family_name, p.given_name, p.id`,
  );
}

/** Whether somebody gives roles, today and without an end. */
export async function isAdministered(q: Query): Promise<boolean> {
  const left = await q(
    `select 1 from own_role o join role r on r.key = o.role
     where o.all_properties and o.valid_until is null and 'administrate' = any(r.functions) limit 1`,
  );
  return left.length > 0;
}

/** Refuses what would leave nobody who gives roles: it could never be mended from inside. */
async function assertAdministered(q: Query): Promise<void> {
  if (!(await isAdministered(q))) throw new DomainError('lastAdministrator');
}

/** Whose rights change with somebody's roles: theirs, and those of who stands in for them. */
async function withDeputies(q: Query, ids: readonly string[]): Promise<string[]> {
  const rows = await q<{ id: string }>(
    `select id from unnest($1::uuid[]) id
     union select person_id from held_role where stands_in_for = any($1::uuid[])`,
    [ids],
  );
  return rows.map(({ id }) => id);
}

/** What somebody who works here is given. */
interface Given {
  active: boolean;
  onCall: boolean;
  roles: readonly Assignment[];
}

/**
 * Gives an employee exactly these roles. Throws `notFound` for an unknown person, role or property, `lastAdministrator`.
 * @returns the ids of all whose rights changed
 */
export function keepRoles(workspace: Workspace, personId: string, given: Given, actor: object): Promise<string[]> {
  return workspace.transaction(async (q) => {
    // One after the other: two who take the last administrator away at once must not both find the other one there.
    await q('select 1 from employee order by person_id for update');
    const [known] = await q<TeamRow>(
      `select ${columns} from employee e join person p on p.id = e.person_id
       left join account a on a.person_id = p.id where e.person_id = $1`,
      [personId],
    );
    if (!known) throw new DomainError('notFound');
    const affected = await withDeputies(q, [personId]);
    const { active, onCall, roles } = known;
    await writeRoles(q, personId, given, { actor, before: { active, onCall, roles } });
    return [...new Set([...affected, ...(await withDeputies(q, [personId]))])];
  });
}

/**
 * Writes somebody down who works here from now on, with their roles; repeated with the same id it is the same. Throws
 * `emailTaken`, and `notFound` for an unknown role or property.
 */
export async function hire(
  workspace: Workspace,
  hired: { id: string; colleague: Colleague; onCall: boolean; roles: readonly Assignment[]; actor: object },
): Promise<void> {
  const { id, colleague, onCall, roles, actor } = hired;
  await refusing(() =>
    workspace.transaction(async (q) => {
      if (!(await insertPerson(q, id, { ...namelessPerson, ...colleague }, actor))) return;
      await writeRoles(q, id, { active: true, onCall, roles }, { actor });
    }),
  );
}

/** Writes what an employee has from now on, in place of what they had. */
async function writeRoles(
  q: Query,
  personId: string,
  given: Given,
  by: { actor: object; before?: Given },
): Promise<void> {
  const [first, ...others] = given.roles;
  if (!first) throw new DomainError('badInput');
  const keys = [...new Set(given.roles.map(({ role }) => role))];
  const known = await q('select key from role where key = any($1::text[])', [keys]);
  const places = [...new Set(given.roles.flatMap(({ propertyIds }) => propertyIds))];
  const found = await q('select id from property where id = any($1::uuid[])', [places]);
  if (known.length !== keys.length || found.length !== places.length) throw new DomainError('notFound');
  await q(
    `insert into employee (person_id, function, all_properties, approval_limit_cents, active, on_call)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (person_id) do update set (function, all_properties, approval_limit_cents, active, on_call) =
       (excluded.function, excluded.all_properties, excluded.approval_limit_cents, excluded.active, excluded.on_call)`,
    [personId, first.role, first.allProperties, first.limitCents, given.active, given.onCall],
  );
  await q('delete from employee_property where person_id = $1', [personId]);
  await q('insert into employee_property (person_id, property_id) select $1, unnest($2::uuid[])', [
    personId,
    first.allProperties ? [] : [...new Set(first.propertyIds)],
  ]);
  await q('delete from employee_role where person_id = $1', [personId]);
  for (const one of others) {
    const id = randomUUID();
    await q(
      `insert into employee_role (id, person_id, role, all_properties, approval_limit_cents, valid_from, valid_until)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, personId, one.role, one.allProperties, one.limitCents, one.validFrom, one.validUntil],
    );
    await q('insert into employee_role_property (employee_role_id, property_id) select $1, unnest($2::uuid[])', [
      id,
      one.allProperties ? [] : [...new Set(one.propertyIds)],
    ]);
  }
  await assertAdministered(q);
  await audit(q, { ...by, what: 'employee.roles', subjectId: personId, after: given });
}

/**
 * Makes a role, or changes an own one. Throws `notFound` for an unknown one, `forbidden` for a ready-made one,
 * `lastAdministrator`.
 * @returns its key and the ids of all whose rights changed
 */
export async function keepRole(
  workspace: Workspace,
  key: string | null,
  role: OwnRole,
  actor: object,
): Promise<{ key: string; affected: string[] }> {
  const values = [role.name, role.functions, role.told];
  return workspace.transaction(async (q) => {
    if (key === null) {
      const made = randomUUID();
      await q('insert into role (key, name, functions, told) values ($1, $2, $3, $4)', [made, ...values]);
      await audit(q, { actor, what: 'role.make', subjectId: made, after: role });
      return { key: made, affected: [] };
    }
    await q('select 1 from employee order by person_id for update');
    const before = await ownRoleOf(q, key);
    await q('update role set name = $2, functions = $3, told = $4, changed_at = now() where key = $1', [
      key,
      ...values,
    ]);
    await assertAdministered(q);
    await audit(q, { actor, what: 'role.change', subjectId: key, before, after: role });
    const holders = await q<{ id: string }>('select distinct person_id as id from held_role where role = $1', [key]);
    return { key, affected: holders.map(({ id }) => id) };
  });
}

/** Takes a role away that nobody holds. Throws `notFound`, `forbidden` for a ready-made one, `roleHeld`. */
export async function removeRole(workspace: Workspace, key: string, actor: object): Promise<void> {
  await workspace.transaction(async (q) => {
    const before = await ownRoleOf(q, key);
    const held = await q(
      'select 1 from employee where function = $1 union all select 1 from employee_role where role = $1 limit 1',
      [key],
    );
    if (held.length > 0) throw new DomainError('roleHeld');
    await q('delete from role where key = $1', [key]);
    await audit(q, { actor, what: 'role.remove', subjectId: key, before });
  });
}

async function ownRoleOf(q: Query, key: string): Promise<OwnRole> {
  const [row] = await q<OwnRole>('select name, functions, told from role where key = $1 for update', [key]);
  if (!row) throw new DomainError('notFound');
  if (row.name === '') throw new DomainError('forbidden');
  return row;
}

/** Somebody who may order or approve an amount on a property. */
export interface ApproverRow {
  id: string;
  name: string;
}

/** Who may order or approve so much on a property today, but for `without`; null is an amount nobody has limited. */
export function approversOf(
  workspace: Workspace,
  wanted: { act: 'order' | 'approve'; propertyId: string; amountCents: number | null; without: string },
): Promise<ApproverRow[]> {
  return workspace.query<ApproverRow>(
    `select p.id, trim(p.given_name || ' ' || p.family_name) as name from person p
     where p.id <> $4 and exists (select from held_role h where h.person_id = p.id and $1 = any(h.functions)
       and (h.all_properties or $2::uuid = any(h.property_ids))
       and (h.approval_limit_cents is null or h.approval_limit_cents >= $3::bigint))
     order by p.family_name, p.given_name limit 20`,
    [wanted.act, wanted.propertyId, wanted.amountCents, wanted.without],
  );
}
