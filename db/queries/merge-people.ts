import { DomainError } from '../../domain/errors.ts';
import { ownershipProblems, tenancyProblems } from '../../domain/occupancy/occupancy.ts';
import { refuses } from '../../domain/problem.ts';
import { lockRevision } from '../conflicts.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { occupancyOf } from './occupancy.ts';

/**
 * Makes one person of two entries: units, offices, firm, account and what is not known of the one who stays go over to
 * them, the other entry is deleted. An entry that tickets, messages or acts name can't go, because those keep naming it
 * (`notMergeable`): then that one has to stay. Throws `notFound`, `changedMeanwhile`, and `personTwice` where both are
 * entered for a unit at the same time in ways that differ.
 */
export async function mergePeople(
  workspace: Workspace,
  merged: { keep: { id: string; revision: number }; drop: { id: string; revision: number }; actor: object },
): Promise<void> {
  const { keep, drop } = merged;
  if (keep.id === drop.id) throw new DomainError('badInput');
  await workspace.transaction(async (q) => {
    for (const { id, revision } of [keep, drop].sort((a, b) => (a.id < b.id ? -1 : 1)))
      await lockRevision(q, 'person', id, revision);
    const [named] = await q(
      `select from ticket where reporter_id = $1
       union all select from employee where person_id = $1
       union all select from message where recipient_id = $1
       union all select from command where actor ->> 'id' = $1::text
       union all select from account a join account b on b.person_id = $2 where a.person_id = $1
       union all select from contractor a join contractor b on b.person_id = $2 where a.person_id = $1
       limit 1`,
      [drop.id, keep.id],
    );
    if (named) throw new DomainError('notMergeable');
    const [before = null] = await q('select to_jsonb(p) - $2::text as person from person p where id = $1', [
      drop.id,
      'words',
    ]);
    await moveHomes(q, drop.id, keep.id);
    await q(
      `delete from board_membership d where d.person_id = $1 and exists (select from board_membership k
         where k.person_id = $2 and k.property_id = d.property_id and k.valid_from = d.valid_from)`,
      [drop.id, keep.id],
    );
    for (const [table, column] of [
      ['board_membership', 'person_id'],
      ['property', 'landlord_id'],
      ['contractor', 'person_id'],
      ['unconfirmed_reporter', 'person_id'],
      ['account', 'person_id'],
    ] as const)
      await q(`update ${table} set ${column} = $2 where ${column} = $1`, [drop.id, keep.id]);
    await deleteUnnamed(q, drop.id);
    await fillGaps(q, keep.id, before?.person as object);
    await audit(q, {
      actor: merged.actor,
      what: 'person.merge',
      subjectId: keep.id,
      before,
      after: { dropped: drop.id },
    });
  });
}

/** Lets units go over, with the rules for each of them; a tenancy that the one who stays has already is dropped. */
async function moveHomes(q: Query, from: string, to: string): Promise<void> {
  const units = await q<{ id: string }>(
    `select distinct unit_id as id from (select unit_id, person_id from tenancy
       union all select unit_id, person_id from ownership) h where person_id = $1 order by 1`,
    [from],
  );
  for (const { id } of units) {
    await q('select from unit where id = $1 for update', [id]);
    await q(
      `delete from tenancy d where d.person_id = $1 and d.unit_id = $3 and exists (select from tenancy k
         where k.person_id = $2 and k.unit_id = d.unit_id and k.role = d.role
           and daterange(k.valid_from, k.valid_until, '[]') @> daterange(d.valid_from, d.valid_until, '[]'))`,
      [from, to, id],
    );
    const moved = await q<{ id: string }>(
      `with t as (update tenancy set person_id = $2 where person_id = $1 and unit_id = $3 returning id),
         o as (update ownership set person_id = $2 where person_id = $1 and unit_id = $3 returning id)
       select id from t union all select id from o`,
      [from, to, id],
    );
    const about = new Set(moved.map((row) => row.id));
    const there = await occupancyOf(q, id);
    const wrong = [...tenancyProblems(there.tenancies, about), ...ownershipProblems(there.ownerships, about)];
    if (wrong.filter(refuses).some(({ code }) => code === 'personTwice')) throw new DomainError('personTwice');
    await q('update unit set active = active where id = $1', [id]);
  }
}

async function deleteUnnamed(q: Query, id: string): Promise<void> {
  try {
    await q('delete from person where id = $1', [id]);
  } catch (error) {
    // Something else names this entry: it has to be the one that stays.
    if ((error as { code?: string }).code === '23503') throw new DomainError('notMergeable');
    throw error;
  }
}

/** What is not known of the one who stays is taken from the other; an address only as a whole. */
async function fillGaps(q: Query, id: string, other: object): Promise<void> {
  await q(
    `update person p set email = coalesce(p.email, o.email), phone = coalesce(p.phone, o.phone),
       mobile = coalesce(p.mobile, o.mobile), fax = coalesce(p.fax, o.fax),
       street = case when p.street is null then o.street else p.street end,
       postal_code = case when p.street is null then o.postal_code else p.postal_code end,
       city = case when p.street is null then o.city else p.city end,
       given_name = case when p.given_name = '' and p.kind = 'natural' then o.given_name else p.given_name end,
       other_names = case when p.other_names = '' then o.other_names else p.other_names end
     from jsonb_to_record($2::jsonb) o (email text, phone text, mobile text, fax text, street text, postal_code text,
       city text, given_name text, other_names text)
     where p.id = $1`,
    [id, JSON.stringify(other)],
  );
}
