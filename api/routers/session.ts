import { createHash } from 'node:crypto';
import { z } from 'zod';
import { accountIdOf } from '../../db/accounts.ts';
import { assertGoodPassword } from '../../db/passwords.ts';
import { audit } from '../../db/queries/audit.ts';
import { entersBy, rolesOfPerson, type Session, sessionsOfAccount } from '../../db/sessions.ts';
import { type LinkPurpose, redeemCode, redeemToken, storeSignInLink } from '../../db/sign-in-links.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { anonymous, contractor, ENTRANCES, type Entrance, employee, owner, resident } from '../../domain/rights.ts';
import { EMPLOYEE_ACTS, type EmployeeRights, grants } from '../../domain/roles.ts';
import { pendingSignIn } from '../accounts.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';

const email = z.string().trim().max(254);
/** Employees sign in by password only: a mailbox alone must not open the desk. */
const mailEntrance = z.enum(['residents', 'contractors']);

/** The session of somebody signed in, also of those who have yet to set up the second factor that is demanded. */
export function sessionIn(ctx: RequestContext): Session {
  if (ctx.session === undefined) throw new DomainError('signInNeeded');
  return ctx.session;
}

/** An address as limits count it: the same whether anybody has it or not, and not readable in the table. */
function counted(address: string): string {
  return createHash('sha256').update(address.toLowerCase()).digest('base64url');
}

/** What the interface offers somebody: the acts that they may do somewhere, and for whom they stand in today. */
function whatTheyMay(rights: EmployeeRights) {
  return {
    function: rights.function,
    may: EMPLOYEE_ACTS.filter((act) => grants(rights, act).length > 0),
    standsInFor: [...new Set(rights.roles.flatMap(({ standsInFor }) => standsInFor ?? []))],
  };
}

async function personByEmail(workspace: Workspace, address: string): Promise<string | undefined> {
  const [row] = await workspace.query<{ id: string }>(
    `select p.id from person p left join account a on a.person_id = p.id
     where lower(p.email) = lower($1) or a.email = lower($1) order by a.email = lower($1) desc nulls last limit 1`,
    [address],
  );
  return row?.id;
}

/** Who at this entrance has this mail address; undefined for nobody. That it was asked counts either way. */
async function addressee(ctx: RequestContext, of: { entrance: Entrance; email: string }): Promise<string | undefined> {
  const { workspace, services } = ctx;
  await services.limits.count(workspace, 'mailLinkPerAddress', ctx.address);
  await services.limits.count(workspace, 'mailLinkPerPerson', counted(of.email));
  const personId = await personByEmail(workspace, of.email);
  const roles = personId === undefined ? undefined : await rolesOfPerson(workspace, personId, of.entrance);
  return roles !== undefined && entersBy(of.entrance, roles) ? personId : undefined;
}

export const sessionRouter = router({
  /** Signs in by password at one of the three entrances. */
  signIn: procedure(anonymous)
    .input(z.object({ entrance: z.enum(ENTRANCES), email, password: z.string().min(1).max(512) }))
    .mutation(async ({ ctx, input }) => {
      const { workspace, address, userAgent, services } = ctx;
      await services.limits.count(workspace, 'signInPerAddress', address);
      const signedIn = await services.accounts.signIn(workspace, { ...input, address, userAgent });
      if ('pending' in signedIn) return { personId: null, pending: signedIn.pending };
      ctx.setCookie(signedIn.cookie);
      return { personId: signedIn.personId, pending: null };
    }),

  /** The second proof of those who have one: a code of their app, or one of their recovery codes. */
  secondFactor: procedure(anonymous)
    .input(z.object({ pending: z.string().max(300), code: z.string().min(6).max(32) }))
    .mutation(async ({ ctx, input }) => {
      const { workspace, services, address, userAgent } = ctx;
      await services.limits.count(workspace, 'signInPerAddress', address);
      const who = pendingSignIn(workspace, input.pending);
      if (who === undefined) throw new DomainError('signInNeeded');
      // Whoever has the password and many addresses guesses no faster; a recovery code is too long to be guessed.
      if (/^[\d\s]*$/.test(input.code)) await services.limits.count(workspace, 'totpPerAccount', who.accountId);
      const { personId, cookie, byRecoveryCode } = await services.accounts.secondFactor(workspace, who, {
        code: input.code,
        address,
        userAgent,
      });
      ctx.setCookie(cookie);
      if (byRecoveryCode) {
        const actor = { kind: 'employee', id: personId };
        await audit(workspace.query.bind(workspace), { actor, what: 'account.recoveryCode', subjectId: personId });
      }
      return { personId };
    }),

  /** Ends this session and makes the browser forget it. */
  signOut: procedure(anonymous).mutation(async ({ ctx }) => {
    const session = sessionIn(ctx);
    await ctx.services.accounts.revoke(ctx.workspace, session.accountId, session.id);
    ctx.setCookie(ctx.services.accounts.forgetCookie(session.entrance));
  }),

  /** Who is signed in at the entrance that the request names, with their rights; null when nobody is. */
  me: procedure(anonymous).query(async ({ ctx }) => {
    const { session, workspace } = ctx;
    if (session === undefined) return null;
    const [person] = await workspace.query<{ givenName: string; familyName: string; email: string | null }>(
      'select given_name as "givenName", family_name as "familyName", email from person where id = $1',
      [session.personId],
    );
    const everywhere = await rolesOfPerson(workspace, session.personId, null);
    return {
      personId: session.personId,
      entrance: session.entrance,
      locale: session.locale,
      /** Nothing but setting up a second factor is open to them. */
      mustEnrol: session.mustEnrol,
      givenName: person?.givenName ?? '',
      familyName: person?.familyName ?? '',
      email: person?.email ?? null,
      employee:
        session.entrance === 'management' && session.employee && !session.mustEnrol
          ? whatTheyMay(session.employee)
          : null,
      resident: session.entrance === 'residents' && session.resident,
      owner: session.entrance === 'residents' && session.owner,
      contractorIds: session.entrance === 'contractors' ? session.contractorIds : [],
      otherEntrances: ENTRANCES.filter(
        (door) => door !== session.entrance && everywhere !== undefined && entersBy(door, everywhere),
      ),
    };
  }),

  /** The account's sessions on all devices and at all entrances. */
  list: procedure(employee(), resident, owner, contractor).query(async ({ ctx }) => {
    const session = sessionIn(ctx);
    const entries = await sessionsOfAccount(ctx.workspace, session.accountId);
    return entries.map((entry) => ({
      id: entry.id,
      entrance: entry.entrance,
      userAgent: entry.userAgent,
      createdAt: entry.createdAt,
      expiresAt: entry.expiresAt,
      current: entry.id === session.id,
    }));
  }),

  /** Ends one of the account's sessions; its open pages lose their streams at once. */
  revoke: procedure(employee(), resident, owner, contractor)
    .input(z.object({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      const session = sessionIn(ctx);
      if (!(await ctx.services.accounts.revoke(ctx.workspace, session.accountId, input.id))) {
        throw new DomainError('notFound');
      }
    }),

  /**
   * Has a link and a code mailed that sign in once, for ten minutes. The answer is the same whether anybody has this
   * address or not.
   */
  requestMailLink: procedure(anonymous)
    .input(z.object({ entrance: mailEntrance, email }))
    .mutation(async ({ ctx, input }) => {
      const personId = await addressee(ctx, input);
      if (personId === undefined) return;
      await storeSignInLink(ctx.workspace, personId, input.entrance);
      ctx.services.wakeMailroom(ctx.workspace);
    }),

  /** Signs in with what was mailed: the link's token, or the code together with the address it was sent to. */
  redeemCode: procedure(anonymous)
    .input(
      z.union([
        z.object({ token: z.string().min(20).max(100) }),
        z.object({ entrance: mailEntrance, email, code: z.string().min(4).max(32) }),
      ]),
    )
    .mutation(async ({ ctx, input }) => {
      const { workspace, services, userAgent } = ctx;
      await services.limits.count(workspace, 'signInPerAddress', ctx.address);
      const proven =
        'token' in input ? await redeemToken(workspace, input.token) : await provenByCode(ctx, input, 'signIn');
      if (proven === undefined || proven.entrance === 'management') throw new DomainError('codeWrong');
      const { personId, cookie } = await services.accounts.signInProven(workspace, { ...proven, userAgent });
      ctx.setCookie(cookie);
      return { personId, entrance: proven.entrance };
    }),

  /**
   * Has a link and a code mailed by which a new password is set, once, within ten minutes. The answer is the same whether
   * anybody has this address or not.
   */
  requestNewPassword: procedure(anonymous)
    .input(z.object({ entrance: z.enum(ENTRANCES), email }))
    .mutation(async ({ ctx, input }) => {
      const personId = await addressee(ctx, input);
      if (personId === undefined) return;
      // Who has no account yet is invited; a mailbox alone makes none at the desk.
      if ((await accountIdOf(ctx.workspace, personId)) === undefined) return;
      await storeSignInLink(ctx.workspace, personId, input.entrance, 'newPassword');
      ctx.services.wakeMailroom(ctx.workspace);
    }),

  /** Sets the new password with what was mailed. It signs nobody in: the password does, and the second factor. */
  setNewPassword: procedure(anonymous)
    .input(
      z.intersection(
        z.object({ password: z.string().max(512) }),
        z.union([
          z.object({ token: z.string().min(20).max(100) }),
          z.object({ entrance: z.enum(ENTRANCES), email, code: z.string().min(4).max(32) }),
        ]),
      ),
    )
    .mutation(async ({ ctx, input }) => {
      const { workspace, services } = ctx;
      await services.limits.count(workspace, 'signInPerAddress', ctx.address);
      // One that is too weak must not use the mail up.
      assertGoodPassword(input.password);
      const proven =
        'token' in input
          ? await redeemToken(workspace, input.token, 'newPassword')
          : await provenByCode(ctx, input, 'newPassword');
      const accountId = proven && (await accountIdOf(workspace, proven.personId));
      if (proven === undefined || accountId === undefined) throw new DomainError('codeWrong');
      await services.accounts.changePassword(workspace, accountId, input.password, null);
      const actor = { kind: proven.entrance === 'management' ? 'employee' : 'person', id: proven.personId };
      const entry = { actor, what: 'account.newPassword', subjectId: proven.personId };
      await audit(workspace.query.bind(workspace), entry);
      return { entrance: proven.entrance };
    }),
});

async function provenByCode(
  ctx: RequestContext,
  input: { entrance: Entrance; email: string; code: string },
  purpose: LinkPurpose,
): Promise<{ personId: string; entrance: Entrance } | undefined> {
  await ctx.services.limits.count(ctx.workspace, 'codePerPerson', counted(input.email));
  const personId = await personByEmail(ctx.workspace, input.email);
  if (personId === undefined) return undefined;
  const right = await redeemCode(ctx.workspace, personId, input.entrance, input.code, purpose);
  return right ? { personId, entrance: input.entrance } : undefined;
}
