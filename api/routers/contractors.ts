import { z } from 'zod';
import { activate } from '../../db/queries/activation.ts';
import { contractorPage, makeContractor, removeContractor, saveContractor } from '../../db/queries/contractors.ts';
import { DomainError } from '../../domain/errors.ts';
import { contractorFacts, person } from '../../domain/person/person.ts';
import { employee, mayAct } from '../../domain/rights.ts';
import { actorIn, assertKeepsPeople, assertKeepsPerson, propertiesIn, tellOffice } from '../master-data.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';

const keepers = employee('masterData');
const one = z.object({ id: z.uuid(), revision: z.int().min(1) });

async function pageOf(ctx: RequestContext, id: string) {
  const page = await contractorPage(ctx.workspace, propertiesIn(ctx, 'masterData'), id);
  if (!page) throw new DomainError('notFound');
  return page;
}

/** Firms and caretakers that orders go to. */
export const contractorsRouter = router({
  /** One firm's page. */
  get: procedure(keepers)
    .input(z.object({ id: z.uuid() }))
    .query(async ({ ctx, input }) => ({
      ...(await pageOf(ctx, input.id)),
      mayKeep: mayAct(ctx.viewer, 'masterData'),
    })),

  /** Makes a firm: with the person behind it, or of a person who is known. */
  make: procedure(keepers)
    .input(z.object({ id: z.uuid(), personId: z.uuid(), person: person.nullable(), facts: contractorFacts }))
    .mutation(async ({ ctx, input }) => {
      assertKeepsPeople(ctx);
      if (!input.person) await assertKeepsPerson(ctx, input.personId);
      await makeContractor(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** Saves a firm with its person. */
  save: procedure(keepers)
    .input(one.extend({ personRevision: z.int().min(1), person, facts: contractorFacts }))
    .mutation(async ({ ctx, input }) => {
      const { personId } = await pageOf(ctx, input.id);
      await assertKeepsPerson(ctx, personId);
      await saveContractor(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** Ends or resumes the work with a firm. */
  activate: procedure(keepers)
    .input(one.extend({ active: z.boolean() }))
    .mutation(async ({ ctx, input }) => {
      await pageOf(ctx, input.id);
      assertKeepsPeople(ctx);
      await activate(ctx.workspace, 'contractor', { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** Takes a firm away that never had an order. */
  remove: procedure(keepers)
    .input(one)
    .mutation(async ({ ctx, input }) => {
      await pageOf(ctx, input.id);
      assertKeepsPeople(ctx);
      await removeContractor(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),
});
