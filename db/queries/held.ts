import type { DomainErrorCode } from '../../domain/errors.ts';
import type { Noun } from '../../domain/lifecycle/outcome.ts';
import type { Actor } from '../../domain/parties.ts';
import { type Instant, toInstant } from '../../domain/time/berlin.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { answerColumns, type CommandAnswer, mapped, type StoredCommand } from './commands.ts';

/** So much later than its time a held act is sent and heard at the latest, if nothing is away. */
const SENT_WITHIN_MS = 5_000;

/** Whose held acts on what: one person or firm, one matter; in a project one of its to-dos, each for itself. */
export interface Holder {
  noun: Noun;
  subjectId: string;
  actor: Actor;
  /** The to-do's number; nothing where the matter has none. */
  todo?: number | null;
  /** By which kind of link they came, never the token. */
  link?: string | null;
}

/** Whose act this is, and about what. */
export function holderOf({ noun, subjectId, actor, facts, link }: StoredCommand): Holder {
  return { noun, subjectId, actor, todo: typeof facts.todo === 'number' ? facts.todo : null, link: link ?? null };
}

const WHOSE = `noun = $1 and subject_id = $2 and actor ->> 'kind' = $3 and actor ->> 'id' = $4`;
const whoseArgs = ({ noun, subjectId, actor }: Holder) => [
  noun,
  subjectId,
  actor.kind,
  'id' in actor ? actor.id : null,
];
const HOLDERS = `${WHOSE} and facts ->> 'todo' is not distinct from $5::text`;
const holderArgs = (holder: Holder) => [...whoseArgs(holder), holder.todo == null ? null : String(holder.todo)];

/**
 * Stores acts that were said together, to be sent in their order at `until`, and no earlier. Those that are known stay as
 * they are. False when other acts of the same holder on the same matter are held: those go first. The words of what they
 * took back before are forgotten.
 */
export async function holdCommands(q: Query, commands: readonly StoredCommand[], until: Instant): Promise<boolean> {
  const [first] = commands;
  if (!first) return true;
  // One at a time: two browsers of the same firm would else hold back two acts that contradict each other.
  await q('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`held ${first.subjectId}`]);
  const holder = holderOf(first);
  const others = await q(`select from command where ${HOLDERS} and state = 'held' and id <> all($6::uuid[]) limit 1`, [
    ...holderArgs(holder),
    commands.map(({ id }) => id),
  ]);
  if (others.length > 0) return false;
  await forget(q, HOLDERS, holderArgs(holder));
  for (const command of commands)
    await mapped(
      q('select store_command($1, $2)', [
        JSON.stringify({ ...command, heldUntil: until }),
        JSON.stringify(command.actor),
      ]),
    );
  return true;
}

/** What this holder has said about the matter and may still take back, in its order. */
export function heldBy(workspace: Workspace, holder: Holder): Promise<CommandAnswer[]> {
  return workspace.query<CommandAnswer>(
    `select ${answerColumns} from command where ${HOLDERS} and state = 'held' order by created_seq`,
    holderArgs(holder),
  );
}

/**
 * Takes back this act of the holder, of which nobody has been told, with what was said in the same breath; its files hang
 * on nothing any more. Nothing changes where its time was over, whatever else is held by now.
 */
export async function withdrawHeld(workspace: Workspace, holder: Holder, commandId: string): Promise<void> {
  await workspace.transaction(async (q) => {
    const taken = await q<Pick<CommandAnswer, 'id' | 'type'>>(
      `select id, type from command where ${HOLDERS} and state = 'held' order by created_seq for update`,
      holderArgs(holder),
    );
    const ids = taken.map(({ id }) => id);
    if (!ids.includes(commandId)) return;
    await q(`update command set state = 'withdrawn' where id = any($1::uuid[])`, [ids]);
    await q(
      `update stored_file set noun = null, subject_id = null, command_id = null where command_id = any($1::uuid[])`,
      [ids],
    );
    await audit(q, {
      actor: holder.actor,
      link: holder.link ?? null,
      what: `${holder.noun}.takeBack`,
      subjectId: holder.subjectId,
      before: taken.map(({ id, type }) => ({ id, type })),
      after: [],
    });
  });
}

/** The acts that this holder said together with that one and took back, in their order; without words once those are forgotten. */
export function withdrawnWith(
  workspace: Workspace,
  holder: Holder,
  commandId: string,
): Promise<Pick<CommandAnswer, 'type' | 'facts' | 'words' | 'files'>[]> {
  return workspace.query(
    `select type, facts, words, files from command where ${HOLDERS} and state = 'withdrawn'
       and held_until = (select held_until from command where id = $6) order by created_seq`,
    [...holderArgs(holder), commandId],
  );
}

/** Forgets the words of everything that was taken back. */
export async function forgetWithdrawn(workspace: Workspace): Promise<void> {
  await forget(workspace.query.bind(workspace), 'true', []);
}

/** Forgets the words of what was taken back, where `whose` holds. */
async function forget(q: Query, whose: string, args: readonly unknown[]): Promise<void> {
  await q(
    `update command set words = '{}', files = '{}'
     where ${whose} and state = 'withdrawn' and (words <> '{}' or files <> '{}')`,
    args,
  );
}

/** Ends the holding back of these acts: from now on they are sent, and can't be taken back. */
export async function releaseHeld(workspace: Workspace, ids: readonly string[]): Promise<void> {
  await workspace.query(`update command set state = 'open' where id = any($1::uuid[]) and state = 'held'`, [ids]);
}

/** Ends the holding back of all acts whose time is over. */
export async function releaseDue(workspace: Workspace): Promise<void> {
  await workspace.query(`update command set state = 'open' where state = 'held' and held_until <= now()`);
}

/** What a holder's page shows of the act that they said last. */
export interface HeldView {
  commandId: string;
  /** The acts that were said together. */
  types: string[];
  /** Until it is sent; 0 while it is on its way. */
  milliseconds: number;
}

/** What became of what a holder said last. */
export interface OwnSaid {
  /** About which to-do; null where the matter has none. */
  todo: number | null;
  /** What waits or is on its way. */
  held: HeldView | null;
  /** Why the last act was not taken, if it was refused within a day. */
  refused: DomainErrorCode | null;
}

/** What became of what somebody said last about a matter; in a project, about each of its to-dos. */
export async function ownSaid(workspace: Workspace, whose: Omit<Holder, 'todo'>): Promise<OwnSaid[]> {
  return workspace.query<OwnSaid>(
    `with said as (
       select id, type, state, held_until, refusal, created_seq, state in ('held', 'open') as waits,
         (facts ->> 'todo')::int as todo
       from command where ${WHOSE} and held_until is not null
     )
     select todo, case when bool_or(waits) then jsonb_build_object(
         'commandId', (array_agg(id order by created_seq) filter (where waits))[1],
         'types', jsonb_agg(type order by created_seq) filter (where waits),
         'milliseconds', greatest(0, round(extract(epoch from
           min(case when state = 'held' then held_until else now() end) filter (where waits) - now()) * 1000))) end as held,
       (array_agg(case when state = 'refused' and held_until > now() - interval '1 day' then refusal ->> 'code' end
         order by created_seq desc))[1] as refused
     from said group by todo`,
    whoseArgs(whose),
  );
}

/**
 * Until when a deadline of a lifecycle waits, because somebody said something before it that is not sent yet: a moment
 * after its time, and where nobody sends it ever longer, by a minute at most, for a day. Null when nothing does.
 */
export async function heldUntil(
  workspace: Workspace,
  noun: Noun,
  subjectId: string,
  due: Instant,
): Promise<Instant | null> {
  const [row] = await workspace.query<{ until: Instant | null }>(
    `select max(greatest(held_until, now() + least(now() - held_until, interval '1 minute'))) as until from command
     where noun = $1 and subject_id = $2 and held_until is not null and state in ('held', 'open') and at <= $3
       and held_until > now() - interval '1 day'`,
    [noun, subjectId, due],
  );
  return row?.until ? toInstant(Date.parse(row.until) + SENT_WITHIN_MS) : null;
}
