import type { Item } from '../../domain/privacy/retention.ts';
import type { Query } from '../pool.ts';
import { OWN_TICKETS, SELVES } from './selves.ts';

/** What a person is found by in what others wrote, as patterns of `ilike`; none once they are erased. */
export async function patternsOf(q: Query, personId: string): Promise<string[]> {
  const [row] = await q<{ kind: string; given: string; family: string; email: string | null; erased: boolean }>(
    `select kind, given_name as given, family_name as family, email, family_name = $2 as erased from person where id = $1`,
    [personId, ERASED_NAME],
  );
  if (!row || row.erased) return [];
  const escaped = (text: string) => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const names =
    row.given && row.family
      ? [`${row.given} ${row.family}`, `${row.family}, ${row.given}`]
      : row.kind === 'company' && row.family.length > 4
        ? [row.family]
        : [];
  return [...names, ...(row.email ? [row.email] : [])].map(escaped);
}

/** What stands in place of a name that was erased. */
export const ERASED_NAME = 'Gelöschte Person';

const day = (moment: string) => `berlin_day(${moment})::text`;
const period = (alias: string) =>
  `case when ${alias}.valid_until < berlin_today() then ${alias}.valid_until::text end, coalesce(${alias}.valid_until >= berlin_today(), true)`;

/**
 * Every single thing that is stored about a person, with the day on which its matter ended. `known` are places in which
 * somebody else wrote about them that were found before the name was erased.
 */
export async function itemsOf(q: Query, personId: string, known: readonly string[] = []): Promise<Item[]> {
  const patterns = await patternsOf(q, personId);
  return q<Item>(
    `with me as (select id from ${SELVES} s(id)),
       own as (select id from ${OWN_TICKETS} t(id)),
       said as (
         select distinct c.noun, c.subject_id as id from command c
         where c.actor ->> 'kind' <> 'employee' and c.actor ->> 'id' in (select id::text from me)
       ),
       files as (
         select unnest($3::uuid[]) as id
         union select t.file_id from timeline t where cardinality($2::text[]) > 0 and t.body::text ilike any($2)
         union select t.id from ticket t
         where cardinality($2::text[]) > 0 and concat_ws(' ', t.title, t.description, t.answers, t.access_wishes) ilike any($2)
         union select p.project_id from todo p where cardinality($2::text[]) > 0 and concat_ws(' ', p.title, p.text) ilike any($2)
         union select m.ticket_id from inbound_mail m
         where cardinality($2::text[]) > 0 and m.ticket_id is not null and concat_ws(' ', m.subject, m.whole) ilike any($2)
       )
     select 'identity' as kind, p.id::text as id, null as ended, false as running from person p
     where p.id = $1 and p.family_name <> $4
     union all
     select 'contact', p.id::text, null, false from person p
     where p.id = $1 and (coalesce(p.email, p.phone, p.mobile, p.fax) is not null or p.other_names <> '' or exists (
       select from unconfirmed_reporter u where u.person_id = p.id and (u.email <> '' or u.phone is not null)))
     union all
     select 'account', $1::text, null, exists (select from employee e where e.person_id = $1 and e.active)
     where exists (select from account where person_id = $1) or exists (select from sign_in_link where person_id = $1)
       or exists (select from message_preference where person_id = $1) or exists (select from digest where person_id = $1)
       or exists (select from calendar_feed where person_id = $1) or exists (select from participation where person_id = $1)
       or exists (select from favourite where person_id = $1) or exists (select from invitation where person_id = $1)
       or exists (select from saved_view where owner_id = $1 and not shared)
     union all select 'homes', t.id::text, ${period('t')} from tenancy t where t.person_id = $1
     union all select 'homes', o.id::text, ${period('o')} from ownership o where o.person_id = $1
     union all select 'homes', m.property_id || ' ' || m.valid_from, ${period('m')} from board_membership m where m.person_id = $1
     union all select 'homes', h.id::text, null, true from property h where h.landlord_id = $1
     union all select 'firm', c.id::text, null, c.active from contractor c
     where c.person_id = $1 and (c.active or c.note <> '' or exists (select from preferred_contractor f where f.contractor_id = c.id))
     union all select 'employment', e.person_id::text, null, e.active from employee e
     where e.person_id = $1 and (e.active or exists (select from absence a where a.person_id = $1)
       or exists (select from employee_role r where r.person_id = $1))
     union all
     select 'matters', t.id::text, ${day('t.closed_at')}, t.closed_at is null from ticket t
     where (t.id in (select id from own) or t.id in (select id from said where noun = 'ticket'))
       and (t.title <> '' or t.description <> '' or exists (
         select from command c where c.noun = 'ticket' and c.subject_id = t.id and c.words <> '{}'
           and (t.id in (select id from own) or c.actor ->> 'id' in (select id::text from me))))
     union all
     select 'orders', w.id::text, ${day('w.closed_at')}, w.closed_at is null from work_order w
     where (w.contractor_id in (select id from contractor where person_id = $1)
         or w.id in (select order_id from work_order_ticket where ticket_id in (select id from own))
         or (cardinality($2::text[]) > 0 and (w.client::text ilike any($2) or w.invoice_to::text ilike any($2))))
       and (w.title <> '' or w.instructions <> '' or coalesce(w.client ->> 'name', '') <> '')
     union all
     select 'projects', p.id::text, ${day('p.closed_at')}, p.closed_at is null from project p
     where p.id in (select id from said where noun = 'project')
       or exists (select from todo d where d.project_id = p.id and d.responsible ->> 'id' in (select id::text from me)
         and p.closed_at is null)
     union all
     select case when m.state in ('spam', 'ignored') then 'record' else 'mails' end, m.id::text, ${day('m.received_at')},
       m.state in ('received', 'waiting')
     from inbound_mail m
     where m.recipient_id in (select id from me) or m.ticket_id in (select id from own)
       or lower(m.from_address) in (select lower(email) from person where id = $1)
     union all
     select case c.kind when 'vote' then 'votes' else 'receipts' end, c.id::text, ${day('c.closed_at')}, c.closed_at is null
     from campaign c
     where c.id in (select campaign_id from campaign_person where person_id = $1
       union select campaign_id from campaign_proxy where $1 in (person_id, holder_id))
       and (c.kind = 'vote' or c.closed_at is null
         or exists (select from campaign_answer a where a.campaign_id = c.id and a.person_id = $1 and a.said <> ''))
     union all
     select 'papers', d.id::text, ${day('coalesce(d.withdrawn_at, d.published_at)')}, d.phase = 'draft' from document d
     where d.id in (select document_id from document_addressee where person_id = $1)
     union all
     select 'receipts', d.document_id::text, ${day('max(d.last_at)')}, false from document_read d
     where d.person_id = $1 group by d.document_id
     union all
     select 'requests', r.id::text, ${day('coalesce(r.settled_at, r.entered_at)')}, r.state in ('open', 'released')
     from privacy_request r where r.person_id = $1 and (r.reason <> '' or r.state in ('open', 'released')) and r.kind = 'access'
     union all
     select 'requests', h.id::text, coalesce(${day('h.lifted_at')}, h.until::text), false
     from retention_hold h where h.person_id = $1 and h.reason <> ''
     union all
     select 'record', 'audit', null, false where exists (
       select from audit a where (a.before is not null or a.after is not null) and (a.subject_id in (select id from me)
         or (cardinality($2::text[]) > 0 and (coalesce(a.before::text, '') || coalesce(a.after::text, '')) ilike any($2))))
     union all
     select 'imports', r.id::text, null, r.state in ('mapping', 'planning', 'planned', 'applying', 'undoing') from import_run r
     where exists (select from import_row i where i.run_id = r.id and (i.row_id = $1
         or (cardinality($2::text[]) > 0 and concat_ws(' ', i.key, i.before, i.after) ilike any($2))))
       or exists (select from import_file f where f.run_id = r.id and cardinality($2::text[]) > 0 and f.sample::text ilike any($2))
     union all
     select 'mentions', l.id::text, ${day('l.closed_at')}, l.closed_at is null from lifecycle_row l
     where l.id in (select id from files) and l.id not in (select id from own)
       and l.id not in (select id from said where noun = 'ticket')`,
    [personId, patterns, known, ERASED_NAME],
  );
}
