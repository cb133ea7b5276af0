import { DomainError } from '../../domain/errors.ts';
import type { Noun } from '../../domain/lifecycle/outcome.ts';
import type { Actor } from '../../domain/parties.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';

/** The table that each noun's lifecycles have their rows in. */
export const tableOf: Record<Noun, string> = {
  ticket: 'ticket',
  workOrder: 'work_order',
  campaign: 'campaign',
  project: 'project',
};

/** What somebody said or did, as it is stored before it is sent: facts for the workflow, words for the timeline. */
export interface StoredCommand {
  id: string;
  noun: Noun;
  subjectId: string;
  type: string;
  actor: Actor;
  at: Instant;
  facts: Record<string, unknown>;
  words: Record<string, unknown>;
  files: string[];
  /** Through which link, for the audit: the kind only, never the token. */
  link?: string | null;
  /** As which revision it is written already, where it is sent again because nobody knows whether that is durable. */
  revision?: number | null;
  /** Until when it may be taken back and is not sent; what has none is sent at once. */
  heldUntil?: Instant | null;
}

/** Where a stored command stands, with what it said. */
export interface CommandAnswer extends StoredCommand {
  state: 'held' | 'withdrawn' | 'open' | 'applied' | 'refused';
  revision: number | null;
  /** Whether its workflow is known to hold it: a row is committed before the engine has recorded what led to it. */
  settled: boolean;
  refusal: string | null;
}

/**
 * Stores a command within a transaction and attaches its files: those that the same actor (or upload) sent and that
 * hang on nothing yet, or on an act that was refused here. A command that is known is left as it is, so a repeated
 * request has no second effect; false then. Throws `notFound` for files that are not the actor's to attach.
 */
export async function storeCommand(
  q: Query,
  command: StoredCommand,
  uploader: object = command.actor,
): Promise<boolean> {
  const [row] = await mapped(
    q<{ stored: boolean }>('select store_command($1, $2) as stored', [
      JSON.stringify(command),
      JSON.stringify(uploader),
    ]),
  );
  return row?.stored ?? false;
}

/** The refusals that the database's own functions raise, as DomainErrors. */
export async function mapped<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'PC404') throw new DomainError('notFound');
    if (code === 'PC409') throw new DomainError('conflictingChange');
    throw error;
  }
}

const columns = `id, noun, subject_id as "subjectId", type, actor, at, facts, words, files, link, revision,
  held_until as "heldUntil"`;
/** As SQL: a command with where it stands. */
export const answerColumns = `${columns}, state, settled, refusal ->> 'code' as refusal`;

/** Where a command stands, or undefined if nobody ever gave it. */
export async function commandAnswer(workspace: Workspace, id: string): Promise<CommandAnswer | undefined> {
  const [row] = await workspace.query<CommandAnswer>(`select ${answerColumns} from command where id = $1`, [id]);
  return row;
}

/**
 * Records that a command was refused; it is not sent again. A mail that it came by waits for somebody to decide. False
 * when it has another answer already.
 */
export async function refuseCommand(workspace: Workspace, id: string, code: string): Promise<boolean> {
  const refused = await workspace.query(
    `with refused as (
       update command set state = 'refused', refusal = jsonb_build_object('code', $2::text)
       where id = $1 and state = 'open' returning id
     ), mail as (
       update inbound_mail set state = 'waiting', reason = 'refused', settled_by = null, settled_at = null
       from refused where command_id = refused.id
     )
     select id from refused`,
    [id, code],
  );
  return refused.length > 0;
}

/** Records that the workflow holds these commands for good; they are not sent again. */
export async function settleCommands(workspace: Workspace, ids: readonly string[]): Promise<void> {
  await workspace.query(`update command set settled = true where id = any($1::uuid[]) and state = 'applied'`, [ids]);
}

/** Counts a sending that failed or had no answer, so that others come before it the next time. */
export async function countFailure(workspace: Workspace, id: string): Promise<void> {
  await workspace.query('update command set tries = tries + 1 where id = $1', [id]);
}

/** Forgets failed sendings of what has no answer yet: nobody was there to answer. */
export async function forgetFailures(workspace: Workspace): Promise<void> {
  await workspace.query(`update command set tries = 0 where tries > 0 and ${unsettledOf('')}`);
}

/** As SQL: without an answer from its workflow. */
const unsettledOf = (of: string) => `(${of}state = 'open' or (${of}state = 'applied' and not ${of}settled))`;

/**
 * Commands that have had no answer from their workflow for longer than `olderThanMs`, at most one per subject, its oldest:
 * those not written, and those written when something was killed before the answer. What was never sent in vain comes
 * first, and of that what a person held back and now waits for; then the oldest. An order is placed after what was said on
 * its tickets before. Those that were held back come when their time is over, still `held`: they are to be released before
 * they are sent.
 */
export async function openCommands(
  workspace: Workspace,
  olderThanMs: number,
  most: number,
): Promise<(StoredCommand & Pick<CommandAnswer, 'state'>)[]> {
  return workspace.query(
    `select ${columns}, state from (
       select distinct on (noun, subject_id) * from command
       where ${unsettledOf('')} or (state = 'held' and held_until <= now()) order by noun, subject_id, created_seq
     ) c where at < now() - make_interval(secs => $1::float8 / 1000) and not (noun = 'workOrder' and type = 'place' and exists (
       select from command t where t.noun = 'ticket' and t.created_seq < c.created_seq and ${unsettledOf('t.')}
         and t.subject_id = any(array(select jsonb_array_elements_text(c.facts -> 'tickets')::uuid))
     )) order by tries > 0, held_until is null, tries, created_seq limit $2`,
    [olderThanMs, most],
  );
}

/**
 * A command as it stands, and the older ones of its subject (and of the tickets that an order is placed for) of which it
 * is not known that their workflow holds them, oldest first.
 */
export interface Standing {
  /** Undefined if nobody ever gave it. */
  command: CommandAnswer | undefined;
  older: CommandAnswer[];
}

/** Where a command stands, with what has to be sent before it. */
export async function standingOf(workspace: Workspace, id: string): Promise<Standing> {
  const rows = await workspace.query<CommandAnswer>(`select ${answerColumns} from command_with_older($1)`, [id]);
  return { command: rows.at(-1), older: rows.slice(0, -1) };
}

/**
 * Stores a command as `storeCommand` does, in a transaction of its own, and gives where it stands: one round trip. One
 * that is `undoable` is stored as a batch of one, of the same id, with how its ticket stands.
 */
export async function takeCommand(workspace: Workspace, command: StoredCommand, undoable: boolean): Promise<Standing> {
  const rows = await mapped(
    workspace.query<CommandAnswer>(
      `select ${answerColumns} from ${undoable ? 'take_undoable' : 'take_command'}($1, $2)`,
      [JSON.stringify(command), JSON.stringify(command.actor)],
    ),
  );
  return { command: rows.at(-1), older: rows.slice(0, -1) };
}
