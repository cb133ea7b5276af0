import type { Building } from '../../domain/property/property.ts';
import { lockRevision, refusing } from '../conflicts.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';

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
