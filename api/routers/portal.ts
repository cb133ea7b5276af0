import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ticketLinkOf } from '../../db/links.ts';
import { type StoredCommand, storeCommand } from '../../db/queries/commands.ts';
import { type PlaceRow, placesOfReportCode } from '../../db/queries/directory.ts';
import { candidate } from '../../db/queries/duplicates.ts';
import { proveReportCode, reporterOfCommand, storeReportCode, useReportCode } from '../../db/report-codes.ts';
import { DomainError } from '../../domain/errors.ts';
import { anonymous } from '../../domain/rights.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { carryOut } from '../commands/act.ts';
import { report, takeReport } from '../commands/report.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';
import { newUploadToken } from '../upload-token.ts';
import { isForAll, offeredTo } from '../views/offered.ts';

const buildingCode = z.string().trim().min(1).max(60);
const email = z.email().max(254);
/** Six digits, as people type them. */
const mailedCode = z
  .string()
  .transform((typed) => typed.replace(/\s/g, ''))
  .pipe(z.string().min(4).max(12));
const name = z.string().trim().min(2).max(120);

/** The buildings behind the code on a notice in the house; throws `linkUnknown` for a code that is none. */
async function placesOf({ workspace }: RequestContext, code: string): Promise<[PlaceRow, ...PlaceRow[]]> {
  const [first, ...others] = await placesOfReportCode(workspace, code);
  if (!first) throw new DomainError('linkUnknown');
  return [first, ...others];
}

export const portalRouter = router({
  /** Where one can report without an account, by the building's link or QR code. Says nothing of who lives there. */
  places: procedure(anonymous)
    .input(z.object({ code: buildingCode }))
    .query(async ({ ctx, input }) => {
      const places = await placesOf(ctx, input.code);
      return {
        property: places[0].property,
        city: places[0].city,
        buildings: places.map(({ buildingId, street }) => ({ id: buildingId, street })),
      };
    }),

  /** A token with which photos of a report that is being written can be sent; good for twelve hours. */
  beginUpload: procedure(anonymous)
    .input(z.object({ reportCode: buildingCode }))
    .mutation(async ({ ctx, input }) => {
      await ctx.services.limits.count(ctx.workspace, 'uploadPerAddress', ctx.address);
      await placesOf(ctx, input.reportCode);
      return { token: newUploadToken(ctx.workspace.key).token };
    }),

  /** Mails six digits to an address, to prove that whoever reports can be reached there. */
  requestCode: procedure(anonymous)
    .input(z.object({ reportCode: buildingCode, email, name }))
    .mutation(async ({ ctx, input }) => {
      const { workspace, services } = ctx;
      const address = createHash('sha256').update(input.email.toLowerCase()).digest('base64url');
      await services.limits.count(workspace, 'mailLinkPerAddress', ctx.address);
      await services.limits.count(workspace, 'mailLinkPerPerson', address);
      const [{ propertyId }] = await placesOf(ctx, input.reportCode);
      await storeReportCode(workspace, { propertyId, email: input.email, name: input.name, locale: ctx.locale });
      services.wakeMailroom(workspace);
    }),

  /**
   * What of the same building may be what somebody is about to report, for whoever stands before the notice with the
   * code: kind, when and by how many, nothing of what was written nor of flats.
   */
  known: procedure(anonymous)
    .input(
      z.object({
        reportCode: buildingCode,
        buildingId: z.uuid(),
        category: z.string().max(60),
        words: z.string().max(6_000).default(''),
      }),
    )
    .query(async ({ ctx, input: { reportCode, ...said } }) => {
      await ctx.services.limits.count(ctx.workspace, 'lookPerAddress', ctx.address);
      const places = await placesOf(ctx, reportCode);
      if (!places.some(({ buildingId }) => buildingId === said.buildingId)) throw new DomainError('linkUnknown');
      return offeredTo(ctx.workspace, { ...said, place: 'common' }, isForAll);
    }),

  /** Joins a ticket of the house instead of reporting the same again; the mail address is proven as for a report. */
  join: procedure(anonymous)
    .input(
      z.object({
        reportCode: buildingCode,
        ticketId: z.uuid(),
        commandId: z.uuid(),
        email,
        code: mailedCode,
        name,
        phone: z.string().trim().max(40).default(''),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { workspace, services } = ctx;
      const { reportCode, ticketId, commandId, email: address, code, name: called, phone } = input;
      await services.limits.countReport(workspace, ctx.address);
      const places = await placesOf(ctx, reportCode);
      const found = await candidate(workspace, ticketId);
      const earlier = await reporterOfCommand(workspace, commandId, address);
      const known = found?.followers.some(({ id }) => id === earlier) ?? false;
      if (!found || !(known || isForAll(found)) || !places.some(({ buildingId }) => buildingId === found.buildingId))
        throw new DomainError('notFound');
      const proven = earlier
        ? undefined
        : await proveReportCode(workspace, { propertyId: places[0].propertyId, email: address, code });
      const followerId = earlier ?? proven?.reporterId;
      if (followerId === undefined) throw new DomainError('codeWrong');
      const command: StoredCommand = {
        id: commandId,
        noun: 'ticket',
        subjectId: ticketId,
        type: 'follow',
        actor: { kind: 'unconfirmed', id: followerId },
        at: toInstant(Date.now()),
        facts: {},
        words: {},
        files: [],
      };
      const answer = await carryOut(ctx, command, async (q) => {
        if (proven && !(await useReportCode(q, proven, { name: called, phone, place: '' })))
          throw new DomainError('codeWrong');
        await storeCommand(q, command);
      });
      const token = await ticketLinkOf(workspace, ticketId, { kind: 'unconfirmed', id: followerId });
      return { ...answer, number: found.number, path: `/m/${token}` };
    }),

  /**
   * Takes a report of somebody without an account, whose mail address the code proves. That is no proof of living
   * there: the ticket says so until the management binds it to a person.
   */
  report: procedure(anonymous)
    .input(
      report.extend({
        unitId: z.null().default(null),
        reportCode: buildingCode,
        email,
        code: mailedCode,
        name,
        phone: z.string().trim().max(40).default(''),
        /** Which flat, in words: "2. OG links". */
        flat: z.string().trim().max(120).default(''),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { workspace, services } = ctx;
      await services.limits.countReport(workspace, ctx.address);
      const { reportCode, email: address, code, name: called, phone, flat, ...said } = input;
      const places = await placesOf(ctx, reportCode);
      if (!places.some(({ buildingId }) => buildingId === said.buildingId)) throw new DomainError('linkUnknown');
      const earlier = await reporterOfCommand(workspace, said.commandId, address);
      const proven = earlier
        ? undefined
        : await proveReportCode(workspace, { propertyId: places[0].propertyId, email: address, code });
      const reporterId = earlier ?? proven?.reporterId;
      if (reporterId === undefined) throw new DomainError('codeWrong');
      const answer = await takeReport(ctx, said, {
        actor: { kind: 'unconfirmed', id: reporterId },
        reporterId: null,
        unconfirmedId: reporterId,
        ...(ctx.uploadId && { uploader: { kind: 'upload', id: ctx.uploadId } }),
        async before(q) {
          if (proven && !(await useReportCode(q, proven, { name: called, phone, place: flat })))
            throw new DomainError('codeWrong');
        },
      });
      const token = await ticketLinkOf(workspace, answer.ticketId, { kind: 'unconfirmed', id: reporterId });
      return { ...answer, path: `/m/${token}` };
    }),
});
