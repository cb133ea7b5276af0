import { randomUUID } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import { ownershipProblems, tenancyProblems } from '../../domain/occupancy/occupancy.ts';
import { refuses } from '../../domain/problem.ts';
import { lockRevision } from '../conflicts.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { occupancyOf } from './occupancy.ts';

/** The ids of the rows that went over to the one who stays, by table. */
export type Moved = Partial<
  Record<
    | 'tenancy'
    | 'ownership'
    | 'property'
    | 'contractor'
    | 'unconfirmed_reporter'
    | 'account'
    | 'ticket'
    | 'message'
    | 'renter_report',
    string[]
  >
>;

/** By which column a table names the person whose rows go over. */
export const NAMED_BY = {
  tenancy: 'person_id',
  ownership: 'person_id',
  property: 'landlord_id',
  contractor: 'person_id',
  unconfirmed_reporter: 'person_id',
  account: 'person_id',
  ticket: 'reporter_id',
  message: 'recipient_id',
  renter_report: 'owner_id',
} as const satisfies Record<keyof Moved, string>;

/** Where and how somebody is reached; an address only as a whole. */
const CONTACT = ['email', 'phone', 'mobile', 'fax', 'street', 'postal_code', 'city'] as const;

/**
 * Makes one person of two entries: units, offices, firm, account, tickets and what is still to be delivered go over to the
 * one who stays, with what was not known of them. The other entry stays as a mere name, because lifecycles know people by
 * their ids; it can be taken back (`unmergePeople`). Throws `notFound`, `changedMeanwhile`, `notMergeable` for colleagues
 * and while a vote or a project counts on both, and `personTwice` where both are entered for a unit at the same time in
 * ways that differ.
 * @returns the id under which it can be taken back
 */
export async function mergePeople(
  workspace: Workspace,
  merged: { keep: { id: string; revision: number }; drop: { id: string; revision: number }; actor: object },
): Promise<string> {
  const { keep, drop } = merged;
  if (keep.id === drop.id) throw new DomainError('badInput');
  return workspace.transaction(async (q) => {
    for (const { id, revision } of [keep, drop].sort((a, b) => (a.id < b.id ? -1 : 1)))
      await lockRevision(q, 'person', id, revision);
    await assertMergeable(q, keep.id, drop.id);
    const twice = { tenancy: [] as object[], board_membership: [] as object[] };
    const homes = await moveHomes(q, drop.id, keep.id, twice.tenancy);
    const moved: Moved = { ...homes, ...(await moveRest(q, drop.id, keep.id)) };
    twice.board_membership = await moveBoard(q, drop.id, keep.id);
    const { contact, taken } = await moveContact(q, drop.id, keep.id);
    await q(`delete from account_session where account_id in (select id from account where person_id = $1)`, [drop.id]);
    await q(
      `update invitation set state = 'replaced', ended_at = now(), code_lookup = null, code_hash = null, token_hash = null
       where person_id = $1 and state in ('made', 'open')`,
      [drop.id],
    );
    const id = randomUUID();
    await q(
      `insert into person_merge (id, kept_id, dropped_id, actor, contact, taken, moved, twice)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, keep.id, drop.id, ...[merged.actor, contact, taken, moved, twice].map((each) => JSON.stringify(each))],
    );
    // Who was merged into the one that goes now belongs to the one that stays.
    await q('update person set merged_into = $2, active = false where id = $1', [drop.id, keep.id]);
    await q('update person set merged_into = $2 where merged_into = $1', [drop.id, keep.id]);
    await audit(q, {
      actor: merged.actor,
      what: 'person.merge',
      subjectId: keep.id,
      after: { dropped: drop.id, merge: id, moved },
    });
    return id;
  });
}

/** Throws `notMergeable` where something runs that counts on the two being two, or on the one who would go. */
async function assertMergeable(q: Query, keep: string, drop: string): Promise<void> {
  const [named] = await q(
    `select from employee where person_id = $1
     union all select from person where id = any(array[$1, $2]::uuid[]) and merged_into is not null
     union all select from contractor a join contractor b on b.person_id = $2 where a.person_id = $1
     union all select from campaign_person p join campaign c on c.id = p.campaign_id
       where p.person_id = $1 and c.closed_at is null
     union all select from campaign_proxy x join campaign c on c.id = x.campaign_id
       where $1 in (x.person_id, x.holder_id) and x.withdrawn_at is null and c.closed_at is null
     union all select from todo t join project j on j.id = t.project_id
       where t.responsible ->> 'role' = 'person' and t.responsible ->> 'id' = $1::text and j.closed_at is null
     union all select from document_addressee where person_id = $1
     limit 1`,
    [drop, keep],
  );
  if (named) throw new DomainError('notMergeable');
}

/** Lets units go over, with the rules for each; a tenancy that the one who stays has already is taken away and kept. */
async function moveHomes(q: Query, from: string, to: string, twice: object[]): Promise<Moved> {
  const moved = { tenancy: [] as string[], ownership: [] as string[] };
  const units = await q<{ id: string }>(
    `select distinct unit_id as id from (select unit_id, person_id from tenancy
       union all select unit_id, person_id from ownership) h where person_id = $1 order by 1`,
    [from],
  );
  for (const { id } of units) {
    await q('select from unit where id = $1 for update', [id]);
    const gone = await q<{ row: object }>(
      `delete from tenancy d where d.person_id = $1 and d.unit_id = $3 and exists (select from tenancy k
         where k.person_id = $2 and k.unit_id = d.unit_id and k.role = d.role
           and daterange(k.valid_from, k.valid_until, '[]') @> daterange(d.valid_from, d.valid_until, '[]'))
       returning to_jsonb(d) as row`,
      [from, to, id],
    );
    twice.push(...gone.map(({ row }) => row));
    const about = new Set<string>();
    for (const table of ['tenancy', 'ownership'] as const) {
      const rows = await q<{ id: string }>(
        `update ${table} set person_id = $2 where person_id = $1 and unit_id = $3 returning id`,
        [from, to, id],
      );
      for (const row of rows) {
        moved[table].push(row.id);
        about.add(row.id);
      }
    }
    const there = await occupancyOf(q, id);
    const wrong = [...tenancyProblems(there.tenancies, about), ...ownershipProblems(there.ownerships, about)];
    if (wrong.filter(refuses).some(({ code }) => code === 'personTwice')) throw new DomainError('personTwice');
    await q('update unit set active = active where id = $1', [id]);
  }
  return moved;
}

/**
 * Lets everything else go over that has one row for each. An account only where the other has none: else it stays with the
 * entry that goes, which enters nowhere. A message only while it is to be delivered, and not where the other gets it too.
 */
async function moveRest(q: Query, from: string, to: string): Promise<Moved> {
  const moved: Moved = {};
  const only: Partial<Record<keyof Moved, string>> = {
    account: 'and not exists (select from account k where k.person_id = $2)',
    message: `and x.recipient_kind = 'person' and x.state = 'open' and not exists (select from message k
      where k.subject_id = x.subject_id and k.event = x.event and k.recipient_id = $2)`,
  };
  for (const table of [
    'property',
    'contractor',
    'unconfirmed_reporter',
    'account',
    'ticket',
    'message',
    'renter_report',
  ] as const) {
    const column = NAMED_BY[table];
    const rows = await q<{ id: string }>(
      `update ${table} x set ${column} = $2 where x.${column} = $1 ${only[table] ?? ''} returning x.id`,
      [from, to],
    );
    if (rows.length > 0) moved[table] = rows.map(({ id }) => id);
  }
  return moved;
}

/** Lets seats on boards go over; a seat that both have is taken away. All of the other's, as they were. */
async function moveBoard(q: Query, from: string, to: string): Promise<object[]> {
  const seats = await q<{ row: object }>(
    'delete from board_membership d where person_id = $1 returning to_jsonb(d) as row',
    [from],
  );
  const rows = seats.map(({ row }) => row);
  await q(
    `insert into board_membership select * from jsonb_populate_recordset(null::board_membership, $1)
     on conflict do nothing`,
    [JSON.stringify(rows.map((row) => ({ ...row, person_id: to })))],
  );
  return rows;
}

/** Takes what is not known of the one who stays from the other, whose entry keeps its name and nothing else. */
async function moveContact(q: Query, from: string, to: string): Promise<{ contact: object; taken: object }> {
  const [row] = await q<{ contact: Record<string, string | null>; kept: Record<string, string | null> }>(
    `select (select to_jsonb(d) from person d where d.id = $1) as contact, to_jsonb(k) as kept from person k where k.id = $2`,
    [from, to],
  );
  const known = row?.contact ?? {};
  const kept = row?.kept ?? {};
  const contact = Object.fromEntries(CONTACT.map((field) => [field, known[field] ?? null]));
  const address = ['street', 'postal_code', 'city'];
  const wanted = (field: string) => !kept[field] && known[field] && (!address.includes(field) || !kept.street);
  const names = [
    ...(kept.kind === 'natural' && !kept.given_name ? ['given_name'] : []),
    ...(kept.other_names ? [] : ['other_names']),
  ].filter((field) => known[field]);
  const taken = Object.fromEntries([...CONTACT.filter(wanted), ...names].map((field) => [field, known[field]]));
  await q(`update person set ${CONTACT.map((field) => `${field} = null`).join(', ')} where id = $1`, [from]);
  for (const [field, value] of Object.entries(taken))
    await q(`update person set ${field} = $2 where id = $1`, [to, value]);
  return { contact, taken };
}
