import { DomainError } from '../../domain/errors.ts';
import { refusing } from '../conflicts.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { type Moved, NAMED_BY } from './merge-people.ts';

/** Names that may have been empty and can't be null. */
const NEVER_NULL = ['given_name', 'other_names'];

/**
 * Makes two entries of one again: what went over goes back, as far as it is still with the one who stayed; what came later
 * stays with them. Throws `notFound`, and `tooLateToUndo` where something that went over is somebody else's by now.
 * @returns the entry that is there again
 */
export async function unmergePeople(
  workspace: Workspace,
  { mergeId, keptId, actor }: { mergeId: string; keptId: string; actor: object },
): Promise<string> {
  return refusing(() =>
    workspace.transaction(async (q) => {
      const [merge] = await q<{
        dropped: string;
        contact: Record<string, string | null>;
        taken: Record<string, string>;
        moved: Moved;
        twice: { tenancy: object[]; board_membership: { property_id: string; valid_from: string }[] };
      }>(
        `update person_merge set undone_at = now() where id = $1 and kept_id = $2 and undone_at is null
         returning dropped_id as dropped, contact, taken, moved, twice`,
        [mergeId, keptId],
      );
      if (!merge) throw new DomainError('notFound');
      const { dropped, contact, taken, moved, twice } = merge;
      const [there] = await q('select from person where id = $1 and merged_into = $2 for update', [dropped, keptId]);
      if (!there) throw new DomainError('tooLateToUndo');
      await giveBack(q, dropped, keptId, moved);
      for (const { property_id: property, valid_from: from } of twice.board_membership)
        await q('delete from board_membership where person_id = $1 and property_id = $2 and valid_from = $3', [
          keptId,
          property,
          from,
        ]);
      for (const table of ['tenancy', 'board_membership'] as const)
        await q(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`, [
          JSON.stringify(twice[table]),
        ]);
      for (const [field, value] of Object.entries(taken))
        await q(
          `update person set ${field} = ${NEVER_NULL.includes(field) ? `''` : 'null'} where id = $1 and ${field} = $2`,
          [keptId, value],
        );
      const fields = Object.keys(contact);
      await q(
        `update person set merged_into = null, active = true, ${fields.map((field, n) => `${field} = $${n + 2}`).join(', ')}
         where id = $1`,
        [dropped, ...fields.map((field) => contact[field])],
      );
      await audit(q, { actor, what: 'person.unmerge', subjectId: keptId, after: { restored: dropped } });
      return dropped;
    }),
  );
}

/** Lets rows go back. A message that has been delivered since stays with whom it reached. */
async function giveBack(q: Query, to: string, from: string, moved: Moved): Promise<void> {
  for (const [table, ids] of Object.entries(moved) as [keyof Moved, string[]][]) {
    const column = NAMED_BY[table];
    const back = await q(
      `update ${table} set ${column} = $1 where ${column} = $2 and id = any($3::uuid[])
         ${table === 'message' ? `and state = 'open'` : ''} returning id`,
      [to, from, ids],
    );
    if (table !== 'message' && back.length < ids.length) throw new DomainError('tooLateToUndo');
    if (table === 'tenancy' || table === 'ownership')
      await q(`update unit set active = active where id in (select unit_id from ${table} where id = any($1::uuid[]))`, [
        ids,
      ]);
  }
}
