import type { Query } from '../../db/pool.ts';
import { quietOf } from '../../db/queries/preferences.ts';
import { type Matter, matters, type Template } from '../../domain/lifecycle/outcome.ts';
import { nextDigest } from '../../domain/preferences/digest.ts';
import { preferences, type QuietHours, type Way } from '../../domain/preferences/preferences.ts';
import { type Release, release } from '../../domain/preferences/timing.ts';
import type { Day, Instant } from '../../domain/time/berlin.ts';
import type { FederalState } from '../../domain/time/workingTime.ts';
import type { ChannelName } from '../channels/channel.ts';
import type { LetterName } from '../mail/letter.ts';

/** What messages that go by paper are about; what proves a mail address, or is a mail of the day, is about none of it. */
const ON_PAPER = `(${matters.map((matter) => `'${matter}'`).join(', ')})`;

/** Messages that a letter would bring too late to be of use. */
const TOO_LATE_ON_PAPER = `('appointmentTomorrow', 'emergencyReported')`;

/**
 * As SQL: the ways that are open to each recipient, the wished one first, then their usual one, then mail, SMS, fax and
 * last a letter. A channel that refused this message, or that is not among the open ones (`open` is the parameter's
 * name), is left out. Our own people get no letters, and what proves a mail address goes by no paper; that of an
 * invitation names the address itself, because none is stored yet.
 */
export const waysBy = (open: string) => `
  left join contractor rc on m.recipient_kind = 'contractor' and rc.id = m.recipient_id
  left join person rp on rp.id = case m.recipient_kind when 'person' then m.recipient_id else rc.person_id end
  left join unconfirmed_reporter ru on m.recipient_kind = 'unconfirmed' and ru.id = m.recipient_id
  cross join lateral (
    select array(
      select each.name from unnest(array[m.wished, m.data ->> 'channel', coalesce(rp.channel, 'mail'), 'mail', 'sms', 'fax', 'letter'])
        with ordinality as each (name, place)
      where each.name = any(${open}::text[])
        and case each.name
          when 'mail' then coalesce(rp.email, ru.email, '') <> '' or m.noun = 'invitationProof'
          when 'sms' then coalesce(rp.mobile, '') <> '' and m.noun <> 'digest'
          when 'fax' then coalesce(rp.fax, '') <> '' and m.noun in ${ON_PAPER}
          else rp.id is not null and m.noun in ${ON_PAPER} and m.template not in ${TOO_LATE_ON_PAPER}
            and not exists (select from employee e where e.person_id = rp.id and e.active)
            and exists (select from postal_address(rp.id))
        end
        and not exists (
          select from message_attempt a
          where a.message_id = m.id and a.channel = each.name and a.outcome = 'refused' and a.n > m.tried_before
        )
      order by each.place
    ) as names
  ) way`;

interface Row {
  id: string;
  noun: string;
  template: LetterName;
  role: string;
  priority: number;
  tries: number;
  ways: Way[];
  isEmployee: boolean;
  personId: string | null;
  preferences: unknown;
  federalState: FederalState | null;
  lastDigest: Day | null;
}

/** As SQL, how long a decision to send counts: what could not go out meanwhile is looked at anew, it may be night by now. */
export const RELEASED_FOR = `interval '15 minutes'`;

/** How many are decided in one statement. */
const AT_ONCE = 500;

/**
 * Decides about every message whose time has come: whether it goes out now, waits for the end of quiet hours, comes with
 * the mail of the day, or is not wanted. Runs in the transaction that claims, one at a time per workspace.
 */
export async function releaseDue(q: Query, open: ChannelName[], now: Instant): Promise<void> {
  for (;;) {
    const rows = await q<Row>(
      `select m.id, m.noun, m.template, m.role, m.priority,
         m.tries + (select count(*)::int from mail_under_way u where u.message_id = m.id) as tries, way.names as ways, rp.id as "personId",
         exists (select from employee e where e.person_id = rp.id and e.active) as "isEmployee",
         w.body as preferences, h.federal_state as "federalState",
         case when w.body is not null then (select max(d.day)::text from digest d where d.person_id = rp.id) end as "lastDigest"
       from message m ${waysBy('$1')}
       left join message_preference w on w.person_id = rp.id
       left join ticket t on w.body is not null and t.id = m.file_id left join property h on h.id = t.property_id
       where m.state = 'open' and (m.released_at is null or m.released_at <= now() - ${RELEASED_FOR}) and m.due_at <= now() and (m.held_until is null or m.held_until <= now())
       order by m.priority, m.due_at limit ${AT_ONCE} for update of m`,
      [open],
    );
    if (rows.length === 0) return;
    const quiet = await quietOf(q);
    await write(
      q,
      rows.map((row) => ({ row, released: decide(row, quiet, now) })),
      now,
    );
    if (rows.length < AT_ONCE) return;
  }
}

function decide(row: Row, quiet: QuietHours | null, now: Instant): Release {
  return release(
    {
      ...row,
      template: matters.includes(row.noun as Matter) ? (row.template as Template) : null,
      preferences: preferences.parse(row.preferences ?? {}),
      quiet,
    },
    now,
  );
}

type Decided = { row: Row; released: Release };

async function write(q: Query, decided: Decided[], now: Instant): Promise<void> {
  await q(
    `update message m set
       released_at = case when d.state = 'open' and d.held is null then now() end, wished = coalesce(d.wished, m.wished), held_until = d.held,
       state = d.state
     from jsonb_to_recordset($1) as d(id uuid, state text, wished text, held timestamptz) where m.id = d.id`,
    [
      JSON.stringify(
        decided.map(({ row: { id }, released }) => ({
          id,
          state: released.is === 'out' || released.is === 'held' ? 'open' : released.is,
          wished: released.is === 'out' ? released.way : null,
          held: released.is === 'held' ? released.until : null,
        })),
      ),
    ],
  );
  const collected = decided.flatMap(({ row, released }) =>
    released.is === 'digest' && row.personId !== null
      ? [
          {
            person: row.personId,
            at: nextDigest(
              now,
              preferences.parse(row.preferences).digestAt,
              row.federalState === null ? [] : [row.federalState],
              row.lastDigest,
            ),
          },
        ]
      : [],
  );
  if (collected.length === 0) return;
  await q(
    `update message_preference w set next_digest_at = least(coalesce(w.next_digest_at, 'infinity'), c.at)
     from (select person, min(at) as at from jsonb_to_recordset($1) as c(person uuid, at timestamptz) group by person) c
     where w.person_id = c.person`,
    [JSON.stringify(collected)],
  );
}
