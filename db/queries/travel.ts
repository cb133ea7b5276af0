import type { ClockEvent, RecordedAct } from '../../domain/policy/travel.ts';
import type { EmployeeRights } from '../../domain/roles.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Workspace } from '../workspaces.ts';

/** A ticket that was closed in the period. */
export interface ClosedTicket {
  id: string;
  number: string;
  title: string;
  category: string;
  closedAt: Instant;
}

/** The tickets that were closed within these Berlin days (both included), of the caller's properties, oldest first. */
export async function closedBetween(
  workspace: Workspace,
  rights: EmployeeRights,
  from: string,
  to: string,
  most: number,
): Promise<ClosedTicket[]> {
  return workspace.query<ClosedTicket>(
    `select id, number, title, category, closed_at as "closedAt" from ticket
     where closed_at >= $1::date::timestamp at time zone 'Europe/Berlin'
       and closed_at < ($2::date + 1)::timestamp at time zone 'Europe/Berlin'
       and ($3::uuid[] is null or property_id = any($3::uuid[])) order by closed_at, id limit $4`,
    [from, to, rights.allProperties ? null : [...rights.propertyIds], most],
  );
}

/** What belongs together, because it told each other facts: a ticket with its orders, their other tickets, merged ones. */
export async function linksOf(workspace: Workspace, ids: readonly string[]): Promise<[string, string][]> {
  const known = new Set(ids);
  const found = new Map<string, [string, string]>();
  for (let asked = [...ids]; asked.length > 0; ) {
    const rows = await workspace.query<{ one: string; other: string }>(
      `select ticket_id as one, order_id as other from work_order_ticket
       where ticket_id = any($1::uuid[]) or order_id = any($1::uuid[])
       union select subject_id, (facts ->> 'into')::uuid from command
       where type = 'merge' and state = 'applied' and (subject_id = any($1::uuid[]) or (facts ->> 'into')::uuid = any($1::uuid[]))`,
      [asked],
    );
    asked = [];
    for (const { one, other } of rows) {
      found.set(`${one} ${other}`, [one, other]);
      for (const id of [one, other]) {
        if (known.has(id)) continue;
        known.add(id);
        asked.push(id);
      }
    }
  }
  return [...found.values()];
}

/** The acts that were done on these tickets and orders, in the order of their times. */
export async function actsOn(workspace: Workspace, ids: readonly string[]): Promise<RecordedAct[]> {
  return workspace.query<RecordedAct>(
    `select id, noun, subject_id as "subjectId", type, actor, at, facts from command
     where subject_id = any($1::uuid[]) and state = 'applied' order by at, created_seq`,
    [ids],
  );
}

/** What the clock brought about for these tickets and orders, as their timelines tell it. */
export async function clockEvents(workspace: Workspace, ids: readonly string[]): Promise<ClockEvent[]> {
  return workspace.query<ClockEvent>(
    `select distinct on (subject_id, revision, kind, body #>> '{facts,stage}', at) noun, subject_id as id, at, kind,
       body #>> '{facts,stage}' as stage
     from timeline where subject_id = any($1::uuid[]) and kind in ('reminded', 'escalated', 'lapsed')`,
    [ids],
  );
}
