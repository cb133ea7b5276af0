import { DomainError } from '../../domain/errors.ts';
import type { Absence } from '../../domain/team.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';

/** Whose absence it is: somebody of ours, or a firm. */
export interface Absentee {
  kind: 'employee' | 'contractor';
  id: string;
}

/** Days on which somebody is away. */
export interface AbsenceRow {
  id: string;
  kind: Absentee['kind'];
  /** The person, or the contractor. */
  whoId: string;
  name: string;
  firstDay: string;
  lastDay: string;
  substituteId: string | null;
  substitute: string | null;
  /** Whether today is one of these days. */
  now: boolean;
  /** Whether who stands in is away themselves on one of these days. */
  substituteAway: boolean;
}

const SELECT = `
  select a.id, case when a.person_id is null then 'contractor' else 'employee' end as kind,
    coalesce(a.person_id, a.contractor_id) as "whoId", trim(p.given_name || ' ' || p.family_name) as name,
    a.first_day as "firstDay", a.last_day as "lastDay", coalesce(a.substitute_id, a.substitute_contractor_id) as "substituteId",
    trim(s.given_name || ' ' || s.family_name) as substitute, berlin_today() between a.first_day and a.last_day as now,
    exists (select from absence o where o.first_day <= a.last_day and o.last_day >= a.first_day
      and (o.person_id = a.substitute_id or o.contractor_id = a.substitute_contractor_id)) as "substituteAway"
  from absence a left join contractor c on c.id = a.contractor_id
  join person p on p.id = coalesce(a.person_id, c.person_id)
  left join contractor sc on sc.id = a.substitute_contractor_id
  left join person s on s.id = coalesce(a.substitute_id, sc.person_id)`;

/** The absences of now and later, and those that ended within the last month; of one firm or of everybody. */
export function absenceRows(workspace: Workspace, contractorIds: readonly string[] | null): Promise<AbsenceRow[]> {
  return workspace.query<AbsenceRow>(
    `${SELECT} where a.last_day >= berlin_today() - 30 and ($1::uuid[] is null or a.contractor_id = any($1::uuid[]))
     order by a.last_day < berlin_today(), a.first_day, name, a.id`,
    [contractorIds],
  );
}

/** One absence; undefined when there is none of this id. */
export async function absenceRow(workspace: Workspace, id: string): Promise<AbsenceRow | undefined> {
  const [row] = await workspace.query<AbsenceRow>(`${SELECT} where a.id = $1`, [id]);
  return row;
}

/** Whose rights an employee's absence touches: theirs and those of all who stand in for them. */
async function touched(q: Query, personId: string): Promise<string[]> {
  const rows = await q<{ id: string }>(
    `select person_id as id from held_role where person_id = $1 or stands_in_for = $1
     union select substitute_id from absence where person_id = $1 and substitute_id is not null`,
    [personId],
  );
  return rows.map(({ id }) => id);
}

/**
 * Keeps an absence under an id of the caller's; the same again changes it. Throws `notFound` for who isn't there (any
 * more), `absenceOverlaps`, `badInput` for somebody who stands in for themselves.
 * @returns the ids of all whose rights changed
 */
export async function keepAbsence(
  workspace: Workspace,
  id: string,
  who: Absentee,
  given: Absence,
  by: { actor: object; personId: string },
): Promise<string[]> {
  const employee = who.kind === 'employee';
  if (given.substituteId === who.id) throw new DomainError('badInput');
  return workspace.transaction(async (q) => {
    const table = employee ? 'employee where person_id' : 'contractor where id';
    const locked = await q(`select 1 from ${table} = $1 and active for update`, [who.id]);
    if (locked.length === 0) throw new DomainError('notFound');
    if (given.substituteId !== null) {
      const there = await q(`select 1 from ${table} = $1 and active`, [given.substituteId]);
      if (there.length === 0) throw new DomainError('notFound');
    }
    const column = employee ? 'person_id' : 'contractor_id';
    const substitute = employee ? 'substitute_id' : 'substitute_contractor_id';
    const [known] = await q<Absence & { mine: boolean }>(
      `select first_day as "firstDay", last_day as "lastDay", ${substitute} as "substituteId",
         ${column} is not distinct from $2 as mine from absence where id = $1`,
      [id, who.id],
    );
    if (known && !known.mine) throw new DomainError('notFound');
    const overlapping = await q(
      `select 1 from absence where ${column} = $2 and id <> $1 and first_day <= $4 and last_day >= $3`,
      [id, who.id, given.firstDay, given.lastDay],
    );
    if (overlapping.length > 0) throw new DomainError('absenceOverlaps');
    const affected = employee ? await touched(q, who.id) : [];
    await q(
      `insert into absence (id, ${column}, first_day, last_day, ${substitute}, entered_by) values ($1, $2, $3, $4, $5, $6)
       on conflict (id) do update set first_day = excluded.first_day, last_day = excluded.last_day,
         ${substitute} = excluded.${substitute}, entered_at = now(), entered_by = excluded.entered_by`,
      [id, who.id, given.firstDay, given.lastDay, given.substituteId, by.personId],
    );
    const what = known ? 'absence.change' : 'absence.enter';
    const before = known
      ? { firstDay: known.firstDay, lastDay: known.lastDay, substituteId: known.substituteId }
      : null;
    await audit(q, { actor: by.actor, what, subjectId: who.id, before, after: given });
    return employee ? [...new Set([...affected, ...(await touched(q, who.id))])] : [];
  });
}

/** Takes an absence away. @returns the ids of all whose rights changed */
export async function removeAbsence(workspace: Workspace, row: AbsenceRow, actor: object): Promise<string[]> {
  return workspace.transaction(async (q) => {
    const affected = row.kind === 'employee' ? await touched(q, row.whoId) : [];
    await q('delete from absence where id = $1', [row.id]);
    const { firstDay, lastDay, substituteId } = row;
    const before = { firstDay, lastDay, substituteId };
    await audit(q, { actor, what: 'absence.remove', subjectId: row.whoId, before });
    return affected;
  });
}

/** The days from today on of which it is known that these firms are away, for the clock of what they are asked. */
export function daysAway(
  workspace: Workspace,
  contractorIds: readonly string[],
): Promise<{ contractor: string; from: string; until: string }[]> {
  return workspace.query(
    `select contractor_id as contractor, first_day as "from", last_day as until from absence
     where contractor_id = any($1::uuid[]) and last_day >= berlin_today() order by first_day`,
    [contractorIds],
  );
}

/** Who of these people and firms is away today, until when, and who stands in. */
export interface AwayNow {
  until: string;
  standIn: string | null;
}

/** By the ids of persons and contractors. */
export async function awayNow(workspace: Workspace, ids: readonly string[]): Promise<Map<string, AwayNow>> {
  if (ids.length === 0) return new Map();
  const rows = await workspace.query<AwayNow & { id: string }>(
    `select coalesce(a.person_id, a.contractor_id) as id, a.last_day as until,
       trim(s.given_name || ' ' || s.family_name) as "standIn"
     from absence a left join contractor c on c.id = a.substitute_contractor_id
     left join person s on s.id = case when a.person_id is null then c.person_id else stand_in(a.person_id) end
     where (a.person_id = any($1::uuid[]) or a.contractor_id = any($1::uuid[]))
       and berlin_today() between a.first_day and a.last_day`,
    [ids],
  );
  return new Map(rows.map(({ id, ...away }) => [id, away]));
}
