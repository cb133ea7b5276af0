import { z } from 'zod';
import { DomainError } from '../domain/errors.ts';
import { createAccount } from './accounts.ts';
import { madePassword } from './operators.ts';
import { audit } from './queries/audit.ts';
import { storeSignInLink } from './sign-in-links.ts';
import type { Workspace } from './workspaces.ts';

/** Who gets a new company going. */
export const firstAdministrator = z.object({
  givenName: z.string().trim().max(80),
  familyName: z.string().trim().min(1).max(120),
  email: z.email().max(200),
});

/**
 * Makes the first administrator of a company that has none, and mails them the way to a password of their own. A company
 * that has one helps itself: throws `notAllowedNow`.
 */
export async function inviteFirstAdministrator(
  workspace: Workspace,
  { givenName, familyName, email }: z.infer<typeof firstAdministrator>,
): Promise<void> {
  const personId = await workspace.transaction(async (q) => {
    await q('lock table employee in share row exclusive mode');
    const there = await q(
      `select 1 from own_role o join role r on r.key = o.role
       where o.all_properties and 'administrate' = any(r.functions) limit 1`,
    );
    if (there.length > 0) throw new DomainError('notAllowedNow');
    const [made] = await q<{ id: string }>(
      `insert into person (given_name, family_name, email, locale) values ($1, $2, $3, $4)
       on conflict (lower(email)) where email is not null do update set given_name = excluded.given_name
       returning id`,
      [givenName, familyName, email, workspace.locale],
    );
    const id = made?.id ?? '';
    await q(
      `insert into employee (person_id, function) values ($1, 'administrator')
       on conflict (person_id) do update set function = 'administrator', all_properties = true, active = true`,
      [id],
    );
    await audit(q, { actor: { kind: 'system' }, what: 'firstAdministrator', subjectId: id });
    return id;
  });
  // A password that nobody knows: theirs comes with the mailed link.
  await createAccount(workspace, { personId, email, password: madePassword() });
  await storeSignInLink(workspace, personId, 'management', 'newPassword');
}
