import { z } from 'zod';
import { ticketFacts } from '../../db/access.ts';
import { type StoredCommand, storeCommand } from '../../db/queries/commands.ts';
import {
  onOtherPolicies,
  type PolicyMove,
  policyDrafts,
  policyMoves,
  policyVersions,
} from '../../db/queries/policies.ts';
import { DomainError } from '../../domain/errors.ts';
import { policyDocument, policyProblems } from '../../domain/policy/document.ts';
import type { PolicyDocument } from '../../domain/policy/policy.ts';
import { actorOf, employee, mayAct } from '../../domain/rights.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { carryOut } from '../commands/act.ts';
import { employeeIn } from '../employee.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';
import { travel } from '../views/travel.ts';
import { draftProcedures, versionsAndDraft } from './drafts.ts';

const managers = employee('settings');

/** How the rules are written. */
const drafted = {
  name: 'policy',
  writers: managers,
  document: policyDocument,
  versions: policyVersions,
  drafts: policyDrafts,
  isSound: (document: PolicyDocument) => policyProblems(document).length === 0,
};

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
    const found = await versionsAndDraft(ctx.workspace, drafted);
    return { ...found, older: await onOtherPolicies(ctx.workspace, found.live.version) };
  }),

  ...draftProcedures(drafted),

  /** What a policy would have done to the tickets closed in a period, beside what really happened. Changes nothing. */
  travel: procedure(managers)
    .input(z.object({ from: z.iso.date(), to: z.iso.date(), document: policyDocument }))
    .mutation(async ({ ctx, input }) => {
      const { personId, rights } = employeeIn(ctx);
      await ctx.services.limits.count(ctx.workspace, 'travelPerPerson', personId);
      if (policyProblems(input.document).length > 0) throw new DomainError('badInput');
      return travel(ctx.workspace, rights, input);
    }),

  /** Lets a running ticket and its orders go on by the live version. */
  moveTicket: procedure(employee())
    .input(z.object({ ticketId: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      const facts = await ticketFacts(ctx.workspace, input.ticketId);
      if (!facts || !mayAct(ctx.viewer, 'settings', facts.propertyId)) throw new DomainError('notFound');
      const version = await policyVersions.live(ctx.workspace);
      const moves = await policyMoves(ctx.workspace, version, input.ticketId);
      const answers = [];
      for (const move of moves) answers.push(await carryOut(ctx, moveOf(ctx, version, move)));
      return { version, moved: answers.length, kept: answers.some(({ state }) => state === 'kept') };
    }),

  /** Lets everything that runs go on by the live version: stored now, carried out in the background in small batches. */
  moveAll: procedure(managers).mutation(async ({ ctx }) => {
    if (!mayAct(ctx.viewer, 'settings')) throw new DomainError('forbidden');
    const version = await policyVersions.live(ctx.workspace);
    const moves = await policyMoves(ctx.workspace, version);
    await ctx.workspace.transaction(async (q) => {
      for (const move of moves) await storeCommand(q, moveOf(ctx, version, move));
    });
    return { version, moving: moves.length };
  }),
});
