import { reportCode } from '../../db/report-codes.ts';
import { signInSecrets } from '../../db/sign-in-links.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { Entrance } from '../../domain/rights.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import { aboutNothing } from './about-nothing.ts';
import { addressed } from './addressed.ts';
import type { FrontDoorName, LetterName, Locale, MessageContext } from './letter.ts';

interface Row {
  id: string;
  template: FrontDoorName;
  /** The row that the link or code is computed from. */
  proof: string;
  createdAt: Instant;
  expiresAt: Instant;
  entrance: Entrance | null;
  name: string;
  email: string | null;
  mobile: string | null;
  locale: Locale;
}

/** Whether a message proves an address. */
export const isFrontDoor = (template: LetterName): boolean =>
  ['signInLink', 'newPassword', 'reportCode'].includes(template);

/**
 * What mails tell that prove an address (a sign-in link with its code, the code of a report), by message id; those whose
 * time is over or that were used are left out. The token stands behind a `#`, where no server and no log sees it, and
 * opening the page uses nothing up.
 */
export async function loadFrontDoorContexts(
  workspace: Workspace,
  address: string,
  ids: string[],
): Promise<Map<string, MessageContext>> {
  const rows = await workspace.query<Row>(
    `select m.id, m.template, m.subject_id as proof, m.created_at as "createdAt",
       coalesce(l.expires_at, c.expires_at) as "expiresAt", l.entrance,
       coalesce(trim(p.given_name || ' ' || p.family_name), r.name) as name, coalesce(p.email, r.email) as email,
       p.mobile, coalesce(p.locale, r.locale) as locale
     from message m
     left join sign_in_link l on m.noun = 'signInLink' and l.id = m.subject_id
     left join person p on p.id = l.person_id
     left join report_code c on m.noun = 'reportCode' and c.id = m.subject_id
     left join unconfirmed_reporter r on r.id = c.reporter_id
     where m.id = any($1::uuid[]) and coalesce(l.used_at, c.used_at) is null
       and coalesce(l.expires_at, c.expires_at) > now()`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, contextOf(workspace, address, row)]));
}

/** The pages that take a mailed token. */
const pages: Partial<Record<FrontDoorName, string>> = {
  signInLink: '/anmelden/link',
  newPassword: '/anmelden/passwort',
};

function contextOf(workspace: Workspace, address: string, row: Row): MessageContext {
  const page = pages[row.template];
  const secrets = page === undefined ? null : signInSecrets(workspace.key, row.proof);
  return {
    ...aboutNothing,
    ...addressed(workspace, row),
    reader: row.entrance === 'management' ? 'us' : row.entrance === 'contractors' ? 'contractor' : 'resident',
    until: row.expiresAt,
    code: secrets ? `${secrets.code.slice(0, 4)}-${secrets.code.slice(4)}` : reportCode(workspace.key, row.proof),
    url: secrets ? `${address}${page}#${secrets.token}` : address,
    address,
    thread: row.proof,
  };
}
