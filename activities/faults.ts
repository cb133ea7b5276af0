import { Context } from '@temporalio/activity';
import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { DomainError } from '../domain/errors.ts';

/**
 * What a log and Temporal's histories may know of an error: its kind and PostgreSQL's code with table and constraint.
 * Its own words and stack may quote what people wrote, or their addresses; only an ApplicationFailure's words are ours.
 */
export function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error instanceof ApplicationFailure) return `${error.type ?? 'ApplicationFailure'}: ${error.message}`;
  const { code, table, constraint } = error as Error & Record<'code' | 'table' | 'constraint', unknown>;
  const parts = [error.name, code, table, constraint];
  return parts.filter((part) => typeof part === 'string' && /^[\w.-]{1,80}$/.test(part)).join(' ');
}

/** Where an error came from, without its words: the lines of its stack that name functions. */
export function placeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .join('\n');
}

/**
 * Lets only kinds of errors out of activities, never their words: Temporal keeps failures in the clear, and erasing a
 * person must not have to search there. A refusal (DomainError) keeps code and details, and is not tried again.
 */
export function wordlessFailures(onFault: (error: unknown) => void): ActivityInboundCallsInterceptor {
  return {
    async execute(input, next) {
      try {
        return await next(input);
      } catch (error) {
        if (error instanceof TemporalFailure || isOfTheEngine(error)) throw error;
        if (error instanceof DomainError) throw ApplicationFailure.nonRetryable(error.code, error.code, error.details);
        onFault(error);
        const failure = ApplicationFailure.retryable(kindOf(error), error instanceof Error ? error.name : 'unknown');
        failure.stack = placeOf(error) ?? '';
        throw failure;
      }
    },
  };
}

/** Cancellation and asynchronous completion are told by errors that the engine knows by their kind. */
function isOfTheEngine(error: unknown): boolean {
  const name = error instanceof Error ? error.name : '';
  return name === 'CompleteAsyncError' || (name === 'AbortError' && Context.current().cancellationSignal.aborted);
}
