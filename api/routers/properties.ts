import { z } from 'zod';
import { activate } from '../../db/queries/activation.ts';
import { saveBoard } from '../../db/queries/board.ts';
import { makeBuilding, removeBuilding, saveBuilding } from '../../db/queries/buildings.ts';
import { makeProperty, propertyOf, removeProperty, savePreferred, saveProperty } from '../../db/queries/properties.ts';
import { propertyLines, propertyPage } from '../../db/queries/property-rows.ts';
import { DomainError } from '../../domain/errors.ts';
import { period } from '../../domain/period.ts';
import { building, managementTypes, preferredContractors, property } from '../../domain/property/property.ts';
import { employee, mayAct } from '../../domain/rights.ts';
import {
  actorIn,
  assertKeeps,
  assertKeepsPart,
  assertKnows,
  assertSees,
  propertiesIn,
  tellOffice,
} from '../master-data.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';

const one = z.object({ id: z.uuid(), revision: z.int().min(1) });

async function assertLandlordKnown(ctx: RequestContext, given: z.infer<typeof property>): Promise<void> {
  if (given.managementType === 'rental') await assertKnows(ctx, [given.landlordId]);
}

/** Properties with their buildings, board and first choices. */
export const propertiesRouter = router({
  /** The properties that the caller works on, with what they hold today. */
  list: procedure(employee())
    .input(
      z.object({
        text: z.string().trim().max(100).default(''),
        managementType: z.enum(managementTypes).nullable().default(null),
        inactive: z.boolean().default(false),
      }),
    )
    .query(async ({ ctx, input }) => ({
      rows: await propertyLines(ctx.workspace, propertiesIn(ctx, 'see'), input),
      mayMake: propertiesIn(ctx, 'masterData') === null,
    })),

  /** One property's page. */
  get: procedure(employee())
    .input(z.object({ id: z.uuid() }))
    .query(async ({ ctx, input }) => {
      const page = await propertyPage(ctx.workspace, input.id);
      assertSees(ctx, page?.id);
      if (!page) throw new DomainError('notFound');
      return { ...page, mayKeep: mayAct(ctx.viewer, 'masterData', input.id) };
    }),

  /** Makes a property, with its first buildings; repeated with the same id it is the same. */
  make: procedure(employee())
    .input(z.object({ id: z.uuid(), property, buildings: z.array(building).max(100) }))
    .mutation(async ({ ctx, input }) => {
      // Who works on some properties only would make one that they can't see.
      if (propertiesIn(ctx, 'masterData') !== null) throw new DomainError('forbidden');
      await assertLandlordKnown(ctx, input.property);
      await makeProperty(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** Saves a property; `rescale` turns the units' shares into parts of another whole. */
  save: procedure(employee())
    .input(one.extend({ property, rescale: z.boolean().default(false) }))
    .mutation(async ({ ctx, input }) => {
      assertKeeps(ctx, input.id);
      await assertLandlordKnown(ctx, input.property);
      await saveProperty(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** Ends or resumes the management of a property. */
  activate: procedure(employee())
    .input(one.extend({ active: z.boolean() }))
    .mutation(async ({ ctx, input }) => {
      assertKeeps(ctx, input.id);
      await activate(ctx.workspace, 'property', { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** Takes a property away that nothing refers to. */
  remove: procedure(employee())
    .input(one)
    .mutation(async ({ ctx, input }) => {
      assertKeeps(ctx, input.id);
      await removeProperty(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** Whom a property asks first, by trade. */
  prefer: procedure(employee())
    .input(one.extend({ preferred: preferredContractors }))
    .mutation(async ({ ctx, input }) => {
      assertKeeps(ctx, input.id);
      await savePreferred(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** Who is on the advisory board, and when. */
  setBoard: procedure(employee())
    .input(one.extend({ board: z.array(period.safeExtend({ personId: z.uuid() })).max(200) }))
    .mutation(async ({ ctx, input }) => {
      assertKeeps(ctx, input.id);
      await assertKnows(
        ctx,
        input.board.map(({ personId }) => personId),
      );
      await saveBoard(ctx.workspace, { ...input, propertyId: input.id, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** Adds a building. */
  makeBuilding: procedure(employee())
    .input(z.object({ id: z.uuid(), propertyId: z.uuid(), building }))
    .mutation(async ({ ctx, input }) => {
      assertKeeps(ctx, input.propertyId);
      await makeBuilding(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.propertyId);
    }),

  /** Saves a building. */
  saveBuilding: procedure(employee())
    .input(one.extend({ building }))
    .mutation(async ({ ctx, input }) => {
      await assertKeepsPart(ctx, { building: input.id });
      await saveBuilding(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** Takes an empty building away. */
  removeBuilding: procedure(employee())
    .input(one)
    .mutation(async ({ ctx, input }) => {
      assertKeeps(ctx, await propertyOf(ctx.workspace, { building: input.id }));
      await removeBuilding(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),
});
