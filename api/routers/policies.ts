import { z } from 'zod';
import { ticketFacts } from '../../db/access.ts';
import type { Query } from '../../db/pool.ts';
import { type StoredCommand, storeCommand } from '../../db/queries/commands.ts';
import {
  livePolicy,
  onOtherPolicies,
  type PolicyMove,
  policyDrafts,
  policyMoves,
  publishedPolicies,
  publishPolicy,
} from '../../db/queries/policies.ts';
import { DomainError } from '../../domain/errors.ts';
import { policyDocument, policyProblems } from '../../domain/policy/document.ts';
import { actorOf, employee, mayAct } from '../../domain/rights.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { carryOut } from '../commands/act.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';
import { travel } from '../views/travel.ts';

const managers = employee('settings');

function authorOf(ctx: RequestContext): string {
  if (ctx.viewer.kind !== 'employee') throw new DomainError('forbidden');
  return ctx.viewer.personId;
}

function recorded(q: Query, personId: string, what: string, before: unknown, after: unknown): Promise<unknown> {
  return q('insert into audit (actor, what, before, after) values ($1, $2, $3, $4)', [
    JSON.stringify({ kind: 'employee', id: personId }),
    what,
    JSON.stringify(before),
    JSON.stringify(after),
  ]);
}

function moveOf(ctx: RequestContext, version: number, move: PolicyMove): StoredCommand {
  const actor = actorOf(ctx.viewer);
  if (!actor) throw new DomainError('signInNeeded');
  return {
    id: move.commandId,
    noun: move.noun,
    subjectId: move.subjectId,
    type: 'movePolicy',
    actor,
    at: toInstant(Date.now()),
    facts: { policy: version, category: move.category },
    words: {},
    files: [],
  };
}

/** The rules for reminders and escalations, as managers write them. */
export const policiesRouter = router({
  /** The published versions, the draft, and how much goes by an older version than the live one. */
  get: procedure(managers).query(async ({ ctx }) => {
    const versions = await publishedPolicies(ctx.workspace);
    const [live] = versions;
    if (!live) throw new DomainError('notFound');
    return {
      live,
      versions: versions.map(({ document: _, ...version }) => version),
      draft: await policyDrafts.current(ctx.workspace),
      older: await onOtherPolicies(ctx.workspace, live.version),
    };
  }),

  /** Saves the draft over the revision that was seen; what can't be published yet may be saved. */
  saveDraft: procedure(managers)
    .input(z.object({ revision: z.int().min(0), document: policyDocument }))
    .mutation(async ({ ctx, input }) => {
      const personId = authorOf(ctx);
      return ctx.workspace.transaction(async (q) => {
        const { revision, before } = await policyDrafts.save(q, { ...input, personId });
        const after = { revision, document: input.document };
        await recorded(q, personId, 'policy.saveDraft', { revision: input.revision, document: before }, after);
        return { revision };
      });
    }),

  /** Throws the draft away. */
  discardDraft: procedure(managers)
    .input(z.object({ revision: z.int().min(1) }))
    .mutation(async ({ ctx, input }) => {
      const personId = authorOf(ctx);
      await ctx.workspace.transaction(async (q) => {
        const document = await policyDrafts.take(q, input.revision);
        await recorded(q, personId, 'policy.discardDraft', document, null);
      });
    }),

  /** Makes the draft the next version: new tickets and orders take it, running ones keep theirs. */
  publish: procedure(managers)
    .input(z.object({ revision: z.int().min(1), note: z.string().trim().max(300).default('') }))
    .mutation(async ({ ctx, input }) => {
      const personId = authorOf(ctx);
      return ctx.workspace.transaction(async (q) => {
        const document = await policyDrafts.take(q, input.revision);
        if (policyProblems(document).length > 0) throw new DomainError('badInput');
        const version = await publishPolicy(q, { document, personId, note: input.note });
        await recorded(q, personId, 'policy.publish', { version: version - 1 }, { version });
        return { version };
      });
    }),

  /** What a policy would have done to the tickets closed in a period, beside what really happened. Changes nothing. */
  travel: procedure(managers)
    .input(z.object({ from: z.iso.date(), to: z.iso.date(), document: policyDocument }))
    .mutation(async ({ ctx, input }) => {
      if (ctx.viewer.kind !== 'employee') throw new DomainError('forbidden');
      await ctx.services.limits.count(ctx.workspace, 'travelPerPerson', ctx.viewer.personId);
      if (policyProblems(input.document).length > 0) throw new DomainError('badInput');
      return travel(ctx.workspace, ctx.viewer.rights, input);
    }),

  /** Lets a running ticket and its orders go on by the live version. */
  moveTicket: procedure(employee())
    .input(z.object({ ticketId: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      const facts = await ticketFacts(ctx.workspace, input.ticketId);
      if (!facts || !mayAct(ctx.viewer, 'settings', facts.propertyId)) throw new DomainError('notFound');
      const version = await livePolicy(ctx.workspace);
      const moves = await policyMoves(ctx.workspace, version, input.ticketId);
      const answers = [];
      for (const move of moves) answers.push(await carryOut(ctx, moveOf(ctx, version, move)));
      return { version, moved: answers.length, kept: answers.some(({ state }) => state === 'kept') };
    }),

  /** Lets everything that runs go on by the live version: stored now, carried out in the background in small batches. */
  moveAll: procedure(managers).mutation(async ({ ctx }) => {
    if (!mayAct(ctx.viewer, 'settings')) throw new DomainError('forbidden');
    const version = await livePolicy(ctx.workspace);
    const moves = await policyMoves(ctx.workspace, version);
    await ctx.workspace.transaction(async (q) => {
      for (const move of moves) await storeCommand(q, moveOf(ctx, version, move));
    });
    return { version, moving: moves.length };
  }),
});
