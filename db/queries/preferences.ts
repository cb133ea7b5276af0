import { nextDigest } from '../../domain/preferences/digest.ts';
import type { MessageKind, Roles } from '../../domain/preferences/kinds.ts';
import { kindsFor } from '../../domain/preferences/kinds.ts';
import {
  builtinQuiet,
  noPreferences,
  type Preferences,
  preferences,
  type QuietHours,
  quietHours,
  type Way,
} from '../../domain/preferences/preferences.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { FederalState } from '../../domain/time/workingTime.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';

/** The company's quiet hours; null where it wants none. */
export async function quietOf(q: Query): Promise<QuietHours | null> {
  const [row] = await q<{ value: unknown }>(`select value from setting where key = 'quietHours'`);
  if (!row) return builtinQuiet;
  const parsed = quietHours.nullable().safeParse(row.value);
  return parsed.success ? parsed.data : builtinQuiet;
}

/** Keeps the company's quiet hours, with who changed them. */
export async function keepQuiet(workspace: Workspace, value: QuietHours | null, actor: object): Promise<void> {
  await workspace.transaction(async (q) => {
    const before = await quietOf(q);
    await q(
      `insert into setting (key, value) values ('quietHours', $1) on conflict (key) do update set value = excluded.value`,
      [JSON.stringify(value)],
    );
    await audit(q, { actor, what: 'settings.quietHours', before, after: value });
  });
}

/** How somebody wants to hear of what, and by which ways they can be reached. */
export interface PreferencesRow extends Preferences {
  personId: string;
  name: string;
  /** The usual way, and what each way would reach. */
  way: Way;
  reach: Record<Way, string | null>;
  kinds: Preferences['kinds'];
  /** The kinds of messages that this person can get. */
  offered: MessageKind[];
  /** Whether the mail of what the desk has before it is for them. */
  employee: boolean;
  companyQuiet: QuietHours | null;
}

interface Found extends Roles {
  name: string;
  way: Way;
  email: string | null;
  mobile: string | null;
  fax: string | null;
  address: string | null;
  body: unknown;
}

/** What somebody said about their messages, or what counts for them; undefined when there is no such person. */
export async function preferencesOf(workspace: Workspace, personId: string): Promise<PreferencesRow | undefined> {
  const [row] = await workspace.query<Found>(
    `select trim(p.given_name || ' ' || p.family_name) as name, p.channel as way, p.email, p.mobile, p.fax, w.body,
       (select concat_ws(', ', a.street, trim(concat_ws(' ', a.postal_code, a.city))) from postal_address(p.id) a) as address,
       exists (select from tenancy t where t.person_id = p.id) or exists (select from ticket t where t.reporter_id = p.id) as resident,
       exists (select from ownership o where o.person_id = p.id) or exists (select from property l where l.landlord_id = p.id)
         or exists (select from board_membership b where b.person_id = p.id) as owner,
       exists (select from contractor c where c.person_id = p.id) as contractor,
       exists (select from employee e where e.person_id = p.id and e.active) as employee
     from person p left join message_preference w on w.person_id = p.id where p.id = $1`,
    [personId],
  );
  if (!row) return undefined;
  const known = preferences.safeParse(row.body ?? {});
  return {
    ...(known.success ? known.data : noPreferences),
    personId,
    name: row.name,
    way: row.way,
    reach: {
      mail: row.email || null,
      sms: row.mobile || null,
      fax: row.fax || null,
      // Our own people get no letters.
      letter: row.employee ? null : row.address,
    },
    offered: kindsFor(row),
    employee: row.employee,
    companyQuiet: await quietOf(workspace.query.bind(workspace)),
  };
}

/** In which federal states the properties lie that somebody has to do with. */
export async function statesOf(q: Query, personId: string): Promise<FederalState[]> {
  const rows = await q<{ state: FederalState }>(
    `select distinct h.federal_state as state from property h
     where exists (select from held_role r where r.person_id = $1
         and (r.all_properties or h.id = any(r.property_ids)))
       or exists (select from (select unit_id from tenancy where person_id = $1
           union all select unit_id from ownership where person_id = $1) o
         join unit u on u.id = o.unit_id join building b on b.id = u.building_id where b.property_id = h.id)`,
    [personId],
  );
  return rows.map(({ state }) => state);
}

/**
 * Keeps what somebody wishes, with who changed it and through what. Saying the same again changes nothing and is not
 * written down. Messages that were collected and that are wanted at once from now on go out with the next mail of the day.
 */
export async function keepPreferences(
  workspace: Workspace,
  personId: string,
  wanted: { way: Way; preferences: Preferences },
  by: { actor: object; link?: string | null },
  now: Instant,
): Promise<boolean> {
  return workspace.transaction(async (q) => {
    const [known] = await q<{ way: Way; body: unknown; lastDigest: string | null; collected: boolean }>(
      `select p.channel as way, w.body, (select max(d.day)::text from digest d where d.person_id = p.id) as "lastDigest",
         exists (select from message m left join contractor c on m.recipient_kind = 'contractor' and c.id = m.recipient_id
           where m.state = 'digest' and m.digest_id is null and p.id in (m.recipient_id, c.person_id)) as collected
       from person p left join message_preference w on w.person_id = p.id where p.id = $1 for update of p`,
      [personId],
    );
    if (!known) return false;
    const before = { way: known.way, ...preferences.parse(known.body ?? {}) };
    const after = { way: wanted.way, ...wanted.preferences };
    if (JSON.stringify(ordered(before)) === JSON.stringify(ordered(after))) return false;
    await q('update person set channel = $2 where id = $1 and channel <> $2', [personId, wanted.way]);
    const collects = wanted.preferences.deskDigest || known.collected;
    const next = collects
      ? nextDigest(now, wanted.preferences.digestAt, await statesOf(q, personId), known.lastDigest)
      : null;
    await q(
      `insert into message_preference (person_id, body, next_digest_at, changed_at) values ($1, $2, $3, $4)
       on conflict (person_id) do update set body = excluded.body, next_digest_at = excluded.next_digest_at,
         changed_at = excluded.changed_at`,
      [personId, JSON.stringify(wanted.preferences), next, now],
    );
    await audit(q, { ...by, what: 'person.preferences', subjectId: personId, before, after });
    return true;
  });
}

/** The same wishes as the same text, whatever order their parts came in. */
function ordered(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, ordered(each)]),
  );
}
