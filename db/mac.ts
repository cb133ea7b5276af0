import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

// Made once for each key: of bytes, Node makes one for each use, which costs ten times the rest.
const keys = new WeakMap<Buffer, KeyObject>();

/** HMAC-SHA-256 under a workspace's key (32 bytes) of what is said one after the other; the first names what it is for. */
export function mac(key: Buffer, ...said: readonly (string | Buffer)[]): Buffer {
  let made = keys.get(key);
  if (made === undefined) {
    made = createSecretKey(key);
    keys.set(key, made);
  }
  const hmac = createHmac('sha256', made);
  for (const part of said) hmac.update(part);
  return hmac.digest();
}
