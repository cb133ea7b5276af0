import { z } from 'zod';
import { audit } from '../../db/queries/audit.ts';
import {
  givesRights,
  type ImportState,
  importRows,
  importRun,
  importRuns,
  namedRoles,
  setMapping,
  turnImport,
} from '../../db/queries/imports.ts';
import { DomainError } from '../../domain/errors.ts';
import { missingFields, takenColumns } from '../../domain/import/mapping.ts';
import { masterTables } from '../../domain/import/tables.ts';
import { employee, mayAct } from '../../domain/rights.ts';
import { askImport, type ImportStep } from '../../workflows/messages/importRun.ts';
import { importer } from '../imports/routes.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';

const byId = z.object({ id: z.uuid() });
const administrators = employee('settings');
const RUNS = 30;
const PAGE = 100;

const mapping = z.object({
  table: z.enum(masterTables),
  fields: z.record(z.string().max(300), z.string().max(40).nullable()),
});

/**
 * Turns a run and asks its workflow for the step. While the engine is away nothing is turned, and that is said: files wait
 * better in somebody's hands than halfway in.
 */
async function ask(
  ctx: RequestContext,
  id: string,
  step: ImportStep,
  from: readonly ImportState[],
  to: ImportState,
): Promise<void> {
  const personId = importer(ctx);
  const before = (await importRun(ctx.workspace.query.bind(ctx.workspace), id)).state;
  await ctx.workspace.transaction(async (q) => {
    await turnImport(q, id, from, to);
    // Not always who uploaded the files: the run's own entry tells what came of it, this one who wanted it.
    await audit(q, {
      actor: { kind: 'employee', id: personId },
      what: 'import.ask',
      subjectId: id,
      before: { state: before },
      after: { state: to, step },
    });
  });
  try {
    await askImport(ctx.services.temporal.client, ctx.workspace.id, id, step);
  } catch {
    await turnImport(ctx.workspace.query.bind(ctx.workspace), id, [to], before);
    throw new DomainError('unavailable');
  }
}

/** Files that say what somebody may do are taken, and taken back, by who gives roles. Throws `forbidden`. */
async function assertMayGive(ctx: RequestContext, id: string): Promise<void> {
  const { counts } = await importRun(ctx.workspace.query.bind(ctx.workspace), id);
  if (givesRights(counts) && !mayAct(ctx.viewer, 'accounts')) throw new DomainError('forbidden');
}

/** Taking a company's own data in: upload, mapping, preview, all or nothing, and back. */
export const importsRouter = router({
  /** The last runs. */
  list: procedure(administrators).query(({ ctx }) => {
    importer(ctx);
    return importRuns(ctx.workspace, RUNS);
  }),

  /** A run with its files, what their columns lack, and how own roles are called. */
  get: procedure(administrators)
    .input(byId)
    .query(async ({ ctx, input }) => {
      importer(ctx);
      const q = ctx.workspace.query.bind(ctx.workspace);
      const [run, roles] = [await importRun(q, input.id), await namedRoles(q, input.id)];
      return { ...run, roles, missing: run.files.map(({ mapping: said }) => (said ? missingFields(said) : [])) };
    }),

  /** One page of what a plan would do, by kind. */
  rows: procedure(administrators)
    .input(
      byId.extend({
        kind: z.enum(['new', 'changed', 'wrong', 'missing']),
        table: z.enum(masterTables).nullable().default(null),
        after: z.int().min(-1).default(-1),
      }),
    )
    .query(async ({ ctx, input: { id, ...page } }) => {
      importer(ctx);
      await importRun(ctx.workspace.query.bind(ctx.workspace), id);
      const rows = await importRows(ctx.workspace, id, { ...page, limit: PAGE });
      return { rows, next: rows.length === PAGE ? (rows.at(-1)?.n ?? null) : null };
    }),

  /** Says what a file's columns mean; remembered for the next file with the same headings. */
  setMapping: procedure(administrators)
    .input(byId.extend({ n: z.int().min(0).max(500), mapping }))
    .mutation(async ({ ctx, input }) => {
      const personId = importer(ctx);
      const known = new Set(takenColumns(input.mapping.table).map(({ field }) => field));
      const fields = Object.values(input.mapping.fields).filter((field) => field !== null);
      if (fields.some((field) => !known.has(field)) || new Set(fields).size < fields.length)
        throw new DomainError('badInput');
      await ctx.workspace.transaction((q) => setMapping(q, { ...input, personId }));
    }),

  /** Has the files read and compared with what is there; nothing changes yet. */
  plan: procedure(administrators)
    .input(byId)
    .mutation(async ({ ctx, input }) => {
      importer(ctx);
      const { files } = await importRun(ctx.workspace.query.bind(ctx.workspace), input.id);
      if (files.some(({ kind, mapping: said }) => kind === 'csv' && (!said || missingFields(said).length > 0)))
        throw new DomainError('badInput');
      await ask(ctx, input.id, 'plan', ['mapping', 'planned', 'refused'], 'planning');
    }),

  /** Takes all rows of the plan, or none. */
  take: procedure(administrators)
    .input(byId)
    .mutation(async ({ ctx, input }) => {
      const { counts } = await importRun(ctx.workspace.query.bind(ctx.workspace), input.id);
      if (Object.values(counts).some((kinds) => (kinds?.wrong ?? 0) > 0)) throw new DomainError('badInput');
      await assertMayGive(ctx, input.id);
      await ask(ctx, input.id, 'apply', ['planned'], 'applying');
    }),

  /** Takes the rows back, while nobody has used or changed them. */
  undo: procedure(administrators)
    .input(byId)
    .mutation(async ({ ctx, input }) => {
      await assertMayGive(ctx, input.id);
      await ask(ctx, input.id, 'undo', ['applied'], 'undoing');
    }),

  /** Throws a run away that was not taken; what its files said is forgotten. */
  discard: procedure(administrators)
    .input(byId)
    .mutation(({ ctx, input }) => ask(ctx, input.id, 'discard', ['mapping', 'planned', 'refused'], 'discarded')),
});
