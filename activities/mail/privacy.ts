import type { Workspace } from '../../db/workspaces.ts';
import type { Facts } from '../../domain/lifecycle/outcome.ts';
import { berlinInstant, type Instant } from '../../domain/time/berlin.ts';
import { aboutNothing } from './about-nothing.ts';
import { addressed } from './addressed.ts';
import type { Locale, MessageContext, PrivacyName } from './letter.ts';

interface Row {
  id: string;
  template: PrivacyName;
  request: string;
  facts: Facts;
  createdAt: Instant;
  name: string;
  email: string | null;
  mobile: string | null;
  locale: Locale;
  isContractor: boolean;
}

/** Office mails are about a day; it ends with its last minute. */
const END_OF_DAY = 24 * 60 - 1;

/**
 * What messages tell about requests for one's own data, by message id. They name nobody: who asked stands behind the
 * button, where one has to be signed in.
 */
export async function loadPrivacyContexts(
  workspace: Workspace,
  address: string,
  ids: string[],
): Promise<Map<string, MessageContext>> {
  const rows = await workspace.query<Row>(
    `select m.id, m.template, m.subject_id as request, m.data as facts, m.created_at as "createdAt",
       trim(p.given_name || ' ' || p.family_name) as name, p.email, p.mobile, p.locale,
       exists (select from contractor c where c.person_id = p.id and c.active) as "isContractor"
     from message m join person p on p.id = m.recipient_id join privacy_request r on r.id = m.subject_id
     where m.id = any($1::uuid[]) and m.noun = 'privacyRequest'
       and case when m.template = 'privacyReady' then r.state = 'released' else r.state = 'open' end`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, contextOf(workspace, address, row)]));
}

function contextOf(workspace: Workspace, address: string, row: Row): MessageContext {
  const { facts, template } = row;
  const toPerson = template === 'privacyReady';
  const until = toPerson ? facts.until : facts.dueOn;
  const page = !toPerson ? '/datenschutz' : row.isContractor ? '/auftraege/daten' : '/meine/daten';
  return {
    ...aboutNothing,
    ...addressed(workspace, row),
    reader: toPerson ? 'resident' : 'us',
    facts,
    until: typeof until !== 'string' ? null : toPerson ? until : berlinInstant(until, END_OF_DAY),
    code: null,
    url: address + page,
    address,
    thread: row.request,
  };
}
