import { z } from 'zod';
import { endOperatorSessions, proveOperator, recordOperator } from '../../db/operators.ts';
import { beginTotp, makeRecoveryCodes, removeTotp, takeTotp, totpState } from '../../db/totp.ts';
import { DomainError } from '../../domain/errors.ts';
import { type OperatorContext, operatorProcedure } from './procedure.ts';

const password = z.string().max(512);
const code = z.string().trim().min(6).max(12);
const ISSUER = 'ProCSM Installation';

type SignedIn = OperatorContext & { operator: { id: string; email: string; sessionId: string } };

const controlOf = (ctx: OperatorContext) => ctx.services.workspaces.control;

async function proveAgain(ctx: SignedIn, given: string): Promise<void> {
  const proven = await proveOperator(controlOf(ctx), ctx.operator.id, given);
  if (proven === false) throw new DomainError('passwordWrong');
  if (proven !== true) throw new DomainError('tooMany', proven);
}

const recorded = (ctx: SignedIn, what: string) => recordOperator(controlOf(ctx), { operatorId: ctx.operator.id, what });

/** The operator's own second factor: set up, recovery codes renewed, taken away. As employees have it. */
export const operatorFactor = {
  /** Whether there is one, and how many recovery codes are left. */
  totp: operatorProcedure.query(
    async ({ ctx }) =>
      (await totpState(controlOf(ctx).factors, ctx.operator.id)) ?? { confirmedAt: null, recoveryCodesLeft: 0 },
  ),

  /** Begins to set it up: the secret for the app, told this one time. */
  beginTotp: operatorProcedure.input(z.object({ password })).mutation(async ({ ctx, input }) => {
    await proveAgain(ctx, input.password);
    const secret = await beginTotp(controlOf(ctx).factors, ctx.operator.id);
    if (secret === undefined) throw new DomainError('notAllowedNow');
    const issuer = encodeURIComponent(ISSUER);
    const label = `${issuer}:${encodeURIComponent(ctx.operator.email)}`;
    await recorded(ctx, 'beginTotp');
    return { secret, uri: `otpauth://totp/${label}?secret=${secret}&issuer=${issuer}` };
  }),

  /** Proves that the app has the secret: from now on it is asked for. Tells the recovery codes, this one time. */
  confirmTotp: operatorProcedure.input(z.object({ code })).mutation(async ({ ctx, input }) => {
    const { factors } = controlOf(ctx);
    if (!(await takeTotp(factors, ctx.operator.id, input.code, { confirming: true })))
      throw new DomainError('totpWrong');
    const recoveryCodes = await makeRecoveryCodes(factors, ctx.operator.id);
    await endOperatorSessions(controlOf(ctx), ctx.operator.id, ctx.operator.sessionId);
    await recorded(ctx, 'confirmTotp');
    return { recoveryCodes };
  }),

  /** New recovery codes in place of the old ones. */
  renewRecoveryCodes: operatorProcedure.input(z.object({ code })).mutation(async ({ ctx, input }) => {
    const { factors } = controlOf(ctx);
    if (!(await takeTotp(factors, ctx.operator.id, input.code))) throw new DomainError('totpWrong');
    const recoveryCodes = await makeRecoveryCodes(factors, ctx.operator.id);
    await recorded(ctx, 'renewRecoveryCodes');
    return { recoveryCodes };
  }),

  /** Takes the second factor away. */
  removeTotp: operatorProcedure.input(z.object({ password })).mutation(async ({ ctx, input }) => {
    await proveAgain(ctx, input.password);
    if (!(await removeTotp(controlOf(ctx).factors, ctx.operator.id))) throw new DomainError('notAllowedNow');
    await recorded(ctx, 'removeTotp');
  }),
};
