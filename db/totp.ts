import { createHmac, randomBytes } from 'node:crypto';
import { createOTP } from '@better-auth/utils/otp';
import { Sealing } from './sealing.ts';
import { normalizedCode } from './sign-in-links.ts';
import type { Workspace } from './workspaces.ts';

/** RFC 6238 as every app knows it: SHA-1, six digits, 30 seconds; one step before and after, for clocks that differ. */
const PERIOD_SECONDS = 30;
const SECRET_BYTES = 20;
const WINDOW = [0, -1, 1];

const RECOVERY_CODES = 10;
const RECOVERY_LENGTH = 10;
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const sealing = (workspace: Workspace) => new Sealing(workspace.key.toString('hex'), 'second factor');

/** Where an account's second factor stands. */
export interface TotpState {
  confirmedAt: string | null;
  recoveryCodesLeft: number;
}

/** Null where nobody has begun to set one up. */
export async function totpState(workspace: Workspace, accountId: string): Promise<TotpState | null> {
  const [row] = await workspace.query<TotpState>(
    `select confirmed_at as "confirmedAt", (select count(*)::int from account_recovery_code c
       where c.account_id = t.account_id and c.used_at is null) as "recoveryCodesLeft"
     from account_totp t where account_id = $1`,
    [accountId],
  );
  return row ?? null;
}

/**
 * Begins to set a second factor up: a new secret that counts once a code of it was shown. Undefined where one counts
 * already. The secret is told this one time, in base32 as apps take it.
 */
export async function beginTotp(workspace: Workspace, accountId: string): Promise<string | undefined> {
  const secret = randomBytes(SECRET_BYTES);
  const begun = await workspace.query(
    `insert into account_totp (account_id, secret) values ($1, $2)
     on conflict (account_id) do update set secret = excluded.secret, created_at = now()
       where account_totp.confirmed_at is null
     returning account_id`,
    [accountId, sealing(workspace).seal(secret, accountId)],
  );
  return begun.length > 0 ? base32(secret) : undefined;
}

/** Takes a code of the app: each counts once. `confirming`: the first one, by which the secret begins to count. */
export async function takeTotp(
  workspace: Workspace,
  accountId: string,
  typed: string,
  { confirming = false, now = Date.now() } = {},
): Promise<boolean> {
  const code = typed.replace(/\s/g, '');
  if (!/^\d{6}$/.test(code)) return false;
  const [row] = await workspace.query<{ secret: Buffer }>(
    'select secret from account_totp where account_id = $1 and (confirmed_at is null) = $2',
    [accountId, confirming],
  );
  if (row === undefined) return false;
  const otp = createOTP(sealing(workspace).unseal(row.secret, accountId), { digits: 6, period: PERIOD_SECONDS });
  const current = Math.floor(now / 1_000 / PERIOD_SECONDS);
  const codes = await Promise.all(
    WINDOW.map(async (offset) => ({ step: current + offset, code: await otp.hotp(current + offset) })),
  );
  const step = codes.find((one) => one.code === code)?.step;
  if (step === undefined) return false;
  const taken = await workspace.query(
    `update account_totp set last_step = $2, confirmed_at = coalesce(confirmed_at, now())
     where account_id = $1 and last_step < $2 returning account_id`,
    [accountId, step],
  );
  return taken.length === 1;
}

/** Ten new recovery codes in place of all others. They are told this one time. */
export async function makeRecoveryCodes(workspace: Workspace, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    [...randomBytes(RECOVERY_LENGTH)].map((byte) => ALPHABET[byte % 32]).join(''),
  );
  await workspace.transaction(async (q) => {
    await q('delete from account_recovery_code where account_id = $1', [accountId]);
    await q('insert into account_recovery_code (account_id, code_hash) select $1, unnest($2::bytea[])', [
      accountId,
      codes.map((code) => recoveryHash(workspace, accountId, code)),
    ]);
  });
  return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
}

/** Uses a recovery code up. */
export async function takeRecoveryCode(workspace: Workspace, accountId: string, typed: string): Promise<boolean> {
  const used = await workspace.query(
    `update account_recovery_code set used_at = now()
     where account_id = $1 and code_hash = $2 and used_at is null returning account_id`,
    [accountId, recoveryHash(workspace, accountId, normalizedCode(typed))],
  );
  return used.length === 1;
}

/** Takes the second factor away, with its recovery codes. False when there was none that counted. */
export async function removeTotp(workspace: Workspace, accountId: string): Promise<boolean> {
  const removed = await workspace.query(
    'delete from account_totp where account_id = $1 and confirmed_at is not null returning account_id',
    [accountId],
  );
  return removed.length === 1;
}

/** Fifty random bits with the workspace's key: nothing to guess from the table, and no slow hash for each of ten. */
function recoveryHash(workspace: Workspace, accountId: string, code: string): Buffer {
  return createHmac('sha256', workspace.key).update(`recovery:${accountId}:${code}`).digest();
}

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}
