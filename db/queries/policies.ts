import { randomUUID } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import { builtinPolicy } from '../../domain/policy/builtin.ts';
import { builtinDocument, rulesFor } from '../../domain/policy/document.ts';
import type { PolicyDocument, PolicyRules } from '../../domain/policy/policy.ts';
import type { OfficeHours } from '../../domain/time/workingTime.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { draftsIn } from './drafts.ts';

/** A published version, newest first in lists; the built-in one has no author. */
export interface PublishedPolicy {
  version: number;
  document: PolicyDocument;
  publishedAt: string | null;
  publishedBy: string | null;
  note: string;
}

/** The version that new tickets and orders take. */
export const LIVE_POLICY = `coalesce((select max(version) from policy), ${builtinPolicy.version})`;

/** The version that new tickets and orders take. */
export async function livePolicy(workspace: Workspace): Promise<number> {
  const [row] = await workspace.query<{ version: number }>(`select ${LIVE_POLICY} as version`);
  return row?.version ?? builtinPolicy.version;
}

const name = `trim(p.given_name || ' ' || p.family_name)`;

/** All published versions, the live one first, the built-in one last. */
export async function publishedPolicies(workspace: Workspace): Promise<PublishedPolicy[]> {
  const rows = await workspace.query<PublishedPolicy>(
    `select v.version, v.document, v.published_at as "publishedAt", ${name} as "publishedBy", v.note
     from policy v join person p on p.id = v.published_by order by v.version desc`,
  );
  const first = { version: builtinPolicy.version, document: builtinDocument };
  return [...rows, { ...first, publishedAt: null, publishedBy: null, note: '' }];
}

/** What somebody writes at the moment. */
export const policyDrafts = draftsIn<PolicyDocument>('policy_draft', 'document');

/** Publishes a document as the next version and gives its number. */
export async function publishPolicy(
  q: Query,
  given: { document: PolicyDocument; personId: string; note: string },
): Promise<number> {
  const [row] = await q<{ version: number }>(
    `insert into policy (version, document, published_by, note) select ${LIVE_POLICY} + 1, $1, $2, $3
     returning version`,
    [JSON.stringify(given.document), given.personId, given.note],
  );
  if (!row) throw new DomainError('conflictingChange');
  return row.version;
}

const documents = new WeakMap<Workspace, Map<number, PolicyDocument>>();

/**
 * What a published version says for a category; undefined for the built-in one. A version never changes, so each is
 * read once. Throws `notFound` for one that does not exist.
 */
export async function policyRulesOf(
  workspace: Workspace,
  version: number,
  category: string,
): Promise<PolicyRules | undefined> {
  if (version === builtinPolicy.version) return undefined;
  const known = documents.get(workspace) ?? new Map<number, PolicyDocument>();
  documents.set(workspace, known);
  let document = known.get(version);
  if (!document) {
    const [row] = await workspace.query<{ document: PolicyDocument }>(
      'select document from policy where version = $1',
      [version],
    );
    if (!row) throw new DomainError('notFound');
    document = row.document;
    known.set(version, document);
  }
  return rulesFor(document, category);
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
