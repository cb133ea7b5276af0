import type { CampaignKind } from '../../domain/campaign/state.ts';
import type { EmployeeRights } from '../../domain/roles.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';

/** Whether campaign `c` is a read receipt whose document is withdrawn: nothing is left that could be read. */
export const NOTHING_TO_READ = `(c.kind = 'readReceipt' and exists (
  select from document d where d.id = c.document_id and d.phase = 'withdrawn'))`;

/** A campaign that runs about a document: what becomes of it has to be known before the document is withdrawn. */
export interface RunningCampaign {
  id: string;
  number: string;
  title: string;
  kind: CampaignKind;
  property: string;
  /** How many are asked, and how many of them have answered. */
  asked: number;
  answered: number;
}

/** The campaigns of an employee's properties that run about a document, votes last; how many run in other properties. */
export async function campaignsAbout(
  workspace: Workspace,
  rights: EmployeeRights,
  documentId: string,
): Promise<{ rows: RunningCampaign[]; elsewhere: number }> {
  const found = await workspace.query<RunningCampaign & { own: boolean }>(
    `select c.id, c.number, c.title, c.kind, p.name as property, n.asked, n.answered,
       $2 or c.property_id = any($3::uuid[]) as own
     from campaign c join property p on p.id = c.property_id cross join lateral (
       select count(*)::int as asked,
         count(*) filter (where exists (select from campaign_answer a where a.voter_id = v.id))::int as answered
       from campaign_voter v where v.campaign_id = c.id and v.exclusion is null) n
     where c.document_id = $1 and c.closed_at is null order by c.kind, c.number`,
    [documentId, rights.allProperties, rights.propertyIds],
  );
  const rows = found.flatMap(({ own, ...row }) => (own ? [row] : []));
  return { rows, elsewhere: found.length - rows.length };
}

/** The read receipts that still run about documents which are withdrawn; of one document where it is named. */
export async function receiptsLeft(q: Query, documentId: string | null): Promise<string[]> {
  const rows = await q<{ id: string }>(
    `select c.id from campaign c
     where ${NOTHING_TO_READ} and c.closed_at is null and ($1::uuid is null or c.document_id = $1)
     order by c.begun_at, c.id`,
    [documentId],
  );
  return rows.map(({ id }) => id);
}
