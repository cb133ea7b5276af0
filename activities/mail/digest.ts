import { preferencesToken } from '../../db/links.ts';
import { replyMailbox } from '../../db/reply-tags.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { DeskNews } from '../mailroom/digests.ts';
import { aboutNothing } from './about-nothing.ts';
import { addressed } from './addressed.ts';
import { loadContexts } from './contexts.ts';
import type { LetterGroup, LetterItem, Locale, MessageContext, Reader } from './letter.ts';
import { topLine } from './parts.ts';
import { letterOf } from './templates.ts';

interface Row {
  id: string;
  digestId: string;
  personId: string;
  createdAt: Instant;
  name: string;
  email: string | null;
  locale: Locale;
  generation: number;
  late: boolean;
  isEmployee: boolean;
  isContractor: boolean;
  desk: DeskNews | null;
  members: string[];
}

/** How much of what somebody wrote is quoted. */
const QUOTED = 300;

/**
 * What the mails of a day tell, by message id: what was collected for it, ticket by ticket in the order in which it
 * happened, and what the desk had before it. One that has nothing left to tell is left out.
 */
export async function loadDigestContexts(
  workspace: Workspace,
  address: string,
  ids: string[],
): Promise<Map<string, MessageContext>> {
  const rows = await workspace.query<Row>(
    `select m.id, d.id as "digestId", p.id as "personId", m.created_at as "createdAt",
       trim(p.given_name || ' ' || p.family_name) as name, p.email, p.locale, p.link_generation as generation,
       coalesce((m.data ->> 'late')::boolean, false) as late, d.desk,
       exists (select from employee e where e.person_id = p.id and e.active) as "isEmployee",
       exists (select from contractor c where c.person_id = p.id and c.active) as "isContractor",
       array(select c.id from message c where c.digest_id = d.id and c.state in ('digest', 'sent')
         order by c.due_at, c.created_at, c.revision, c.id) as members
     from message m join digest d on d.id = m.subject_id join person p on p.id = d.person_id
     where m.id = any($1::uuid[])`,
    [ids],
  );
  const told = await loadContexts(
    workspace,
    address,
    rows.flatMap(({ members }) => members),
  );
  const tickets = await ticketsOf(
    workspace,
    rows.flatMap(({ desk }) => (desk ? [...desk.due.map(({ ticket }) => ticket), ...desk.came] : [])),
  );
  const contexts = rows.map((row): [string, MessageContext] => [
    row.id,
    contextOf(workspace, address, row, groupsOf(row, told, tickets, address)),
  ]);
  return new Map(contexts.filter(([, { digest }]) => digest !== null && digest.length > 0));
}

interface DeskTicket {
  number: string;
  title: string;
  place: string;
}

async function ticketsOf(workspace: Workspace, ids: string[]): Promise<Map<string, DeskTicket>> {
  if (ids.length === 0) return new Map();
  const rows = await workspace.query<DeskTicket & { id: string }>(
    `select t.id, t.number, t.title, concat_ws(', ', coalesce(b.street, p.street), p.postal_code || ' ' || p.city, u.number) as place
     from ticket t join property p on p.id = t.property_id
     left join building b on b.id = t.building_id left join unit u on u.id = t.unit_id where t.id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, ...ticket }) => [id, ticket]));
}

function groupsOf(
  { desk, members, locale }: Row,
  told: ReadonlyMap<string, MessageContext>,
  tickets: ReadonlyMap<string, DeskTicket>,
  address: string,
): LetterGroup[] {
  const item = (id: string, dueAt: Instant | null): LetterItem[] => {
    const ticket = tickets.get(id);
    if (!ticket) return [];
    const top = topLine({ locale, reader: 'us', ...ticket });
    return [{ top, title: ticket.title, url: `${address}/vorgaenge/${id}`, dueAt, lines: [] }];
  };
  const happened = [
    ...Map.groupBy(
      members.flatMap((id) => told.get(id) ?? []),
      ({ thread, url }) => thread + url,
    ).values(),
  ];
  const groups: LetterGroup[] = [
    {
      kind: 'due',
      items: (desk?.due ?? []).flatMap(({ ticket, dueAt }) => item(ticket, dueAt)),
      more: desk?.moreDue ?? 0,
    },
    { kind: 'came', items: (desk?.came ?? []).flatMap((id) => item(id, null)), more: desk?.moreCame ?? 0 },
    { kind: 'happened', items: happened.flatMap((all) => itemOf(all)), more: 0 },
  ];
  return groups.filter(({ items }) => items.length > 0);
}

/** What happened to one ticket, as its messages say it. */
function itemOf(all: MessageContext[]): LetterItem[] {
  const [first] = all;
  if (!first) return [];
  const lines = all.map((context) => {
    const { headline, asked, quote } = letterOf(context);
    const words = quote ? context.words.trim() : '';
    return {
      at: context.createdAt,
      text: asked ? `${headline}. ${asked}` : headline,
      quote: words.length > QUOTED ? `${words.slice(0, QUOTED).trimEnd()}…` : words,
    };
  });
  return [{ top: topLine(first), title: first.title, url: first.url, dueAt: null, lines }];
}

function contextOf(workspace: Workspace, address: string, row: Row, digest: LetterGroup[]): MessageContext {
  const reader: Reader = row.isEmployee ? 'us' : row.isContractor ? 'contractor' : 'resident';
  const token = (kind: 'digest' | null) =>
    preferencesToken(workspace.key, { personId: row.personId, generation: row.generation, kind });
  return {
    ...aboutNothing,
    ...addressed(workspace, { ...row, template: 'digest' as const }),
    reader,
    late: row.late,
    until: null,
    code: null,
    url: address + { us: '/schreibtisch', contractor: '/auftraege', resident: '/meine' }[reader],
    address,
    reply: replyMailbox(workspace, { messageId: row.id, subjectId: row.digestId, recipientId: row.personId }),
    thread: row.digestId,
    digest,
    preferences: { url: `${address}/b/${token(null)}`, oneClick: `${address}/api/unsubscribe/${token('digest')}` },
  };
}
