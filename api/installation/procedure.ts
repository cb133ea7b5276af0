import { initTRPC } from '@trpc/server';
import type { FastifyBaseLogger } from 'fastify';
import type { Operator } from '../../db/operators.ts';
import { DomainError } from '../../domain/errors.ts';
import { type Services, throwRefusal, told } from '../trpc.ts';

/** What a procedure of the installation's administration knows about the request it answers. */
export type OperatorContext = {
  readonly operator: Operator | undefined;
  readonly services: Services;
  /** The caller's address, IPv6 shortened to its /64: for limits only, never logged. */
  readonly address: string;
  readonly log: FastifyBaseLogger;
  /** Adds a Set-Cookie header to the answer. */
  setCookie(header: string): void;
};

type OperatorMeta = { who?: 'anybody' | 'operator' };

const trpc = initTRPC
  .context<OperatorContext>()
  .meta<OperatorMeta>()
  .create({ isDev: false, errorFormatter: ({ shape, error }) => told(shape, error) });

export const operatorRouter = trpc.router;

const refusals = trpc.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok) throwRefusal(result.error);
  return result;
});

/** What anybody may ask who reaches the installation's own address. */
export const openProcedure = trpc.procedure.meta({ who: 'anybody' }).use(refusals);

/** What only a signed-in operator may ask. */
export const operatorProcedure = trpc.procedure
  .meta({ who: 'operator' })
  .use(refusals)
  .use(({ ctx, next }) => {
    const { operator } = ctx;
    if (operator === undefined) throw new DomainError('signInNeeded');
    return next({ ctx: { ...ctx, operator } });
  });
