import { z } from 'zod';
import { copiedFiles } from '../../db/files.ts';
import { campaignRows, openCampaign } from '../../db/queries/campaigns.ts';
import { commandAnswer, type StoredCommand } from '../../db/queries/commands.ts';
import { soldSince } from '../../db/queries/electorate.ts';
import { policyVersions } from '../../db/queries/policies.ts';
import { DomainError } from '../../domain/errors.ts';
import { actorOf, employee } from '../../domain/rights.ts';
import { berlinClock, toInstant } from '../../domain/time/berlin.ts';
import { answerProcedures } from '../campaigns/answering.ts';
import { reasonToEnd } from '../campaigns/closing.ts';
import { electorateOf, previewOf } from '../campaigns/electorate.ts';
import { asked, assertSound, pinned, propertyOf, wholeOf } from '../campaigns/opening.ts';
import { proxyProcedures } from '../campaigns/proxies.ts';
import { carryOut } from '../commands/act.ts';
import { fileIds } from '../commands/said.ts';
import { rightsIn } from '../master-data.ts';
import { procedure, router } from '../trpc.ts';
import { campaignOfOffice, campaignView, peopleView } from '../views/campaign.ts';

const acts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('extend'), deadline: z.iso.datetime() }),
  z.object({ type: z.literal('withdraw') }),
  z.object({ type: z.literal('end') }),
  z.object({ type: z.literal('remind') }),
  z.object({ type: z.literal('sendLetters') }),
  /** `salesSeen`: that units have changed hands since the key date was seen. */
  z.object({ type: z.literal('announce'), salesSeen: z.boolean() }),
]);

const today = () => berlinClock(toInstant(Date.now())).day;

export const campaignsRouter = router({
  /** Votes and read receipts of the caller's properties, those that run first. */
  list: procedure(employee()).query(({ ctx }) => {
    return campaignRows(ctx.workspace, rightsIn(ctx), 200);
  }),

  /** One campaign as the office sees it. */
  get: procedure(employee())
    .input(z.object({ id: z.uuid() }))
    .query(({ ctx, input }) => campaignView(ctx.workspace, ctx.viewer, input.id)),

  /** Those whom it asks, with what is known of each; only those without an answer where `missing`. */
  people: procedure(employee())
    .input(z.object({ id: z.uuid(), missing: z.boolean() }))
    .query(({ ctx, input }) => peopleView(ctx.workspace, ctx.viewer, input.id, input.missing)),

  /** Who would be asked, with what weight, and what stands against it. */
  preview: procedure(employee())
    .input(asked)
    .query(async ({ ctx, input }) => {
      const property = await propertyOf(ctx, input.propertyId);
      const electorate = await electorateOf(ctx.workspace, { ...input, keyDate: input.keyDate ?? today() });
      const { communityRules } = property;
      return { ...previewOf(electorate), communityRules, whole: wholeOf(property, input.voting) };
    }),

  /** Opens a campaign: everybody whom it asks gets a message. */
  open: procedure(employee())
    .input(
      asked.extend({
        id: z.uuid(),
        commandId: z.uuid(),
        title: z.string().trim().min(3).max(120),
        question: z.string().trim().min(3).max(4_000),
        deadline: z.iso.datetime(),
        files: fileIds.default([]),
        /** The document that it is about: its version of this moment. */
        documentId: z.uuid().nullable().default(null),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const actor = actorOf(ctx.viewer);
      const property = await propertyOf(ctx, input.propertyId);
      if (actor?.kind !== 'employee') throw new DomainError('notFound');
      assertSound(input);
      // Said before, it is answered as it was then, also after its deadline.
      const known = await commandAnswer(ctx.workspace, input.commandId);
      const at = known?.at ?? toInstant(Date.now());
      const deadline = toInstant(Date.parse(input.deadline));
      if (deadline <= at) throw new DomainError('deadlinePast');
      const keyDate = input.keyDate ?? today();
      const electorate = await electorateOf(ctx.workspace, { ...input, keyDate });
      if (electorate.problem) throw new DomainError(electorate.problem);
      const { title, kind, audience, question, propertyId } = input;
      const whole = wholeOf(property, input.voting);
      const voting = input.voting && {
        ...input.voting,
        communityRules: property.communityRules,
        ...(whole !== null && { whole }),
      };
      const document = input.documentId === null ? null : await pinned(ctx, input.documentId);
      const policy = await policyVersions.live(ctx.workspace);
      const command: StoredCommand = {
        id: input.commandId,
        noun: 'campaign',
        subjectId: input.id,
        type: 'open',
        actor,
        at,
        facts: {
          ...{ policy, federalState: property.federalState, kind, deadline, assignee: actor.id },
          ...(document && { document }),
        },
        words: {},
        // The same question may be asked in several properties: each campaign has its own papers.
        files: await copiedFiles(ctx.workspace.query.bind(ctx.workspace), {
          fileIds: input.files,
          uploadedBy: actor,
          commandId: input.commandId,
        }),
      };
      let number = '';
      const answer = await carryOut(ctx, command, async (q) => {
        const campaign = { propertyId, title, kind, audience, question, document, voting, keyDate, deadline };
        const { voters, allShares } = electorate;
        number = await openCampaign(q, command, { ...campaign, assignee: actor.id, policy, allShares }, voters);
      });
      ctx.services.wakeMailroom(ctx.workspace);
      return { ...answer, id: input.id, number };
    }),

  /** An act of the office on a campaign. */
  act: procedure(employee())
    .input(z.object({ id: z.uuid(), commandId: z.uuid(), act: acts }))
    .mutation(async ({ ctx, input }) => {
      const record = await campaignOfOffice(ctx.workspace, ctx.viewer, input.id);
      const actor = actorOf(ctx.viewer);
      if (!actor) throw new DomainError('notFound');
      const { type, ...said } = input.act;
      let facts: Record<string, unknown> = said;
      const known = await commandAnswer(ctx.workspace, input.commandId);
      if (!known && input.act.type === 'end') {
        const why = record.phase === 'open' ? await reasonToEnd(ctx.workspace, record) : null;
        if (record.kind === 'vote' && record.phase === 'open' && why === null) throw new DomainError('notDecided');
        facts = { why: 'management' };
      }
      if (!known && input.act.type === 'announce') {
        if (record.result === null) throw new DomainError('notAllowedNow');
        const sold = record.audience === 'owners' ? await soldSince(ctx.workspace, record.id) : [];
        if (sold.length > 0 && !input.act.salesSeen) throw new DomainError('salesUnconfirmed', { count: sold.length });
        facts = { adopted: record.result.adopted, sold: sold.length };
      }
      const command: StoredCommand = {
        id: input.commandId,
        noun: 'campaign',
        subjectId: record.id,
        type,
        actor,
        at: toInstant(Date.now()),
        facts,
        words: {},
        files: [],
      };
      return carryOut(ctx, command);
    }),

  ...answerProcedures,
  ...proxyProcedures,
});
