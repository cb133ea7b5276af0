import type { StoredCommand } from '../../db/queries/commands.ts';
import { commandAnswer } from '../../db/queries/commands.ts';
import {
  type Holder,
  heldBy,
  holdCommands,
  holderOf,
  releaseHeld,
  withdrawHeld,
  withdrawnWith,
} from '../../db/queries/held.ts';
import { DomainError } from '../../domain/errors.ts';
import { HOLD_MS } from '../../domain/lifecycle/held.ts';
import { type Instant, toInstant } from '../../domain/time/berlin.ts';
import type { RequestContext } from '../trpc.ts';
import { type ActAnswer, assertSame, carryOut, sendInOrder } from './act.ts';
import { rehearse } from './rehearse.ts';

/** What a contractor is told about an act: done or kept, or held until it is sent and can't be taken back any more. */
export type HeldAnswer = ActAnswer | { state: 'held'; revision: null; until: Instant };

/**
 * Stores what a contractor says about one matter, all of it or nothing, to be sent in half a minute; until then it can be
 * taken back and nobody learns of it. What was held before is sent first. Throws what the matter as it stands would refuse.
 */
export async function hold(ctx: RequestContext, commands: readonly StoredCommand[]): Promise<HeldAnswer> {
  const { workspace } = ctx;
  const [first] = commands;
  if (!first) throw new DomainError('badInput');
  const known = await assertSame(workspace, first);
  if (known?.state === 'held' && known.heldUntil) return { state: 'held', revision: null, until: known.heldUntil };
  if (known?.state === 'withdrawn') throw new DomainError('notAllowedNow');
  if (known) return sayAll(ctx, commands);
  // The same request may have stored its acts since it was looked for: those stay.
  const older = (await heldBy(workspace, holderOf(first))).filter(
    ({ id }) => !commands.some((command) => command.id === id),
  );
  if (older.length > 0) await release(ctx, older);
  await rehearse(workspace, first, commands);
  const until = toInstant(Date.now() + HOLD_MS);
  if (!(await workspace.transaction((q) => holdCommands(q, commands, until))))
    throw new DomainError('conflictingChange');
  return { state: 'held', revision: null, until };
}

/**
 * Carries out at once what a contractor says about one matter, after what is held. What was taken back before stays so.
 * Throws the first refusal.
 */
export async function sayNow(ctx: RequestContext, commands: readonly StoredCommand[]): Promise<ActAnswer> {
  const [first] = commands;
  if (!first) throw new DomainError('badInput');
  const known = await assertSame(ctx.workspace, first);
  if (!known || known.state === 'held') await sendNow(ctx, holderOf(first));
  return sayAll(ctx, commands);
}

/** Carries out what was said together, one after the other; gives the last answer. Throws the first refusal. */
async function sayAll(ctx: RequestContext, commands: readonly StoredCommand[]): Promise<ActAnswer> {
  let answer: ActAnswer = { state: 'kept', revision: null };
  for (const command of commands) answer = await carryOut(ctx, command);
  return answer;
}

/**
 * Sends what is held at once. Gives the last answer; what was not held any more (its time is over, it is on its way)
 * counts as kept. Throws the first refusal when all are sent.
 */
export async function sendNow(ctx: RequestContext, holder: Holder): Promise<ActAnswer> {
  return release(ctx, await heldBy(ctx.workspace, holder));
}

async function release(
  { workspace, services }: RequestContext,
  held: readonly Pick<StoredCommand, 'id'>[],
): Promise<ActAnswer> {
  await releaseHeld(
    workspace,
    held.map(({ id }) => id),
  );
  let answer: ActAnswer = { state: 'kept', revision: null };
  let refusal: DomainError | undefined;
  for (const { id } of held) {
    const command = await commandAnswer(workspace, id);
    // Taken back in the moment between.
    if (!command || command.state === 'withdrawn') continue;
    try {
      const sent = await sendInOrder(services, workspace, command);
      answer = sent.state === 'applied' ? sent : { state: 'kept', revision: null };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refusal ??= error;
    }
  }
  if (refusal) throw refusal;
  return answer;
}

/**
 * Takes back what is held. Gives what was said, so that it need not be typed again; the same again is told the same, until
 * this holder says something else or the night comes: then the words are gone. Throws `alreadySent` when its time was over.
 */
export async function takeBack({ workspace }: RequestContext, holder: Holder, commandId: string) {
  const known = await commandAnswer(workspace, commandId);
  const { actor } = holder;
  const theirs =
    known?.subjectId === holder.subjectId && 'id' in known.actor && 'id' in actor && known.actor.id === actor.id;
  if (!known || !theirs) throw new DomainError('notFound');
  if (known.state === 'held') await withdrawHeld(workspace, holder, commandId);
  const said = await withdrawnWith(workspace, holder, commandId);
  if (said.length === 0) throw new DomainError('alreadySent');
  return {
    said: said.map(({ type, facts, words, files }) => ({
      type,
      facts,
      text: typeof words.text === 'string' ? words.text : '',
      files,
    })),
  };
}
