import { z } from 'zod';
import { HostTaken, type WorkspaceRecord } from '../../db/control.ts';
import { firstAdministrator, inviteFirstAdministrator } from '../../db/first-administrator.ts';
import {
  operatorRecord,
  recordOperator,
  secondOperatorFactor,
  signInOperator,
  signOutOperator,
} from '../../db/operators.ts';
import { countUnits, unitCounts } from '../../db/participation.ts';
import type { Query } from '../../db/pool.ts';
import { serverIsUsable } from '../../db/servers.ts';
import { DomainError } from '../../domain/errors.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { monthOf } from '../../domain/time/months.ts';
import {
  DELETION_GRACE_DAYS,
  newWorkspace,
  type WorkspaceId,
  workspaceDescription,
  workspaceId,
} from '../../domain/workspace.ts';
import { startInvitation } from '../../workflows/messages/invitation.ts';
import { beginDeletion, beginMove, provisionWorkspace } from '../../workflows/messages/workspace.ts';
import { forgetOperatorCookie, operatorCookie } from './cookie.ts';
import { operatorFactor } from './factor.ts';
import { type OperatorContext, openProcedure, operatorProcedure, operatorRouter } from './procedure.ts';

const byId = z.object({ id: workspaceId });
/** How many finished months the page shows. */
const MONTHS = 13;
const RECORD_LINES = 50;

function controlOf(ctx: OperatorContext) {
  return ctx.services.workspaces.control;
}

/** The company of this id. Throws `notFound`. */
async function companyOf(ctx: OperatorContext, id: string) {
  const record = (await controlOf(ctx).records()).find((each) => each.id === id);
  if (record === undefined) throw new DomainError('notFound');
  return record;
}

type SignedIn = OperatorContext & { operator: { id: string } };

function taken(error: unknown): unknown {
  return error instanceof HostTaken ? new DomainError('hostTaken') : error;
}

/**
 * The installation's own administration: which companies there are, where they live, whether they run, what they pay for.
 * An operator sees no company's people and no company's data.
 */
export const installationRouter = operatorRouter({
  ...operatorFactor,

  /**
   * Signs an operator in by password; who has a second factor gets to it. Throws `wrongCredentials`,
   * `tooMany {retryAfterSeconds}`.
   */
  signIn: openProcedure
    .input(z.object({ email: z.string().trim().max(254), password: z.string().min(1).max(512) }))
    .mutation(async ({ ctx, input }) => {
      const found = await signInOperator(controlOf(ctx), { ...input, address: ctx.address });
      if (found === null) throw new DomainError('wrongCredentials');
      if ('retryAfterSeconds' in found) throw new DomainError('tooMany', found);
      if ('pending' in found) return { pending: found.pending };
      ctx.setCookie(operatorCookie(found.token));
      return { pending: null };
    }),

  /** The second proof of those who have one. Throws `totpWrong`, `signInNeeded` (too old), `tooMany`. */
  secondFactor: openProcedure
    .input(z.object({ pending: z.string().max(300), code: z.string().min(6).max(32) }))
    .mutation(async ({ ctx, input }) => {
      const found = await secondOperatorFactor(controlOf(ctx), input);
      if (found === null) throw new DomainError('totpWrong');
      if (found === 'tooOld') throw new DomainError('signInNeeded');
      if ('retryAfterSeconds' in found) throw new DomainError('tooMany', found);
      ctx.setCookie(operatorCookie(found.token));
    }),

  /** Ends this session. */
  signOut: operatorProcedure.mutation(async ({ ctx }) => {
    await signOutOperator(controlOf(ctx), ctx.operator.sessionId);
    ctx.setCookie(forgetOperatorCookie);
  }),

  /** Who is signed in; null when nobody is. */
  me: openProcedure.query(({ ctx }) => (ctx.operator === undefined ? null : { email: ctx.operator.email })),

  /** All companies with the units that took part in the finished months, the servers, and what was done last. */
  overview: operatorProcedure.query(async ({ ctx }) => {
    const control = controlOf(ctx);
    const [records, servers, counts, record] = await Promise.all([
      control.records(),
      control.servers(),
      unitCounts(control, MONTHS),
      operatorRecord(control, RECORD_LINES),
    ]);
    return {
      companies: records.map(
        ({ id, slug, name, hosts, plan, state, failure, locale, createdAt, deleteAfter, serverId }) => ({
          id,
          slug,
          name,
          hosts,
          plan,
          state,
          failure,
          locale,
          createdAt,
          deleteAfter,
          serverId,
        }),
      ),
      servers,
      counts,
      record,
      temporalLink: ctx.services.config.TEMPORAL_UI_URL ?? null,
    };
  }),

  /** The units of a company that took part in this month so far; null while it is not open here (made a moment ago, closed). */
  soFar: operatorProcedure.input(byId).query(async ({ ctx, input }) => {
    const workspace = await ctx.services.workspaces.byId(input.id);
    if (workspace === undefined) {
      await companyOf(ctx, input.id);
      return null;
    }
    return countUnits(workspace, monthOf(toInstant(Date.now())));
  }),

  /** Writes a company down and begins to make it; the list shows how far that is. Throws `slugTaken`, `hostTaken`. */
  create: operatorProcedure.input(newWorkspace).mutation(async ({ ctx, input }) => {
    const control = controlOf(ctx);
    const id = await control
      .transaction(async (q) => {
        const made = await control.register(input, q);
        if (!made.isNew) throw new DomainError('slugTaken');
        const entry = { operatorId: ctx.operator.id, what: 'create', workspaceId: made.id };
        await recordOperator(q, { ...entry, details: { slug: input.slug } });
        return made.id;
      })
      .catch((error: unknown) => {
        throw taken(error);
      });
    make(ctx, { id, wasReady: false });
    return { id };
  }),

  /** Tries once more to make or migrate a company that has failed. */
  retry: operatorProcedure.input(byId).mutation(async ({ ctx, input }) => {
    const { id, state, wasReady } = await companyOf(ctx, input.id);
    if (state !== 'failed' && state !== 'creating') throw new DomainError('notAllowedNow');
    await recordOperator(controlOf(ctx).query, { operatorId: ctx.operator.id, what: 'retry', workspaceId: id });
    make(ctx, { id, wasReady });
  }),

  /** Changes a company's name, hosts and plan. Throws `hostTaken`. */
  describe: operatorProcedure
    .input(byId.extend(workspaceDescription.shape))
    .mutation(async ({ ctx, input: { id, ...wanted } }) => {
      await change(ctx, id, 'describe', async ({ name, hosts, plan }, q) => {
        await controlOf(ctx).describe(id, wanted, q);
        return { before: { name, hosts, plan }, after: wanted };
      }).catch((error: unknown) => {
        throw taken(error);
      });
    }),

  /** Closes a company to everybody until it is resumed. What runs waits. */
  suspend: operatorProcedure.input(byId).mutation(({ ctx, input }) => turn(ctx, input.id, 'active', 'suspended')),

  /** Opens a suspended company again. */
  resume: operatorProcedure.input(byId).mutation(({ ctx, input }) => turn(ctx, input.id, 'suspended', 'active')),

  /** Closes a suspended company for good: it is deleted after the days in which it can still be kept. */
  planDeletion: operatorProcedure.input(byId.extend({ slug: z.string().max(60) })).mutation(async ({ ctx, input }) => {
    const after = toInstant(Date.now() + DELETION_GRACE_DAYS * 86_400_000);
    await change(ctx, input.id, 'planDeletion', async ({ id, slug, state }, q) => {
      if (state !== 'suspended' && state !== 'failed') throw new DomainError('notAllowedNow');
      if (input.slug.trim() !== slug) throw new DomainError('nameDiffers');
      await controlOf(ctx).planDeletion(id, after, q);
    });
    return { after };
  }),

  /** Keeps a company that was to be deleted; it stays closed until it is resumed. */
  keep: operatorProcedure.input(byId).mutation(async ({ ctx, input }) => {
    await change(ctx, input.id, 'keep', async ({ id, state }, q) => {
      if (state !== 'deleting') throw new DomainError('notAllowedNow');
      await controlOf(ctx).planDeletion(id, null, q);
    });
  }),

  /** Deletes at once what was to be deleted later. */
  deleteNow: operatorProcedure.input(byId.extend({ slug: z.string().max(60) })).mutation(async ({ ctx, input }) => {
    const { id, slug, state } = await companyOf(ctx, input.id);
    if (state !== 'deleting') throw new DomainError('notAllowedNow');
    if (input.slug.trim() !== slug) throw new DomainError('nameDiffers');
    await asked(ctx, { what: 'deleteNow', workspaceId: id, details: { slug } }, () =>
      begun(beginDeletion(ctx.services.temporal.client, id)),
    );
  }),

  /** Makes a new company's first administrator and mails them the way in. Throws `notAllowedNow` where there is one. */
  inviteFirst: operatorProcedure.input(byId.extend(firstAdministrator.shape)).mutation(async ({ ctx, input }) => {
    const { id, ...who } = input;
    const workspace = await ctx.services.workspaces.byId(id);
    if (workspace === undefined) throw new DomainError('notFound');
    await asked(ctx, { what: 'inviteFirst', workspaceId: id }, () =>
      inviteFirstAdministrator(workspace, who, async (roundId) => {
        await startInvitation(ctx.services.temporal.client, workspace.id, roundId).catch(() => {
          throw new DomainError('unavailable');
        });
      }),
    );
  }),

  /** Begins to move a company to another server; it is closed while it is copied. */
  move: operatorProcedure.input(byId.extend({ server: z.uuid().nullable() })).mutation(async ({ ctx, input }) => {
    const { id, state, serverId } = await companyOf(ctx, input.id);
    const known = input.server === null || (await controlOf(ctx).servers()).some((each) => each.id === input.server);
    if (!known) throw new DomainError('notFound');
    if (state !== 'active' || serverId === input.server) throw new DomainError('notAllowedNow');
    await asked(ctx, { what: 'move', workspaceId: id, details: { from: serverId, to: input.server } }, () =>
      begun(beginMove(ctx.services.temporal.client, id, input.server)),
    );
  }),

  /** Adds a database server, after trying whether it can hold companies. Throws `serverUnusable`. */
  addServer: operatorProcedure
    .input(z.object({ name: z.string().trim().min(1).max(60), url: z.url({ protocol: /^postgres(ql)?$/ }).max(500) }))
    .mutation(async ({ ctx, input }) => {
      if (!(await serverIsUsable(controlOf(ctx), input.url))) throw new DomainError('serverUnusable');
      const control = controlOf(ctx);
      const id = await control.transaction(async (q) => {
        const entry = { operatorId: ctx.operator.id, what: 'addServer', details: { name: input.name } };
        await recordOperator(q, entry);
        return control.addServer(input.name, input.url, q);
      });
      return { id };
    }),
});

export type InstallationRouter = typeof installationRouter;

/** Has a company made or migrated in the background; the worker's workflow goes on whatever becomes of this process. */
function make(ctx: OperatorContext, workspace: Parameters<typeof provisionWorkspace>[1]): void {
  provisionWorkspace(ctx.services.temporal.client, workspace).catch((error: unknown) =>
    ctx.log.warn({ err: error, workspace: workspace.id }, 'a company is not made yet'),
  );
}

/**
 * Changes a company with the entry that tells it, in one transaction: nothing is done that is not written down, and nothing
 * written down that was not done. One act on a company at a time. `work` returns what the entry tells besides.
 * Throws `notFound`, and what `work` throws.
 */
async function change(
  ctx: SignedIn,
  id: WorkspaceId,
  what: 'suspend' | 'resume' | 'describe' | 'planDeletion' | 'keep',
  work: (company: WorkspaceRecord, q: Query) => Promise<object | undefined>,
): Promise<void> {
  const control = controlOf(ctx);
  await control.transaction(async (q) => {
    const company = await control.locked(id, q);
    if (company === undefined) throw new DomainError('notFound');
    const details = (await work(company, q)) ?? {};
    await recordOperator(q, { operatorId: ctx.operator.id, what, workspaceId: id, details });
  });
}

/**
 * Does elsewhere (in the engine, in a company's own database) what an operator asks for. What was asked for is written down
 * before, because a process that is lost afterwards could not tell of what has begun; and only as asked for, because it may
 * be refused, or not answered at all. A refusal is an entry of its own, so no entry ever says what did not happen, whenever
 * the process is lost.
 */
async function asked(
  ctx: SignedIn,
  entry: { what: 'move' | 'deleteNow' | 'inviteFirst'; workspaceId: string; details?: object },
  work: () => Promise<void>,
): Promise<void> {
  const { query } = controlOf(ctx);
  await recordOperator(query, { operatorId: ctx.operator.id, ...entry });
  await work().catch(async (error: unknown) => {
    if (error instanceof DomainError)
      await recordOperator(query, { operatorId: ctx.operator.id, ...entry, what: `${entry.what}Refused` });
    throw error;
  });
}

/** Throws `notAllowedNow` where the engine began nothing, because something of the company is under way. */
async function begun(start: Promise<boolean>): Promise<void> {
  if (!(await start)) throw new DomainError('notAllowedNow');
}

function turn(ctx: SignedIn, id: WorkspaceId, from: 'active' | 'suspended', to: 'active' | 'suspended'): Promise<void> {
  return change(ctx, id, to === 'active' ? 'resume' : 'suspend', async ({ state }, q) => {
    if (state !== from) throw new DomainError('notAllowedNow');
    await controlOf(ctx).setState(id, to, null, q);
  });
}
