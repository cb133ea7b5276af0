import type { Query } from '../../db/pool.ts';
import {
  type CommandAnswer,
  commandAnswer,
  hasOlderOpen,
  type StoredCommand,
  storeCommand,
} from '../../db/queries/commands.ts';
import { DomainError, isDomainErrorCode } from '../../domain/errors.ts';
import type { Actor } from '../../domain/parties.ts';
import type { RequestContext } from '../trpc.ts';
import { sendCommand } from './send.ts';

/** What the caller is told about an act: done, or kept and carried out when worker and engine are back. */
export interface ActAnswer {
  state: 'applied' | 'kept';
  revision: number | null;
}

/**
 * Carries out an act: stores the command (with whatever `store` adds in the same transaction), then sends it. A double
 * click or a repeated request has one effect and the same answer. Throws the refusal as DomainError.
 */
export async function carryOut(
  ctx: RequestContext,
  command: StoredCommand,
  store: (q: Query) => Promise<unknown> = (q) => storeCommand(q, command),
): Promise<ActAnswer> {
  const { workspace, services } = ctx;
  await workspace.transaction(store);
  const known = await commandAnswer(workspace, command.id);
  // An id is for one act: under a known one nobody learns of another's, nor says something else.
  if (known && !isSame(known, command)) throw new DomainError('conflictingChange');
  if (known?.state === 'applied') return { state: 'applied', revision: known.revision };
  if (known?.state === 'refused')
    throw new DomainError(isDomainErrorCode(known.refusal) ? known.refusal : 'notAllowedNow');
  if (await hasOlderOpen(workspace, command)) return { state: 'kept', revision: null };
  const sent = await sendCommand(services.temporal.client, workspace, command);
  return sent.state === 'applied' ? sent : { state: 'kept', revision: null };
}

function isSame(known: CommandAnswer, { subjectId, type, actor }: StoredCommand): boolean {
  const id = (someone: Actor) => ('id' in someone ? someone.id : null);
  const sameActor = known.actor.kind === actor.kind && id(known.actor) === id(actor);
  return known.subjectId === subjectId && known.type === type && sameActor;
}
