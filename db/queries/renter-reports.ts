import { DomainError } from '../../domain/errors.ts';
import type { Person } from '../../domain/person/person.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { nameOf } from './known-people.ts';
import { assertHandOver, moveHouse } from './occupancy.ts';

/** A flat of an owner's, with who rents it and what they said last. */
export interface OwnedUnit {
  id: string;
  revision: number;
  place: string;
  property: string;
  renters: { name: string; from: string; until: string | null }[];
  report: {
    id: string;
    endsOn: string | null;
    beginsOn: string | null;
    name: string | null;
    state: 'waiting' | 'applied' | 'rejected';
    reason: string;
    decidedAt: Instant | null;
  } | null;
}

/** How many days an owner sees beside a flat what the office decided about it. */
const TOLD_DAYS = 30;

const OWNS = `exists (select from ownership o where o.unit_id = u.id and o.person_id = $1
  and daterange(o.valid_from, o.valid_until, '[]') @> berlin_today())`;

/** The flats that somebody owns today. Of those who live there only names and days, of now and later. */
export function ownedUnits(workspace: Workspace, ownerId: string): Promise<OwnedUnit[]> {
  return workspace.query<OwnedUnit>(
    `select u.id, u.revision, concat_ws(', ', b.street, u.number, nullif(u.position, '')) as place, h.name as property,
       coalesce((select jsonb_agg(jsonb_build_object('name', ${nameOf('p')}, 'from', t.valid_from, 'until', t.valid_until)
           order by t.valid_from, p.family_name)
         from tenancy t join person p on p.id = t.person_id
         where t.unit_id = u.id and t.role = 'renter' and coalesce(t.valid_until, 'infinity') >= berlin_today()), '[]') as renters,
       (select jsonb_build_object('id', r.id, 'endsOn', r.ends_on, 'beginsOn', r.begins_on, 'state', r.state,
            'reason', r.reason, 'decidedAt', r.decided_at,
            'name', trim(concat_ws(' ', r.renter ->> 'givenName', r.renter ->> 'familyName')))
        from renter_report r where r.unit_id = u.id and r.owner_id = $1 and (r.state in ('waiting', 'rejected')
            or (r.state = 'applied' and r.decided_by is not null and r.decided_at > now() - interval '${TOLD_DAYS} days'))
          and not exists (select from renter_report l where l.unit_id = u.id and l.owner_id = $1 and l.made_at > r.made_at)
        order by r.made_at desc limit 1) as report
     from unit u join building b on b.id = u.building_id join property h on h.id = b.property_id
     where u.active and ${OWNS} order by h.number, b.name, u.number`,
    [ownerId],
  );
}

/** What an owner says of one of their flats. */
export interface RenterReport {
  id: string;
  ownerId: string;
  unitId: string;
  /** Of the unit, as the owner saw it. */
  revision: number;
  endsOn: string | null;
  beginsOn: string | null;
  renter: Person | null;
}

const UNIQUE = '23505';

/**
 * Takes what an owner says of their flat. `direct`: it counts at once, unless the renter's address is somebody's whom we
 * know, which only the office may see. Throws `notFound` for a flat that is not theirs today, `notAllowedNow` while
 * another report waits, `changedMeanwhile`, and what the rules refuse, with its field.
 */
export async function reportRenter(
  workspace: Workspace,
  report: RenterReport,
  direct: boolean,
): Promise<'waiting' | 'applied'> {
  const { id, ownerId, unitId, revision, endsOn, beginsOn, renter } = report;
  const actor = { kind: 'person', id: ownerId };
  const known = await workspace.transaction(async (q) => {
    const [unit] = await q<{ revision: number; known: boolean }>(
      `select u.revision, exists (select from person p where lower(p.email) = lower($3)) as known
       from unit u where u.id = $2 and u.active and ${OWNS} for update`,
      [ownerId, unitId, renter?.email || null],
    );
    if (!unit) throw new DomainError('notFound');
    if (unit.revision !== revision) throw new DomainError('changedMeanwhile', { revision: unit.revision });
    await assertHandOver(q, { unitId, endsOn, beginsOn, comes: renter ? 1 : 0 });
    try {
      await q(
        'insert into renter_report (id, unit_id, owner_id, ends_on, begins_on, renter) values ($1, $2, $3, $4, $5, $6)',
        [id, unitId, ownerId, endsOn, beginsOn, renter && JSON.stringify(renter)],
      );
    } catch (error) {
      if ((error as { code?: string }).code === UNIQUE) throw new DomainError('notAllowedNow');
      throw error;
    }
    await audit(q, { actor, what: 'renter.report', subjectId: unitId, after: { id, endsOn, beginsOn } });
    return unit.known;
  });
  if (!direct || known) return 'waiting';
  const actId = await moveHouse(workspace, {
    ...{ unitId, revision, endsOn, beginsOn, actor },
    newcomers: renter ? [{ person: renter, role: 'renter' }] : [],
  });
  await settle(workspace.query.bind(workspace), id, { state: 'applied', by: null, actId });
  return 'applied';
}

async function settle(
  q: Query,
  id: string,
  end: { state: 'applied' | 'rejected' | 'withdrawn'; by: string | null; actId?: string; reason?: string },
): Promise<void> {
  const settled = await q(
    `update renter_report set state = $2, decided_at = now(), decided_by = $3, act_id = $4, reason = $5, renter = null
     where id = $1 and state = 'waiting' returning id`,
    [id, end.state, end.by, end.actId ?? null, end.reason ?? ''],
  );
  if (settled.length === 0) throw new DomainError('notAllowedNow');
}

/** Writes to the owner what the office decided; what was decided stands in the portal, whether a mail arrives or not. */
async function tellOwner(
  q: Query,
  report: WaitingRenter,
  template: 'renterApproved' | 'renterRejected',
): Promise<void> {
  await q(
    `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template, data,
       priority, due_at)
     select 'renterReport', $1, $1, $3, 1, 'person', p.id, 'owner', $3, '{}', 5, now() from person p
     where p.id = $2 and p.active on conflict (subject_id, event, recipient_id) do nothing`,
    [report.id, report.owner.id, template],
  );
}

/** Takes a report of one's own back while it waits. Throws `notFound`. */
export async function withdrawReport(workspace: Workspace, id: string, ownerId: string): Promise<void> {
  const [own] = await workspace.query<{ unitId: string }>(
    `select unit_id as "unitId" from renter_report where id = $1 and owner_id = $2 and state = 'waiting'`,
    [id, ownerId],
  );
  if (!own) throw new DomainError('notFound');
  await settle(workspace.query.bind(workspace), id, { state: 'withdrawn', by: null });
  const actor = { kind: 'person', id: ownerId };
  await audit(workspace.query.bind(workspace), {
    actor,
    what: 'renter.withdraw',
    subjectId: own.unitId,
    before: { id },
  });
}

/** A report that waits for the office. */
export interface WaitingRenter {
  id: string;
  madeAt: Instant;
  owner: { id: string; name: string };
  unitId: string;
  propertyId: string;
  place: string;
  property: string;
  endsOn: string | null;
  beginsOn: string | null;
  renter: Person | null;
  /** Who lives there now. */
  present: string[];
  /** Whom we know by the same mail address. */
  known: { id: string; name: string } | null;
}

/** What owners said of their flats and nobody has decided, oldest first. Of these properties (null: of all). */
export function waitingRenters(workspace: Workspace, properties: string[] | null): Promise<WaitingRenter[]> {
  return workspace.query<WaitingRenter>(
    `select r.id, r.made_at as "madeAt", jsonb_build_object('id', o.id, 'name', ${nameOf('o')}) as owner,
       u.id as "unitId", h.id as "propertyId", concat_ws(', ', b.street, u.number) as place, h.name as property,
       r.ends_on as "endsOn", r.begins_on as "beginsOn", r.renter,
       array(select ${nameOf('p')} from tenancy t join person p on p.id = t.person_id
         where t.unit_id = u.id and daterange(t.valid_from, t.valid_until, '[]') @> berlin_today()
         order by p.family_name) as present,
       (select jsonb_build_object('id', k.id, 'name', ${nameOf('k')}) from person k
        where lower(k.email) = lower(nullif(r.renter ->> 'email', ''))) as known
     from renter_report r join person o on o.id = r.owner_id join unit u on u.id = r.unit_id
     join building b on b.id = u.building_id join property h on h.id = b.property_id
     where r.state = 'waiting' and ($1::uuid[] is null or h.id = any($1::uuid[])) order by r.made_at, r.id`,
    [properties],
  );
}

/** How many wait, of these properties (null: of all). */
export async function waitingRenterCount(workspace: Workspace, properties: string[] | null): Promise<number> {
  const [row] = await workspace.query<{ n: number }>(
    `select count(*)::int as n from renter_report r join unit u on u.id = r.unit_id join building b on b.id = u.building_id
     where r.state = 'waiting' and ($1::uuid[] is null or b.property_id = any($1::uuid[]))`,
    [properties],
  );
  return row?.n ?? 0;
}

/** One of them. Throws `notFound`. */
export async function waitingRenter(
  workspace: Workspace,
  properties: string[] | null,
  id: string,
): Promise<WaitingRenter> {
  const found = (await waitingRenters(workspace, properties)).find((each) => each.id === id);
  if (!found) throw new DomainError('notFound');
  return found;
}

/**
 * Does what an owner said: a hand-over under the office's name. Somebody whom we know by the renter's address moves in as
 * that person. Throws what the rules refuse as things are now.
 */
export async function approveRenter(
  workspace: Workspace,
  report: WaitingRenter,
  by: { id: string; actor: object },
): Promise<void> {
  const { id, unitId, endsOn, beginsOn, renter, known } = report;
  const [unit] = await workspace.query<{ revision: number }>('select revision from unit where id = $1', [unitId]);
  const newcomer = known ? { personId: known.id } : renter && { person: renter };
  const actId = await moveHouse(workspace, {
    ...{ unitId, revision: unit?.revision ?? 0, endsOn, beginsOn, actor: by.actor },
    newcomers: newcomer ? [{ ...newcomer, role: 'renter' }] : [],
  });
  await workspace.transaction(async (q) => {
    await settle(q, id, { state: 'applied', by: by.id, actId });
    await tellOwner(q, report, 'renterApproved');
    await audit(q, { actor: by.actor, what: 'renter.approve', subjectId: unitId, after: { id, actId } });
  });
}

/** Refuses what an owner said, with a reason that they read. */
export async function rejectRenter(
  workspace: Workspace,
  report: WaitingRenter,
  by: { id: string; actor: object; reason: string },
): Promise<void> {
  await workspace.transaction(async (q) => {
    await settle(q, report.id, { state: 'rejected', by: by.id, reason: by.reason });
    await tellOwner(q, report, 'renterRejected');
    await audit(q, {
      actor: by.actor,
      what: 'renter.reject',
      subjectId: report.unitId,
      before: { id: report.id },
    });
  });
}
