import { z } from 'zod';
import { endOperatorSessions, proveOperator, recordOperator } from '../../db/operators.ts';
import type { Query } from '../../db/pool.ts';
import { beginTotp, type FactorStore, makeRecoveryCodes, removeTotp, takeTotp, totpState } from '../../db/totp.ts';
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

/** Does something to the operator's own second factor, with the entry that tells it: both, or none where it throws. */
function recorded<T>(ctx: SignedIn, what: string, work: (factors: FactorStore, q: Query) => Promise<T>): Promise<T> {
  const control = controlOf(ctx);
  return control.transaction(async (q) => {
    await recordOperator(q, { operatorId: ctx.operator.id, what });
    return work({ ...control.factors, query: q, transaction: (inner) => inner(q) }, q);
  });
}

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
    const secret = await recorded(ctx, 'beginTotp', async (factors) => {
      const begun = await beginTotp(factors, ctx.operator.id);
      if (begun === undefined) throw new DomainError('notAllowedNow');
      return begun;
    });
    const issuer = encodeURIComponent(ISSUER);
    const label = `${issuer}:${encodeURIComponent(ctx.operator.email)}`;
    return { secret, uri: `otpauth://totp/${label}?secret=${secret}&issuer=${issuer}` };
  }),

  /** Proves that the app has the secret: from now on it is asked for. Tells the recovery codes, this one time. */
  confirmTotp: operatorProcedure.input(z.object({ code })).mutation(async ({ ctx, input }) => {
    const { id, sessionId } = ctx.operator;
    const recoveryCodes = await recorded(ctx, 'confirmTotp', async (factors, q) => {
      if (!(await takeTotp(factors, id, input.code, { confirming: true }))) throw new DomainError('totpWrong');
      await endOperatorSessions(q, id, sessionId);
      return makeRecoveryCodes(factors, id);
    });
    return { recoveryCodes };
  }),

  /** New recovery codes in place of the old ones. */
  renewRecoveryCodes: operatorProcedure.input(z.object({ code })).mutation(async ({ ctx, input }) => {
    const recoveryCodes = await recorded(ctx, 'renewRecoveryCodes', async (factors) => {
      if (!(await takeTotp(factors, ctx.operator.id, input.code))) throw new DomainError('totpWrong');
      return makeRecoveryCodes(factors, ctx.operator.id);
    });
    return { recoveryCodes };
  }),

  /** Takes the second factor away. */
  removeTotp: operatorProcedure.input(z.object({ password })).mutation(async ({ ctx, input }) => {
    await proveAgain(ctx, input.password);
    await recorded(ctx, 'removeTotp', async (factors) => {
      if (!(await removeTotp(factors, ctx.operator.id))) throw new DomainError('notAllowedNow');
    });
  }),
};
