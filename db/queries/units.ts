import { randomUUID } from 'node:crypto';
import { containing, searchWords } from '../../domain/desk/view.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Tenancy } from '../../domain/occupancy/occupancy.ts';
import type { ManagementType } from '../../domain/property/property.ts';
import type { Fraction } from '../../domain/property/shares.ts';
import type { Unit, UnitUsage } from '../../domain/property/unit.ts';
import { type UnitPattern, unitsOf } from '../../domain/property/unitPattern.ts';
import { lockRevision, refusing } from '../conflicts.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { nameOf } from './known-people.ts';
import { iso, today } from './moments.ts';
import type { Named } from './property-rows.ts';

/** Who lives in a unit today: nobody, somebody with a lease, an owner. */
export const occupancies = ['vacant', 'let', 'ownerOccupied'] as const;
export type Occupancy = (typeof occupancies)[number];

/** How the list of units is narrowed. */
export interface UnitFilter {
  text: string;
  propertyId: string | null;
  usage: UnitUsage | null;
  occupancy: Occupancy | null;
  limit: number;
  offset: number;
}

/** A line of the list of units. */
export interface UnitLine {
  id: string;
  number: string;
  usage: UnitUsage;
  floor: number;
  position: string;
  street: string;
  propertyId: string;
  property: string;
  residents: string[];
  owners: string[];
  openTickets: number;
  /** How many there are in all. */
  count: number;
}

const namesIn = (table: string) => `array(select ${nameOf('n')} from ${table} x join person n on n.id = x.person_id
  where x.unit_id = s.id and ${today('x')} order by n.family_name, n.given_name)`;

/**
 * The units of the properties that an employee works on, by address; found by their own words or by the names of who
 * lives there or owns them today. One statement; the names are looked up for the lines that are shown alone.
 */
export async function unitLines(
  workspace: Workspace,
  properties: string[] | null,
  filter: UnitFilter,
): Promise<UnitLine[]> {
  const params: unknown[] = [
    properties,
    filter.propertyId,
    filter.usage,
    filter.limit,
    filter.offset,
    filter.occupancy,
  ];
  const likes = searchWords(filter.text).map((word) => `folded($${params.push(containing(word))})`);
  const all = (column: string) => likes.map((like) => `${column} like ${like}`).join(' and ');
  const found =
    likes.length === 0
      ? ''
      : `and (${all('u.words')} or u.id in (
           select x.unit_id from (select unit_id, person_id, valid_from, valid_until from tenancy
             union all select unit_id, person_id, valid_from, valid_until from ownership) x
           join person p on p.id = x.person_id where ${today('x')} and ${all('p.words')}))`;
  return workspace.query<UnitLine>(
    `with found as (
       select u.id, u.number, u.usage, u.floor, u.position, u.staircase, b.name as building, b.street,
         p.id as property_id, p.name as property, count(*) over ()::int as count
       from unit u join building b on b.id = u.building_id join property p on p.id = b.property_id
       where u.active and p.active and ($1::uuid[] is null or p.id = any($1::uuid[]))
         and ($2::uuid is null or p.id = $2) and ($3::text is null or u.usage = $3)
         and ($6::text is null
           or $6 = 'vacant' and not exists (select from tenancy t where t.unit_id = u.id and ${today('t')})
           or $6 = 'let' and exists (select from tenancy t where t.unit_id = u.id and t.role = 'renter' and ${today('t')})
           or $6 = 'ownerOccupied' and exists (select from tenancy t join ownership o
             on o.unit_id = t.unit_id and o.person_id = t.person_id and ${today('o')}
             where t.unit_id = u.id and ${today('t')}))
         ${found}
       order by p.name, length(b.name), b.name, u.staircase, u.floor, length(u.number), u.number, u.id
       limit $4 offset $5
     )
     select s.id, s.number, s.usage, s.floor, s.position, s.street, s.property_id as "propertyId", s.property, s.count,
       ${namesIn('tenancy')} as residents, ${namesIn('ownership')} as owners,
       (select count(*)::int from ticket t where t.unit_id = s.id and t.closed_at is null) as "openTickets"
     from found s
     order by s.property, length(s.building), s.building, s.staircase, s.floor, length(s.number), s.number, s.id`,
    params,
  );
}

/** A period of somebody in a unit, as its page tells it. */
export interface UnitPeriod {
  id: string;
  kind: 'tenancy' | 'ownership';
  role: Tenancy['role'] | 'owner';
  leaseId: string | null;
  share: Fraction | null;
  person: Named;
  from: string;
  until: string | null;
}

/** A unit with all that its page shows. */
export interface UnitPage extends Unit {
  id: string;
  revision: number;
  active: boolean;
  building: { id: string; name: string; street: string };
  property: Named & {
    managementType: ManagementType;
    shareDenominator: number | null;
    city: string;
    landlord: Named | null;
  };
  periods: UnitPeriod[];
  tickets: {
    id: string;
    number: string;
    title: string;
    phase: string;
    reportedAt: string;
    closedAt: string | null;
  }[];
  ticketCount: number;
  /** The newest act on who lives there or owns it, while it can be taken back. */
  undo: { id: string; kind: 'handover' | 'sale'; at: string } | null;
}

const TICKETS_SHOWN = 20;

/** A unit's page, in one statement; undefined when there is none. Newest periods first. */
export async function unitPage(workspace: Workspace, id: string): Promise<UnitPage | undefined> {
  const [row] = await workspace.query<UnitPage>(
    `select u.id, u.revision, u.active, u.number, u.usage, u.floor, u.position, u.staircase, u.area::float8 as area,
       u.rooms::float8 as rooms, u.share_numerator as "shareNumerator",
       jsonb_build_object('id', b.id, 'name', b.name, 'street', b.street) as building,
       jsonb_build_object('id', p.id, 'name', p.name, 'managementType', p.management_type, 'city', p.city,
         'shareDenominator', p.share_denominator, 'landlord', (select jsonb_build_object('id', l.id, 'name',
           ${nameOf('l')}) from person l where l.id = p.landlord_id)) as property,
       coalesce((select jsonb_agg(to_jsonb(h) - 'family' order by h.until is not null, h."from" desc, h.kind, h.family) from (
         select t.id, 'tenancy' as kind, t.role, t.lease_id as "leaseId", null::jsonb as share, n.family_name as family,
           jsonb_build_object('id', n.id, 'name', ${nameOf('n')}) as person, t.valid_from as "from", t.valid_until as until
         from tenancy t join person n on n.id = t.person_id where t.unit_id = u.id
         union all
         select o.id, 'ownership', 'owner', null, case when o.share_numerator is not null then
           jsonb_build_object('numerator', o.share_numerator, 'denominator', o.share_denominator) end, n.family_name,
           jsonb_build_object('id', n.id, 'name', ${nameOf('n')}), o.valid_from, o.valid_until
         from ownership o join person n on n.id = o.person_id where o.unit_id = u.id) h), '[]') as periods,
       coalesce((select jsonb_agg(t) from (
         select t.id, t.number, t.title, t.phase, ${iso('t.reported_at')} as "reportedAt", ${iso('t.closed_at')} as "closedAt"
         from ticket t where t.unit_id = u.id
         order by t.closed_at is not null, t.reported_at desc limit ${TICKETS_SHOWN}) t), '[]') as tickets,
       (select count(*)::int from ticket t where t.unit_id = u.id) as "ticketCount",
       (select jsonb_build_object('id', a.id, 'kind', a.kind, 'at', ${iso('a.at')}) from occupancy_act a
        where a.unit_id = u.id and a.undone_at is null and a.unit_revision = u.revision
        order by a.at desc limit 1) as undo
     from unit u join building b on b.id = u.building_id join property p on p.id = b.property_id where u.id = $1`,
    [id],
  );
  return row;
}

const columns = 'number, usage, floor, position, staircase, area, rooms, share_numerator';

async function storedUnit(q: Query, id: string): Promise<(Unit & { active: boolean; weg: boolean }) | null> {
  const [row] = await q<Unit & { active: boolean; weg: boolean }>(
    `select u.number, u.usage, u.floor, u.position, u.staircase, u.area::float8 as area, u.rooms::float8 as rooms,
       u.share_numerator as "shareNumerator", u.active, p.management_type = 'weg' as weg
     from unit u join building b on b.id = u.building_id join property p on p.id = b.property_id where u.id = $1`,
    [id],
  );
  return row ?? null;
}

const valuesOf = (unit: Unit): unknown[] => [
  unit.number,
  unit.usage,
  unit.floor,
  unit.position,
  unit.staircase,
  unit.area,
  unit.rooms,
  unit.shareNumerator,
];

/** Adds a unit to a building. Throws `unitTwice`, `onlyInAssociations` for a share where there is none. */
export async function makeUnit(
  workspace: Workspace,
  made: { id: string; buildingId: string; unit: Unit; actor: object },
): Promise<void> {
  await refusing(() =>
    workspace.transaction(async (q) => {
      const rows = await q(
        `insert into unit (id, building_id, ${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (id) do nothing returning id`,
        [made.id, made.buildingId, ...valuesOf(made.unit)],
      );
      if (rows.length === 0) return;
      await assertShareFits(q, made.id);
      await audit(q, { actor: made.actor, what: 'unit.make', subjectId: made.id, before: null, after: made.unit });
    }),
  );
}

async function assertShareFits(q: Query, id: string): Promise<void> {
  const unit = await storedUnit(q, id);
  if (unit && unit.shareNumerator !== null && !unit.weg)
    throw new DomainError('onlyInAssociations', { field: 'shareNumerator' });
}

/** Saves a unit over the revision that was seen. Throws `notFound`, `changedMeanwhile`, `unitTwice`. */
export async function saveUnit(
  workspace: Workspace,
  saved: { id: string; revision: number; unit: Unit; actor: object },
): Promise<void> {
  await refusing(() =>
    workspace.transaction(async (q) => {
      await lockRevision(q, 'unit', saved.id, saved.revision);
      const before = await storedUnit(q, saved.id);
      await q(
        `update unit set (${columns}) = row($2::text, $3::text, $4::int, $5::text, $6::text, $7::numeric, $8::numeric, $9::int)
         where id = $1`,
        [saved.id, ...valuesOf(saved.unit)],
      );
      await assertShareFits(q, saved.id);
      await audit(q, { actor: saved.actor, what: 'unit.save', subjectId: saved.id, before, after: saved.unit });
    }),
  );
}

/** Takes a unit away that nothing refers to. Throws `inUse` otherwise. */
export async function removeUnit(
  workspace: Workspace,
  { id, revision, actor }: { id: string; revision: number; actor: object },
): Promise<void> {
  await refusing(() =>
    workspace.transaction(async (q) => {
      await lockRevision(q, 'unit', id, revision);
      const before = await storedUnit(q, id);
      await q('delete from unit where id = $1', [id]);
      await audit(q, { actor, what: 'unit.remove', subjectId: id, before, after: null });
    }),
  );
}

/** What a pattern would make in a building, with what is wrong about it. Writes nothing. */
export async function previewUnits(
  q: Query,
  buildingId: string,
  pattern: UnitPattern,
): Promise<ReturnType<typeof unitsOf> & { denominator: number | null; rest: number }> {
  const [row] = await q<{ denominator: number | null; given: number; there: string[] }>(
    `select p.share_denominator as denominator, (select coalesce(sum(u.share_numerator), 0)::float8 from unit u
         join building o on o.id = u.building_id where o.property_id = p.id and u.active) as given,
       array(select u.number from unit u where u.building_id = b.id) as there
     from building b join property p on p.id = b.property_id where b.id = $1`,
    [buildingId],
  );
  if (!row) throw new DomainError('notFound');
  if (pattern.share !== null && row.denominator === null)
    throw new DomainError('onlyInAssociations', { field: 'share' });
  const rest = (row.denominator ?? 0) - row.given;
  return { ...unitsOf(pattern, { rest, there: row.there }), denominator: row.denominator, rest };
}

/**
 * Makes the units of a pattern, all or none. Throws the first problem of the preview, with its row.
 * @returns how many were made
 */
export async function makeUnits(
  workspace: Workspace,
  made: { buildingId: string; pattern: UnitPattern; actor: object },
): Promise<number> {
  return refusing(() =>
    workspace.transaction(async (q) => {
      // Two clerks who press at once: the second sees what the first has made.
      await q('select from building where id = $1 for update', [made.buildingId]);
      const { units, problems } = await previewUnits(q, made.buildingId, made.pattern);
      const [first] = problems;
      if (first)
        throw new DomainError(first.code === 'shareExceedsWhole' ? first.code : 'unitTwice', {
          ...first.details,
          row: first.row,
        });
      const column = <T>(value: (unit: Unit) => T) => units.map(value);
      await q(
        `insert into unit (id, building_id, number, usage, floor, position, staircase, share_numerator)
         select id, $1, number, usage, floor, position, staircase, share
         from unnest($2::uuid[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $8::int[])
           as u (id, number, usage, floor, position, staircase, share)`,
        [
          made.buildingId,
          column(() => randomUUID()),
          column(({ number }) => number),
          column(({ usage }) => usage),
          column(({ floor }) => floor),
          column(({ position }) => position),
          column(({ staircase }) => staircase),
          column(({ shareNumerator }) => shareNumerator),
        ],
      );
      await audit(q, {
        actor: made.actor,
        what: 'building.makeUnits',
        subjectId: made.buildingId,
        before: null,
        after: { pattern: made.pattern, count: units.length },
      });
      return units.length;
    }),
  );
}
