import { z } from 'zod';
import { passwordHash } from '../../db/accounts.ts';
import { audit } from '../../db/queries/audit.ts';
import { beginTotp, makeRecoveryCodes, removeTotp, takeTotp, totpState } from '../../db/totp.ts';
import { DomainError } from '../../domain/errors.ts';
import { anonymous } from '../../domain/rights.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';
import { sessionIn } from './session.ts';

const password = z.string().max(512).default('');
const code = z.string().trim().min(6).max(12);

/** Writes into the audit what somebody did to their own account. */
function recorded(ctx: RequestContext, what: string): Promise<void> {
  const { personId, entrance } = sessionIn(ctx);
  const kind = entrance === 'management' ? 'employee' : entrance === 'contractors' ? 'contractor' : 'person';
  const actor = { kind, id: personId };
  return audit(ctx.workspace.query.bind(ctx.workspace), { actor, what, subjectId: personId });
}

async function isDemanded({ workspace }: RequestContext): Promise<boolean> {
  const [row] = await workspace.query<{ value: boolean }>(`select value from setting where key = 'totpRequired'`);
  return row?.value === true;
}

/**
 * The caller's own account. Its rules let anybody come in, because whoever has yet to set up a second factor is nobody
 * elsewhere: each asks for the session itself.
 */
export const accountRouter = router({
  /** What the account signs in with. */
  get: procedure(anonymous).query(async ({ ctx }) => {
    const session = sessionIn(ctx);
    const [account] = await ctx.workspace.query<{ email: string }>('select email from account where id = $1', [
      session.accountId,
    ]);
    const office = session.entrance === 'management';
    return {
      email: account?.email ?? '',
      entrance: session.entrance,
      hasPassword: (await passwordHash(ctx.workspace, session.accountId)) !== undefined,
      /** Null where a second factor is not asked for: at the other entrances. */
      totp: office
        ? ((await totpState(ctx.workspace, session.accountId)) ?? { confirmedAt: null, recoveryCodesLeft: 0 })
        : null,
      totpRequired: office && (await isDemanded(ctx)),
    };
  }),

  /** Sets another password and ends the account's other sessions. Whoever has none yet sets their first. */
  changePassword: procedure(anonymous)
    .input(z.object({ current: password, password: z.string().max(512) }))
    .mutation(async ({ ctx, input }) => {
      const { accountId, id } = sessionIn(ctx);
      const { accounts } = ctx.services;
      await accounts.proveAgain(ctx.workspace, accountId, input.current, ctx.address);
      await accounts.changePassword(ctx.workspace, accountId, input.password, id);
      await recorded(ctx, 'account.changePassword');
    }),

  /** Begins to set up a second factor: the secret for the app, told this one time. */
  beginTotp: procedure(anonymous)
    .input(z.object({ password }))
    .mutation(async ({ ctx, input }) => {
      const { accountId, personId, entrance } = sessionIn(ctx);
      if (entrance !== 'management') throw new DomainError('forbidden');
      await ctx.services.accounts.proveAgain(ctx.workspace, accountId, input.password, ctx.address);
      const secret = await beginTotp(ctx.workspace, accountId);
      if (secret === undefined) throw new DomainError('notAllowedNow');
      const [row] = await ctx.workspace.query<{ email: string }>('select email from account where person_id = $1', [
        personId,
      ]);
      const issuer = encodeURIComponent(ctx.workspace.name);
      const label = `${issuer}:${encodeURIComponent(row?.email ?? '')}`;
      await recorded(ctx, 'account.beginTotp');
      return { secret, uri: `otpauth://totp/${label}?secret=${secret}&issuer=${issuer}` };
    }),

  /** Proves that the app has the secret: from now on it is asked for. Tells the recovery codes, this one time. */
  confirmTotp: procedure(anonymous)
    .input(z.object({ code }))
    .mutation(async ({ ctx, input }) => {
      const { accountId, id } = sessionIn(ctx);
      await ctx.services.limits.count(ctx.workspace, 'totpPerAccount', accountId);
      if (!(await takeTotp(ctx.workspace, accountId, input.code, { confirming: true })))
        throw new DomainError('totpWrong');
      const recoveryCodes = await makeRecoveryCodes(ctx.workspace, accountId);
      // Who signed in elsewhere without it does so again.
      await ctx.services.accounts.revokeAll(ctx.workspace, accountId, id);
      await recorded(ctx, 'account.confirmTotp');
      return { recoveryCodes };
    }),

  /** New recovery codes in place of the old ones. */
  renewRecoveryCodes: procedure(anonymous)
    .input(z.object({ code }))
    .mutation(async ({ ctx, input }) => {
      const { accountId } = sessionIn(ctx);
      await ctx.services.limits.count(ctx.workspace, 'totpPerAccount', accountId);
      if (!(await takeTotp(ctx.workspace, accountId, input.code))) throw new DomainError('totpWrong');
      const recoveryCodes = await makeRecoveryCodes(ctx.workspace, accountId);
      await recorded(ctx, 'account.renewRecoveryCodes');
      return { recoveryCodes };
    }),

  /** Takes the second factor away, unless the company demands one. */
  removeTotp: procedure(anonymous)
    .input(z.object({ password }))
    .mutation(async ({ ctx, input }) => {
      const { accountId } = sessionIn(ctx);
      if (await isDemanded(ctx)) throw new DomainError('forbidden');
      await ctx.services.accounts.proveAgain(ctx.workspace, accountId, input.password, ctx.address);
      if (!(await removeTotp(ctx.workspace, accountId))) throw new DomainError('notAllowedNow');
      await recorded(ctx, 'account.removeTotp');
    }),
});
