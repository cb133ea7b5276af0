import { randomUUID } from 'node:crypto';
import { builtinPolicy } from '../../domain/policy/builtin.ts';
import { builtinDocument, rulesFor } from '../../domain/policy/document.ts';
import type { PolicyDocument, PolicyRules } from '../../domain/policy/policy.ts';
import type { OfficeHours } from '../../domain/time/workingTime.ts';
import type { Workspace } from '../workspaces.ts';
import { draftsIn } from './drafts.ts';
import { versionsIn } from './versions.ts';

/** The rules for reminders and escalations, as they were published; new tickets and orders take the version in force. */
export const policyVersions = versionsIn<PolicyDocument>('policy', 'document', {
  version: builtinPolicy.version,
  document: builtinDocument,
});

/** What somebody writes at the moment. */
export const policyDrafts = draftsIn<PolicyDocument>('policy_draft', 'document');

/**
 * What a published version says for a category; undefined for the built-in one. Throws `notFound` for a version that does
 * not exist.
 */
export async function policyRulesOf(
  workspace: Workspace,
  version: number,
  category: string,
): Promise<PolicyRules | undefined> {
  if (version === builtinPolicy.version) return undefined;
  return rulesFor(await policyVersions.document(workspace, version), category);
}

const openTickets = `ticket where closed_at is null and phase <> 'received' and policy_version <> $1`;
const openOrders = `work_order where closed_at is null and policy_version <> $1`;
const openProjects = `project where closed_at is null and policy_version <> $1`;
const openCampaigns = `campaign where closed_at is null and policy_version <> $1`;

/** How much of each kind is open and goes by another version than the live one. */
export interface OnOtherPolicies {
  tickets: number;
  orders: number;
  projects: number;
  campaigns: number;
}

/** How many open tickets, orders, projects and campaigns go by another version than this one. */
export async function onOtherPolicies(workspace: Workspace, version: number): Promise<OnOtherPolicies> {
  const [row] = await workspace.query<OnOtherPolicies>(
    `select (select count(*)::int from ${openTickets}) as tickets, (select count(*)::int from ${openOrders}) as orders,
       (select count(*)::int from ${openProjects}) as projects, (select count(*)::int from ${openCampaigns}) as campaigns`,
    [version],
  );
  return row ?? { tickets: 0, orders: 0, projects: 0, campaigns: 0 };
}

/** Something that is to go on by another version. */
export interface PolicyMove {
  commandId: string;
  noun: 'ticket' | 'workOrder' | 'project' | 'campaign';
  subjectId: string;
  /** Empty for what has none: the rules for all of them. */
  category: string;
}

/**
 * What goes by another version than this one and is not being moved to it already: all of the workspace, or a ticket
 * with its orders. Each with the id for its command.
 */
export async function policyMoves(workspace: Workspace, version: number, ticketId?: string): Promise<PolicyMove[]> {
  const rows = await workspace.query<Omit<PolicyMove, 'commandId'>>(
    `select * from (
       select 'ticket' as noun, id as "subjectId", category from ${openTickets} and ($2::uuid is null or id = $2)
       union all
       select 'workOrder', o.id, (select t.category from work_order_ticket wt join ticket t on t.id = wt.ticket_id
                                  where wt.order_id = o.id order by t.reported_at limit 1)
       from (select * from ${openOrders}) o where $2::uuid is null
         or exists (select from work_order_ticket wt where wt.order_id = o.id and wt.ticket_id = $2)
       union all
       select 'project', id, '' from ${openProjects} and $2::uuid is null
       union all
       select 'campaign', id, '' from ${openCampaigns} and $2::uuid is null
     ) m where not exists (select from command c where c.noun = m.noun and c.subject_id = m."subjectId"
       and c.type = 'movePolicy' and c.state = 'open' and (c.facts ->> 'policy')::int = $1)`,
    [version, ticketId ?? null],
  );
  return rows.map((row) => ({ ...row, commandId: randomUUID() }));
}

/** When the office works, by the live policy. */
export async function officeOf(workspace: Workspace): Promise<OfficeHours> {
  const [row] = await workspace.query<{ document: PolicyDocument }>(
    'select document from policy order by version desc limit 1',
  );
  return row?.document.office ?? builtinPolicy.office;
}
