import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { createAccount } from '../../db/accounts.ts';
import { addressOf, type Workspace } from '../../db/workspaces.ts';
import { readJson, writeJson } from '../services/data-dir.ts';
import type { DemoAccount } from '../services/product.ts';
import { type Company, companies } from './company.ts';

/** Letters and digits that are not taken for one another. */
const SIGNS = 'abcdefghkmnpqrstuvwxyz23456789';

function newPassword(): string {
  const group = () => Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
  return [group(), group(), group()].join('-');
}

/** Gives the company's demo people accounts with passwords of this installation, and tells where they sign in. */
export async function demoAccounts(
  company: Company,
  workspace: Workspace,
  { dataDir, webUrl }: { dataDir: string; webUrl: string },
): Promise<DemoAccount[]> {
  const path = join(dataDir, 'demo.json');
  const kept = readJson(path) as Record<string, string>;
  const passwords = Object.fromEntries(company.accounts.map(({ email }) => [email, kept[email] ?? newPassword()]));
  const isNew = Object.keys(passwords).some((email) => !(email in kept));
  if (isNew) writeJson(path, { ...kept, ...passwords }, 0o600);
  const people = await workspace.query<{ id: string; email: string; hasPassword: boolean }>(
    `select p.id, p.email, exists (select from account a join account_credential c on c.account_id = a.id
       where a.person_id = p.id and c.password is not null) as "hasPassword"
     from person p where p.email = any($1::text[])`,
    [Object.keys(passwords)],
  );
  await Promise.all(
    people.map(async ({ id, email, hasPassword }) => {
      const password = passwords[email] ?? '';
      if (!hasPassword || !(email in kept)) await createAccount(workspace, { personId: id, email, password });
    }),
  );
  // The bare address opens the first company, on a phone and in a program too.
  const address = company === companies[0] ? new URL(webUrl).origin : addressOf(webUrl, workspace);
  return company.accounts.map(({ role, email, path }) => ({
    role,
    signIn: email,
    password: passwords[email] ?? '',
    url: `${address}${path}`,
  }));
}
