import { createHmac, randomBytes } from 'node:crypto';
import { createOTP } from '@better-auth/utils/otp';
import type { Query } from './pool.ts';
import { Sealing } from './sealing.ts';
import { normalizedCode } from './sign-in-links.ts';

/** RFC 6238 as every app knows it: SHA-1, six digits, 30 seconds; one step before and after, for clocks that differ. */
const PERIOD_SECONDS = 30;
const SECRET_BYTES = 20;
const WINDOW = [0, -1, 1];

const RECOVERY_CODES = 10;
const RECOVERY_LENGTH = 10;
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Where second factors are kept: in a company's database for its accounts, in the control database for operators. */
export interface FactorStore {
  readonly key: Buffer;
  /** Whose they are; without it, accounts'. */
  readonly holder?: 'operator';
  query: Query;
  transaction<T>(work: (q: Query) => Promise<T>): Promise<T>;
}

const sealing = (store: FactorStore) => new Sealing(store.key.toString('hex'), 'second factor');

/** The names of tables and column for whom the store is. */
function namesIn(store: FactorStore): { totp: string; spare: string; id: string } {
  const holder = store.holder ?? 'account';
  return { totp: `${holder}_totp`, spare: `${holder}_recovery_code`, id: `${holder}_id` };
}

/** Where an account's second factor stands. */
export interface TotpState {
  confirmedAt: string | null;
  recoveryCodesLeft: number;
}

/** Null where nobody has begun to set one up. */
export async function totpState(store: FactorStore, accountId: string): Promise<TotpState | null> {
  const { totp, spare, id } = namesIn(store);
  const [row] = await store.query<TotpState>(
    `select confirmed_at as "confirmedAt", (select count(*)::int from ${spare} c
       where c.${id} = t.${id} and c.used_at is null) as "recoveryCodesLeft"
     from ${totp} t where ${id} = $1`,
    [accountId],
  );
  return row ?? null;
}

/**
 * Begins to set a second factor up: a new secret that counts once a code of it was shown. Undefined where one counts
 * already. The secret is told this one time, in base32 as apps take it.
 */
export async function beginTotp(store: FactorStore, accountId: string): Promise<string | undefined> {
  const { totp, id } = namesIn(store);
  const secret = randomBytes(SECRET_BYTES);
  const begun = await store.query(
    `insert into ${totp} (${id}, secret) values ($1, $2)
     on conflict (${id}) do update set secret = excluded.secret, created_at = now()
       where ${totp}.confirmed_at is null
     returning ${id}`,
    [accountId, sealing(store).seal(secret, accountId)],
  );
  return begun.length > 0 ? base32(secret) : undefined;
}

/** Takes a code of the app: each counts once. `confirming`: the first one, by which the secret begins to count. */
export async function takeTotp(
  store: FactorStore,
  accountId: string,
  typed: string,
  { confirming = false, now = Date.now() } = {},
): Promise<boolean> {
  const { totp, id } = namesIn(store);
  const code = typed.replace(/\s/g, '');
  if (!/^\d{6}$/.test(code)) return false;
  const [row] = await store.query<{ secret: Buffer }>(
    `select secret from ${totp} where ${id} = $1 and (confirmed_at is null) = $2`,
    [accountId, confirming],
  );
  if (row === undefined) return false;
  const otp = createOTP(sealing(store).unseal(row.secret, accountId), { digits: 6, period: PERIOD_SECONDS });
  const current = Math.floor(now / 1_000 / PERIOD_SECONDS);
  const codes = await Promise.all(
    WINDOW.map(async (offset) => ({ step: current + offset, code: await otp.hotp(current + offset) })),
  );
  const step = codes.find((one) => one.code === code)?.step;
  if (step === undefined) return false;
  const taken = await store.query(
    `update ${totp} set last_step = $2, confirmed_at = coalesce(confirmed_at, now())
     where ${id} = $1 and last_step < $2 returning ${id}`,
    [accountId, step],
  );
  return taken.length === 1;
}

/** Ten new recovery codes in place of all others. They are told this one time. */
export async function makeRecoveryCodes(store: FactorStore, accountId: string): Promise<string[]> {
  const { spare, id } = namesIn(store);
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    [...randomBytes(RECOVERY_LENGTH)].map((byte) => ALPHABET[byte % 32]).join(''),
  );
  await store.transaction(async (q) => {
    await q(`delete from ${spare} where ${id} = $1`, [accountId]);
    await q(`insert into ${spare} (${id}, code_hash) select $1, unnest($2::bytea[])`, [
      accountId,
      codes.map((code) => recoveryHash(store, accountId, code)),
    ]);
  });
  return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
}

/** Uses a recovery code up. */
export async function takeRecoveryCode(store: FactorStore, accountId: string, typed: string): Promise<boolean> {
  const { spare, id } = namesIn(store);
  const used = await store.query(
    `update ${spare} set used_at = now()
     where ${id} = $1 and code_hash = $2 and used_at is null returning ${id}`,
    [accountId, recoveryHash(store, accountId, normalizedCode(typed))],
  );
  return used.length === 1;
}

/** Takes the second factor away, with its recovery codes. False when there was none that counted. */
export async function removeTotp(store: FactorStore, accountId: string): Promise<boolean> {
  const { totp, id } = namesIn(store);
  const removed = await store.query(
    `delete from ${totp} where ${id} = $1 and confirmed_at is not null returning ${id}`,
    [accountId],
  );
  return removed.length === 1;
}

/** Fifty random bits with the store's key: nothing to guess from the table, and no slow hash for each of ten. */
function recoveryHash(store: FactorStore, accountId: string, code: string): Buffer {
  return createHmac('sha256', store.key).update(`recovery:${accountId}:${code}`).digest();
}

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}
