import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals secrets with AES-256-GCM under a key derived from a longer-lived one (MASTER_KEY for the control database). What
 * a secret is for (`about`) is authenticated with it, so that one row's secret does not open in another's place.
 */
export class Sealing {
  readonly #key: KeyObject;

  constructor(masterKey: string, where = 'control database') {
    if (masterKey.length < 32) throw new Error('MASTER_KEY needs at least 32 characters.');
    this.#key = createSecretKey(Buffer.from(hkdfSync('sha256', masterKey, 'procsm', where, 32)));
  }

  seal(secret: Buffer, about: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(about));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), sealed]);
  }

  /** @throws Error when MASTER_KEY is not the one that sealed it, or when the secret belongs to another row. */
  unseal(sealed: Buffer, about: string): Buffer {
    const body = 1 + IV_BYTES + TAG_BYTES;
    if (sealed[0] !== VERSION || sealed.length <= body) throw new Error(`A sealed secret is damaged: ${about}`);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(1, 1 + IV_BYTES))
      .setAAD(Buffer.from(about))
      .setAuthTag(sealed.subarray(1 + IV_BYTES, body));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(body)), decipher.final()]);
    } catch {
      throw new Error('MASTER_KEY does not belong to this database: it opens none of the secrets stored in it.');
    }
  }
}
