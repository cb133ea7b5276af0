import { z } from 'zod';
import { activate } from '../../db/queries/activation.ts';
import { mergePeople } from '../../db/queries/merge-people.ts';
import { makePerson, personLines, personPage, personRoles, removePerson, savePerson } from '../../db/queries/people.ts';
import { unmergePeople } from '../../db/queries/unmerge-people.ts';
import { DomainError } from '../../domain/errors.ts';
import { person } from '../../domain/person/person.ts';
import { employee, mayAct } from '../../domain/rights.ts';
import { actorIn, assertKeepsPeople, assertKeepsPerson, propertiesIn, tellOffice } from '../master-data.ts';
import { procedure, router } from '../trpc.ts';

const keepers = employee('masterData');
const PAGE_MOST = 200;
const one = z.object({ id: z.uuid(), revision: z.int().min(1) });

/** People: residents, owners, firms, colleagues. */
export const peopleRouter = router({
  /** The people whom the caller may know of, a page at a time. */
  list: procedure(keepers)
    .input(
      z.object({
        text: z.string().trim().max(100).default(''),
        role: z.enum(personRoles).nullable().default(null),
        inactive: z.boolean().default(false),
        limit: z.int().min(1).max(PAGE_MOST).default(100),
        offset: z.int().min(0).default(0),
      }),
    )
    .query(({ ctx, input }) => personLines(ctx.workspace, propertiesIn(ctx, 'masterData'), input)),

  /** One person's page. */
  get: procedure(keepers)
    .input(z.object({ id: z.uuid() }))
    .query(async ({ ctx, input }) => {
      const page = await personPage(ctx.workspace, propertiesIn(ctx, 'masterData'), input.id);
      if (!page) throw new DomainError('notFound');
      const mayKeep = mayAct(ctx.viewer, page.employee?.active ? 'accounts' : 'masterData');
      return { ...page, mayKeep, mayAnswer: mayAct(ctx.viewer, 'privacy') };
    }),

  /** Writes a person down; repeated with the same id it is the same. */
  make: procedure(keepers)
    .input(z.object({ id: z.uuid(), person }))
    .mutation(async ({ ctx, input }) => {
      assertKeepsPeople(ctx);
      await makePerson(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** Saves a person. */
  save: procedure(keepers)
    .input(one.extend({ person }))
    .mutation(async ({ ctx, input }) => {
      await assertKeepsPerson(ctx, input.id);
      await savePerson(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** Puts a person out of the lists, or back. */
  activate: procedure(keepers)
    .input(one.extend({ active: z.boolean() }))
    .mutation(async ({ ctx, input }) => {
      await assertKeepsPerson(ctx, input.id);
      await activate(ctx.workspace, 'person', { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** Makes one person of two entries: the first stays, the second goes, until it is taken back. */
  merge: procedure(keepers)
    .input(z.object({ keep: one, drop: one }))
    .mutation(async ({ ctx, input }) => {
      await assertKeepsPerson(ctx, input.keep.id);
      await assertKeepsPerson(ctx, input.drop.id);
      const mergeId = await mergePeople(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.keep.id);
      return { mergeId };
    }),

  /** Makes two entries of one again. */
  unmerge: procedure(keepers)
    .input(z.object({ id: z.uuid(), mergeId: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      await assertKeepsPerson(ctx, input.id);
      const restored = await unmergePeople(ctx.workspace, {
        mergeId: input.mergeId,
        keptId: input.id,
        actor: actorIn(ctx),
      });
      await tellOffice(ctx, input.id);
      return { restored };
    }),

  /** Takes a person away to whom nothing refers. */
  remove: procedure(keepers)
    .input(one)
    .mutation(async ({ ctx, input }) => {
      await assertKeepsPerson(ctx, input.id);
      await removePerson(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),
});
