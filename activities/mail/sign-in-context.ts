import { signInSecrets } from '../../db/sign-in-links.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Locale, MessageContext } from './letter.ts';

interface Row {
  id: string;
  link: string;
  createdAt: Instant;
  expiresAt: Instant;
  entrance: 'residents' | 'contractors';
  name: string;
  email: string | null;
  mobile: string | null;
  locale: Locale;
}

/**
 * What sign-in mails tell, by message id; those whose time is over or that were used are left out. The token stands
 * behind a `#`, where no server and no log sees it, and opening the page uses nothing up.
 */
export async function loadSignInContexts(
  workspace: Workspace,
  address: string,
  ids: string[],
): Promise<Map<string, MessageContext>> {
  const rows = await workspace.query<Row>(
    `select m.id, l.id as link, m.created_at as "createdAt", l.expires_at as "expiresAt", l.entrance,
       trim(p.given_name || ' ' || p.family_name) as name, p.email, p.mobile, p.locale
     from message m join sign_in_link l on l.id = m.subject_id join person p on p.id = l.person_id
     where m.id = any($1::uuid[]) and l.used_at is null and l.expires_at > now()`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, contextOf(workspace, address, row)]));
}

function contextOf(workspace: Workspace, address: string, row: Row): MessageContext {
  const { token, code } = signInSecrets(workspace.key, row.link);
  return {
    id: row.id,
    template: 'signInLink',
    locale: row.locale,
    createdAt: row.createdAt,
    company: workspace.name,
    accent: workspace.accent,
    reader: row.entrance === 'contractors' ? 'contractor' : 'resident',
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
    until: row.expiresAt,
    code: `${code.slice(0, 4)}-${code.slice(4)}`,
    url: `${address}/anmelden/link#${token}`,
    address,
    thread: row.link,
  };
}
