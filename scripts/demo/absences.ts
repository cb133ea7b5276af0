import { randomUUID } from 'node:crypto';
import { absenceRows, keepAbsence } from '../../db/queries/absences.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { addDays, berlinClock, type Instant } from '../../domain/time/berlin.ts';

/** Enters a colleague's vacation next week, with who stands in, and a firm's the week after. Again it changes nothing. */
export async function enterAbsences(workspace: Workspace, now: Instant): Promise<void> {
  if ((await absenceRows(workspace, null)).length > 0) return;
  const people = await workspace.query<{ id: string; function: string }>(
    `select person_id as id, function from employee where active and function in ('manager', 'clerk')
     order by function, person_id`,
  );
  const [clerk, substitute] = people.filter(({ function: title }) => title === 'clerk').map(({ id }) => id);
  const manager = people.find(({ function: title }) => title === 'manager')?.id;
  const [firm, other] = await workspace.query<{ id: string }>(
    'select id from contractor where active and not internal order by id limit 2',
  );
  if (!clerk || !manager || !firm) return;
  const { day } = berlinClock(now);
  const by = { actor: { kind: 'employee', id: manager }, personId: manager };
  await keepAbsence(
    workspace,
    randomUUID(),
    { kind: 'employee', id: clerk },
    { firstDay: addDays(day, 5), lastDay: addDays(day, 12), substituteId: substitute ?? manager },
    by,
  );
  await keepAbsence(
    workspace,
    randomUUID(),
    { kind: 'contractor', id: firm.id },
    { firstDay: addDays(day, 14), lastDay: addDays(day, 28), substituteId: other?.id ?? null },
    by,
  );
}
