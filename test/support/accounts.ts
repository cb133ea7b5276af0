import { hash } from '@node-rs/argon2';
import type { Workspace } from '../../db/workspaces.ts';

/** What argon2id takes at the least; a hash names its own cost, so whoever checks it takes no longer either. */
const CHEAP = { algorithm: 2, memoryCost: 8, timeCost: 1, parallelism: 1 };

/**
 * Gives a person an account whose password is checked in no time. What a password costs is not what most tests are about,
 * and it is half of what signing in takes; those that are make it by `createAccount`.
 */
export async function cheapAccount(
  workspace: Pick<Workspace, 'query'>,
  account: { personId: string; email: string; password: string },
): Promise<void> {
  await workspace.query(
    `with account_row as (
       insert into account (person_id, email, email_verified) values ($1, lower($2), true) returning id
     )
     insert into account_credential (account_id, provider_id, provider_account_id, password)
     select id, 'credential', id::text, $3 from account_row`,
    [account.personId, account.email, await hash(account.password.normalize('NFC'), CHEAP)],
  );
}
