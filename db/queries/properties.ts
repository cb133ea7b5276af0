import { randomBytes } from 'node:crypto';
import { containing, searchWords } from '../../domain/desk/view.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Building, CommunityRules, ManagementType, Property } from '../../domain/property/property.ts';
import { communityRules } from '../../domain/property/property.ts';
import { rescaled } from '../../domain/property/shares.ts';
import type { UnitUsage } from '../../domain/property/unit.ts';
import { lockRevision, refusing } from '../conflicts.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { nameOf } from './known-people.ts';

/** How a property list is narrowed. */
export interface PropertyFilter {
  text: string;
  managementType: ManagementType | null;
  /** Those that are managed no longer, instead of those that are. */
  inactive: boolean;
}

/** A line of the list of properties. */
export interface PropertyLine {
  id: string;
  number: string;
  name: string;
  managementType: ManagementType;
  street: string;
  postalCode: string;
  city: string;
  buildings: number;
  units: number;
  /** Flats, shops and offices in which nobody lives today. */
  vacant: number;
  openTickets: number;
  shareDenominator: number | null;
  shareSum: number;
}

const LINES_MOST = 500;

/** The properties that an employee works on, by name, with what they hold today; one statement. */
export async function propertyLines(
  workspace: Workspace,
  properties: string[] | null,
  { text, managementType, inactive }: PropertyFilter,
): Promise<PropertyLine[]> {
  const params: unknown[] = [properties, managementType, !inactive];
  const like = searchWords(text).map((word) => `and p.words like folded($${params.push(containing(word))})`);
  return workspace.query<PropertyLine>(
    `with mine as (
       select * from property p where ($1::uuid[] is null or p.id = any($1::uuid[]))
         and ($2::text is null or p.management_type = $2) and p.active = $3 ${like.join(' ')}
       order by p.name, p.number limit ${LINES_MOST}
     ), held as (
       select b.property_id, count(distinct b.id)::int as buildings, count(u.id)::int as units,
         coalesce(sum(u.share_numerator), 0)::float8 as shares,
         count(u.id) filter (where u.usage in ('flat', 'shop', 'office') and not exists (
           select from tenancy t where t.unit_id = u.id and daterange(t.valid_from, t.valid_until, '[]') @> berlin_today())
         )::int as vacant
       from building b left join unit u on u.building_id = b.id and u.active
       where b.property_id in (select id from mine) group by b.property_id
     ), open as (
       select property_id, count(*)::int as count from ticket where closed_at is null group by property_id
     )
     select p.id, p.number, p.name, p.management_type as "managementType", p.street, p.postal_code as "postalCode",
       p.city, coalesce(h.buildings, 0) as buildings, coalesce(h.units, 0) as units, coalesce(h.vacant, 0) as vacant,
       coalesce(o.count, 0) as "openTickets", p.share_denominator as "shareDenominator",
       coalesce(h.shares, 0) as "shareSum"
     from mine p left join held h on h.property_id = p.id left join open o on o.property_id = p.id
     order by p.name, p.number`,
    params,
  );
}

/** A person who lives in a unit or owns it, as lists name them. */
export interface Named {
  id: string;
  name: string;
}

/** A unit as its property's page shows it. */
export interface UnitOfProperty {
  id: string;
  number: string;
  usage: UnitUsage;
  floor: number;
  position: string;
  staircase: string;
  shareNumerator: number | null;
  active: boolean;
  residents: Named[];
  owners: Named[];
  openTickets: number;
}

/** A property with all that its page shows. */
export interface PropertyPage {
  id: string;
  revision: number;
  active: boolean;
  number: string;
  name: string;
  managementType: ManagementType;
  federalState: string;
  street: string;
  postalCode: string;
  city: string;
  shareDenominator: number | null;
  approvalLimitCents: number;
  communityRules: CommunityRules;
  landlord: Named | null;
  reportCode: string;
  buildings: { id: string; revision: number; name: string; street: string; units: UnitOfProperty[] }[];
  board: { personId: string; name: string; from: string; until: string | null; ownsUnit: boolean }[];
  preferred: { trade: string; contractorId: string; name: string; active: boolean }[];
  tickets: { id: string; number: string; title: string; place: string; reportedAt: string; dueAt: string | null }[];
  openTickets: number;
  files: { id: string; name: string; mediaType: string; ticketId: string; ticketNumber: string; uploadedAt: string }[];
}

const TICKETS_SHOWN = 8;
const FILES_SHOWN = 12;

/** A property's page, in one statement; undefined when there is none. */
export async function propertyPage(workspace: Workspace, id: string): Promise<PropertyPage | undefined> {
  const today = (row: string) => `daterange(${row}.valid_from, ${row}.valid_until, '[]') @> berlin_today()`;
  const people = (table: string) => `coalesce((select jsonb_agg(jsonb_build_object('id', n.id, 'name', ${nameOf('n')})
      order by n.family_name, n.given_name) from ${table} x join person n on n.id = x.person_id
      where x.unit_id = u.id and ${today('x')}), '[]')`;
  const [row] = await workspace.query<Omit<PropertyPage, 'communityRules'> & { communityRules: unknown }>(
    `select p.id, p.revision, p.active, p.number, p.name, p.management_type as "managementType",
       p.federal_state as "federalState", p.street, p.postal_code as "postalCode", p.city,
       p.share_denominator as "shareDenominator", p.approval_limit_cents as "approvalLimitCents",
       p.community_rules as "communityRules", p.report_code as "reportCode",
       (select jsonb_build_object('id', l.id, 'name', ${nameOf('l')}) from person l where l.id = p.landlord_id) as landlord,
       coalesce((select jsonb_agg(jsonb_build_object('id', b.id, 'revision', b.revision, 'name', b.name,
           'street', b.street, 'units', coalesce((
             select jsonb_agg(jsonb_build_object('id', u.id, 'number', u.number, 'usage', u.usage, 'floor', u.floor,
               'position', u.position, 'staircase', u.staircase, 'shareNumerator', u.share_numerator,
               'active', u.active, 'residents', ${people('tenancy')}, 'owners', ${people('ownership')},
               'openTickets', (select count(*) from ticket t where t.unit_id = u.id and t.closed_at is null))
               order by u.staircase, u.floor, length(u.number), u.number)
             from unit u where u.building_id = b.id), '[]'))
           order by length(b.name), b.name) from building b where b.property_id = p.id), '[]') as buildings,
       coalesce((select jsonb_agg(jsonb_build_object('personId', m.person_id, 'name', ${nameOf('n')},
           'from', m.valid_from, 'until', m.valid_until, 'ownsUnit', exists (
             select from ownership o join unit u on u.id = o.unit_id join building b on b.id = u.building_id
             where b.property_id = p.id and o.person_id = m.person_id and ${today('o')}))
           order by coalesce(m.valid_until, 'infinity') desc, m.valid_from desc, n.family_name)
         from board_membership m join person n on n.id = m.person_id where m.property_id = p.id), '[]') as board,
       coalesce((select jsonb_agg(jsonb_build_object('trade', f.trade, 'contractorId', c.id, 'name', ${nameOf('n')},
           'active', c.active) order by f.trade, f.rank)
         from preferred_contractor f join contractor c on c.id = f.contractor_id join person n on n.id = c.person_id
         where f.property_id = p.id), '[]') as preferred,
       coalesce((select jsonb_agg(t) from (
         select t.id, t.number, t.title, concat_ws(', ', coalesce(b.street, p.street), u.number) as place,
           to_char(t.reported_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "reportedAt",
           to_char(t.due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "dueAt"
         from ticket t left join building b on b.id = t.building_id left join unit u on u.id = t.unit_id
         where t.property_id = p.id and t.closed_at is null
         order by t.due_at nulls last, t.reported_at limit ${TICKETS_SHOWN}) t), '[]') as tickets,
       (select count(*)::int from ticket t where t.property_id = p.id and t.closed_at is null) as "openTickets",
       coalesce((select jsonb_agg(f) from (
         select f.id, f.name, f.media_type as "mediaType", t.id as "ticketId", t.number as "ticketNumber",
           to_char(f.uploaded_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "uploadedAt"
         from stored_file f join ticket t on t.id = f.subject_id
         where f.noun = 'ticket' and t.property_id = p.id order by f.uploaded_at desc limit ${FILES_SHOWN}) f), '[]') as files
     from property p where p.id = $1`,
    [id],
  );
  return row && { ...row, communityRules: communityRules.parse(row.communityRules) };
}

interface StoredProperty {
  number: string;
  name: string;
  managementType: ManagementType;
  federalState: string;
  street: string;
  postalCode: string;
  city: string;
  shareDenominator: number | null;
  approvalLimitCents: number;
  communityRules: unknown;
  landlordId: string | null;
  active: boolean;
}

/** A property's own facts, for what is written down about a change. */
async function storedProperty(q: Query, id: string): Promise<StoredProperty | null> {
  const [row] = await q<StoredProperty>(
    `select number, name, management_type as "managementType", federal_state as "federalState", street,
       postal_code as "postalCode", city, share_denominator as "shareDenominator",
       approval_limit_cents as "approvalLimitCents", community_rules as "communityRules", landlord_id as "landlordId",
       active from property where id = $1`,
    [id],
  );
  return row ?? null;
}

function columnsOf(given: Property): unknown[] {
  return [
    given.number,
    given.name,
    given.managementType,
    given.federalState,
    given.street,
    given.postalCode,
    given.city,
    given.managementType === 'weg' ? given.shareDenominator : null,
    given.approvalLimitCents,
    JSON.stringify(given.managementType === 'weg' ? given.communityRules : {}),
    given.managementType === 'rental' ? given.landlordId : null,
  ];
}

/** Makes a property with its first buildings. Throws `numberTaken`, `buildingTwice`. */
export async function makeProperty(
  workspace: Workspace,
  made: { id: string; property: Property; buildings: readonly Building[]; actor: object },
): Promise<void> {
  await refusing(() =>
    workspace.transaction(async (q) => {
      const [known] = await q('select from property where id = $1', [made.id]);
      if (known) return;
      await q(
        `insert into property (id, report_code, number, name, management_type, federal_state, street, postal_code, city,
           share_denominator, approval_limit_cents, community_rules, landlord_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        // The code hangs in the house and opens the report form: not to be guessed.
        [made.id, randomBytes(9).toString('base64url'), ...columnsOf(made.property)],
      );
      for (const { name, street } of made.buildings)
        await q('insert into building (property_id, name, street) values ($1, $2, $3)', [made.id, name, street]);
      await audit(q, {
        actor: made.actor,
        what: 'property.make',
        subjectId: made.id,
        before: null,
        after: { ...made.property, buildings: made.buildings },
      });
    }),
  );
}

/**
 * Saves a property over the revision that was seen. With `rescale`, another whole turns the units' shares into parts of
 * it, where that is exact (`shareInvalid`). Throws `notFound`, `changedMeanwhile`, `numberTaken`, and `inUse` where its
 * kind changes but ownerships or a board exist.
 */
export async function saveProperty(
  workspace: Workspace,
  saved: { id: string; revision: number; property: Property; rescale: boolean; actor: object },
): Promise<void> {
  const { id } = saved;
  await refusing(() =>
    workspace.transaction(async (q) => {
      await lockRevision(q, 'property', id, saved.revision);
      const before = await storedProperty(q, id);
      if (before?.managementType === 'weg' && saved.property.managementType !== 'weg') {
        const [held] = await q(
          `select from ownership o join unit u on u.id = o.unit_id join building b on b.id = u.building_id
           where b.property_id = $1 union all select from board_membership where property_id = $1 limit 1`,
          [id],
        );
        if (held) throw new DomainError('inUse', { field: 'managementType' });
      }
      const shares =
        saved.rescale && before?.shareDenominator && saved.property.managementType === 'weg'
          ? await rescaleShares(q, id, before.shareDenominator, saved.property.shareDenominator)
          : null;
      await q(
        `update property set number = $2, name = $3, management_type = $4, federal_state = $5, street = $6,
           postal_code = $7, city = $8, share_denominator = $9, approval_limit_cents = $10, community_rules = $11,
           landlord_id = $12 where id = $1`,
        [id, ...columnsOf(saved.property)],
      );
      const after = await storedProperty(q, id);
      await audit(q, {
        actor: saved.actor,
        what: 'property.save',
        subjectId: id,
        before: { ...before, ...(shares && { shares: shares.before }) },
        after: { ...after, ...(shares && { shares: shares.after }) },
      });
    }),
  );
}

interface UnitShare {
  id: string;
  share: number;
}

async function rescaleShares(
  q: Query,
  propertyId: string,
  from: number,
  to: number,
): Promise<{ before: UnitShare[]; after: UnitShare[] } | null> {
  if (from === to) return null;
  const units = await q<UnitShare>(
    `select u.id, u.share_numerator as share from unit u join building b on b.id = u.building_id
     where b.property_id = $1 and u.share_numerator is not null`,
    [propertyId],
  );
  const shares = rescaled(
    units.map(({ share }) => share),
    from,
    to,
  );
  if (!shares) throw new DomainError('shareInvalid', { field: 'shareDenominator' });
  await q(
    `update unit u set share_numerator = s.share from unnest($1::uuid[], $2::int[]) s (id, share) where u.id = s.id`,
    [units.map((unit) => unit.id), shares],
  );
  return { before: units, after: units.map(({ id }, n) => ({ id, share: shares[n] ?? 0 })) };
}

/** Ends or resumes the management of a property: it stays with its history, and nobody reports for it. */
export async function activateProperty(
  workspace: Workspace,
  set: { id: string; revision: number; active: boolean; actor: object },
): Promise<void> {
  await workspace.transaction(async (q) => {
    await lockRevision(q, 'property', set.id, set.revision);
    await q('update property set active = $2 where id = $1', [set.id, set.active]);
    const what = set.active ? 'property.resume' : 'property.end';
    await audit(q, {
      actor: set.actor,
      what,
      subjectId: set.id,
      before: { active: !set.active },
      after: { active: set.active },
    });
  });
}

/** Takes a property away that nothing refers to, with its empty buildings and units. Throws `inUse` otherwise. */
export async function removeProperty(
  workspace: Workspace,
  { id, revision, actor }: { id: string; revision: number; actor: object },
): Promise<void> {
  await refusing(() =>
    workspace.transaction(async (q) => {
      await lockRevision(q, 'property', id, revision);
      const before = await storedProperty(q, id);
      await q('delete from unit where building_id in (select id from building where property_id = $1)', [id]);
      await q('delete from building where property_id = $1', [id]);
      await q('delete from property where id = $1', [id]);
      await audit(q, { actor, what: 'property.remove', subjectId: id, before, after: null });
    }),
  );
}

/** Saves whom a property asks first, by trade, in the order given. Throws `notFound` for firms that there are not. */
export async function savePreferred(
  workspace: Workspace,
  saved: { id: string; revision: number; preferred: readonly { trade: string; contractorId: string }[]; actor: object },
): Promise<void> {
  await workspace.transaction(async (q) => {
    await lockRevision(q, 'property', saved.id, saved.revision);
    const ids = [...new Set(saved.preferred.map(({ contractorId }) => contractorId))];
    const known = await q('select from contractor where id = any($1::uuid[])', [ids]);
    if (known.length !== ids.length) throw new DomainError('notFound');
    const before = await q(
      `delete from preferred_contractor where property_id = $1 returning trade, contractor_id as "contractorId", rank`,
      [saved.id],
    );
    for (const [rank, { trade, contractorId }] of saved.preferred.entries())
      await q('insert into preferred_contractor (property_id, trade, contractor_id, rank) values ($1, $2, $3, $4)', [
        saved.id,
        trade,
        contractorId,
        rank,
      ]);
    await q('update property set active = active where id = $1', [saved.id]);
    const after = { preferred: saved.preferred };
    await audit(q, {
      actor: saved.actor,
      what: 'property.prefer',
      subjectId: saved.id,
      before: { preferred: before },
      after,
    });
  });
}

/** Which property a building or unit belongs to; undefined when there is none. */
export async function propertyOf(
  workspace: Workspace,
  what: { building: string } | { unit: string },
): Promise<string | undefined> {
  const [row] =
    'building' in what
      ? await workspace.query<{ id: string }>('select property_id as id from building where id = $1', [what.building])
      : await workspace.query<{ id: string }>(
          'select b.property_id as id from unit u join building b on b.id = u.building_id where u.id = $1',
          [what.unit],
        );
  return row?.id;
}

/** Adds a building. Throws `buildingTwice`. */
export async function makeBuilding(
  workspace: Workspace,
  made: { id: string; propertyId: string; building: Building; actor: object },
): Promise<void> {
  await refusing(() =>
    workspace.transaction(async (q) => {
      const { name, street } = made.building;
      const rows = await q(
        `insert into building (id, property_id, name, street) values ($1, $2, $3, $4)
         on conflict (id) do nothing returning id`,
        [made.id, made.propertyId, name, street],
      );
      if (rows.length > 0)
        await audit(q, {
          actor: made.actor,
          what: 'building.make',
          subjectId: made.id,
          before: null,
          after: made.building,
        });
    }),
  );
}

/** Saves a building over the revision that was seen. Throws `notFound`, `changedMeanwhile`, `buildingTwice`. */
export async function saveBuilding(
  workspace: Workspace,
  saved: { id: string; revision: number; building: Building; actor: object },
): Promise<void> {
  await refusing(() =>
    workspace.transaction(async (q) => {
      await lockRevision(q, 'building', saved.id, saved.revision);
      const [before = null] = await q('select name, street from building where id = $1', [saved.id]);
      const { name, street } = saved.building;
      await q('update building set name = $2, street = $3 where id = $1', [saved.id, name, street]);
      await audit(q, {
        actor: saved.actor,
        what: 'building.save',
        subjectId: saved.id,
        before,
        after: saved.building,
      });
    }),
  );
}

/** Takes a building away that has no units and no tickets. Throws `inUse` otherwise. */
export async function removeBuilding(
  workspace: Workspace,
  { id, revision, actor }: { id: string; revision: number; actor: object },
): Promise<void> {
  await refusing(() =>
    workspace.transaction(async (q) => {
      await lockRevision(q, 'building', id, revision);
      const [before = null] = await q('delete from building where id = $1 returning name, street', [id]);
      await audit(q, { actor, what: 'building.remove', subjectId: id, before, after: null });
    }),
  );
}
