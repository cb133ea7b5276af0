import { createSignal, onCleanup } from 'solid-js';
import { z } from 'zod/mini';
import { actHeaders, type Questions, refusalFrom } from '../../api.ts';
import { sentencesLoaded } from '../../refusal-table.ts';
import { sayRefusal } from '../../refusals.ts';

/** An act as it is sent. */
export type HeldAct = Questions['orders']['act'];

/** How long an act can be taken back before anybody is told of it. */
export const HOLD_MS = 30_000;

const stored = z.object({ act: z.looseObject({ orderId: z.string(), commandId: z.string() }), at: z.number() });
const keyOf = (orderId: string) => `held ${orderId}`;

/** The act that waits for an order in this browser, or undefined. */
function read(orderId: string): { act: HeldAct; at: number } | undefined {
  try {
    const found = stored.safeParse(JSON.parse(localStorage.getItem(keyOf(orderId)) ?? 'null'));
    return found.success ? (found.data as { act: HeldAct; at: number }) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Sends the act so that it arrives even while the page closes. Sent twice it has one effect: its id is the same.
 * Resolves with why it was refused, if it was: that is an answer too, nothing is gained by sending it again.
 */
async function send(act: HeldAct): Promise<string | undefined> {
  const answer = await fetch('/api/trpc/orders.act', {
    method: 'POST',
    keepalive: true,
    headers: { 'content-type': 'application/json', ...actHeaders() },
    body: JSON.stringify(act),
  });
  if (answer.ok) return undefined;
  if (answer.status >= 500) throw new Error('unanswered');
  const said: { error?: { data?: { domain?: unknown } } } = await answer.json();
  await sentencesLoaded();
  return sayRefusal(refusalFrom(said.error?.data?.domain) ?? { code: 'unexpected', details: {} });
}

/**
 * Holds an act back for half a minute, in which it can be taken back. It is kept in the browser's storage, sent when
 * the time is over or the page is left, and at the next visit if neither worked: nothing is lost.
 */
export function createHeldBack(orderId: () => string, onSent: () => void) {
  const [left, setLeft] = createSignal<number>();
  const [refused, setRefused] = createSignal<string>();
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    setLeft(undefined);
  };
  const flush = async () => {
    const id = orderId();
    const held = read(id);
    stop();
    if (!held) return;
    // From here on it can't be taken back, not even by a page that opens before the answer is known: it sends again.
    localStorage.setItem(keyOf(id), JSON.stringify({ act: held.act, at: 0 }));
    try {
      setRefused(await send(held.act));
      localStorage.removeItem(keyOf(id));
    } catch {
      // Nobody answered: it stays and is sent again.
    } finally {
      onSent();
    }
  };
  const count = () => {
    const held = read(orderId());
    if (!held) return stop();
    const rest = held.at + HOLD_MS - Date.now();
    if (rest <= 0) void flush();
    else setLeft(Math.ceil(rest / 1000));
  };
  const start = () => {
    clearInterval(timer);
    timer = setInterval(count, 250);
    count();
  };
  const leave = () => void flush();
  addEventListener('pagehide', leave);
  onCleanup(() => {
    removeEventListener('pagehide', leave);
    if (timer) void flush();
  });
  return {
    /** Seconds until it is sent; undefined when nothing is held. */
    left,
    /** Why what was held was not taken. */
    refused,
    hold(act: HeldAct) {
      setRefused(undefined);
      localStorage.setItem(keyOf(act.orderId), JSON.stringify({ act, at: Date.now() }));
      start();
    },
    takeBack() {
      localStorage.removeItem(keyOf(orderId()));
      stop();
    },
    flush,
    /** Goes on with what an earlier visit left. */
    resume: start,
  };
}
