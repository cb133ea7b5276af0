import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { invitationOfCode, invitationOfToken, provenBy, storeProof } from '../../db/invitation-secrets.ts';
import { assertGoodPassword } from '../../db/passwords.ts';
import {
  beginRound,
  invitationCounts,
  invitationFacts,
  invitationLines,
  invitationRounds,
  invitationSettingsOf,
  invitationStates,
  keepInvitationSettings,
  postRound,
  printFileOf,
  withdrawInvitation,
} from '../../db/queries/invitations.ts';
import { letterheadOf } from '../../db/queries/letterhead.ts';
import { type OpenedInvitation, openedInvitation, redeemInvitation } from '../../db/redeeming.ts';
import { entersBy, rolesOfPerson } from '../../db/sessions.ts';
import { DomainError } from '../../domain/errors.ts';
import { invitationSettings } from '../../domain/invitation/course.ts';
import { invitationScope } from '../../domain/invitation/scope.ts';
import { invitationChoices } from '../../domain/invitation/way.ts';
import { anonymous, employee, mayAct } from '../../domain/rights.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { startInvitation } from '../../workflows/messages/invitation.ts';
import { employeeIn } from '../employee.ts';
import { invitationOfOpened, openedToken } from '../invitations/opened.ts';
import { invitationPlan } from '../invitations/plan.ts';
import { actorIn, assertKeepsPeople, propertiesIn, tellOffice } from '../master-data.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';

const office = employee('masterData');
const administrators = employee('settings');
const PAGE_MOST = 200;
const ROUNDS = 20;
const asked = z.object({ scope: invitationScope, choice: z.enum(invitationChoices) });
const opened = z.object({ opened: z.string().max(300) });
const email = z.email().max(254);

/** The invitation, for who may keep the data of those it is about. Throws `notFound`. */
async function factsFor(ctx: RequestContext, id: string) {
  const facts = await invitationFacts(ctx.workspace, id);
  const properties = propertiesIn(ctx, 'masterData');
  const theirs = facts && (facts.propertyId === null || properties === null || properties.includes(facts.propertyId));
  if (!theirs) throw new DomainError('notFound');
  if (facts.entrance === 'management' && !mayAct(ctx.viewer, 'accounts')) throw new DomainError('forbidden');
  return facts;
}

/** What an invitation is about, while its person still belongs at the entrance. Throws `codeWrong`. */
async function usable({ workspace }: RequestContext, id: string | undefined): Promise<OpenedInvitation> {
  const found = id === undefined ? undefined : await openedInvitation(workspace, id);
  const roles = found && (await rolesOfPerson(workspace, found.personId, found.entrance));
  if (!found || !roles || !entersBy(found.entrance, roles)) throw new DomainError('codeWrong');
  return found;
}

/** What a holder of the proof `opened` may redeem. Throws `codeWrong` where it counts no more. */
const openedIn = (ctx: RequestContext, token: string): Promise<OpenedInvitation> =>
  usable(ctx, invitationOfOpened(ctx.workspace, token));

/** Invitations into the portal: the office sends and follows them, whoever got one redeems it. */
export const invitationsRouter = router({
  /** Who was invited how, and who has come; a page at a time. */
  list: procedure(office)
    .input(
      z.object({
        text: z.string().trim().max(100).default(''),
        standing: z.enum(invitationStates).nullable().default(null),
        propertyId: z.uuid().nullable().default(null),
        limit: z.int().min(1).max(PAGE_MOST).default(100),
        offset: z.int().min(0).default(0),
      }),
    )
    .query(({ ctx, input }) => invitationLines(ctx.workspace, propertiesIn(ctx, 'masterData'), input)),

  /** How many stand how, the last rounds with their print files, and what may be done. */
  overview: procedure(office).query(async ({ ctx }) => {
    const properties = propertiesIn(ctx, 'masterData');
    const [counts, rounds, head, settings] = await Promise.all([
      invitationCounts(ctx.workspace, properties),
      invitationRounds(ctx.workspace, properties, ROUNDS),
      letterheadOf(ctx.workspace),
      invitationSettingsOf(ctx.workspace.query.bind(ctx.workspace)),
    ]);
    return { counts, rounds, hasLetterhead: head !== null, settings, mayChange: mayAct(ctx.viewer, 'settings') };
  }),

  /** Exactly who would get what. Writes nothing. */
  preview: procedure(office)
    .input(asked)
    .query(({ ctx, input }) => invitationPlan(ctx, input)),

  /**
   * Sends invitations under the caller's id, as the preview with this fingerprint said. Throws `changedMeanwhile` where
   * it would be others by now, `nobodyNamed` where there is nobody, `unavailable` while the engine is away.
   */
  send: procedure(office)
    .input(asked.extend({ id: z.uuid(), fingerprint: z.string().max(100) }))
    .mutation(async ({ ctx, input }) => {
      assertKeepsPeople(ctx);
      const plan = await invitationPlan(ctx, input);
      if (plan.fingerprint !== input.fingerprint) throw new DomainError('changedMeanwhile');
      const invited = plan.people.flatMap(({ personId, entrance, way, propertyId, unitId }) =>
        way && entrance ? [{ personId, entrance, way, propertyId, unitId }] : [],
      );
      if (invited.length === 0) throw new DomainError('nobodyNamed');
      await ctx.workspace.transaction(async (q) => {
        await beginRound(q, {
          id: input.id,
          scope: input.scope,
          invited,
          by: employeeIn(ctx).personId,
          actor: actorIn(ctx),
          at: toInstant(Date.now()),
        });
        // Its first step waits for this row; without the engine nothing is written down at all.
        await startInvitation(ctx.services.temporal.client, ctx.workspace.id, input.id).catch(() => {
          throw new DomainError('unavailable');
        });
      });
      await tellOffice(ctx, input.id);
      return { invited: invited.length };
    }),

  /** Takes an invitation back: its link or code opens nothing any more. */
  withdraw: procedure(office)
    .input(z.object({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      const facts = await factsFor(ctx, input.id);
      if (!mayAct(ctx.viewer, 'masterData', facts.propertyId ?? undefined)) throw new DomainError('forbidden');
      await ctx.workspace.transaction((q) => withdrawInvitation(q, input.id, actorIn(ctx)));
      await tellOffice(ctx, input.id);
    }),

  /** Marks a round's letters as posted; its print file is forgotten then. */
  post: procedure(office)
    .input(z.object({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      await printFileOf(ctx.workspace, propertiesIn(ctx, 'masterData'), input.id);
      await ctx.workspace.transaction((q) => postRound(q, input.id, employeeIn(ctx).personId, actorIn(ctx)));
      await tellOffice(ctx, input.id);
    }),

  /** When those who have not come are reminded, and whether renters whom owners name wait for the office. */
  setSettings: procedure(administrators)
    .input(invitationSettings)
    .mutation(({ ctx, input }) => keepInvitationSettings(ctx.workspace, input, actorIn(ctx))),

  /**
   * Shows what an invitation is about to who holds it, by a letter's code or a mailed link, and gives a proof for the
   * next steps, good for half an hour. Uses nothing up. Throws `codeWrong`, `tooMany {retryAfterSeconds}`.
   */
  open: procedure(anonymous)
    .input(z.object({ secret: z.string().trim().min(4).max(100) }))
    .mutation(async ({ ctx, input }) => {
      const { workspace, services, address } = ctx;
      await services.limits.count(workspace, 'invitationPerAddress', address);
      const id =
        input.secret.length > 40
          ? await invitationOfToken(workspace, input.secret)
          : await invitationOfCode(workspace, input.secret);
      const found = await usable(ctx, id);
      // Only wrong codes slow somebody down: many people share an address.
      await services.limits.giveBack(workspace, 'invitationPerAddress', address);
      const { name, email: stored, byMail, entrance, place } = found;
      return { opened: openedToken(workspace, found.id), name, email: stored, byMail, entrance, place };
    }),

  /** Mails six digits to an address that is to be theirs. */
  proveEmail: procedure(anonymous)
    .input(opened.extend({ email }))
    .mutation(async ({ ctx, input }) => {
      const { workspace, services } = ctx;
      await services.limits.count(workspace, 'mailLinkPerAddress', ctx.address);
      const found = await openedIn(ctx, input.opened);
      await services.limits.count(workspace, 'mailLinkPerPerson', found.personId);
      await storeProof(workspace, { id: randomUUID(), invitationId: found.id, email: input.email });
      services.wakeMailroom(workspace);
    }),

  /**
   * Takes the invitation up, once: a password, and where none is stored (or another is wanted) a proven mail address.
   * Residents and firms are signed in; who works here signs in with the password. Throws `codeWrong`, `emailTaken`,
   * `passwordLength`, `passwordCommon`.
   */
  redeem: procedure(anonymous)
    .input(
      opened.extend({
        password: z.string().max(512),
        proof: z
          .object({ email, code: z.string().trim().min(4).max(12) })
          .nullable()
          .default(null),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { workspace, services, userAgent } = ctx;
      await services.limits.count(workspace, 'signInPerAddress', ctx.address);
      const found = await openedIn(ctx, input.opened);
      // A password that is too weak must not use up a try of the mailed code.
      assertGoodPassword(input.password);
      const proofId = input.proof && (await provenBy(workspace, { invitationId: found.id, ...input.proof }));
      if (input.proof && !proofId) throw new DomainError('codeWrong');
      await redeemInvitation(workspace, {
        opened: found,
        password: input.password,
        proof: input.proof && proofId ? { id: proofId, email: input.proof.email } : null,
      });
      const { personId, entrance } = found;
      await services.workspaces.notify({ workspaceId: workspace.id, topic: 'desk', id: personId, revision: 0 });
      if (entrance === 'management') return { entrance };
      const { cookie } = await services.accounts.signInProven(workspace, { personId, entrance, userAgent });
      ctx.setCookie(cookie);
      return { entrance };
    }),
});
