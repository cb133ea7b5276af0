import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

const HOURS = 12;

/**
 * A token of the public report form: whoever got it may upload and see these uploads again until the report is sent.
 * Signed, not stored; good for twelve hours.
 */
export function newUploadToken(key: Buffer, now = Date.now()): { uploadId: string; token: string } {
  const uploadId = randomUUID();
  const body = `${uploadId}.${now + HOURS * 3_600_000}`;
  return { uploadId, token: `${body}.${signature(key, body).toString('base64url')}` };
}

/** The upload that a token stands for; undefined when it is forged or too old. */
export function uploadOf(key: Buffer, token: string | undefined, now = Date.now()): string | undefined {
  const [uploadId, until, given] = token?.split('.') ?? [];
  if (uploadId === undefined || until === undefined || given === undefined) return undefined;
  const expected = signature(key, `${uploadId}.${until}`);
  const bytes = Buffer.from(given, 'base64url');
  if (bytes.length !== expected.length || !timingSafeEqual(bytes, expected)) return undefined;
  return Number(until) > now ? uploadId : undefined;
}

function signature(key: Buffer, body: string): Buffer {
  return createHmac('sha256', key).update(`upload:${body}`).digest();
}
