import { DomainError } from '../../domain/errors.ts';
import { overlaps } from '../../domain/period.ts';
import { lockRevision } from '../conflicts.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';

interface Membership {
  personId: string;
  from: string;
  until: string | null;
}

/**
 * Saves who is on the advisory board of an association, and when (§ 29 WEG), over the property's revision that was seen.
 * Throws `changedMeanwhile`, `onlyInAssociations`, `personTwice` (with the row), `notFound` for persons there are not.
 */
export async function saveBoard(
  workspace: Workspace,
  saved: { propertyId: string; revision: number; board: readonly Membership[]; actor: object },
): Promise<void> {
  const { propertyId, board } = saved;
  for (const [row, one] of board.entries())
    if (board.slice(0, row).some((other) => other.personId === one.personId && overlaps(one, other)))
      throw new DomainError('personTwice', { row, field: 'personId' });
  await workspace.transaction(async (q) => {
    await lockRevision(q, 'property', propertyId, saved.revision);
    const [property] = await q<{ weg: boolean }>(`select management_type = 'weg' as weg from property where id = $1`, [
      propertyId,
    ]);
    if (!property?.weg) throw new DomainError('onlyInAssociations');
    const ids = [...new Set(board.map(({ personId }) => personId))];
    const known = await q('select from person where id = any($1::uuid[])', [ids]);
    if (known.length !== ids.length) throw new DomainError('notFound');
    const before = await q(
      `delete from board_membership where property_id = $1
       returning person_id as "personId", valid_from as "from", valid_until as "until"`,
      [propertyId],
    );
    for (const { personId, from, until } of board)
      await q(
        'insert into board_membership (property_id, person_id, valid_from, valid_until) values ($1, $2, $3, $4)',
        [propertyId, personId, from, until],
      );
    await q('update property set active = active where id = $1', [propertyId]);
    await audit(q, {
      actor: saved.actor,
      what: 'property.board',
      subjectId: propertyId,
      before: { board: before },
      after: { board },
    });
  });
}
