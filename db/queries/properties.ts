import { randomBytes } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import type { Building, ManagementType, Property } from '../../domain/property/property.ts';
import { rescaled } from '../../domain/property/shares.ts';
import { lockRevision, refusing } from '../conflicts.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';

/** A property's own facts, as its row has them. */
export interface StoredProperty {
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
