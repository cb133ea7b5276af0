import { z } from 'zod';
import {
  type Batch,
  batchById,
  batchItems,
  beginUndo,
  propertiesOfTickets,
  storeBatch,
} from '../../db/queries/batches.ts';
import { DomainError } from '../../domain/errors.ts';
import { actorOf, employee, mayAct } from '../../domain/rights.ts';
import type { EmployeeAct } from '../../domain/roles.ts';
import { ticketCommand } from '../../domain/ticket/commands.ts';
import { isRetractable } from '../../domain/ticket/retractable.ts';
import { runBatch } from '../commands/batch.ts';
import { words } from '../commands/said.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';
import { TOGETHER_MOST } from './desk.ts';
import { needsText } from './tickets.ts';

const batchCommand = ticketCommand.refine(({ type }) => isRetractable(type));

/** The batch, if the caller gave it; throws `notFound` otherwise. */
async function own(ctx: RequestContext, id: string): Promise<Batch> {
  const batch = await batchById(ctx.workspace, id);
  const actor = actorOf(ctx.viewer);
  if (!batch || !actor || !('id' in batch.actor) || batch.actor.id !== actor.id) throw new DomainError('notFound');
  return batch;
}

/** What an employee has to be allowed to do on a ticket for an act on many, and for taking it back. */
const actOf = (type: string) => (type === 'note' ? 'note' : 'triage');

/** Of these tickets, those that the viewer may do an act on. */
async function reachOf({ workspace, viewer }: RequestContext, ids: readonly string[]) {
  const properties = await propertiesOfTickets(workspace, ids);
  return (act: EmployeeAct) =>
    new Set(ids.filter((id) => properties.has(id) && mayAct(viewer, act, properties.get(id))));
}

export const batchRouter = router({
  /**
   * One act on many tickets, carried out in the background one after the other. The same id again has no second effect.
   * Tickets on which the caller may not do it are told in the result; when that is all of them nothing is stored.
   */
  start: procedure(employee())
    .input(
      z.object({
        id: z.uuid(),
        command: batchCommand,
        text: words.optional(),
        ticketIds: z.array(z.uuid()).min(1).max(TOGETHER_MOST),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { viewer } = ctx;
      const actor = actorOf(viewer);
      if (viewer.kind !== 'employee' || !actor) throw new DomainError('forbidden');
      if (needsText(input.command) && !input.text) throw new DomainError('reasonNeeded');
      const ids = [...new Set(input.ticketIds)];
      const may = await reachOf(ctx, ids);
      const known = [...may('see')];
      const theirs = may(actOf(input.command.type));
      const refusals = new Map(known.filter((id) => !theirs.has(id)).map((id) => [id, 'forbidden']));
      if (known.length === 0) throw new DomainError('notFound');
      if (refusals.size === known.length) throw new DomainError('forbidden');
      const { type, ...facts } = input.command;
      const isNew = await storeBatch(
        ctx.workspace,
        { id: input.id, actor, type, facts, words: input.text ? { text: input.text } : {} },
        known,
        refusals,
      );
      if (!isNew) await own(ctx, input.id);
      runBatch(ctx.services, ctx.workspace, input.id, ctx.log);
      return { id: input.id, tickets: known.length };
    }),

  /** What came of it so far, on each ticket that the caller still works on. */
  get: procedure(employee())
    .input(z.object({ id: z.uuid() }))
    .query(async ({ ctx, input }) => {
      const batch = await own(ctx, input.id);
      const all = await batchItems(ctx.workspace, input.id);
      const may = await reachOf(
        ctx,
        all.map(({ ticketId }) => ticketId),
      );
      const seen = may('see');
      if (seen.size === 0) throw new DomainError('notFound');
      const items = all.filter(({ ticketId }) => seen.has(ticketId));
      return { id: batch.id, type: batch.type, state: batch.state, givenAt: batch.givenAt, items };
    }),

  /**
   * Takes it back: what has not been its turn is dropped, what is done is undone where nothing followed it. Messages
   * that have not gone out are withdrawn; whoever was told gets a correction. Where the caller may not do it any more it
   * stays done; when that is everywhere nothing changes.
   */
  undo: procedure(employee())
    .input(z.object({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      const batch = await own(ctx, input.id);
      const ids = (await batchItems(ctx.workspace, input.id)).map(({ ticketId }) => ticketId);
      const may = await reachOf(ctx, ids);
      const theirs = may(actOf(batch.type));
      if (theirs.size === 0) throw new DomainError(may('see').size > 0 ? 'forbidden' : 'notFound');
      const notTheirs = ids.filter((id) => !theirs.has(id));
      if (!(await beginUndo(ctx.workspace, input.id, batch.actor, notTheirs))) throw new DomainError('notAllowedNow');
      runBatch(ctx.services, ctx.workspace, input.id, ctx.log);
    }),
});
