import { randomUUID } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import { type Changes, type HandOver, handOver, type Sale, sell } from '../../domain/occupancy/handover.ts';
import { type Ownership, ownershipProblems, type Tenancy, tenancyProblems } from '../../domain/occupancy/occupancy.ts';
import type { Person } from '../../domain/person/person.ts';
import { type Problem, refuses } from '../../domain/problem.ts';
import type { Fraction } from '../../domain/property/shares.ts';
import { lockRevision, refusing } from '../conflicts.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { insertPerson } from './people.ts';

/** Somebody who comes: a person who is known, or one who is written down with the act. */
export type Newcomer = { personId: string } | { person: Person };

interface Rows {
  tenancies: Tenancy[];
  ownerships: Ownership[];
}

/** What an act changed, as it is kept for taking it back. */
interface KeptChanges {
  tenancies: { ended: Changes<Tenancy>['ended']; added: string[] };
  ownerships: { ended: Changes<Ownership>['ended']; added: string[] };
  /** Persons who were written down with the act. */
  persons: string[];
}

/** Who lives in a unit and owns it, at any time. */
export async function occupancyOf(q: Query, unitId: string): Promise<Rows> {
  const tenancies = await q<Tenancy>(
    `select id, unit_id as "unitId", lease_id as "leaseId", person_id as "personId", role, valid_from as "from",
       valid_until as until from tenancy where unit_id = $1 order by valid_from, id`,
    [unitId],
  );
  const ownerships = await q<Ownership>(
    `select id, unit_id as "unitId", person_id as "personId", valid_from as "from", valid_until as until,
       case when share_numerator is not null then jsonb_build_object('numerator', share_numerator, 'denominator',
         share_denominator) end as share
     from ownership where unit_id = $1 order by valid_from, id`,
    [unitId],
  );
  return { tenancies, ownerships };
}

function assertSound(problems: readonly Problem[]): void {
  const found = problems.find(refuses);
  if (found && refuses(found))
    throw new DomainError(found.code, { ...found.details, ...(found.field && { field: found.field }) });
}

/** Writes down those newcomers who are not known yet; gives the ids of all, in order. */
async function personsOf(
  q: Query,
  newcomers: readonly Newcomer[],
  actor: object,
): Promise<{ ids: string[]; made: string[] }> {
  const made: string[] = [];
  const ids: string[] = [];
  for (const newcomer of newcomers) {
    if ('personId' in newcomer) {
      const [known] = await q('select from person where id = $1', [newcomer.personId]);
      if (!known) throw new DomainError('notFound');
      ids.push(newcomer.personId);
    } else {
      const id = randomUUID();
      await insertPerson(q, id, newcomer.person, actor);
      made.push(id);
      ids.push(id);
    }
  }
  return { ids, made };
}

async function write(
  q: Query,
  act: {
    unitId: string;
    kind: 'handover' | 'sale';
    tenancies: Changes<Tenancy>;
    ownerships: Changes<Ownership>;
    persons: string[];
    actor: object;
  },
): Promise<string> {
  const { tenancies, ownerships } = act;
  for (const { id, until } of tenancies.ended)
    await q('update tenancy set valid_until = $2 where id = $1', [id, until]);
  for (const { id, until } of ownerships.ended)
    await q('update ownership set valid_until = $2 where id = $1', [id, until]);
  for (const row of tenancies.added)
    await q(
      `insert into tenancy (id, unit_id, lease_id, person_id, role, valid_from, valid_until)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [row.id, row.unitId, row.leaseId, row.personId, row.role, row.from, row.until],
    );
  for (const row of ownerships.added)
    await q(
      `insert into ownership (id, unit_id, person_id, share_numerator, share_denominator, valid_from, valid_until)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        row.id,
        row.unitId,
        row.personId,
        row.share?.numerator ?? null,
        row.share?.denominator ?? null,
        row.from,
        row.until,
      ],
    );
  const [unit] = await q<{ revision: number }>('update unit set active = active where id = $1 returning revision', [
    act.unitId,
  ]);
  const id = randomUUID();
  const kept: KeptChanges = {
    tenancies: { ended: tenancies.ended, added: tenancies.added.map((row) => row.id) },
    ownerships: { ended: ownerships.ended, added: ownerships.added.map((row) => row.id) },
    persons: act.persons,
  };
  await q(
    'insert into occupancy_act (id, unit_id, kind, actor, changes, unit_revision) values ($1, $2, $3, $4, $5, $6)',
    [id, act.unitId, act.kind, JSON.stringify(act.actor), JSON.stringify(kept), unit?.revision],
  );
  const before = { tenancies: tenancies.ended, ownerships: ownerships.ended };
  const after = { tenancies: tenancies.added, ownerships: ownerships.added };
  await audit(q, { actor: act.actor, what: `unit.${act.kind}`, subjectId: act.unitId, before, after });
  return id;
}

const nothing = { ended: [], added: [] };

/**
 * Throws what the rules refuse about a hand-over as things are, with its field; nothing is written down. `comes` is how
 * many would move in.
 */
export async function assertHandOver(
  q: Query,
  act: { unitId: string; endsOn: string | null; beginsOn: string | null; comes: number },
): Promise<void> {
  const { tenancies } = await occupancyOf(q, act.unitId);
  const newcomers = Array.from({ length: act.comes }, () => ({
    id: randomUUID(),
    personId: randomUUID(),
    role: 'renter' as const,
  }));
  assertSound(handOver(act.unitId, tenancies, { ...act, newcomers, leaseId: randomUUID() }).problems);
}

/**
 * Somebody moves out, in, or both. Throws `notFound`, `changedMeanwhile`, and what the rules refuse, with its field.
 * @returns the act's id, for taking it back
 */
export async function moveHouse(
  workspace: Workspace,
  act: {
    unitId: string;
    revision: number;
    leaving?: readonly string[] | undefined;
    endsOn: string | null;
    beginsOn: string | null;
    newcomers: readonly (Newcomer & { role: Tenancy['role'] })[];
    actor: object;
  },
): Promise<string> {
  return refusing(() =>
    workspace.transaction(async (q) => {
      await lockRevision(q, 'unit', act.unitId, act.revision);
      const there = await occupancyOf(q, act.unitId);
      const { ids, made } = await personsOf(q, act.newcomers, act.actor);
      const input: HandOver = {
        leaving: act.leaving,
        endsOn: act.endsOn,
        beginsOn: act.beginsOn,
        newcomers: act.newcomers.map(({ role }, n) => ({ id: randomUUID(), personId: ids[n] ?? '', role })),
        leaseId: randomUUID(),
      };
      const { changes, problems } = handOver(act.unitId, there.tenancies, input);
      assertSound(problems);
      return write(q, {
        unitId: act.unitId,
        kind: 'handover',
        tenancies: changes,
        ownerships: nothing,
        persons: made,
        actor: act.actor,
      });
    }),
  );
}

/**
 * A unit of an association changes hands. Throws `notFound`, `changedMeanwhile`, `onlyInAssociations`, and what the rules
 * refuse, with its field.
 * @returns the act's id, for taking it back
 */
export async function sellUnit(
  workspace: Workspace,
  act: {
    unitId: string;
    revision: number;
    selling?: readonly string[] | undefined;
    day: string;
    buyers: readonly (Newcomer & { share: Fraction | null })[];
    movesOut: boolean;
    actor: object;
  },
): Promise<string> {
  return refusing(() =>
    workspace.transaction(async (q) => {
      await lockRevision(q, 'unit', act.unitId, act.revision);
      await assertAssociation(q, act.unitId);
      const there = await occupancyOf(q, act.unitId);
      const { ids, made } = await personsOf(q, act.buyers, act.actor);
      const input: Sale = {
        selling: act.selling,
        day: act.day,
        buyers: act.buyers.map(({ share }, n) => ({ id: randomUUID(), personId: ids[n] ?? '', share })),
        movesOut: act.movesOut,
      };
      const { ownerships, tenancies, problems } = sell(act.unitId, there, input);
      assertSound(problems);
      return write(q, { unitId: act.unitId, kind: 'sale', tenancies, ownerships, persons: made, actor: act.actor });
    }),
  );
}

async function assertAssociation(q: Query, unitId: string): Promise<void> {
  const [row] = await q<{ weg: boolean }>(
    `select p.management_type = 'weg' as weg from unit u join building b on b.id = u.building_id
     join property p on p.id = b.property_id where u.id = $1`,
    [unitId],
  );
  if (!row?.weg) throw new DomainError('onlyInAssociations');
}

/**
 * Takes an act back as if it had not been. Throws `notFound`, and `tooLateToUndo` when the unit has changed since, one of
 * those who came has reported something there, or the act was taken back already.
 */
export async function undoOccupancy(
  workspace: Workspace,
  undone: { id: string; unitId: string; actor: object },
): Promise<void> {
  return workspace.transaction(async (q) => {
    const [act] = await q<{
      unitId: string;
      changes: KeptChanges;
      revision: number;
      kind: string;
      at: string;
      undone: boolean;
    }>(
      `select unit_id as "unitId", changes, unit_revision as revision, kind, at, undone_at is not null as undone
       from occupancy_act where id = $1 for update`,
      [undone.id],
    );
    if (!act || act.unitId !== undone.unitId) throw new DomainError('notFound');
    const [unit] = await q<{ revision: number }>('select revision from unit where id = $1 for update', [act.unitId]);
    const [happened] = await q(
      `select from ticket t where t.unit_id = $1 and t.reported_at >= $3 and t.reporter_id in (
         select person_id from tenancy where id = any($2::uuid[])
         union all select person_id from ownership where id = any($2::uuid[])) limit 1`,
      [act.unitId, [...act.changes.tenancies.added, ...act.changes.ownerships.added], act.at],
    );
    if (act.undone || happened || unit?.revision !== act.revision) throw new DomainError('tooLateToUndo');
    const { tenancies, ownerships, persons } = act.changes;
    await q('delete from tenancy where id = any($1::uuid[])', [tenancies.added]);
    await q('delete from ownership where id = any($1::uuid[])', [ownerships.added]);
    for (const { id, was } of tenancies.ended) await q('update tenancy set valid_until = $2 where id = $1', [id, was]);
    for (const { id, was } of ownerships.ended)
      await q('update ownership set valid_until = $2 where id = $1', [id, was]);
    // Who was written down with the act goes with it, unless they are needed elsewhere by now.
    for (const id of persons) {
      await q('savepoint person');
      try {
        await q(
          `delete from person p where p.id = $1 and not exists (select from message m where m.recipient_id = p.id)
             and not exists (select from command c where c.actor ->> 'id' = p.id::text)`,
          [id],
        );
      } catch {
        await q('rollback to savepoint person');
      }
    }
    await q('update unit set active = active where id = $1', [act.unitId]);
    await q('update occupancy_act set undone_at = now() where id = $1', [undone.id]);
    await audit(q, {
      actor: undone.actor,
      what: `unit.undo.${act.kind}`,
      subjectId: act.unitId,
      before: { act: undone.id },
      after: { tenancies: tenancies.ended, ownerships: ownerships.ended },
    });
  });
}

/**
 * Corrects what was written down wrongly about one period, or strikes it out (`period` null). Throws `notFound`,
 * `changedMeanwhile`, and what the rules refuse, with its field.
 */
export async function correctPeriod(
  workspace: Workspace,
  corrected: {
    unitId: string;
    revision: number;
    kind: 'tenancy' | 'ownership';
    id: string;
    period: { from: string; until: string | null; share: Fraction | null } | null;
    actor: object;
  },
): Promise<void> {
  const { unitId, id, kind, period } = corrected;
  await workspace.transaction(async (q) => {
    await lockRevision(q, 'unit', unitId, corrected.revision);
    const there = await occupancyOf(q, unitId);
    const before = [...there.tenancies, ...there.ownerships].find((row) => row.id === id);
    const table = kind === 'tenancy' ? there.tenancies : there.ownerships;
    if (!before || !table.some((row) => row.id === id)) throw new DomainError('notFound');
    if (period === null) await q(`delete from ${kind} where id = $1`, [id]);
    else {
      const next = <Row extends { id: string }>(row: Row): Row => (row.id === id ? { ...row, ...period } : row);
      const about = new Set([id]);
      assertSound(
        kind === 'tenancy'
          ? tenancyProblems(there.tenancies.map(next), about)
          : ownershipProblems(there.ownerships.map(next), about),
      );
      await q(`update ${kind} set valid_from = $2, valid_until = $3 where id = $1`, [id, period.from, period.until]);
      if (kind === 'ownership')
        await q('update ownership set share_numerator = $2, share_denominator = $3 where id = $1', [
          id,
          period.share?.numerator ?? null,
          period.share?.denominator ?? null,
        ]);
    }
    await q('update unit set active = active where id = $1', [unitId]);
    const what = period === null ? `unit.strike.${kind}` : `unit.correct.${kind}`;
    await audit(q, { actor: corrected.actor, what, subjectId: unitId, before, after: period });
  });
}
