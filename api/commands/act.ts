import type { Query } from '../../db/pool.ts';
import { commandAnswer, hasOlderOpen, type StoredCommand, storeCommand } from '../../db/queries/commands.ts';
import { DomainError, isDomainErrorCode } from '../../domain/errors.ts';
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
  if (known?.state === 'applied') return { state: 'applied', revision: known.revision };
  if (known?.state === 'refused')
    throw new DomainError(isDomainErrorCode(known.refusal) ? known.refusal : 'notAllowedNow');
  if (await hasOlderOpen(workspace, command)) return { state: 'kept', revision: null };
  const sent = await sendCommand(services.temporal.client, workspace, command);
  return sent.state === 'applied' ? sent : { state: 'kept', revision: null };
}
