import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Control } from './control.ts';
import { assertGoodPassword, hashPassword, verifyPassword } from './passwords.ts';
import type { Query } from './pool.ts';
import { takeRecoveryCode, takeTotp, totpState } from './totp.ts';
import { countTry, forgetTries } from './tries.ts';

/** How long an operator stays signed in, in hours: they rule over every company, so it is a working day. */
const LIFETIME_HOURS = 10;

/** Somebody who administers the installation, as proven by their session. */
export type Operator = { readonly id: string; readonly email: string; readonly sessionId: string };

/** So long a password that was right waits for the second factor. */
const PENDING_SECONDS = 300;

/**
 * What came of a sign-in: who it is with their session's token, a right password that waits for the second factor, how
 * long to wait, or nothing.
 */
export type OperatorSignIn =
  | { readonly token: string }
  | { readonly pending: string }
  | { readonly retryAfterSeconds: number }
  | null;

const unknownHash = hashPassword('nobody has this password');

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * Makes an operator, or gives a known one a new password, which ends their sessions and takes their second factor away:
 * whoever may run the command is the way back for who lost the app and the recovery codes.
 * @throws DomainError passwordLength, passwordCommon
 */
export async function setOperator(control: Control, email: string, password: string): Promise<void> {
  assertGoodPassword(password);
  const hash = await hashPassword(password);
  await control.transaction(async (q) => {
    const [operator] = await q<{ id: string }>(
      `insert into operator (email, password_hash) values ($1, $2)
       on conflict (email) do update set password_hash = excluded.password_hash returning id`,
      [email.trim().toLowerCase(), hash],
    );
    await q('delete from operator_session where operator_id = $1', [operator?.id]);
    await q('delete from operator_totp where operator_id = $1', [operator?.id]);
    await recordOperator(q, { operatorId: null, what: 'setOperator' });
  });
}

/** Whether an operator is there with this password. */
export async function operatorHasPassword(control: Control, email: string, password: string): Promise<boolean> {
  const { rows } = await control.pool.query<{ hash: string }>(
    'select password_hash as hash from operator where email = $1',
    [email.trim().toLowerCase()],
  );
  return rows[0] !== undefined && verifyPassword(rows[0].hash, password);
}

/** A password that is as hard to guess as a key, for an account that is made by a command. */
export function madePassword(): string {
  return randomBytes(15).toString('base64url');
}

/**
 * Signs an operator in. Tries are counted before they are looked at, by account and address together; an unknown account
 * takes as long as a wrong password.
 */
export async function signInOperator(
  control: Control,
  given: { email: string; password: string; address: string },
): Promise<OperatorSignIn> {
  const email = given.email.trim().toLowerCase();
  const key = createHmac('sha256', 'operator').update(`${email}|${given.address}`).digest();
  const wait = await countTry(control.factors.query, 'operator_failure', key);
  if (wait !== null) return { retryAfterSeconds: wait };
  const { rows } = await control.pool.query<{ id: string; hash: string }>(
    'select id, password_hash as hash from operator where email = $1',
    [email],
  );
  const found = rows[0];
  if (!(await verifyPassword(found?.hash ?? (await unknownHash), given.password)) || !found) return null;
  await forgetTries(control.factors.query, 'operator_failure', key);
  if ((await totpState(control.factors, found.id))?.confirmedAt) return { pending: pendingToken(control, found.id) };
  return { token: await startSession(control, found.id, 'signIn') };
}

/**
 * Signs an operator in whose password was right, by a code of their app or a recovery code. Tries are counted by account
 * alone: only who has the password comes here.
 */
export async function secondOperatorFactor(
  control: Control,
  given: { pending: string; code: string },
): Promise<{ token: string } | { retryAfterSeconds: number } | 'tooOld' | null> {
  const operatorId = pendingOperator(control, given.pending);
  if (operatorId === undefined) return 'tooOld';
  const key = createHmac('sha256', 'operator').update(`second:${operatorId}`).digest();
  const wait = await countTry(control.factors.query, 'operator_failure', key);
  if (wait !== null) return { retryAfterSeconds: wait };
  const byApp = await takeTotp(control.factors, operatorId, given.code);
  const byRecoveryCode = !byApp && (await takeRecoveryCode(control.factors, operatorId, given.code));
  if (!byApp && !byRecoveryCode) return null;
  await forgetTries(control.factors.query, 'operator_failure', key);
  return { token: await startSession(control, operatorId, byRecoveryCode ? 'signInByRecoveryCode' : 'signIn') };
}

/** Whether a password is an operator's own; tries are counted. How long to wait where there were too many. */
export async function proveOperator(
  control: Control,
  operatorId: string,
  password: string,
): Promise<boolean | { retryAfterSeconds: number }> {
  const key = createHmac('sha256', 'operator').update(`again:${operatorId}`).digest();
  const wait = await countTry(control.factors.query, 'operator_failure', key);
  if (wait !== null) return { retryAfterSeconds: wait };
  const { rows } = await control.pool.query<{ hash: string }>(
    'select password_hash as hash from operator where id = $1',
    [operatorId],
  );
  if (!rows[0] || !(await verifyPassword(rows[0].hash, password))) return false;
  await forgetTries(control.factors.query, 'operator_failure', key);
  return true;
}

/** Ends an operator's sessions but one. */
export async function endOperatorSessions(q: Query, operatorId: string, keep: string): Promise<void> {
  await q('delete from operator_session where operator_id = $1 and id <> $2', [operatorId, keep]);
}

function pendingSignature(control: Control, body: string): Buffer {
  return createHmac('sha256', control.factors.key).update(`sign-in:pending:${body}`).digest();
}

function pendingToken(control: Control, operatorId: string): string {
  const body = `${operatorId}.${Math.floor(Date.now() / 1_000) + PENDING_SECONDS}`;
  return `${body}.${pendingSignature(control, body).toString('base64url')}`;
}

function pendingOperator(control: Control, token: string): string | undefined {
  const [operatorId = '', until = '', signature = ''] = token.split('.');
  const expected = pendingSignature(control, `${operatorId}.${until}`);
  const shown = Buffer.from(signature, 'base64url');
  if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) return undefined;
  return Number(until) * 1_000 > Date.now() ? operatorId : undefined;
}

async function startSession(
  control: Control,
  operatorId: string,
  what: 'signIn' | 'signInByRecoveryCode',
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await control.transaction(async (q) => {
    await q(
      `insert into operator_session (operator_id, token_hash, expires_at)
       values ($1, $2, now() + make_interval(hours => $3))`,
      [operatorId, hashOf(token), LIFETIME_HOURS],
    );
    await recordOperator(q, { operatorId, what });
  });
  return token;
}

/** Who is signed in by this token; undefined when nobody is any more. */
export async function operatorOf(control: Control, token: string): Promise<Operator | undefined> {
  const { rows } = await control.pool.query<Operator>(
    `select o.id, o.email, s.id as "sessionId" from operator_session s join operator o on o.id = s.operator_id
     where s.token_hash = $1 and s.expires_at > now()`,
    [hashOf(token)],
  );
  return rows[0];
}

/** Ends a session. */
export async function signOutOperator(control: Control, sessionId: string): Promise<void> {
  await control.pool.query('delete from operator_session where id = $1', [sessionId]);
}

/**
 * Writes down what an operator did, with ids and settings, never with words about people. In the transaction that does it, or
 * before: what is done is written down, whenever the process is lost.
 */
export async function recordOperator(
  q: Query,
  entry: { operatorId: string | null; what: string; workspaceId?: string | undefined; details?: object },
): Promise<void> {
  await q('insert into operator_audit (operator_id, what, workspace_id, details) values ($1, $2, $3, $4)', [
    entry.operatorId,
    entry.what,
    entry.workspaceId ?? null,
    JSON.stringify(entry.details ?? {}),
  ]);
}

/** What operators did last, newest first. */
export async function operatorRecord(
  control: Control,
  limit: number,
): Promise<
  {
    at: string;
    email: string | null;
    what: string;
    workspaceId: string | null;
    /** How the company was called when it was made or deleted: its row may be gone. */
    slug: string | null;
  }[]
> {
  const { rows } = await control.pool.query(
    `select to_json(a.at) #>> '{}' as at, o.email, a.what, a.workspace_id as "workspaceId",
       (select s.details ->> 'slug' from operator_audit s where s.workspace_id = a.workspace_id and s.details ? 'slug'
        order by s.id limit 1) as slug
     from operator_audit a left join operator o on o.id = a.operator_id order by a.id desc limit $1`,
    [limit],
  );
  return rows;
}
