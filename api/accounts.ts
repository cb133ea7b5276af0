import { createHmac, timingSafeEqual } from 'node:crypto';
import { accountOfPerson, changePassword, endSessions, passwordHash } from '../db/accounts.ts';
import { noteParticipation } from '../db/participation.ts';
import { hashPassword, PASSWORD_MAX, PASSWORD_MIN, verifyPassword } from '../db/passwords.ts';
import { endSession, entersBy, rolesOfPerson, type Session, sessionOfToken } from '../db/sessions.ts';
import { takeRecoveryCode, takeTotp, totpState } from '../db/totp.ts';
import { countTry, forgetTries } from '../db/tries.ts';
import type { Workspace, Workspaces } from '../db/workspaces.ts';
import { DomainError } from '../domain/errors.ts';
import type { Entrance } from '../domain/rights.ts';

/** Instances kept, one per workspace; about half a megabyte each. */
const KEPT = 100;
const DAY = 24 * 3_600;
const LIFETIME = 30 * DAY;
/** So long a password that was right waits for the second factor. */
const PENDING_SECONDS = 300;

/** Each entrance has a cookie of its own, so that one browser can be signed in at two of them, apart. */
export function cookieName(entrance: Entrance): string {
  return `__Host-${entrance}`;
}

/** What a sign-in gives the browser. */
export type SignedIn = { readonly personId: string; readonly accountId: string; readonly cookie: string };

/** A right password of somebody who has a second factor: what is to be shown with its code. */
export type Pending = { readonly pending: string };

/** Accounts and sessions: better-auth keeps them, one instance per workspace; its own web addresses stay shut. */
export class Accounts {
  readonly #workspaces: Workspaces;
  readonly #webUrl: string;
  readonly #lookups = new Map<string, Promise<Session | undefined>>();
  readonly #instances = new Map<string, { workspace: Workspace; auth: ReturnType<typeof instanceFor> }>();

  constructor(workspaces: Workspaces, webUrl: string) {
    this.#workspaces = workspaces;
    this.#webUrl = webUrl;
  }

  /**
   * Signs in by password at an entrance; who has a second factor gets to it at the management's. An unknown address takes
   * as long as a wrong password. Throws `wrongCredentials`, `wrongEntrance` (right password, no role here),
   * `tooMany {retryAfterSeconds}`.
   */
  async signIn(
    workspace: Workspace,
    given: { entrance: Entrance; email: string; password: string; address: string; userAgent: string },
  ): Promise<SignedIn | Pending> {
    const email = given.email.trim().toLowerCase();
    const key = tryKey(workspace, email, given.address);
    await this.#countTry(workspace, key);
    const unknown = await unknownHash();
    const { internalAdapter, password } = await (await this.#of(workspace)).$context;
    const found = await internalAdapter.findUserByEmail(email, { includeAccounts: true });
    const stored = found?.accounts.find(({ providerId }) => providerId === 'credential')?.password;
    if (!(await password.verify({ hash: stored ?? unknown, password: given.password })) || !stored) {
      throw new DomainError('wrongCredentials');
    }
    await forgetTries(workspace.query.bind(workspace), 'sign_in_failure', key);
    const { personId } = found!.user as unknown as { personId: string };
    const accountId = found!.user.id;
    if (given.entrance === 'management' && (await totpState(workspace, accountId))?.confirmedAt) {
      await assertEnters(workspace, personId, given.entrance);
      return { pending: pendingToken(workspace, { accountId, personId }) };
    }
    return this.#start(workspace, { accountId, personId, ...given });
  }

  /**
   * Signs in at the management's entrance whose password was right, by a code of their app or a recovery code. Tries are
   * counted as those of passwords are: only who knows the password can slow down anybody here. Throws `totpWrong`,
   * `tooMany {retryAfterSeconds}`.
   */
  async secondFactor(
    workspace: Workspace,
    who: { accountId: string; personId: string },
    given: { code: string; address: string; userAgent: string },
  ): Promise<SignedIn & { byRecoveryCode: boolean }> {
    const key = tryKey(workspace, `second:${who.accountId}`, given.address);
    await this.#countTry(workspace, key);
    const byApp = await takeTotp(workspace, who.accountId, given.code);
    const byRecoveryCode = !byApp && (await takeRecoveryCode(workspace, who.accountId, given.code));
    if (!byApp && !byRecoveryCode) throw new DomainError('totpWrong');
    await forgetTries(workspace.query.bind(workspace), 'sign_in_failure', key);
    return { ...(await this.#start(workspace, { ...who, ...given, entrance: 'management' })), byRecoveryCode };
  }

  /**
   * Asks for the password once more, before something of the account changes; one that has none is not asked. Throws
   * `passwordWrong`, `tooMany {retryAfterSeconds}`.
   */
  async proveAgain(workspace: Workspace, accountId: string, password: string, address: string): Promise<void> {
    const key = tryKey(workspace, `again:${accountId}`, address);
    await this.#countTry(workspace, key);
    const stored = await passwordHash(workspace, accountId);
    if (stored !== undefined && !(await verifyPassword(stored, password))) throw new DomainError('passwordWrong');
    await forgetTries(workspace.query.bind(workspace), 'sign_in_failure', key);
  }

  /** Gives an account another password; all its sessions but one end at once, with their streams. */
  async changePassword(workspace: Workspace, accountId: string, password: string, keep: string | null): Promise<void> {
    await this.#tellEnded(workspace, await changePassword(workspace, accountId, password, keep));
  }

  /** Ends all sessions of an account but one, with their streams. */
  async revokeAll(workspace: Workspace, accountId: string, keep: string | null): Promise<void> {
    await this.#tellEnded(workspace, await endSessions(workspace.query.bind(workspace), accountId, keep));
  }

  #tellEnded(workspace: Workspace, ids: readonly string[]): Promise<void> {
    const notice = { workspaceId: workspace.id, topic: 'sessionEnded', revision: 0 };
    return this.#workspaces.notify(ids.map((id) => ({ ...notice, id })));
  }

  /** Signs in a person who has just proven their mail address by a mailed link or code. Throws `wrongEntrance`. */
  async signInProven(
    workspace: Workspace,
    given: { personId: string; entrance: Entrance; userAgent: string },
  ): Promise<SignedIn> {
    const accountId = await accountOfPerson(workspace, given.personId);
    if (accountId === undefined) throw new DomainError('wrongCredentials');
    return this.#start(workspace, { accountId, ...given });
  }

  /**
   * Who is signed in at an entrance, by the request's cookies. A page asks for several things at once: requests that come
   * while the same cookie is being looked up share the answer.
   */
  session(
    workspace: Workspace,
    entrance: Entrance,
    cookies: ReadonlyMap<string, string>,
  ): Promise<Session | undefined> {
    const value = cookies.get(cookieName(entrance)) ?? '';
    const key = `${workspace.id} ${entrance} ${value}`;
    const underWay = this.#lookups.get(key);
    if (underWay !== undefined) return underWay;
    const lookup = this.#lookUp(workspace, entrance, value).finally(() => this.#lookups.delete(key));
    this.#lookups.set(key, lookup);
    return lookup;
  }

  async #lookUp(workspace: Workspace, entrance: Entrance, value: string): Promise<Session | undefined> {
    const [token = '', signature = ''] = value.split('.');
    const given = Buffer.from(signature, 'base64url');
    const expected = signatureOf(workspace, entrance, token);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return sessionOfToken(workspace, entrance, token);
  }

  /** Ends one of an account's sessions, with its streams in every process. False when it is not the account's. */
  async revoke(workspace: Workspace, accountId: string, sessionId: string): Promise<boolean> {
    const ended = await endSession(workspace, accountId, sessionId);
    if (ended) await this.#tellEnded(workspace, [sessionId]);
    return ended;
  }

  /** The header that makes the browser forget its session at this entrance. */
  forgetCookie(entrance: Entrance): string {
    return cookieHeader(entrance, '', 0);
  }

  /** Counts a try before it is looked at. Throws `tooMany {retryAfterSeconds}`. */
  async #countTry(workspace: Workspace, key: Buffer): Promise<void> {
    const retryAfterSeconds = await countTry(workspace.query.bind(workspace), 'sign_in_failure', key);
    if (retryAfterSeconds !== null) throw new DomainError('tooMany', { retryAfterSeconds });
  }

  async #start(
    workspace: Workspace,
    given: { accountId: string; personId: string; entrance: Entrance; userAgent: string },
  ): Promise<SignedIn> {
    await assertEnters(workspace, given.personId, given.entrance);
    const { internalAdapter } = await (await this.#of(workspace)).$context;
    const session = await internalAdapter.createSession(given.accountId, false, {
      entrance: given.entrance,
      userAgent: given.userAgent.slice(0, 300),
    });
    await noteParticipation(workspace, given.personId);
    const signature = signatureOf(workspace, given.entrance, session.token).toString('base64url');
    return {
      personId: given.personId,
      accountId: given.accountId,
      cookie: cookieHeader(given.entrance, `${session.token}.${signature}`, LIFETIME),
    };
  }

  #of(workspace: Workspace): ReturnType<typeof instanceFor> {
    let entry = this.#instances.get(workspace.id);
    // A workspace that was closed and opened again has another pool.
    if (entry?.workspace !== workspace) entry = { workspace, auth: instanceFor(workspace, this.#webUrl) };
    this.#instances.delete(workspace.id);
    this.#instances.set(workspace.id, entry);
    const [oldest] = this.#instances.keys();
    if (this.#instances.size > KEPT && oldest !== undefined) this.#instances.delete(oldest);
    return entry.auth;
  }
}

let hashOfNobody: Promise<string> | undefined;
/** Compared with when the address is unknown; asked for at each sign-in, so that the answer always takes the same time. */
function unknownHash(): Promise<string> {
  hashOfNobody ??= hashPassword('nobody has this password');
  return hashOfNobody;
}

async function assertEnters(workspace: Workspace, personId: string, entrance: Entrance): Promise<void> {
  const roles = await rolesOfPerson(workspace, personId, entrance);
  if (roles === undefined || !entersBy(entrance, roles)) throw new DomainError('wrongEntrance');
}

function tryKey(workspace: Workspace, who: string, address: string): Buffer {
  return createHmac('sha256', workspace.key).update(`sign-in:try:${who}|${address}`).digest();
}

function pendingToken(workspace: Workspace, { accountId, personId }: { accountId: string; personId: string }): string {
  const body = `${accountId}.${personId}.${Math.floor(Date.now() / 1_000) + PENDING_SECONDS}`;
  return `${body}.${createHmac('sha256', workspace.key).update(`sign-in:pending:${body}`).digest('base64url')}`;
}

/** Whose right password a token shows; undefined when it is none of ours, or too old. */
export function pendingSignIn(
  workspace: Workspace,
  token: string,
): { accountId: string; personId: string } | undefined {
  const [accountId = '', personId = '', until = '', signature = ''] = token.split('.');
  const body = `${accountId}.${personId}.${until}`;
  const expected = createHmac('sha256', workspace.key).update(`sign-in:pending:${body}`).digest();
  const shown = Buffer.from(signature, 'base64url');
  if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) return undefined;
  return Number(until) * 1_000 > Date.now() ? { accountId, personId } : undefined;
}

function signatureOf(workspace: Workspace, entrance: Entrance, token: string): Buffer {
  return createHmac('sha256', workspace.key).update(`session:${entrance}:${token}`).digest();
}

function cookieHeader(entrance: Entrance, value: string, maxAge: number): string {
  return `${cookieName(entrance)}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; Secure; SameSite=Lax`;
}

/** Loads better-auth with the first sign-in: that takes a quarter of an API's whole start. */
async function instanceFor(workspace: Workspace, webUrl: string) {
  const { betterAuth } = await import('better-auth');
  return betterAuth({
    baseURL: webUrl,
    secret: createHmac('sha256', workspace.key).update('accounts').digest('base64url'),
    database: workspace.pool,
    logger: { disabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    user: {
      modelName: 'account',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: { personId: { type: 'string', required: true, input: false, fieldName: 'person_id' } },
    },
    session: {
      modelName: 'account_session',
      expiresIn: LIFETIME,
      fields: {
        userId: 'account_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      additionalFields: { entrance: { type: 'string', required: true, input: false } },
    },
    account: {
      modelName: 'account_credential',
      fields: {
        userId: 'account_id',
        providerId: 'provider_id',
        accountId: 'provider_account_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'account_verification',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    advanced: { database: { generateId: 'uuid' }, useSecureCookies: false },
  });
}
