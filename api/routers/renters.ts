import { z } from 'zod';
import { invitationSettingsOf } from '../../db/queries/invitations.ts';
import {
  approveRenter,
  ownedUnits,
  rejectRenter,
  reportRenter,
  waitingRenter,
  waitingRenterCount,
  waitingRenters,
  withdrawReport,
} from '../../db/queries/renter-reports.ts';
import { DomainError } from '../../domain/errors.ts';
import { person } from '../../domain/person/person.ts';
import { employee, mayAct, owner } from '../../domain/rights.ts';
import { employeeIn } from '../employee.ts';
import { actorIn, propertiesIn, tellOffice } from '../master-data.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';

const office = employee('masterData');
const one = z.object({ id: z.uuid() });

function ownerIn({ viewer }: RequestContext): string {
  if (viewer.kind !== 'person') throw new DomainError('forbidden');
  return viewer.personId;
}

/** A report that the employee may decide. Throws `notFound`, `forbidden`. */
async function decidable(ctx: RequestContext, id: string) {
  const viewer = employeeIn(ctx);
  const report = await waitingRenter(ctx.workspace, propertiesIn(ctx, 'masterData'), id);
  if (!mayAct(viewer, 'masterData', report.propertyId)) throw new DomainError('forbidden');
  return { report, by: { id: viewer.personId, actor: actorIn(ctx) } };
}

/** Owners name those who rent from them; the office approves it, if it wants to. */
export const rentersRouter = router({
  /** The owner's own flats, with who rents them and what they said last. */
  own: procedure(owner).query(({ ctx }) => ownedUnits(ctx.workspace, ownerIn(ctx))),

  /** Who moves out of a flat of one's own, and who moves in. It counts at once, or waits for the office. */
  report: procedure(owner)
    .input(
      one.extend({
        unitId: z.uuid(),
        revision: z.int().min(1),
        endsOn: z.iso.date().nullable(),
        beginsOn: z.iso.date().nullable(),
        renter: person.nullable(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { approveRenters } = await invitationSettingsOf(ctx.workspace.query.bind(ctx.workspace));
      const renter = input.renter && { ...input.renter, channel: 'mail' as const, sharePhone: false };
      const state = await reportRenter(ctx.workspace, { ...input, renter, ownerId: ownerIn(ctx) }, !approveRenters);
      await tellOffice(ctx, input.id);
      return { state };
    }),

  /** Takes back what waits for the office. */
  withdraw: procedure(owner)
    .input(one)
    .mutation(async ({ ctx, input }) => {
      await withdrawReport(ctx.workspace, input.id, ownerIn(ctx));
      await tellOffice(ctx, input.id);
    }),

  /** What owners said and nobody has decided. */
  waiting: procedure(office).query(({ ctx }) => waitingRenters(ctx.workspace, propertiesIn(ctx, 'masterData'))),

  /** How many of them wait. */
  count: procedure(office).query(({ ctx }) => waitingRenterCount(ctx.workspace, propertiesIn(ctx, 'masterData'))),

  /** Does what an owner said. */
  approve: procedure(office)
    .input(one)
    .mutation(async ({ ctx, input }) => {
      const { report, by } = await decidable(ctx, input.id);
      await approveRenter(ctx.workspace, report, by);
      ctx.services.wakeMailroom(ctx.workspace);
      await tellOffice(ctx, report.unitId);
    }),

  /** Refuses it, with a reason. */
  reject: procedure(office)
    .input(one.extend({ reason: z.string().trim().min(1).max(500) }))
    .mutation(async ({ ctx, input }) => {
      const { report, by } = await decidable(ctx, input.id);
      await rejectRenter(ctx.workspace, report, { ...by, reason: input.reason });
      ctx.services.wakeMailroom(ctx.workspace);
      await tellOffice(ctx, report.unitId);
    }),
});
