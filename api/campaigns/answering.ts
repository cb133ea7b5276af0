import { z } from 'zod';
import { noteOpened, takeAnswer } from '../../db/queries/answers.ts';
import { campaignsOfPerson } from '../../db/queries/campaigns.ts';
import { DomainError } from '../../domain/errors.ts';
import { actorOf, campaignLink, employee, owner, resident } from '../../domain/rights.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { choices } from '../../domain/vote/count.ts';
import { procedure } from '../trpc.ts';
import { ballotView, campaignOfOffice } from '../views/campaign.ts';
import { answered } from './closing.ts';
import { assertAsked, idFor, personIn } from './participant.ts';
import { attachOnce } from './scan.ts';

/** What people are asked, and how they answer: at their entrance, by a mailed link, or on paper. */
export const answerProcedures = {
  /** Enters an answer that came on paper, with its scan. */
  enter: procedure(employee())
    .input(
      z.object({
        id: z.uuid(),
        answerId: z.uuid(),
        voterId: z.uuid(),
        personId: z.uuid(),
        choice: z.enum(choices).nullable(),
        fileId: z.uuid().nullable(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { id, answerId, voterId, personId, choice, fileId } = input;
      const record = await campaignOfOffice(ctx.workspace, ctx.viewer, id);
      const actor = actorOf(ctx.viewer);
      if (!actor) throw new DomainError('notFound');
      // A ballot of a secret vote comes without a name: it is not the office's to enter.
      if (record.voting?.secret) throw new DomainError('secrecyImpossible');
      if (fileId !== null) await attachOnce(ctx, { fileId, campaignId: id, commandId: answerId });
      const given = await takeAnswer(ctx.workspace, {
        ...{ id: answerId, campaignId: id, voterId, personId, choice, way: 'paper', actor, proxyId: null, fileId },
        at: toInstant(Date.now()),
      });
      answered(ctx.services, ctx.workspace, id);
      return given;
    }),

  /** The campaigns that ask whoever is signed in, those that wait for them first. */
  mine: procedure(resident, owner).query(({ ctx }) => campaignsOfPerson(ctx.workspace, personIn(ctx.viewer))),

  /** What somebody is asked; without an id the campaign of the link that was shown. */
  ballot: procedure(resident, owner, campaignLink)
    .input(z.object({ id: z.uuid().nullable() }))
    .query(({ ctx, input }) => ballotView(ctx.workspace, ctx.viewer, idFor(ctx.viewer, input.id))),

  /** Notes that somebody who is signed in has the page before them. What a link opens may be a scanner: it is not noted. */
  opened: procedure(resident, owner)
    .input(z.object({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      await assertAsked(ctx.workspace, ctx.viewer, input.id);
      await noteOpened(ctx.workspace, input.id, personIn(ctx.viewer));
    }),

  /** Answers: a vote, or that something was read; one's own, or under a proxy. */
  answer: procedure(resident, owner, campaignLink)
    .input(
      z.object({
        id: z.uuid(),
        answerId: z.uuid(),
        voterId: z.uuid(),
        choice: z.enum(choices).nullable(),
        /** The proxy that it is given under, with whose vote it is. */
        under: z.object({ proxyId: z.uuid(), personId: z.uuid() }).nullable(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { id, answerId, voterId, choice, under } = input;
      const me = personIn(ctx.viewer);
      if (ctx.viewer.kind === 'campaignLink' && ctx.viewer.campaignId !== id) throw new DomainError('notFound');
      const given = await takeAnswer(ctx.workspace, {
        id: answerId,
        campaignId: id,
        voterId,
        personId: under?.personId ?? me,
        choice,
        way: ctx.viewer.kind === 'campaignLink' ? 'link' : 'portal',
        actor: { kind: 'person', id: me },
        proxyId: under?.proxyId ?? null,
        fileId: null,
        at: toInstant(Date.now()),
      });
      answered(ctx.services, ctx.workspace, id);
      return given;
    }),
};
