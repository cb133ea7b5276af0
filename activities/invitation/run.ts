import { invitationToken, newLetterCode, printSealing, tokenHash } from '../../db/invitation-secrets.ts';
import { expireRound, invitationSettingsOf } from '../../db/queries/invitations.ts';
import { nameOf } from '../../db/queries/known-people.ts';
import { letterheadOf, logoOf } from '../../db/queries/letterhead.ts';
import { officeOf } from '../../db/queries/policies.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { expiryOf, type RoundStep, roundCourse } from '../../domain/invitation/course.ts';
import { printOrder } from '../../domain/invitation/way.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { FederalState } from '../../domain/time/workingTime.ts';
import type { Locale } from '../mail/letter.ts';
import type { InvitationActivities } from './contract.ts';
import { invitationPapers } from './paper.ts';

/** What the activities need. */
export interface InvitationDeps {
  currentWorkspace(): Promise<Workspace>;
  addressOf(workspace: Workspace): string;
  wakeMailroom(workspace: Workspace): void;
  beat(): void;
}

/** How many mails are written in one statement. */
const AT_ONCE = 500;
/** How often the progress of letters is written down: after so many codes. */
const STEP = 20;

/** The activities of rounds of invitations. */
export function invitationActivities(deps: InvitationDeps): InvitationActivities {
  return {
    async prepareRound({ id }) {
      const workspace = await deps.currentWorkspace();
      const [round] = await workspace.query<{ state: string; madeAt: Instant }>(
        `select state, made_at as "madeAt" from invitation_round where id = $1`,
        [id],
      );
      if (!round) return { state: 'missing' };
      if (round.state === 'preparing') {
        await writeMails(workspace, id);
        deps.wakeMailroom(workspace);
        await writeLetters(workspace, id, round.madeAt, deps);
        await workspace.query(
          `update invitation_round set state = 'running', progress = 100 where id = $1 and state = 'preparing'`,
          [id],
        );
      }
      return { state: 'prepared', steps: await stepsOf(workspace, id, round.madeAt) };
    },

    async remindRound({ id, n }) {
      const workspace = await deps.currentWorkspace();
      await workspace.query(
        `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template,
           data, priority, due_at)
         select 'invitation', i.id, i.id, $2, 1, 'person', i.person_id, 'person', 'invitationReminder',
           '{"channel": "mail"}', 7, now()
         from invitation i join person p on p.id = i.person_id and p.active
         where i.round_id = $1 and i.way = 'mail' and i.state = 'open' and i.expires_at > now()
           and not exists (select from account a where a.person_id = i.person_id)
         on conflict do nothing`,
        [id, `invitationReminder:${n}`],
      );
      deps.wakeMailroom(workspace);
    },

    async noteRound({ id }) {
      const workspace = await deps.currentWorkspace();
      await workspace.query(
        `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template,
           priority, due_at)
         select 'invitationRound', r.id, r.id, 'invitationsMissing', 1, 'person', r.made_by, 'employee',
           'invitationsMissing', 5, now()
         from invitation_round r join employee e on e.person_id = r.made_by and e.active
           join account made on made.person_id = e.person_id
         where r.id = $1 and exists (select from invitation i where i.round_id = r.id and i.state = 'open'
           and not exists (select from account a where a.person_id = i.person_id))
         on conflict do nothing`,
        [id],
      );
      deps.wakeMailroom(workspace);
    },

    async expireRound({ id }) {
      const workspace = await deps.currentWorkspace();
      await workspace.transaction((q) => expireRound(q, id));
    },
  };
}

/** When the round goes on, by the company's office hours and the holidays where most of its houses stand. */
async function stepsOf(workspace: Workspace, id: string, madeAt: Instant): Promise<RoundStep[]> {
  const q = workspace.query.bind(workspace);
  const [settings, office, [home]] = await Promise.all([
    invitationSettingsOf(q),
    officeOf(workspace),
    q<{ state: FederalState }>(
      `select p.federal_state as state from property p
       left join invitation i on i.property_id = p.id and i.round_id = $1
       group by 1 order by count(i.id) desc, count(*) desc, 1 limit 1`,
      [id],
    ),
  ]);
  return roundCourse(madeAt, settings, { state: home?.state ?? 'BE', office });
}

/** Opens the invitations by mail and writes their messages, which the mailroom sends. */
async function writeMails(workspace: Workspace, roundId: string): Promise<void> {
  for (;;) {
    const rows = await workspace.query<{ id: string }>(
      `select id from invitation where round_id = $1 and way = 'mail' and state = 'made' limit ${AT_ONCE}`,
      [roundId],
    );
    if (rows.length === 0) return;
    await workspace.query(
      `with opened as (
         update invitation i set state = 'open', token_hash = x.hash, email = lower(p.email)
         from unnest($1::uuid[], $2::bytea[]) as x(id, hash), person p
         where i.id = x.id and p.id = i.person_id and i.state = 'made' returning i.id, i.person_id
       )
       insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template,
         data, priority, due_at)
       select 'invitation', id, id, 'invitation', 1, 'person', person_id, 'person', 'invitation', '{"channel": "mail"}', 7,
         now() from opened
       on conflict do nothing`,
      [rows.map(({ id }) => id), rows.map(({ id }) => tokenHash(invitationToken(workspace.key, id)))],
    );
  }
}

interface LetterRow {
  id: string;
  name: string;
  locale: Locale;
  property: string;
  building: string;
  street: string;
  unit: string;
  to: { street: string; postalCode: string | null; city: string } | null;
}

/**
 * Makes the codes of a round's letters and the print file, and writes both down in one transaction: a process that dies
 * over it leaves neither, and no code is anywhere but in the sealed file.
 */
async function writeLetters(
  workspace: Workspace,
  roundId: string,
  madeAt: Instant,
  { addressOf, beat }: InvitationDeps,
): Promise<void> {
  const [sender, logo, rows] = await Promise.all([
    letterheadOf(workspace),
    logoOf(workspace),
    workspace.query<LetterRow>(
      `select i.id, ${nameOf('p')} as name, p.locale, coalesce(h.name, '') as property, coalesce(b.name, '') as building,
         coalesce(b.street, '') as street, coalesce(u.number, '') as unit,
         (select jsonb_build_object('street', a.street, 'postalCode', a.postal_code, 'city', a.city)
          from postal_address(p.id) a) as "to"
       from invitation i join person p on p.id = i.person_id left join property h on h.id = i.property_id
       left join unit u on u.id = i.unit_id left join building b on b.id = u.building_id
       where i.round_id = $1 and i.way = 'letter' and i.state = 'made'`,
      [roundId],
    ),
  ]);
  // Without an address or a letterhead by now there is nothing to print: they stand among those who were not reached.
  const letters = sender ? rows.filter(({ to }) => to !== null).sort(printOrder) : [];
  const made: { id: string; code: string; lookup: Buffer; hash: string }[] = [];
  for (let from = 0; from < letters.length; from += STEP) {
    const some = await Promise.all(
      letters.slice(from, from + STEP).map(async ({ id }) => ({ id, ...(await newLetterCode(workspace)) })),
    );
    made.push(...some);
    beat();
    await workspace.query('update invitation_round set progress = $2 where id = $1', [
      roundId,
      Math.round((made.length / letters.length) * 90),
    ]);
  }
  const paper =
    sender && letters.length > 0
      ? await invitationPapers(
          letters.map(({ name, locale, street, unit, to }, n) => ({
            to: { name, street: to?.street ?? '', postalCode: to?.postalCode ?? '', city: to?.city ?? '' },
            locale: locale === 'en' ? 'en' : 'de',
            place: [street, unit].filter(Boolean).join(', '),
            code: made[n]?.code ?? '',
          })),
          { sender, logo, address: addressOf(workspace), madeAt, expiresAt: expiryOf(madeAt) },
          beat,
        )
      : null;
  await workspace.transaction(async (q) => {
    await q(
      `update invitation i set state = 'open', code_lookup = x.lookup, code_hash = x.hash
       from unnest($1::uuid[], $2::bytea[], $3::text[]) as x(id, lookup, hash) where i.id = x.id and i.state = 'made'`,
      [made.map(({ id }) => id), made.map(({ lookup }) => lookup), made.map(({ hash }) => hash)],
    );
    await q(
      `update invitation set state = 'withdrawn', ended_at = now() where round_id = $1 and way = 'letter' and state = 'made'`,
      [roundId],
    );
    await q('update invitation_round set print_file = $2, letters = $3, pages = $4 where id = $1', [
      roundId,
      paper && printSealing(workspace).seal(Buffer.from(paper.pdf), roundId),
      letters.length,
      paper?.pages ?? 0,
    ]);
  });
}
