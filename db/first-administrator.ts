import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '../domain/errors.ts';
import { system } from '../domain/parties.ts';
import { toInstant } from '../domain/time/berlin.ts';
import { audit } from './queries/audit.ts';
import { beginRound, endInvitations } from './queries/invitations.ts';
import type { Workspace } from './workspaces.ts';

/** Who gets a new company going. */
export const firstAdministrator = z.object({
  givenName: z.string().trim().max(80),
  familyName: z.string().trim().min(1).max(120),
  email: z.email().max(200),
});

/**
 * Makes the first administrator of a company that has none and begins a round that invites them by mail, like any
 * colleague; `start` sets it going, and where that fails nothing was done. Until they have come somebody else can be
 * named, and whom it was before opens nothing any more. A company that has one helps itself: throws `notAllowedNow`.
 */
export async function inviteFirstAdministrator(
  workspace: Workspace,
  { givenName, familyName, email }: z.infer<typeof firstAdministrator>,
  start: (roundId: string) => Promise<void>,
): Promise<void> {
  await workspace.transaction(async (q) => {
    await q('lock table employee in share row exclusive mode');
    const there = await q(
      `select 1 from own_role o join role r on r.key = o.role join account a on a.person_id = o.person_id
       where o.all_properties and 'administrate' = any(r.functions) limit 1`,
    );
    if (there.length > 0) throw new DomainError('notAllowedNow');
    const before = await q<{ id: string }>(
      `update employee e set active = false where e.active and e.function = 'administrator'
         and not exists (select from account a where a.person_id = e.person_id)
         and not exists (select from person p where p.id = e.person_id and lower(p.email) = lower($1))
       returning person_id as id`,
      [email],
    );
    await endInvitations(
      q,
      'withdrawn',
      'person_id = any($2::uuid[])',
      before.map(({ id }) => id),
    );
    for (const { id } of before)
      await audit(q, {
        actor: system,
        what: 'employee.end',
        subjectId: id,
        before: { active: true },
        after: { active: false },
      });
    const [made] = await q<{ id: string }>(
      `insert into person (given_name, family_name, email, locale) values ($1, $2, $3, $4)
       on conflict (lower(email)) where email is not null
         do update set given_name = excluded.given_name, family_name = excluded.family_name, active = true
       returning id`,
      [givenName, familyName, email, workspace.locale],
    );
    const id = made?.id ?? '';
    await q(
      `insert into employee (person_id, function) values ($1, 'administrator')
       on conflict (person_id) do update set function = 'administrator', all_properties = true, active = true`,
      [id],
    );
    // An account of before would administrate at once, by an old password; it is made anew with the invitation.
    await q('delete from account where person_id = $1', [id]);
    await audit(q, { actor: system, what: 'firstAdministrator', subjectId: id });
    const roundId = randomUUID();
    await beginRound(q, {
      id: roundId,
      scope: { kind: 'people', ids: [id] },
      invited: [{ personId: id, entrance: 'management', way: 'mail', propertyId: null, unitId: null }],
      // Nobody else is there yet who could have made it.
      by: id,
      actor: system,
      at: toInstant(Date.now()),
    });
    await start(roundId);
  });
}
