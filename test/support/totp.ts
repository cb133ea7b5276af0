import { createOTP } from '@better-auth/utils/otp';

/** What an app shows for a secret in base32, some steps of 30 seconds from now. */
export function shownCode(secret: string, steps = 0): Promise<string> {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
  return createOTP(bytes).hotp(Math.floor(Date.now() / 30_000) + steps);
}
