import { timingSafeEqual } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';
import { type EmployeeRights, type HeldRole, rightsFrom } from '../domain/roles.ts';
import type { Instant } from '../domain/time/berlin.ts';
import { heldRoles } from './held-roles.ts';
import { mac } from './mac.ts';
import type { Workspace } from './workspaces.ts';

const MAC = 32;
const BODY = 16 + 2;
/** How many feeds one person may have. */
const FEEDS_MOST = 30;

export type FeedKind = 'all' | 'assignee' | 'property' | 'contractor';

/** A calendar that somebody subscribes to. */
export interface Feed {
  id: string;
  kind: FeedKind;
  subjectId: string | null;
  generation: number;
  madeAt: Instant;
  fetchedAt: Instant | null;
}

/** A proven feed, with what the person who has it may see at this moment. */
export interface ProvenFeed {
  id: string;
  kind: FeedKind;
  subjectId: string | null;
  personId: string;
  locale: 'de' | 'en';
  rights: EmployeeRights;
}

/**
 * The secret part of a feed's address: an HMAC with the workspace's key over its id and generation, so nothing secret is
 * stored, the same address comes out each time, and a new generation revokes it.
 */
export function feedToken(key: Buffer, feed: { id: string; generation: number }): string {
  const body = Buffer.alloc(BODY);
  Buffer.from(feed.id.replaceAll('-', ''), 'hex').copy(body);
  body.writeUInt16BE(feed.generation, 16);
  return Buffer.concat([body, mac(key, 'feed:', body)]).toString('base64url');
}

/**
 * Proves a feed's address, and reads the rights of this moment: those of somebody who left, or who is no longer
 * responsible for a property, are gone. Throws `linkUnknown`, `linkRevoked`.
 */
export async function proveFeed(workspace: Workspace, token: string): Promise<ProvenFeed> {
  const bytes = Buffer.from(token.slice(0, 200), 'base64url');
  const body = bytes.subarray(0, BODY);
  // Compared as text too: base64 has several spellings of the same bytes, an address has one.
  if (bytes.length !== BODY + MAC || bytes.toString('base64url') !== token) throw new DomainError('linkUnknown');
  if (!timingSafeEqual(bytes.subarray(BODY), mac(workspace.key, 'feed:', body))) throw new DomainError('linkUnknown');
  const id = body
    .subarray(0, 16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const [row] = await workspace.query<{
    kind: FeedKind;
    subjectId: string | null;
    personId: string;
    locale: 'de' | 'en';
    current: boolean;
    function: string;
    held: HeldRole[];
  }>(
    `select f.kind, f.subject_id as "subjectId", f.person_id as "personId", p.locale,
       f.generation = $2 and coalesce(e.active, false) as current, e.function, ${heldRoles('f.person_id')} as held
     from calendar_feed f join person p on p.id = f.person_id left join employee e on e.person_id = f.person_id
     where f.id = $1`,
    [id, body.readUInt16BE(16)],
  );
  if (!row?.current) throw new DomainError('linkRevoked');
  const { kind, subjectId, personId, locale } = row;
  return { id, kind, subjectId, personId, locale, rights: rightsFrom(row.function, row.held) };
}

const columns = `id, kind, subject_id as "subjectId", generation, made_at as "madeAt", fetched_at as "fetchedAt"`;

/** As SQL up to its `from`: an entry of the audit about feeds, each by the employee who has it. */
const told = (what: string) => `insert into audit (actor, what, subject_id, after)
  select jsonb_build_object('kind', 'employee', 'id', person_id), '${what}', id,
    jsonb_build_object('kind', kind, 'subject', subject_id, 'generation', generation)`;

/** A person's feeds, oldest first. */
export async function feedsOf(workspace: Workspace, personId: string): Promise<Feed[]> {
  return workspace.query<Feed>(`select ${columns} from calendar_feed where person_id = $1 order by made_at, id`, [
    personId,
  ]);
}

/** Makes a feed; the one that is there already is given again. Throws `tooMany`. */
export async function makeFeed(
  workspace: Workspace,
  personId: string,
  { kind, subjectId }: { kind: FeedKind; subjectId: string | null },
): Promise<Feed> {
  const known = await feedsOf(workspace, personId);
  const same = known.find((feed) => feed.kind === kind && feed.subjectId === subjectId);
  if (same) return same;
  if (known.length >= FEEDS_MOST) throw new DomainError('tooMany');
  const [feed] = await workspace.query<Feed>(
    `with made as (
       insert into calendar_feed (person_id, kind, subject_id) values ($1, $2, $3) on conflict do nothing returning *
     ), told as (${told('feed.make')} from made)
     select ${columns} from made`,
    [personId, kind, subjectId],
  );
  return feed ?? makeFeed(workspace, personId, { kind, subjectId });
}

/** Gives a feed another address: whoever has the old one gets nothing any more. Throws `notFound`. */
export async function renewFeed(workspace: Workspace, personId: string, id: string): Promise<Feed> {
  const [feed] = await workspace.query<Feed>(
    `with renewed as (
       update calendar_feed set generation = generation + 1, fetched_at = null
       where id = $1 and person_id = $2 returning *
     ), told as (${told('feed.renew')} from renewed)
     select ${columns} from renewed`,
    [id, personId],
  );
  if (!feed) throw new DomainError('notFound');
  return feed;
}

/** Ends a feed. Throws `notFound`. */
export async function removeFeed(workspace: Workspace, personId: string, id: string): Promise<void> {
  const gone = await workspace.query(
    `with gone as (
       delete from calendar_feed where id = $1 and person_id = $2 returning *
     ), told as (${told('feed.remove')} from gone)
     select id from gone`,
    [id, personId],
  );
  if (gone.length === 0) throw new DomainError('notFound');
}
