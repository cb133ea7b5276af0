import type { Entrance, Viewer } from '../domain/rights.ts';
import { type EmployeeRights, type HeldRole, rightsFrom } from '../domain/roles.ts';
import { heldRoles } from './held-roles.ts';
import type { Workspace } from './workspaces.ts';

/** The roles of a person; a session's are those that count at its entrance, the others are not looked up. */
export type Roles = {
  readonly employee: EmployeeRights | undefined;
  readonly resident: boolean;
  readonly owner: boolean;
  readonly contractorIds: readonly string[];
};

/** A valid session: who, through which entrance, with which roles now (they are read anew with each request). */
export type Session = Roles & {
  readonly id: string;
  readonly accountId: string;
  readonly personId: string;
  readonly entrance: Entrance;
  readonly locale: 'de' | 'en';
  /** The company demands a second factor from those who work here, and this account has none: nothing else is open. */
  readonly mustEnrol: boolean;
};

/**
 * As SQL, the roles of a person `p` that count at an entrance (null: at all of them). Every request pays for this: it reads
 * nothing that its entrance does not ask. A statement for each entrance, because one for all would be planned anew for
 * every request.
 */
function rolesAt(entrance: Entrance | null): { columns: string; join: string } {
  const at = (one: Entrance) => entrance === null || entrance === one;
  const columns = [
    ...(at('management')
      ? [`e.function`, `case when e.person_id is not null then ${heldRoles('p.id')} end as held`]
      : [`null as function`, `null as held`]),
    ...(at('residents')
      ? [
          `(exists (select from tenancy t where t.person_id = p.id)
             or exists (select from ticket t where t.reporter_id = p.id)) as resident`,
          `(exists (select from ownership o
               where o.person_id = p.id and (o.valid_until is null or o.valid_until >= berlin_today()))
             or exists (select from property l where l.landlord_id = p.id)) as owner`,
        ]
      : [`false as resident`, `false as owner`]),
    at('contractors')
      ? `array(select c.id from contractor c where c.person_id = p.id and c.active order by c.id) as contractor_ids`
      : `'{}'::uuid[] as contractor_ids`,
  ];
  return {
    columns: columns.join(', '),
    join: at('management') ? 'left join employee e on e.person_id = p.id and e.active' : '',
  };
}

/** As SQL, whether the company demands a second factor of the account `a`, which has none. */
const MUST_ENROL = `exists (select from setting where key = 'totpRequired' and value = 'true')
  and not exists (select from account_totp t where t.account_id = a.id and t.confirmed_at is not null)`;

type RolesRow = {
  function: string | null;
  held: HeldRole[] | null;
  resident: boolean;
  owner: boolean;
  contractor_ids: string[];
};

function rolesOf(row: RolesRow): Roles {
  return {
    employee: row.function === null ? undefined : rightsFrom(row.function, row.held ?? []),
    resident: row.resident,
    owner: row.owner,
    contractorIds: row.contractor_ids,
  };
}

/** The person's roles now, at an entrance or at all of them. */
export async function rolesOfPerson(
  workspace: Workspace,
  personId: string,
  entrance: Entrance | null,
): Promise<Roles | undefined> {
  const { columns, join } = rolesAt(entrance);
  const [row] = await workspace.query<RolesRow>(`select ${columns} from person p ${join} where p.id = $1`, [personId]);
  return row === undefined ? undefined : rolesOf(row);
}

/** The session behind a proven token at this entrance: one statement, because every request asks for it. */
export async function sessionOfToken(
  workspace: Workspace,
  entrance: Entrance,
  token: string,
): Promise<Session | undefined> {
  const { columns, join } = rolesAt(entrance);
  const [row] = await workspace.query<
    RolesRow & { id: string; account_id: string; person_id: string; locale: 'de' | 'en'; must_enrol: boolean }
  >(
    `select s.id, s.account_id, p.id as person_id, p.locale,
       ${entrance === 'management' ? MUST_ENROL : 'false'} as must_enrol, ${columns}
     from account_session s
     join account a on a.id = s.account_id
     join person p on p.id = a.person_id
     ${join}
     where s.token = $1 and s.entrance = $2 and s.expires_at > now()`,
    [token, entrance],
  );
  if (row === undefined) return undefined;
  const roles = rolesOf(row);
  if (!entersBy(entrance, roles)) return undefined;
  const { id, account_id: accountId, person_id: personId, locale, must_enrol: mustEnrol } = row;
  return { ...roles, id, accountId, personId, entrance, locale, mustEnrol };
}

/** Whether somebody with these roles belongs at this entrance. */
export function entersBy(entrance: Entrance, roles: Roles): boolean {
  if (entrance === 'management') return roles.employee !== undefined;
  if (entrance === 'residents') return roles.resident || roles.owner;
  return roles.contractorIds.length > 0;
}

/** Who asks, as the entrance makes them appear: a manager who lives here is a resident at the residents' door. */
export function viewerOf(session: Session): Viewer {
  const { personId, entrance, employee, resident, owner, contractorIds } = session;
  if (entrance === 'management') {
    return employee === undefined ? { kind: 'nobody' } : { kind: 'employee', personId, rights: employee };
  }
  if (entrance === 'residents') return { kind: 'person', personId, resident, owner };
  return { kind: 'contractor', personId, contractorIds };
}

export type SessionEntry = {
  readonly id: string;
  readonly entrance: Entrance;
  readonly userAgent: string;
  readonly createdAt: string;
  readonly expiresAt: string;
};

/** The account's valid sessions, newest first. */
export async function sessionsOfAccount(workspace: Workspace, accountId: string): Promise<SessionEntry[]> {
  return workspace.query<SessionEntry>(
    `select id, entrance, coalesce(user_agent, '') as "userAgent", created_at as "createdAt", expires_at as "expiresAt"
     from account_session where account_id = $1 and expires_at > now() order by created_at desc`,
    [accountId],
  );
}

/** Ends one of the account's sessions. False when it is not theirs, or has ended already. */
export async function endSession(workspace: Workspace, accountId: string, sessionId: string): Promise<boolean> {
  const ended = await workspace.query('delete from account_session where id = $1 and account_id = $2 returning id', [
    sessionId,
    accountId,
  ]);
  return ended.length > 0;
}
