import { invitationToken, proofCode } from '../../db/invitation-secrets.ts';
import { nameOf } from '../../db/queries/known-people.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { Entrance } from '../../domain/rights.ts';
import { type Instant, toInstant } from '../../domain/time/berlin.ts';
import { aboutNothing } from './about-nothing.ts';
import { addressed } from './addressed.ts';
import type { InvitationName, Locale, MessageContext, Reader } from './letter.ts';

interface Row {
  id: string;
  template: InvitationName;
  subjectId: string;
  createdAt: Instant;
  expiresAt: Instant | null;
  entrance: Entrance | null;
  name: string;
  email: string | null;
  locale: Locale;
  place: string;
  invited: number | null;
  missing: number | null;
}

/**
 * What mails about invitations tell, by message id; those whose invitation is over, or whose address is another one by
 * now, are left out. The token stands behind a `#`, where no server and no log sees it.
 */
export async function loadInvitationContexts(
  workspace: Workspace,
  address: string,
  ids: string[],
): Promise<Map<string, MessageContext>> {
  const rows = await workspace.query<Row>(
    `select m.id, m.template, m.subject_id as "subjectId", m.created_at as "createdAt",
       coalesce(f.expires_at, i.expires_at) as "expiresAt", i.entrance, ${nameOf('p')} as name,
       coalesce(f.email, p.email) as email, p.locale, concat_ws(', ', b.street, h.city) as place, c.invited, c.missing
     from message m
     left join invitation_proof f on m.noun = 'invitationProof' and f.id = m.subject_id
     left join invitation i on i.id = case m.noun when 'invitation' then m.subject_id else f.invitation_id end
     left join unit u on u.id = i.unit_id left join building b on b.id = u.building_id
     left join property h on h.id = b.property_id
     left join invitation_round r on m.noun = 'invitationRound' and r.id = m.subject_id
     left join lateral (
       select count(*)::int as invited, (count(*) filter (where x.state = 'open'
         and not exists (select from account a where a.person_id = x.person_id)))::int as missing
       from invitation x where x.round_id = r.id
     ) c on r.id is not null
     join person p on p.id = m.recipient_id
     where m.id = any($1::uuid[]) and case m.noun
       when 'invitation' then i.state = 'open' and i.expires_at > now() and i.email = lower(p.email)
       when 'invitationProof' then f.used_at is null and f.expires_at > now()
       else c.missing > 0 end`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, contextOf(workspace, address, row)]));
}

function contextOf(workspace: Workspace, address: string, row: Row): MessageContext {
  const forUs = row.template === 'invitationsMissing';
  const proves = row.template === 'invitationProof';
  return {
    ...aboutNothing,
    ...addressed(workspace, row),
    reader: forUs ? 'us' : readerOf(row.entrance),
    facts: forUs ? { invited: row.invited ?? 0, missing: row.missing ?? 0 } : {},
    place: row.place,
    // It ends with its last day: what people read is that day, as on the letter.
    until: row.expiresAt && !proves ? toInstant(Date.parse(row.expiresAt) - 1) : row.expiresAt,
    code: proves ? proofCode(workspace.key, row.subjectId) : null,
    url:
      forUs || proves
        ? `${address}/einladungen`
        : `${address}/einladung#${invitationToken(workspace.key, row.subjectId)}`,
    address,
    thread: row.subjectId,
  };
}

function readerOf(entrance: Entrance | null): Reader {
  return entrance === 'management' ? 'us' : entrance === 'contractors' ? 'contractor' : 'resident';
}
