import type { Query } from '../../db/pool.ts';
import {
  type CommandAnswer,
  commandAnswer,
  type Standing,
  type StoredCommand,
  standingOf,
  takeCommand,
} from '../../db/queries/commands.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError, isDomainErrorCode } from '../../domain/errors.ts';
import type { Actor } from '../../domain/parties.ts';
import { isRetractable } from '../../domain/ticket/retractable.ts';
import type { RequestContext, Services } from '../trpc.ts';
import { type Sent, sendCommand } from './send.ts';
import { isSettled } from './settle.ts';

/** What the caller is told about an act: done, or kept and carried out when worker and engine are back. */
export interface ActAnswer {
  state: 'applied' | 'kept';
  revision: number | null;
}

/** How long after somebody acted it still counts as people acting. */
const ACTING_MS = 2_000;
let actedAt = Number.NEGATIVE_INFINITY;

/** Whether somebody has just acted through this process: what waits is then sent a few at a time. */
export function peopleAct(): boolean {
  return performance.now() - actedAt < ACTING_MS;
}

/**
 * Carries out an act: stores the command (with whatever `store` adds in the same transaction), then sends it. A double
 * click or a repeated request has one effect and the same answer. Throws the refusal as DomainError.
 */
export async function carryOut(
  ctx: RequestContext,
  command: StoredCommand,
  store?: (q: Query) => Promise<unknown>,
): Promise<ActAnswer> {
  const { workspace, services } = ctx;
  actedAt = performance.now();
  if (store) await workspace.transaction(store);
  const standing = store
    ? await standingOf(workspace, command.id)
    : await takeCommand(workspace, command, isUndoable(command));
  const known = standing.command;
  refuseAnother(command, known);
  if (known?.state === 'refused')
    throw new DomainError(isDomainErrorCode(known.refusal) ? known.refusal : 'notAllowedNow');
  if (known?.state === 'withdrawn') throw new DomainError('notAllowedNow');
  return answerTo(await sendAfterOlder(services, workspace, command, standing));
}

/** Whether the office can take an act back by `batch.undo` with the act's id. */
function isUndoable({ noun, type, actor }: StoredCommand): boolean {
  return noun === 'ticket' && actor.kind === 'employee' && isRetractable(type);
}

function answerTo(sent: Sent): ActAnswer {
  return sent.state === 'applied' ? sent : { state: 'kept', revision: null };
}

/**
 * The answer to an act that this actor gave before under the same id, undefined when there is none. Who hands an order
 * back is no longer part of it: if the answer was lost, they are told the same when they say it again.
 */
export async function saidBefore(
  { workspace, services }: RequestContext,
  { id, subjectId, actor }: Pick<StoredCommand, 'id' | 'subjectId' | 'actor'>,
): Promise<ActAnswer | undefined> {
  const known = await commandAnswer(workspace, id);
  const sameActor =
    known && 'id' in known.actor && 'id' in actor && known.actor.kind === actor.kind && known.actor.id === actor.id;
  if (!sameActor || known.subjectId !== subjectId) return undefined;
  if (known.state === 'refused' || known.state === 'held' || known.state === 'withdrawn') return undefined;
  return answerTo(await sendInOrder(services, workspace, known));
}

/**
 * Sends a stored command after what was said before about the same subject (and, for an order that is placed, about its
 * tickets): a report whose start is still on its way, an act that was kept, one that its workflow may have lost. Kept
 * itself where one of those is. Throws the refusal as DomainError.
 */
export async function sendInOrder(services: Services, workspace: Workspace, command: StoredCommand): Promise<Sent> {
  return sendAfterOlder(services, workspace, command, await standingOf(workspace, command.id));
}

async function sendAfterOlder(
  services: Services,
  workspace: Workspace,
  command: StoredCommand,
  standing: Standing,
): Promise<Sent> {
  const known = standing.command;
  // Only what the workflow holds is done. Its row alone may tell of what a killed engine never knew: others would act on
  // it, and what they do could not be done any more when it is sent again.
  if (known && known.revision !== null && isSettled(workspace, known))
    return { state: 'applied', revision: known.revision };
  for (const older of standing.older) {
    if (isSettled(workspace, older)) continue;
    const sent = await sendCommand(services.temporal.client, workspace, older).catch((error: unknown) => {
      if (error instanceof DomainError) return { state: 'refused' };
      throw error;
    });
    if (sent.state === 'kept') return { state: 'kept' };
  }
  // As it was stored, not as it was just said again: a repeated request may carry other ids and another time.
  return sendCommand(services.temporal.client, workspace, known ?? command);
}

/**
 * Where a stored command stands. An id is for one act: under a known one nobody learns of another's, nor says something
 * else; throws `conflictingChange` then.
 */
export async function assertSame(workspace: Workspace, command: StoredCommand): Promise<CommandAnswer | undefined> {
  const known = await commandAnswer(workspace, command.id);
  refuseAnother(command, known);
  return known;
}

function refuseAnother(command: StoredCommand, known: CommandAnswer | undefined): void {
  if (!known) return;
  const id = (someone: Actor) => ('id' in someone ? someone.id : null);
  const sameActor = known.actor.kind === command.actor.kind && id(known.actor) === id(command.actor);
  if (known.subjectId !== command.subjectId || known.type !== command.type || !sameActor)
    throw new DomainError('conflictingChange');
}
