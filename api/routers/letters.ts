import { z } from 'zod';
import { keepLetterhead, letterheadOf } from '../../db/queries/letterhead.ts';
import {
  lettersOfRun,
  makePrintRun,
  postPrintRun,
  printRuns,
  propertiesOf,
  waitingLetters,
} from '../../db/queries/letters.ts';
import { DomainError } from '../../domain/errors.ts';
import { letterhead } from '../../domain/letterhead.ts';
import { employee, mayAct, type Viewer } from '../../domain/rights.ts';
import { procedure, router } from '../trpc.ts';

const office = employee('manager', 'clerk', 'administrator');

function whoIn(viewer: Viewer): { by: string; properties: string[] | null } {
  if (viewer.kind !== 'employee') throw new DomainError('forbidden');
  return { by: viewer.personId, properties: propertiesOf(viewer.rights) };
}

export const lettersRouter = router({
  /** What waits to be printed, what was printed, and who sends it. */
  list: procedure(office).query(async ({ ctx }) => {
    const { properties } = whoIn(ctx.viewer);
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
      const letters = await makePrintRun(ctx.workspace, { id: input.id, ...whoIn(ctx.viewer) });
      if (letters === 0) throw new DomainError('notFound');
      return { letters };
    }),

  /** Marks a run as posted: its letters are sent from this date on. */
  post: procedure(office)
    .input(z.object({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      const { by, properties } = whoIn(ctx.viewer);
      const { pdfs } = await lettersOfRun(ctx.workspace, input.id, properties);
      if (pdfs.length === 0) throw new DomainError('notFound');
      await postPrintRun(ctx.workspace, input.id, by);
    }),

  /** Who the company's letters come from. Without it none are written. */
  setLetterhead: procedure(employee('manager', 'administrator'))
    .input(letterhead)
    .mutation(({ ctx, input }) => keepLetterhead(ctx.workspace, input)),
});
