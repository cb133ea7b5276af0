import { containing, searchWords } from '../../domain/desk/view.ts';
import { DomainError } from '../../domain/errors.ts';
import { expiryOf, type InvitationSettings, invitationSettings } from '../../domain/invitation/course.ts';
import type { InvitationScope } from '../../domain/invitation/scope.ts';
import type { InvitationWay } from '../../domain/invitation/way.ts';
import type { Entrance } from '../../domain/rights.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { nameOf } from './known-people.ts';

/** What the company says about invitations. */
export async function invitationSettingsOf(q: Query): Promise<InvitationSettings> {
  const [row] = await q<{ value: unknown }>(`select value from setting where key = 'invitations'`);
  const parsed = invitationSettings.safeParse(row?.value ?? {});
  return parsed.success ? parsed.data : invitationSettings.parse({});
}

/** Keeps them. Rounds that run go on as they began. */
export function keepInvitationSettings(workspace: Workspace, value: InvitationSettings, actor: object): Promise<void> {
  return workspace.transaction(async (q) => {
    const before = await invitationSettingsOf(q);
    await q(
      `insert into setting (key, value) values ('invitations', $1) on conflict (key) do update set value = excluded.value`,
      [JSON.stringify(value)],
    );
    await audit(q, { actor, what: 'settings.invitations', before, after: value });
  });
}

/** One who is to be invited in a round. */
export interface Invited {
  personId: string;
  entrance: Entrance;
  way: InvitationWay;
  propertyId: string | null;
  unitId: string | null;
}

/** Writes a round down; what was open for these people is replaced: a code that was lost is worth nothing from here on. */
export async function beginRound(
  q: Query,
  round: { id: string; scope: InvitationScope; invited: readonly Invited[]; by: string; actor: object; at: Instant },
): Promise<void> {
  await q('insert into invitation_round (id, made_by, made_at, scope) values ($1, $2, $3, $4)', [
    round.id,
    round.by,
    round.at,
    JSON.stringify(round.scope),
  ]);
  await endInvitations(
    q,
    'replaced',
    'person_id = any($2::uuid[])',
    round.invited.map(({ personId }) => personId),
  );
  await q(
    `insert into invitation (round_id, person_id, entrance, way, property_id, unit_id, made_at, expires_at)
     select $1, x."personId", x.entrance, x.way, x."propertyId", x."unitId", $3, $4
     from jsonb_to_recordset($2) as x("personId" uuid, entrance text, way text, "propertyId" uuid, "unitId" uuid)`,
    [round.id, JSON.stringify(round.invited), round.at, expiryOf(round.at)],
  );
  const count = (way: InvitationWay) => round.invited.filter((each) => each.way === way).length;
  await audit(q, {
    actor: round.actor,
    what: 'invitation.send',
    subjectId: round.id,
    after: { scope: round.scope, mail: count('mail'), letter: count('letter') },
  });
}

/** Ends open invitations by a condition over `$2`; their secrets open nothing from here on, and are forgotten. */
export async function endInvitations(
  q: Query,
  state: 'replaced' | 'withdrawn' | 'expired',
  which: string,
  param: unknown,
): Promise<string[]> {
  const ended = await q<{ id: string }>(
    `update invitation set state = $1, ended_at = now(), code_lookup = null, code_hash = null, token_hash = null
     where state in ('made', 'open') and ${which} returning id`,
    [state, param],
  );
  await q(
    `update message set state = 'withdrawn' where noun = 'invitation' and state = 'open' and subject_id = any($1::uuid[])`,
    [ended.map(({ id }) => id)],
  );
  return ended.map(({ id }) => id);
}

/** Takes an invitation back. Throws `notAllowedNow` where it is not open any more. */
export async function withdrawInvitation(q: Query, id: string, actor: object): Promise<void> {
  const ended = await endInvitations(q, 'withdrawn', 'id = $2', id);
  if (ended.length === 0) throw new DomainError('notAllowedNow');
  await audit(q, { actor, what: 'invitation.withdraw', subjectId: id });
}

/** Ends what is still open of a round whose time is over; true once everything of it has ended. */
export async function expireRound(q: Query, id: string): Promise<void> {
  await endInvitations(q, 'expired', 'round_id = $2', id);
  await q(`update invitation_round set state = 'ended', ended_at = now(), print_file = null where id = $1`, [id]);
}

/** How an invitation stands, as the office tells them apart. */
export const invitationStates = ['waiting', 'came', 'failed', 'over'] as const;
export type InvitationStanding = (typeof invitationStates)[number];

/** A person's newest invitation. */
export interface InvitationLine {
  id: string;
  personId: string;
  name: string;
  place: string;
  property: string | null;
  way: InvitationWay;
  standing: InvitationStanding;
  /** Why it is over. */
  state: string;
  madeAt: Instant;
  madeBy: string;
  expiresAt: Instant;
  /** When they came, whichever way they took. */
  cameAt: Instant | null;
  /** Letters: when they were posted; mails: when the first one was handed over. */
  sentAt: Instant | null;
  reminders: number;
}

export interface InvitationFilter {
  text: string;
  standing: InvitationStanding | null;
  propertyId: string | null;
  limit: number;
  offset: number;
}

/** The newest invitation of everybody whom an employee of `properties` (null: of all) may know of. As SQL over `$1`. */
const NEWEST = `
  select distinct on (i.person_id) i.*, r.posted_at, r.made_by, a.created_at as came_at,
    (select min(m.sent_at) from message m where m.subject_id = i.id and m.noun = 'invitation') as mailed_at,
    (select count(*)::int from message m where m.subject_id = i.id and m.template = 'invitationReminder'
       and m.state = 'sent') as reminders,
    exists (select from message m where m.subject_id = i.id and m.noun = 'invitation' and (m.state in ('failed', 'unclear')
      or exists (select from message_attempt t where t.message_id = m.id and t.outcome = 'refused'))) as failed
  from invitation i join invitation_round r on r.id = i.round_id left join account a on a.person_id = i.person_id
  where $1::uuid[] is null or i.property_id is null or i.property_id = any($1::uuid[])
  order by i.person_id, i.made_at desc, i.id`;

const STANDING = `case when n.came_at is not null or n.state = 'redeemed' then 'came'
  when n.state not in ('made', 'open') or n.expires_at <= now() then 'over'
  when n.failed then 'failed' else 'waiting' end`;

/** Who was invited, those who are waited for first; one statement. */
export function invitationLines(
  workspace: Workspace,
  properties: string[] | null,
  filter: InvitationFilter,
): Promise<InvitationLine[]> {
  const params: unknown[] = [properties, filter.propertyId, filter.standing, filter.limit, filter.offset];
  const likes = searchWords(filter.text).map((word) => `and p.words like folded($${params.push(containing(word))})`);
  return workspace.query<InvitationLine>(
    `with newest as (${NEWEST}), lines as (
       select n.*, ${STANDING} as standing from newest n
     )
     select l.id, l.person_id as "personId", ${nameOf('p')} as name, concat_ws(', ', b.street, u.number) as place,
       h.name as property, l.way, l.standing, l.state, l.made_at as "madeAt", ${nameOf('by')} as "madeBy",
       l.expires_at as "expiresAt", case when l.standing = 'came' then coalesce(l.came_at, l.ended_at) end as "cameAt",
       case l.way when 'letter' then l.posted_at else l.mailed_at end as "sentAt", l.reminders
     from lines l join person p on p.id = l.person_id join person by on by.id = l.made_by
     left join property h on h.id = l.property_id left join unit u on u.id = l.unit_id
     left join building b on b.id = u.building_id
     where ($2::uuid is null or l.property_id = $2) and ($3::text is null or l.standing = $3) ${likes.join(' ')}
     order by array_position(array['failed', 'waiting', 'over', 'came'], l.standing), l.made_at desc, p.family_name, l.id
     limit $4 offset $5`,
    params,
  );
}

/** How many stand how. */
export async function invitationCounts(
  workspace: Workspace,
  properties: string[] | null,
): Promise<Record<InvitationStanding, number>> {
  const rows = await workspace.query<{ standing: InvitationStanding; count: number }>(
    `with newest as (${NEWEST}) select ${STANDING} as standing, count(*)::int as count from newest n group by 1`,
    [properties],
  );
  const counts = { waiting: 0, came: 0, failed: 0, over: 0 };
  for (const { standing, count } of rows) counts[standing] = count;
  return counts;
}

/** A round with letters to print or post, or that is still being written. */
export interface RoundLine {
  id: string;
  madeAt: Instant;
  madeBy: string;
  state: 'preparing' | 'running' | 'ended';
  progress: number;
  invited: number;
  letters: number;
  pages: number;
  hasFile: boolean;
  postedAt: Instant | null;
}

/** The last rounds of which every invitation is about one of these properties. */
export function invitationRounds(
  workspace: Workspace,
  properties: string[] | null,
  most: number,
): Promise<RoundLine[]> {
  return workspace.query<RoundLine>(
    `select r.id, r.made_at as "madeAt", ${nameOf('by')} as "madeBy", r.state, r.progress, count(i.id)::int as invited,
       r.letters, r.pages, r.print_file is not null as "hasFile", r.posted_at as "postedAt"
     from invitation_round r join person by on by.id = r.made_by join invitation i on i.round_id = r.id
     group by r.id, by.id
     having $1::uuid[] is null or bool_and(i.property_id is null or i.property_id = any($1::uuid[]))
     order by r.made_at desc limit $2`,
    [properties, most],
  );
}

/** A round's sealed print file. Throws `notFound` where there is none, or one of its letters is about another property. */
export async function printFileOf(
  workspace: Workspace,
  properties: string[] | null,
  id: string,
): Promise<{ sealed: Buffer; madeAt: Instant }> {
  const [row] = await workspace.query<{ sealed: Buffer; madeAt: Instant }>(
    `select r.print_file as sealed, r.made_at as "madeAt" from invitation_round r
     where r.id = $2 and r.print_file is not null and ($1::uuid[] is null or not exists (
       select from invitation i where i.round_id = r.id and i.property_id <> all($1::uuid[])))`,
    [properties, id],
  );
  if (!row) throw new DomainError('notFound');
  return row;
}

/** Marks a round's letters as posted. From here on nothing holds their codes any more. Again it changes nothing. */
export async function postRound(q: Query, id: string, by: string, actor: object): Promise<void> {
  const posted = await q(
    `update invitation_round set posted_at = now(), posted_by = $2, print_file = null
     where id = $1 and posted_at is null and print_file is not null returning id`,
    [id, by],
  );
  if (posted.length > 0) await audit(q, { actor, what: 'invitation.post', subjectId: id });
}

/** Whose invitation it is and what it is about; null where there is none. */
export async function invitationFacts(
  workspace: Workspace,
  id: string,
): Promise<{ personId: string; propertyId: string | null; entrance: Entrance } | null> {
  const [row] = await workspace.query<{ personId: string; propertyId: string | null; entrance: Entrance }>(
    `select person_id as "personId", property_id as "propertyId", entrance from invitation where id = $1`,
    [id],
  );
  return row ?? null;
}
