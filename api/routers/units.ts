import { z } from 'zod';
import { activate } from '../../db/queries/activation.ts';
import { correctPeriod, moveHouse, sellUnit, undoOccupancy } from '../../db/queries/occupancy.ts';
import {
  makeUnit,
  makeUnits,
  occupancies,
  previewUnits,
  removeUnit,
  saveUnit,
  unitLines,
  unitPage,
} from '../../db/queries/units.ts';
import { DomainError } from '../../domain/errors.ts';
import { coOwnerShare, tenancyRoles } from '../../domain/occupancy/occupancy.ts';
import { period } from '../../domain/period.ts';
import { person } from '../../domain/person/person.ts';
import { unit, unitUsages } from '../../domain/property/unit.ts';
import { unitPattern } from '../../domain/property/unitPattern.ts';
import { employee, mayAct } from '../../domain/rights.ts';
import { actorIn, assertKeepsPart, assertKnows, assertSees, propertiesIn, tellOffice } from '../master-data.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';

const PAGE_MOST = 200;
const one = z.object({ id: z.uuid(), revision: z.int().min(1) });
/** Somebody who is known, or is written down with the act. */
const newcomer = z.union([z.object({ personId: z.uuid() }), z.object({ person })]);
const PEOPLE_MOST = 20;

const assertKnowsNewcomers = (ctx: RequestContext, all: readonly z.infer<typeof newcomer>[]) =>
  assertKnows(
    ctx,
    all.flatMap((each) => ('personId' in each ? [each.personId] : [])),
  );

/** Units, and who lives in them and owns them. */
export const unitsRouter = router({
  /** The units of the caller's properties, a page at a time. */
  list: procedure(employee())
    .input(
      z.object({
        text: z.string().trim().max(100).default(''),
        propertyId: z.uuid().nullable().default(null),
        usage: z.enum(unitUsages).nullable().default(null),
        occupancy: z.enum(occupancies).nullable().default(null),
        limit: z.int().min(1).max(PAGE_MOST).default(100),
        offset: z.int().min(0).default(0),
      }),
    )
    .query(({ ctx, input }) => unitLines(ctx.workspace, propertiesIn(ctx, 'see'), input)),

  /** One unit's page: who lived there and owned it when, and what was reported. */
  get: procedure(employee())
    .input(z.object({ id: z.uuid() }))
    .query(async ({ ctx, input }) => {
      const page = await unitPage(ctx.workspace, input.id);
      assertSees(ctx, page?.property.id);
      if (!page) throw new DomainError('notFound');
      return { ...page, mayKeep: mayAct(ctx.viewer, 'masterData', page.property.id) };
    }),

  /** Adds a unit to a building. */
  make: procedure(employee())
    .input(z.object({ id: z.uuid(), buildingId: z.uuid(), unit }))
    .mutation(async ({ ctx, input }) => {
      await assertKeepsPart(ctx, { building: input.buildingId });
      await makeUnit(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** Saves a unit. */
  save: procedure(employee())
    .input(one.extend({ unit }))
    .mutation(async ({ ctx, input }) => {
      await assertKeepsPart(ctx, { unit: input.id });
      await saveUnit(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** Puts a unit out of use, or into use again. */
  activate: procedure(employee())
    .input(one.extend({ active: z.boolean() }))
    .mutation(async ({ ctx, input }) => {
      await assertKeepsPart(ctx, { unit: input.id });
      await activate(ctx.workspace, 'unit', { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** Takes a unit away that nothing refers to. */
  remove: procedure(employee())
    .input(one)
    .mutation(async ({ ctx, input }) => {
      await assertKeepsPart(ctx, { unit: input.id });
      await removeUnit(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** What a pattern would make in a building. Writes nothing. */
  preview: procedure(employee())
    .input(z.object({ buildingId: z.uuid(), pattern: unitPattern }))
    .query(async ({ ctx, input }) => {
      await assertKeepsPart(ctx, { building: input.buildingId });
      return previewUnits(ctx.workspace.query.bind(ctx.workspace), input.buildingId, input.pattern);
    }),

  /** Makes the units of a pattern, all or none. */
  makeMany: procedure(employee())
    .input(z.object({ buildingId: z.uuid(), pattern: unitPattern }))
    .mutation(async ({ ctx, input }) => {
      await assertKeepsPart(ctx, { building: input.buildingId });
      const count = await makeUnits(ctx.workspace, { ...input, actor: actorIn(ctx) });
      await tellOffice(ctx, input.buildingId);
      return { count };
    }),

  /** Somebody moves out, in, or both in one act. */
  handOver: procedure(employee())
    .input(
      one.extend({
        /** Whose tenancies end; all without it. An empty list: the newcomers enter the lease that runs. */
        leaving: z.array(z.uuid()).max(PEOPLE_MOST).optional(),
        endsOn: z.iso.date().nullable(),
        beginsOn: z.iso.date().nullable(),
        newcomers: z.array(z.intersection(newcomer, z.object({ role: z.enum(tenancyRoles) }))).max(PEOPLE_MOST),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      await assertKeepsPart(ctx, { unit: input.id });
      await assertKnowsNewcomers(ctx, input.newcomers);
      const actId = await moveHouse(ctx.workspace, { ...input, unitId: input.id, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
      return { actId };
    }),

  /** A unit of an association changes hands on the day of the land register. */
  sell: procedure(employee())
    .input(
      one.extend({
        selling: z.array(z.uuid()).max(PEOPLE_MOST).optional(),
        day: z.iso.date(),
        buyers: z.array(z.intersection(newcomer, z.object({ share: coOwnerShare.nullable() }))).max(PEOPLE_MOST),
        movesOut: z.boolean(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      await assertKeepsPart(ctx, { unit: input.id });
      await assertKnowsNewcomers(ctx, input.buyers);
      const actId = await sellUnit(ctx.workspace, { ...input, unitId: input.id, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
      return { actId };
    }),

  /** Takes the newest hand-over or sale of a unit back, while nothing has happened there since. */
  undo: procedure(employee())
    .input(z.object({ id: z.uuid(), actId: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      await assertKeepsPart(ctx, { unit: input.id });
      await undoOccupancy(ctx.workspace, { id: input.actId, unitId: input.id, actor: actorIn(ctx) });
      await tellOffice(ctx, input.id);
    }),

  /** Corrects a period that was written down wrongly, or strikes it out. */
  correct: procedure(employee())
    .input(
      one.extend({
        kind: z.enum(['tenancy', 'ownership']),
        periodId: z.uuid(),
        period: period.safeExtend({ share: coOwnerShare.nullable().default(null) }).nullable(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      await assertKeepsPart(ctx, { unit: input.id });
      const { id: unitId, periodId: id, ...rest } = input;
      await correctPeriod(ctx.workspace, { ...rest, unitId, id, actor: actorIn(ctx) });
      await tellOffice(ctx, unitId);
    }),
});
