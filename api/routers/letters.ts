import { z } from 'zod';
import { faxSettingsOf, keepFaxSettings, keepLetterhead, letterheadOf, logoOf } from '../../db/queries/letterhead.ts';
import { lettersOfRun, makePrintRun, postPrintRun, printRuns, waitingLetters } from '../../db/queries/letters.ts';
import { DomainError } from '../../domain/errors.ts';
import { faxSettings } from '../../domain/fax.ts';
import { letterhead } from '../../domain/letterhead.ts';
import { actorOf, employee, mayAct } from '../../domain/rights.ts';
import { propertiesFor } from '../../domain/roles.ts';
import { employeeIn } from '../employee.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';
import { ownPicture } from '../uploads.ts';

const office = employee('triage');
const administrators = employee('settings');
/** A logo stands on each letter. */
const LOGO_MOST = 1024 * 1024;

function whoIn(ctx: RequestContext): { by: string; properties: string[] | null } {
  const { personId, rights } = employeeIn(ctx);
  return { by: personId, properties: propertiesFor(rights, 'triage') };
}

export const lettersRouter = router({
  /** What waits to be printed, what was printed, and who sends it. */
  list: procedure(office).query(async ({ ctx }) => {
    const { properties } = whoIn(ctx);
    const [head, waiting, runs] = await Promise.all([
      letterheadOf(ctx.workspace),
      waitingLetters(ctx.workspace, properties),
      printRuns(ctx.workspace, properties),
    ]);
    return { letterhead: head, mayChange: mayAct(ctx.viewer, 'settings'), waiting, runs };
  }),

  /** Puts all waiting letters into one print run under the caller's id; repeated, it is the same run. */
  makeRun: procedure(office)
    .input(z.object({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      const letters = await makePrintRun(ctx.workspace, { id: input.id, ...whoIn(ctx) });
      if (letters === 0) throw new DomainError('notFound');
      return { letters };
    }),

  /** Marks a run as posted: its letters are sent from this date on. */
  post: procedure(office)
    .input(z.object({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      const { by, properties } = whoIn(ctx);
      const { letters } = await lettersOfRun(ctx.workspace, input.id, properties);
      if (letters.length === 0) throw new DomainError('notFound');
      await postPrintRun(ctx.workspace, input.id, by);
    }),

  /** The company's letterhead and how its faxes go out. */
  settings: procedure(administrators).query(async ({ ctx }) => {
    const [head, logo, fax] = await Promise.all([
      letterheadOf(ctx.workspace),
      logoOf(ctx.workspace),
      faxSettingsOf(ctx.workspace),
    ]);
    return {
      letterhead: head,
      hasLogo: logo !== null,
      fax: fax ?? faxSettings.parse({}),
      /** Whether the installation has a gateway for those who name none. */
      commonGateway: Boolean(ctx.services.config.FAX_ADDRESS),
    };
  }),

  /** Who the company's letters come from, and with which logo. Without a letterhead none are written. */
  setLetterhead: procedure(administrators)
    .input(letterhead.safeExtend({ logo: z.union([z.uuid(), z.literal('keep'), z.literal('none')]).default('keep') }))
    .mutation(async ({ ctx, input: { logo, ...head } }) => {
      const picture = logo === 'keep' ? undefined : logo === 'none' ? null : await ownPicture(ctx, logo);
      if (picture && picture.length > LOGO_MOST) throw new DomainError('fileTooLarge', { megabytes: 1 });
      await keepLetterhead(ctx.workspace, head, picture, { actor: actorOf(ctx.viewer) ?? {} });
    }),

  /** Through which gateway the company's faxes go, and where answers come back. */
  setFax: procedure(administrators)
    .input(faxSettings)
    .mutation(({ ctx, input }) => keepFaxSettings(ctx.workspace, input, { actor: actorOf(ctx.viewer) ?? {} })),
});
