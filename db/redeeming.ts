import { DomainError } from '../domain/errors.ts';
import type { Entrance } from '../domain/rights.ts';
import { passwordHash } from './accounts.ts';
import { assertGoodPassword, hashPassword } from './passwords.ts';
import { audit } from './queries/audit.ts';
import { nameOf } from './queries/known-people.ts';
import type { Workspace } from './workspaces.ts';

/** What somebody sees who holds an invitation that counts. */
export interface OpenedInvitation {
  id: string;
  personId: string;
  entrance: Entrance;
  name: string;
  /** The address that is stored for them; null where they say and prove one. */
  email: string | null;
  /** Whether the invitation itself came to that address. */
  byMail: boolean;
  place: string;
}

/**
 * What an open invitation is about; undefined where it has ended, its mail address is another one by now, or they have a
 * password already.
 */
export async function openedInvitation(workspace: Workspace, id: string): Promise<OpenedInvitation | undefined> {
  const [row] = await workspace.query<OpenedInvitation & { mailed: string | null; accountId: string | null }>(
    `select i.id, i.person_id as "personId", i.entrance, ${nameOf('p')} as name, nullif(p.email, '') as email,
       i.way = 'mail' as "byMail", i.email as mailed, concat_ws(', ', b.street, u.number) as place, a.id as "accountId"
     from invitation i join person p on p.id = i.person_id left join account a on a.person_id = p.id
     left join unit u on u.id = i.unit_id left join building b on b.id = u.building_id
     where i.id = $1 and i.state = 'open' and i.expires_at > now() and p.active`,
    [id],
  );
  if (!row) return undefined;
  const { mailed, accountId, ...opened } = row;
  if (opened.byMail && mailed?.toLowerCase() !== opened.email?.toLowerCase()) return undefined;
  if (accountId !== null && (await passwordHash(workspace, accountId)) !== undefined) return undefined;
  return opened;
}

const UNIQUE = '23505';

function actorOf({ entrance, personId }: OpenedInvitation): object {
  const kind = entrance === 'management' ? 'employee' : entrance === 'contractors' ? 'contractor' : 'person';
  return { kind, id: personId };
}

/**
 * Uses an invitation up: the person gets an account with this password. `proof` is a proven address, which is stored.
 * Of any number of uses at once exactly one wins. Throws `codeWrong`, `emailTaken`, `passwordLength`, `passwordCommon`.
 * @returns the account's id
 */
export async function redeemInvitation(
  workspace: Workspace,
  given: { opened: OpenedInvitation; password: string; proof: { id: string; email: string } | null },
): Promise<string> {
  const { opened, proof } = given;
  const email = (proof?.email ?? opened.email)?.trim().toLowerCase();
  if (!email) throw new DomainError('codeWrong');
  assertGoodPassword(given.password);
  const password = await hashPassword(given.password);
  try {
    return await workspace.transaction(async (q) => {
      const used = await q(
        `update invitation set state = 'redeemed', ended_at = now(), code_lookup = null, code_hash = null, token_hash = null
         where id = $1 and state = 'open' and expires_at > now() returning id`,
        [opened.id],
      );
      if (used.length === 0) throw new DomainError('codeWrong');
      if (proof) {
        const proven = await q(
          'update invitation_proof set used_at = now() where id = $1 and used_at is null returning id',
          [proof.id],
        );
        if (proven.length === 0) throw new DomainError('codeWrong');
        await q('update person set email = $2 where id = $1', [opened.personId, email]);
        await audit(q, {
          actor: actorOf(opened),
          what: 'person.contact',
          subjectId: opened.personId,
          before: { email: opened.email },
          after: { email },
        });
      }
      const [account] = await q<{ id: string }>(
        `insert into account (person_id, email, email_verified) values ($1, $2, $3)
         on conflict (person_id) do update set email = excluded.email, updated_at = now() returning id`,
        [opened.personId, email, proof !== null || opened.byMail],
      );
      const id = account?.id ?? '';
      await q(
        `insert into account_credential (account_id, provider_id, provider_account_id, password)
         values ($1::uuid, 'credential', $1::uuid::text, $2)
         on conflict (account_id, provider_id) do update set password = excluded.password, updated_at = now()`,
        [id, password],
      );
      await q(
        `update message set state = 'withdrawn' where noun = 'invitation' and state = 'open' and subject_id = $1`,
        [opened.id],
      );
      await audit(q, {
        actor: actorOf(opened),
        what: 'invitation.redeem',
        subjectId: opened.id,
        after: { provenEmail: proof !== null },
      });
      return id;
    });
  } catch (error) {
    if ((error as { code?: string }).code === UNIQUE) throw new DomainError('emailTaken');
    throw error;
  }
}
