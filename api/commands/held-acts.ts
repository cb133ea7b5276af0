import { z } from 'zod';
import { ticketFacts } from '../../db/access.ts';
import { commandAnswer } from '../../db/queries/commands.ts';
import { type Holder, holderOf } from '../../db/queries/held.ts';
import { projectFacts } from '../../db/queries/projects.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Audience, Noun } from '../../domain/lifecycle/outcome.ts';
import { projectAudiences } from '../../domain/rights/project.ts';
import { ticketAudiences } from '../../domain/rights/ticket.ts';
import { contractor, projectLink, ticketLink } from '../../domain/rights.ts';
import { procedure, type RequestContext } from '../trpc.ts';
import { sendNow, takeBack } from './hold.ts';

const onTicket = z.object({ ticketId: z.uuid(), commandId: z.uuid() });
const onProject = z.object({ projectId: z.uuid(), commandId: z.uuid() });

/** What a firm that was asked about a ticket can do about its answer while nobody has been told of it. */
export const saidOnTicket = {
  /** Sends it at once. */
  sendNow: procedure(ticketLink)
    .input(onTicket)
    .mutation(async ({ ctx, input }) => sendNow(ctx, await holderOnTicket(ctx, input))),

  /** Takes it back. */
  takeBack: procedure(ticketLink)
    .input(onTicket)
    .mutation(async ({ ctx, input }) => takeBack(ctx, await holderOnTicket(ctx, input), input.commandId)),
};

/** What a firm can do about what it said on a to-do of a project while nobody has been told of it. */
export const saidOnProject = {
  /** Sends at once what it said last about the to-do that the act is about. */
  sendNow: procedure(contractor, projectLink)
    .input(onProject)
    .mutation(async ({ ctx, input }) => sendNow(ctx, await holderOnProject(ctx, input))),

  /** Takes it back. */
  takeBack: procedure(contractor, projectLink)
    .input(onProject)
    .mutation(async ({ ctx, input }) => takeBack(ctx, await holderOnProject(ctx, input), input.commandId)),
};

async function holderOnTicket(ctx: RequestContext, { ticketId, commandId }: z.infer<typeof onTicket>): Promise<Holder> {
  const facts = await ticketFacts(ctx.workspace, ticketId);
  return firmOf(ctx, 'ticket', ticketId, commandId, facts ? ticketAudiences(ctx.viewer, facts) : []);
}

async function holderOnProject(
  ctx: RequestContext,
  { projectId, commandId }: z.infer<typeof onProject>,
): Promise<Holder> {
  const facts = await projectFacts(ctx.workspace, projectId);
  return firmOf(ctx, 'project', projectId, commandId, facts ? projectAudiences(ctx.viewer, facts) : []);
}

/** The firm that said this about the matter, if the caller reads there as that firm. Throws `notFound` for everybody else. */
async function firmOf(
  { workspace, viewer }: RequestContext,
  noun: Noun,
  subjectId: string,
  commandId: string,
  as: readonly Audience[],
): Promise<Holder> {
  const known = as.length > 0 ? await commandAnswer(workspace, commandId) : undefined;
  const isTheirs =
    known?.noun === noun &&
    known.subjectId === subjectId &&
    known.actor.kind === 'contractor' &&
    as.includes(`contractor:${known.actor.id}`);
  if (!known || !isTheirs) throw new DomainError('notFound');
  const byLink = viewer.kind === 'ticketLink' || viewer.kind === 'projectLink';
  return { ...holderOf(known), link: byLink ? viewer.kind : null };
}
