import { randomUUID, timingSafeEqual } from 'node:crypto';
import { mac } from './mac.ts';
import type { Query } from './pool.ts';
import type { Workspace } from './workspaces.ts';

const MINUTES = 10;
const TRIES = 5;

/** The six digits of a mail, computed from the row's id each time it is sent: neither database nor outbox hold them. */
export function reportCode(key: Buffer, id: string): string {
  const number = mac(key, `report-code:${id}`).readUInt32BE(0);
  return String(number % 1_000_000).padStart(6, '0');
}

function hashed(key: Buffer, id: string, code: string): Buffer {
  return mac(key, `report-code:hash:${id}:${code}`);
}

/**
 * Stores a code for somebody who reports without an account, with the message that brings it (template `reportCode`,
 * its subject is the row). Who asked earlier and never reported is forgotten after a day.
 */
export async function storeReportCode(
  workspace: Workspace,
  by: { propertyId: string; email: string; name: string; locale: 'de' | 'en' },
): Promise<void> {
  const [id, reporterId] = [randomUUID(), randomUUID()];
  const hash = hashed(workspace.key, id, reportCode(workspace.key, id));
  await workspace.transaction(async (q) => {
    await q(
      `delete from unconfirmed_reporter r where r.id in (
         select c.reporter_id from report_code c where c.created_at < now() - interval '1 day'
           and not exists (select from ticket t where t.unconfirmed_id = c.reporter_id)
           and not exists (select from command f where f.type = 'follow' and f.actor ->> 'id' = c.reporter_id::text)
         limit 20)`,
    );
    await q('insert into unconfirmed_reporter (id, name, email, locale) values ($1, $2, $3, $4)', [
      reporterId,
      by.name,
      by.email.toLowerCase(),
      by.locale,
    ]);
    await q(
      `insert into report_code (id, property_id, reporter_id, email, code_hash, expires_at)
       values ($1, $2, $3, $4, $5, now() + make_interval(mins => $6))`,
      [id, by.propertyId, reporterId, by.email.toLowerCase(), hash, MINUTES],
    );
    await q(
      `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template,
                            priority, due_at)
       values ('reportCode', $1, $1, 'reportCode', 1, 'unconfirmed', $2, 'reporter', 'reportCode', 0, now())`,
      [id, reporterId],
    );
  });
}

/** A code that was right, not yet used up. */
export interface ProvenCode {
  id: string;
  reporterId: string;
}

/**
 * Counts a try of the newest code that was mailed to this address for this property, then compares: undefined when it
 * is wrong, over ten minutes old, used, or tried five times. A right code is used up by `useReportCode`.
 */
export async function proveReportCode(
  workspace: Workspace,
  given: { propertyId: string; email: string; code: string },
): Promise<ProvenCode | undefined> {
  const [row] = await workspace.query<{ id: string; reporterId: string; hash: Buffer }>(
    `update report_code set tries = tries + 1
     where id = (select id from report_code where property_id = $1 and email = lower($2) order by created_at desc limit 1)
       and used_at is null and expires_at > now() and tries < $3
     returning id, reporter_id as "reporterId", code_hash as hash`,
    [given.propertyId, given.email, TRIES],
  );
  if (row === undefined) return undefined;
  const right = timingSafeEqual(row.hash, hashed(workspace.key, row.id, given.code));
  return right ? { id: row.id, reporterId: row.reporterId } : undefined;
}

/**
 * Uses a proven code up within the report's transaction and notes what else the reporter said of themselves. Of any
 * number of uses at once exactly one gets true.
 */
export async function useReportCode(
  q: Query,
  proven: ProvenCode,
  reporter: { name: string; phone: string; place: string },
): Promise<boolean> {
  const used = await q('update report_code set used_at = now() where id = $1 and used_at is null returning id', [
    proven.id,
  ]);
  if (used.length === 0) return false;
  await q('update unconfirmed_reporter set name = $2, phone = $3, place = $4 where id = $1', [
    proven.reporterId,
    reporter.name,
    reporter.phone || null,
    reporter.place,
  ]);
  return true;
}

/** Who sent a report that is known already, by its command; undefined for a new one or somebody else's. */
export async function reporterOfCommand(
  workspace: Workspace,
  commandId: string,
  email: string,
): Promise<string | undefined> {
  const [row] = await workspace.query<{ id: string }>(
    `select r.id from command c join unconfirmed_reporter r on r.id = (c.actor ->> 'id')::uuid
     where c.id = $1 and c.type in ('report', 'follow') and c.actor ->> 'kind' = 'unconfirmed' and r.email = lower($2)`,
    [commandId, email],
  );
  return row?.id;
}
