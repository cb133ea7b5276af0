import { reportCode } from '../../db/report-codes.ts';
import { signInSecrets } from '../../db/sign-in-links.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { AccessTemplate, Locale, MessageContext } from './letter.ts';

interface Row {
  id: string;
  template: AccessTemplate;
  subjectId: string;
  createdAt: Instant;
  name: string;
  email: string | null;
  mobile: string | null;
  locale: Locale;
}

/**
 * What mails tell that prove an address: a sign-in link with its code, or a code for a report. Both are computed anew
 * from the row's id. What has expired or was used meanwhile is left out: it would only mislead.
 */
export async function accessContexts(workspace: Workspace, address: string, ids: string[]): Promise<MessageContext[]> {
  const rows = await workspace.query<Row>(
    `select m.id, m.template, m.subject_id as "subjectId", m.created_at as "createdAt",
       coalesce(trim(p.given_name || ' ' || p.family_name), r.name, '') as name, coalesce(p.email, r.email) as email,
       p.mobile, coalesce(p.locale, r.locale, 'de') as locale
     from message m
     left join sign_in_link s on m.noun = 'signInLink' and s.id = m.subject_id
     left join report_code c on m.noun = 'reportCode' and c.id = m.subject_id
     left join person p on p.id = s.person_id
     left join unconfirmed_reporter r on r.id = c.reporter_id
     where m.id = any($1::uuid[]) and coalesce(s.used_at, c.used_at) is null
       and coalesce(s.expires_at, c.expires_at) > now()`,
    [ids],
  );
  return rows.map((row) => contextOf(workspace, address, row));
}

function contextOf(workspace: Workspace, address: string, row: Row): MessageContext {
  const signIn = row.template === 'signInLink' ? signInSecrets(workspace.key, row.subjectId) : null;
  return {
    id: row.id,
    template: row.template,
    locale: row.locale === 'en' ? 'en' : 'de',
    createdAt: row.createdAt,
    company: workspace.name,
    accent: workspace.accent,
    reader: 'resident',
    name: row.name,
    email: row.email || null,
    mobile: row.mobile || null,
    facts: {},
    late: false,
    number: '',
    orderNumber: null,
    title: '',
    urgency: 'normal',
    outcome: null,
    place: '',
    words: '',
    actor: null,
    contractor: null,
    dwelling: null,
    instructions: '',
    limitCents: null,
    appointment: null,
    slots: [],
    stage: null,
    until: null,
    // After the # a token is never sent to a server, so it stands in no log.
    url: signIn ? `${address}/anmelden/link#${signIn.token}` : address,
    address,
    code: signIn ? `${signIn.code.slice(0, 4)} ${signIn.code.slice(4)}` : reportCode(workspace.key, row.subjectId),
    thread: row.subjectId,
  };
}
