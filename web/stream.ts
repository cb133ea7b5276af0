import { currentDoor, type Refusal, refusalFrom } from './api.ts';
import { locale } from './ui/locale.ts';

/** After so long without a word, not even a ping, the connection is dead, whatever the browser thinks. */
const SILENCE_MS = 40_000;

/** What a reader of the stream is told. */
export type StreamEars = {
  changed: (event: { topic: string; id: string }) => void;
  /** It is being connected, for the first time or again (false), or it stands (true). */
  connected: (is: boolean) => void;
  /** It ended: refused, broken for good, or closed by the server. The reader opens it again if it wants to. */
  ended: (why: Refusal | undefined) => void;
};

/**
 * Opens the stream of `api.live.changes` for whoever stands at the current door. It reads tRPC's events with the
 * browser's own EventSource, so that no page loads a library for that. Returns what closes it.
 */
export function openStream(topics: readonly string[], ears: StreamEars): () => void {
  const { entrance, link } = currentDoor();
  const query = new URLSearchParams({
    input: JSON.stringify({ topics }),
    // A stream can't send headers: its connection parameters say the same.
    connectionParams: JSON.stringify({ locale: locale(), ...(entrance && { entrance }), ...(link && { link }) }),
  });
  const source = new EventSource(`/api/trpc/live.changes?${query}`);
  let silence: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(silence);
    source.close();
  };
  const end = (why?: Refusal) => {
    close();
    ears.ended(why);
  };
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(end, SILENCE_MS);
  };
  ears.connected(false);
  heard();
  source.addEventListener('connected', () => {
    heard();
    ears.connected(true);
  });
  source.addEventListener('ping', heard);
  source.addEventListener('return', () => end());
  source.addEventListener('serialized-error', ({ data }) => {
    const said: { data?: { domain?: unknown } } = JSON.parse(String(data));
    end(refusalFrom(said.data?.domain) ?? { code: 'unexpected', details: {} });
  });
  source.addEventListener('message', ({ data }) => {
    heard();
    const event: { topic?: unknown; id?: unknown } = JSON.parse(String(data));
    if (typeof event.topic === 'string') ears.changed({ topic: event.topic, id: String(event.id ?? '') });
  });
  // The browser connects again by itself, unless the answer was no stream at all.
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) end({ code: 'unavailable', details: {} });
    else ears.connected(false);
  });
  return close;
}
