import type { Client } from '@temporalio/client';
import { countUnits, storeUnitCount } from '../../db/participation.ts';
import { requestsToAttend } from '../../db/privacy/requests.ts';
import { forgetWithdrawn } from '../../db/queries/held.ts';
import type { Workspaces } from '../../db/workspaces.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { finishedMonths, monthOf } from '../../domain/time/months.ts';
import { attendPrivacyRequest } from '../../workflows/messages/privacyRequest.ts';
import { beginDeletion } from '../../workflows/messages/workspace.ts';
import type { NightlyActivities } from './contract.ts';

/** How many finished months are looked at: what was missed while the installation was away is made up for. */
const MONTHS_BACK = 3;

/** What the nightly run needs. */
export interface NightlyDeps {
  workspaces: Workspaces;
  client: Client;
  /** Called for each company. */
  beat(): void;
}

/** The activities of the nightly run. All can be repeated. */
export function nightlyActivities({ workspaces, client, beat }: NightlyDeps): NightlyActivities {
  return {
    async countUnits() {
      const { control } = workspaces;
      let counted = 0;
      let missed = 0;
      const months = finishedMonths(toInstant(Date.now()), MONTHS_BACK);
      const { rows } = await control.pool.query<{ key: string }>(
        `select workspace_id || ' ' || to_char(month, 'YYYY-MM-DD') as key from unit_count where month >= $1::date`,
        [months.at(-1)],
      );
      const known = new Set(rows.map(({ key }) => key));
      const begun = new Map((await control.records()).map(({ id, createdAt }) => [id, monthOf(createdAt)]));
      for (const workspace of await workspaces.all()) {
        beat();
        for (const month of months) {
          if (known.has(`${workspace.id} ${month}`) || month < (begun.get(workspace.id) ?? month)) continue;
          try {
            await storeUnitCount(control, workspace, month, await countUnits(workspace, month));
            counted += 1;
          } catch {
            // Its database is away: the others are counted, this one the next night.
            missed += 1;
          }
        }
      }
      return { counted, missed };
    },
    async attendPrivacy() {
      let begun = 0;
      let missed = 0;
      for (const workspace of await workspaces.all()) {
        beat();
        try {
          await forgetWithdrawn(workspace);
          for (const id of await requestsToAttend(workspace.query.bind(workspace))) {
            await attendPrivacyRequest(client, workspace.id, id);
            begun += 1;
          }
        } catch {
          // Its database is away: the next night.
          missed += 1;
        }
      }
      return { begun, missed };
    },
    async beginDueDeletions() {
      const due = (await workspaces.control.records()).filter(
        ({ state, deleteAfter }) =>
          state === 'deleting' && deleteAfter !== null && Date.parse(deleteAfter) <= Date.now(),
      );
      for (const { id } of due) await beginDeletion(client, id);
      return { begun: due.length };
    },
  };
}
