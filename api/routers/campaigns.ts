import { z } from 'zod';
import { campaignFacts } from '../../db/access.ts';
import { attachFiles, copiedFiles } from '../../db/files.ts';
import { noteOpened, takeAnswer } from '../../db/queries/answers.ts';
import { audiences, campaignRows, campaignsOfPerson, openCampaign } from '../../db/queries/campaigns.ts';
import { commandAnswer, type StoredCommand } from '../../db/queries/commands.ts';
import { documentRecord, versionsOf } from '../../db/queries/documents.ts';
import { soldSince } from '../../db/queries/electorate.ts';
import { livePolicy } from '../../db/queries/policies.ts';
import { giveProxy, possibleHolders, proxyOf, withdrawProxy } from '../../db/queries/proxies.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { campaignKinds } from '../../domain/campaign/state.ts';
import { DomainError } from '../../domain/errors.ts';
import {
  actorOf,
  campaignAudiences,
  campaignLink,
  employee,
  mayAct,
  owner,
  resident,
  type Viewer,
} from '../../domain/rights.ts';
import { berlinClock, toInstant } from '../../domain/time/berlin.ts';
import { proxyHolders, votingForms, votingProblem } from '../../domain/vote/ballot.ts';
import { choices, majorities } from '../../domain/vote/count.ts';
import { votingPrinciples } from '../../domain/vote/electorate.ts';
import { answered, reasonToEnd } from '../campaigns/closing.ts';
import { electorateOf, previewOf } from '../campaigns/electorate.ts';
import { carryOut } from '../commands/act.ts';
import { publisherOf } from '../documents/rights.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';
import { ballotView, campaignOfOffice, campaignView, peopleView } from '../views/campaign.ts';
import { fileIds } from './tickets.ts';

const day = z.iso.date();

const votingRules = z.strictObject({
  form: z.enum(votingForms),
  principle: z.enum(votingPrinciples),
  majority: z.enum(majorities),
  secret: z.boolean(),
  changeable: z.boolean(),
  endsWhenDecided: z.boolean(),
  proxies: z.strictObject({ holders: z.enum(proxyHolders), most: z.int().min(1).max(1_000).nullable() }),
  loweringResolution: z.strictObject({ on: day, wording: z.string().trim().min(10).max(2_000) }).nullable(),
});

const asked = z.object({
  propertyId: z.uuid(),
  kind: z.enum(campaignKinds),
  audience: z.enum(audiences),
  voting: votingRules.nullable(),
  /** Who owns, lives there or sits on the board on this day is asked; today where none is named. */
  keyDate: day.optional(),
  exclusions: z
    .array(z.object({ personId: z.uuid(), reason: z.string().trim().min(3).max(500) }))
    .max(500)
    .default([]),
});

const acts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('extend'), deadline: z.iso.datetime() }),
  z.object({ type: z.literal('withdraw') }),
  z.object({ type: z.literal('end') }),
  z.object({ type: z.literal('remind') }),
  z.object({ type: z.literal('sendLetters') }),
  /** `salesSeen`: that units have changed hands since the key date was seen. */
  z.object({ type: z.literal('announce'), salesSeen: z.boolean() }),
]);

/** The property, when the caller may open campaigns for it; throws `notFound` when not. */
async function propertyOf({ workspace, viewer }: RequestContext, propertyId: string) {
  const [property] = mayAct(viewer, 'publish', propertyId)
    ? await workspace.query<{ federalState: string; managementType: string }>(
        `select federal_state as "federalState", management_type as "managementType" from property where id = $1`,
        [propertyId],
      )
    : [];
  if (!property) throw new DomainError('notFound');
  return property;
}

/** What the rules of a vote and its circle say against each other; throws the refusal. */
function assertSound({ kind, audience, voting }: z.infer<typeof asked>): void {
  if ((kind === 'vote') !== (voting !== null)) throw new DomainError('badInput');
  if (!voting) return;
  // Residents have no vote; a board votes among itself, owners in one of the two circular forms.
  if (audience === 'residents' || (audience === 'board') !== (voting.form === 'board'))
    throw new DomainError('badInput');
  const problem = votingProblem(voting);
  if (problem) throw new DomainError(problem);
}

const today = () => berlinClock(toInstant(Date.now())).day;

/** The person who asks, at their entrance or by a campaign's link. */
function personIn(viewer: Viewer): string {
  if (viewer.kind !== 'person' && viewer.kind !== 'campaignLink') throw new DomainError('forbidden');
  return viewer.personId;
}

function idFor(viewer: Viewer, id: string | null): string {
  const wanted = id ?? (viewer.kind === 'campaignLink' ? viewer.campaignId : undefined);
  if (wanted === undefined) throw new DomainError('notFound');
  return wanted;
}

async function assertAsked(workspace: Workspace, viewer: Viewer, campaignId: string): Promise<void> {
  const facts = await campaignFacts(workspace, campaignId, personIn(viewer));
  if (!facts || campaignAudiences(viewer, facts).length === 0) throw new DomainError('notFound');
}

export const campaignsRouter = router({
  /** Votes and read receipts of the caller's properties, those that run first. */
  list: procedure(employee()).query(({ ctx }) => {
    if (ctx.viewer.kind !== 'employee') throw new DomainError('forbidden');
    return campaignRows(ctx.workspace, ctx.viewer.rights, 200);
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
      await propertyOf(ctx, input.propertyId);
      return previewOf(await electorateOf(ctx.workspace, { ...input, keyDate: input.keyDate ?? today() }));
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
      const { title, kind, audience, question, voting, propertyId } = input;
      const document = input.documentId === null ? null : await pinned(ctx, input.documentId);
      const policy = await livePolicy(ctx.workspace);
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

  /** Who could hold a proxy for one of those whom a vote asks, for the office that enters one from paper. */
  holders: procedure(employee())
    .input(z.object({ id: z.uuid(), personId: z.uuid(), text: z.string().trim().max(100).default('') }))
    .query(async ({ ctx, input: { id, personId, text } }) => {
      const { voting } = await campaignOfOffice(ctx.workspace, ctx.viewer, id);
      if (ctx.viewer.kind !== 'employee' || voting === null) throw new DomainError('notFound');
      const anybody = voting.proxies.holders === 'anybody';
      return possibleHolders(ctx.workspace, ctx.viewer.rights, { campaignId: id, personId, text, anybody });
    }),

  /** Gives somebody a proxy: one's own vote, or (the office) one that came on paper with its scan. */
  giveProxy: procedure(employee(), resident, owner, campaignLink)
    .input(
      z.object({
        id: z.uuid(),
        proxyId: z.uuid(),
        voterId: z.uuid(),
        personId: z.uuid().optional(),
        holderId: z.uuid(),
        instruction: z.enum(choices).nullable(),
        fileId: z.uuid().nullable().default(null),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { id, proxyId, voterId, holderId, instruction, fileId } = input;
      const by = actorOf(ctx.viewer);
      if (!by) throw new DomainError('notFound');
      let personId = input.personId;
      if (ctx.viewer.kind === 'employee') {
        await campaignOfOffice(ctx.workspace, ctx.viewer, id);
        // § 25 (3) WEG: what the office enters was given in text form somewhere else.
        if (fileId === null) throw new DomainError('fieldRequired');
        await attachOnce(ctx, { fileId, campaignId: id, commandId: proxyId });
      } else {
        await assertAsked(ctx.workspace, ctx.viewer, id);
        if (fileId !== null) throw new DomainError('badInput');
        personId = personIn(ctx.viewer);
      }
      if (personId === undefined) throw new DomainError('badInput');
      await giveProxy(ctx.workspace, {
        id: proxyId,
        campaignId: id,
        voterId,
        personId,
        holderId,
        instruction,
        fileId,
        by,
      });
      ctx.services.wakeMailroom(ctx.workspace);
      answered(ctx.services, ctx.workspace, id);
    }),

  /** Withdraws a proxy: its giver, or the office in their name. */
  withdrawProxy: procedure(employee(), resident, owner, campaignLink)
    .input(z.object({ proxyId: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      const by = actorOf(ctx.viewer);
      const proxy = await proxyOf(ctx.workspace, input.proxyId);
      if (!proxy || !by) throw new DomainError('notFound');
      if (ctx.viewer.kind === 'employee') await campaignOfOffice(ctx.workspace, ctx.viewer, proxy.campaignId);
      else {
        await assertAsked(ctx.workspace, ctx.viewer, proxy.campaignId);
        if (proxy.personId !== personIn(ctx.viewer)) throw new DomainError('notFound');
      }
      await withdrawProxy(ctx.workspace, input.proxyId, by);
      answered(ctx.services, ctx.workspace, proxy.campaignId);
    }),
});

/** The version of a published document that is shown at this moment. Only who publishes it lets others vote on it. */
async function pinned(
  { workspace, viewer }: RequestContext,
  id: string,
): Promise<{ id: string; version: number; hash: string }> {
  await publisherOf(workspace, viewer, id);
  const record = await documentRecord(workspace, id);
  if (record?.phase !== 'published') throw new DomainError('notAllowedNow');
  const [version] = await versionsOf(workspace, id, record.version);
  if (!version?.hash) throw new DomainError('notAllowedNow');
  return { id, version: version.n, hash: version.hash };
}

/** Hangs a scan on the answer or proxy that it proves; the same again changes nothing. */
async function attachOnce(
  { workspace, viewer }: RequestContext,
  { fileId, campaignId, commandId }: { fileId: string; campaignId: string; commandId: string },
): Promise<void> {
  const [there] = await workspace.query('select id from stored_file where id = $1 and command_id = $2', [
    fileId,
    commandId,
  ]);
  if (there) return;
  await workspace.transaction((q) =>
    attachFiles(q, {
      fileIds: [fileId],
      uploadedBy: actorOf(viewer) ?? { kind: 'system' },
      noun: 'campaign',
      subjectId: campaignId,
      commandId,
    }),
  );
}
