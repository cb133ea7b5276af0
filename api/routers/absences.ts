import { z } from 'zod';
import { type Absentee, absenceRow, absenceRows, keepAbsence, removeAbsence } from '../../db/queries/absences.ts';
import { DomainError } from '../../domain/errors.ts';
import { actorOf, contractor, employee, mayAct, type Viewer } from '../../domain/rights.ts';
import { absence } from '../../domain/team.ts';
import { procedure, router } from '../trpc.ts';
import { tellRights } from './team.ts';

/**
 * Whether somebody enters an absence: everybody their own (with it they lend their own rights), a firm its own, whoever
 * gives roles those of others, and whoever keeps the data of firms theirs.
 */
function mayEnter(viewer: Viewer, who: Absentee): boolean {
  if (viewer.kind === 'contractor') return who.kind === 'contractor' && viewer.contractorIds.includes(who.id);
  if (viewer.kind !== 'employee') return false;
  if (who.kind === 'contractor') return mayAct(viewer, 'masterData');
  return who.id === viewer.personId || mayAct(viewer, 'accounts');
}

function personIn(viewer: Viewer): string {
  if (viewer.kind !== 'employee' && viewer.kind !== 'contractor') throw new DomainError('forbidden');
  return viewer.personId;
}

/** When people of ours and firms are away, and who stands in for them. */
export const absencesRouter = router({
  /** The absences of now and later and of the last month: for employees everybody's, for a firm its own. */
  list: procedure(employee(), contractor).query(async ({ ctx }) => {
    const { viewer, workspace } = ctx;
    const rows = await absenceRows(workspace, viewer.kind === 'contractor' ? viewer.contractorIds : null);
    return rows.map((row) => ({ ...row, mayChange: mayEnter(viewer, { kind: row.kind, id: row.whoId }) }));
  }),

  /** For whom the caller may enter an absence. */
  entitled: procedure(employee(), contractor).query(({ ctx: { viewer } }) => ({
    self: viewer.kind === 'employee' ? viewer.personId : null,
    colleagues: mayAct(viewer, 'accounts'),
    firms: mayAct(viewer, 'masterData'),
    ownFirms: viewer.kind === 'contractor' ? viewer.contractorIds : [],
  })),

  /** Enters an absence under an id of the caller's, or changes it. Whoever stands in has the rights from the first day. */
  save: procedure(employee(), contractor)
    .input(z.object({ id: z.uuid(), kind: z.enum(['employee', 'contractor']), whoId: z.uuid(), absence }))
    .mutation(async ({ ctx, input }) => {
      const who: Absentee = { kind: input.kind, id: input.whoId };
      if (!mayEnter(ctx.viewer, who)) throw new DomainError('notFound');
      // A firm says when it is away; which other one is asked meanwhile is the office's to say.
      const given = ctx.viewer.kind === 'contractor' ? { ...input.absence, substituteId: null } : input.absence;
      const by = { actor: actorOf(ctx.viewer) ?? {}, personId: personIn(ctx.viewer) };
      await tellRights(ctx, await keepAbsence(ctx.workspace, input.id, who, given, by));
    }),

  /** Takes an absence away: from now on nobody stands in. */
  remove: procedure(employee(), contractor)
    .input(z.object({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      const row = await absenceRow(ctx.workspace, input.id);
      if (!row || !mayEnter(ctx.viewer, { kind: row.kind, id: row.whoId })) throw new DomainError('notFound');
      await tellRights(ctx, await removeAbsence(ctx.workspace, row, actorOf(ctx.viewer) ?? {}));
    }),
});
