import { assertGoodPassword, hashPassword } from './passwords.ts';
import type { Query } from './pool.ts';
import type { Workspace } from './workspaces.ts';

/**
 * Gives a person an account with a password, or a new password to the one they have (all its sessions end then).
 * The address is theirs to prove elsewhere; here it counts as proven. Throws `passwordLength`, `passwordCommon`.
 * @returns the account's id
 */
export async function createAccount(
  workspace: Workspace,
  account: { personId: string; email: string; password: string },
): Promise<string> {
  assertGoodPassword(account.password);
  const password = await hashPassword(account.password);
  const [row] = await workspace.query<{ id: string }>(
    `with account_row as (
       insert into account (person_id, email, email_verified) values ($1, lower($2), true)
       on conflict (person_id) do update set email = excluded.email, updated_at = now()
       returning id
     ), ended as (
       delete from account_session where account_id in (select id from account_row)
     ), credential as (
       insert into account_credential (account_id, provider_id, provider_account_id, password)
       select id, 'credential', id::text, $3 from account_row
       on conflict (account_id, provider_id) do update set password = excluded.password, updated_at = now()
     )
     select id from account_row`,
    [account.personId, account.email.trim(), password],
  );
  return row!.id;
}

/**
 * Gives an account another password and ends its sessions but one. Throws `passwordLength`, `passwordCommon`.
 * @returns the ids of the ended sessions, whose streams are to be ended too
 */
export async function changePassword(
  workspace: Workspace,
  accountId: string,
  password: string,
  keep: string | null,
): Promise<string[]> {
  assertGoodPassword(password);
  const hash = await hashPassword(password);
  return workspace.transaction(async (q) => {
    await q(
      `insert into account_credential (account_id, provider_id, provider_account_id, password)
       values ($1::uuid, 'credential', $1::uuid::text, $2)
       on conflict (account_id, provider_id) do update set password = excluded.password, updated_at = now()`,
      [accountId, hash],
    );
    return endSessions(q, accountId, keep);
  });
}

/** The id of a person's account; undefined when they have none. */
export async function accountIdOf(workspace: Workspace, personId: string): Promise<string | undefined> {
  const [row] = await workspace.query<{ id: string }>('select id from account where person_id = $1', [personId]);
  return row?.id;
}

/** Ends all sessions of an account but one; their ids. */
export async function endSessions(q: Query, accountId: string, keep: string | null): Promise<string[]> {
  const ended = await q<{ id: string }>(
    'delete from account_session where account_id = $1 and id is distinct from $2::uuid returning id',
    [accountId, keep],
  );
  return ended.map(({ id }) => id);
}

/** The account's stored password hash; undefined when it signs in by mail only. */
export async function passwordHash(workspace: Workspace, accountId: string): Promise<string | undefined> {
  const [row] = await workspace.query<{ password: string }>(
    `select password from account_credential where account_id = $1 and provider_id = 'credential'`,
    [accountId],
  );
  return row?.password;
}

/** The account of a person who proved their mail address, made if there is none yet; it has no password then. */
export async function accountOfPerson(workspace: Workspace, personId: string): Promise<string | undefined> {
  const [row] = await workspace.query<{ id: string }>(
    `insert into account (person_id, email, email_verified)
     select id, lower(email), true from person where id = $1 and email is not null
     on conflict (person_id) do update set email_verified = true, updated_at = now()
     returning id`,
    [personId],
  );
  return row?.id;
}
