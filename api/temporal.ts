import { setTimeout } from 'node:timers/promises';
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { ApiConfig } from './config.ts';

/** The workflow engine as the API sees it. It may be away: whoever calls says what happens then. */
export type Temporal = {
  readonly client: Client;
  /** Whether it answers now, within a second. */
  reachable(): Promise<boolean>;
  close(): Promise<void>;
};

/** A hiccup is tried over; when the engine is really away nobody waits for it, what was said is stored. */
const RETRY = defaultGrpcRetryOptions({ maxAttempts: 3 });
/** How much later than asked for a timer may fire. */
const TIMER_SLACK_MS = 20;
/** How soon its return is noticed at the latest; the client's own default is two minutes. */
const RECONNECT_MS = 2_000;

/** Connects with the first call, not before, so that the API starts and works while Temporal is away. */
export function lazyTemporal(config: Pick<ApiConfig, 'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE'>): Temporal {
  let closing = false;
  let lastRetryAt = 0;
  const retry = makeGrpcRetryInterceptor({
    retryableDecider: (attempt, status) => !closing && RETRY.retryableDecider(attempt, status),
    delayFunction(attempt, status) {
      const delayMs = RETRY.delayFunction(attempt, status);
      lastRetryAt = Math.max(lastRetryAt, Date.now() + delayMs);
      return delayMs;
    },
  });
  const connection = Connection.lazy({
    address: config.TEMPORAL_ADDRESS,
    connectTimeout: '3s',
    interceptors: [retry],
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 500, 'grpc.max_reconnect_backoff_ms': RECONNECT_MS },
  });
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  return {
    client,
    async reachable() {
      try {
        await connection.withDeadline(Date.now() + 1_000, () => connection.workflowService.getSystemInfo({}));
        return true;
      } catch {
        return false;
      }
    },
    async close() {
      closing = true;
      // A retry whose time comes after the connection is closed throws where nobody can catch it, and ends the process.
      const waitMs = lastRetryAt - Date.now();
      if (waitMs > 0) await setTimeout(waitMs + TIMER_SLACK_MS);
      await connection.close();
    },
  };
}
