import type { DataKind } from '../../domain/privacy/retention.ts';
import type { Query } from '../pool.ts';
import { ERASED_NAME, patternsOf } from './items.ts';
import { SELVES } from './selves.ts';

/** What is erased in one step: things of one kind that belong to one person. */
export interface Erasing {
  personId: string;
  kind: DataKind;
  ids: readonly string[];
}

/**
 * The contents (by hash) of the files that go with these things and that nothing else needs. They are removed from the
 * storage before their rows, so that a lost process leaves no bytes that nobody knows.
 */
export async function contentsOf(q: Query, { personId, kind, ids }: Erasing): Promise<string[]> {
  const condition = FILES[kind];
  const mails =
    kind === 'mails' || kind === 'record'
      ? `select sha256 from inbound_mail where id::text = any($2::text[])
           and not exists (select from inbound_mail o where o.sha256 = inbound_mail.sha256 and o.id::text <> all($2::text[]))`
      : null;
  const files = condition
    ? `select f.sha256 from stored_file f where ${condition}
         and not exists (select from stored_file o where o.sha256 = f.sha256 and o.id not in (
           select f.id from stored_file f where ${condition}))`
    : null;
  const wanted = [mails, files].filter((sql) => sql !== null);
  if (wanted.length === 0) return [];
  const rows = await q<{ sha256: string }>(
    `with me as (select id from ${SELVES.replaceAll('$1', '$1::uuid')} s(id)) ${wanted.join(' union ')}`,
    [personId, ids],
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Whether somebody reported a ticket: then all that was said in it goes, else only what they said themselves. */
const REPORTED = `(select id from ticket where reporter_id = $1
  or unconfirmed_id in (select id from unconfirmed_reporter where person_id = $1))`;
const MINE = (column: string) => `${column} ->> 'id' in (select id::text from me)`;

/** Which stored files `f` go with a kind of thing. */
const FILES: Partial<Record<DataKind, string>> = {
  matters: `(f.noun = 'ticket' and f.subject_id::text = any($2::text[])
    and (f.subject_id in ${REPORTED} or ${MINE('f.uploaded_by')}))`,
  orders: `(f.noun = 'workOrder' and f.subject_id::text = any($2::text[]))`,
  projects: `(f.noun = 'project' and f.subject_id::text = any($2::text[]) and ${MINE('f.uploaded_by')})`,
  mails: `(f.subject_id is null and f.uploaded_by ->> 'kind' = 'mail' and f.uploaded_by ->> 'id' = any($2::text[]))`,
  papers: `(f.noun = 'document' and f.subject_id::text = any($2::text[]) and not exists (
    select from document_addressee o where o.document_id = f.subject_id and o.person_id is distinct from $1))`,
  record: `(f.subject_id is null and (${MINE('f.uploaded_by')}
    or (f.uploaded_by ->> 'kind' = 'mail' and f.uploaded_by ->> 'id' = any($2::text[]))))`,
  mentions: `(f.noun = 'ticket' and f.subject_id::text = any($2::text[]))`,
};

/** Erases things of one kind, within a transaction of the caller. Again, it changes nothing more. */
export async function eraseItems(q: Query, erasing: Erasing): Promise<void> {
  const { personId, kind, ids } = erasing;
  const me = `with me as (select id from ${SELVES} s(id))`;
  const run = (sql: string) => q(sql, [personId, ids]);
  const files = FILES[kind];
  if (kind === 'papers')
    await run(`delete from document_file where document_id::text = any($2::text[])
    and not exists (select from document_addressee o
      where o.document_id = document_file.document_id and o.person_id is distinct from $1)`);
  if (files) await run(`${me} delete from stored_file f where ${files}`);
  switch (kind) {
    case 'identity':
      await q(
        `update person set given_name = '', family_name = $2, other_names = '', street = null, postal_code = null,
           city = null, email = null, phone = null, mobile = null, fax = null, active = false,
           number = 'X-' || left(id::text, 13)
         where id = $1 or merged_into = $1`,
        [personId, ERASED_NAME],
      );
      await forgetMerges(q, personId);
      await q(`update unconfirmed_reporter set name = $2, email = '', phone = null, place = '' where person_id = $1`, [
        personId,
        ERASED_NAME,
      ]);
      return;
    case 'contact':
      await forgetMerges(q, personId);
      await q(
        `update person set email = null, phone = null, mobile = null, fax = null, other_names = '', share_phone = false
         where id = $1`,
        [personId],
      );
      await q(
        'delete from report_code where reporter_id in (select id from unconfirmed_reporter where person_id = $1)',
        [personId],
      );
      await q(`update unconfirmed_reporter set email = '', phone = null where person_id = $1`, [personId]);
      return;
    case 'account':
      await eraseAccount(q, personId);
      return;
    case 'homes':
      await run('delete from tenancy where person_id = $1 and id::text = any($2::text[])');
      await run('delete from ownership where person_id = $1 and id::text = any($2::text[])');
      await run(
        `delete from board_membership where person_id = $1 and property_id || ' ' || valid_from = any($2::text[])`,
      );
      return;
    case 'firm':
      await run(`update contractor set note = '' where person_id = $1 and id::text = any($2::text[])`);
      await run(`delete from preferred_contractor where contractor_id in (
        select id from contractor where person_id = $1 and id::text = any($2::text[]))`);
      await run(`delete from absence where contractor_id in (
        select id from contractor where person_id = $1 and id::text = any($2::text[]))`);
      return;
    case 'employment':
      await q('delete from absence where person_id = $1', [personId]);
      await q('delete from employee_role where person_id = $1', [personId]);
      await q('delete from employee_property where person_id = $1', [personId]);
      return;
    case 'matters':
      await eraseWords(q, personId, ids);
      return;
    case 'orders':
      await run(`update work_order set title = '', instructions = '',
          client = jsonb_build_object('kind', client -> 'kind', 'name', '', 'address', ''),
          invoice_to = jsonb_build_object('kind', invoice_to -> 'kind', 'name', '', 'address', '')
        where $1::uuid is not null and id::text = any($2::text[])`);
      await run(`update command set words = '{}'
        where $1::uuid is not null and noun = 'workOrder' and subject_id::text = any($2::text[])`);
      await run(`update timeline set body = null, salt = ''
        where $1::uuid is not null and noun = 'workOrder' and subject_id::text = any($2::text[])`);
      return;
    case 'projects':
      await run(`${me} update command set words = '{}'
        where noun = 'project' and subject_id::text = any($2::text[]) and ${MINE('actor')}`);
      await run(`${me} update timeline set body = null, salt = ''
        where noun = 'project' and subject_id::text = any($2::text[]) and ${MINE('actor')}`);
      return;
    case 'mails':
      await run('delete from inbound_mail where $1::uuid is not null and id::text = any($2::text[])');
      return;
    case 'record': {
      await run('delete from inbound_mail where $1::uuid is not null and id::text = any($2::text[])');
      const patterns = await patternsOf(q, personId);
      await q(`select erase_from_audit(array(select id from ${SELVES} s(id)), $2)`, [personId, patterns]);
      return;
    }
    case 'imports':
      await eraseImports(q, personId, ids);
      return;
    case 'papers':
      await erasePapers(q, personId, ids);
      return;
    case 'receipts':
      await run(`select erase_answers($1, $2::text[]::uuid[])`);
      await run('delete from document_read where person_id = $1 and document_id::text = any($2::text[])');
      return;
    case 'requests':
      await run(`update privacy_request set reason = '' where person_id = $1 and id::text = any($2::text[])`);
      await run(`update retention_hold set reason = '' where person_id = $1 and id::text = any($2::text[])`);
      return;
    case 'mentions':
      await eraseFiles(q, ids);
      return;
    case 'votes':
      // Without limit: a plan never gives one of them.
      return;
  }
}

/** Entries that became this one keep no contact of their own, but what they said is kept for taking them apart again. */
async function forgetMerges(q: Query, personId: string): Promise<void> {
  await q('delete from person_merge where kept_id = $1 or dropped_id = $1', [personId]);
}

async function eraseAccount(q: Query, personId: string): Promise<void> {
  await q(
    `delete from account_verification where exists (select from account a join person p on p.id = a.person_id
       where p.id = $1 and (identifier ilike '%' || a.email || '%' or value ilike '%' || a.id::text || '%'))`,
    [personId],
  );
  await q(`delete from mail_under_way where message_id in (select id from message where recipient_id in ${SELVES})`, [
    personId,
  ]);
  await q('update message set digest_id = null where digest_id in (select id from digest where person_id = $1)', [
    personId,
  ]);
  await q(
    `update invitation_round set print_file = null
     where id in (select round_id from invitation where person_id = $1 and way = 'letter')`,
    [personId],
  );
  for (const table of [
    'invitation',
    'account',
    'sign_in_link',
    'message_preference',
    'digest',
    'calendar_feed',
    'participation',
    'favourite',
  ])
    await q(
      `delete from ${table} where person_id in (select $1::uuid union all select id from person where merged_into = $1)`,
      [personId],
    );
  await q('delete from renter_report where owner_id = $1', [personId]);
  await q('delete from saved_view where owner_id = $1 and not shared', [personId]);
}

/** Of tickets that they reported all words, of others their own. What the chain of hashes says stays whole. */
async function eraseWords(q: Query, personId: string, ids: readonly string[]): Promise<void> {
  const own = await q<{ id: string }>(`select id from ${REPORTED} t(id) where id::text = any($2::text[])`, [
    personId,
    ids,
  ]);
  await eraseFiles(
    q,
    own.map(({ id }) => id),
  );
  const me = `with me as (select id from ${SELVES} s(id))`;
  await q(
    `${me} update command set words = '{}' where noun = 'ticket' and subject_id::text = any($2::text[]) and ${MINE('actor')}`,
    [personId, ids],
  );
  await q(
    `${me} update timeline set body = null, salt = ''
     where noun = 'ticket' and subject_id::text = any($2::text[]) and ${MINE('actor')}`,
    [personId, ids],
  );
}

/** All words of tickets or projects whose retention is over, with the letters that were written about them. */
async function eraseFiles(q: Query, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const run = (sql: string) => q(sql, [ids]);
  await run(`update ticket set title = '', description = '', answers = '[]', access_wishes = ''
    where id::text = any($1::text[])`);
  await run(`update project set title = '', description = '' where id::text = any($1::text[])`);
  await run(`update todo set title = '', text = '', items = '{}' where project_id::text = any($1::text[])`);
  await run(
    `update command set words = '{}' where noun in ('ticket', 'project') and subject_id::text = any($1::text[])`,
  );
  await run(`update timeline set body = null, salt = ''
    where noun in ('ticket', 'project') and file_id::text = any($1::text[])`);
  await run(
    `delete from mail_under_way where message_id in (select id from message where file_id::text = any($1::text[]))`,
  );
  await run(`delete from letter where message_id in (select id from message where file_id::text = any($1::text[]))`);
  await run(`update message_attempt set provider_id = null, detail = null
    where message_id in (select id from message where file_id::text = any($1::text[]))`);
  await run(`update batch set words = '{}' where state in ('done', 'undone')
    and id in (select batch_id from batch_item where ticket_id::text = any($1::text[]))`);
}

/** Papers to them alone lose their words; of those to others too they are an addressee no more. */
async function erasePapers(q: Query, personId: string, ids: readonly string[]): Promise<void> {
  const alone = `not exists (select from document_addressee o
    where o.document_id = d.id and o.person_id is distinct from $1)`;
  await q(
    `update document_version v set title = '', source = '', body = '[]' from document d
     where d.id = v.document_id and d.id::text = any($2::text[]) and ${alone}`,
    [personId, ids],
  );
  await q(
    `update document d set withdrawal_reason = case when withdrawal_reason is not null then '' end
     where d.id::text = any($2::text[]) and ${alone}`,
    [personId, ids],
  );
  await q('delete from document_addressee where person_id = $1 and document_id::text = any($2::text[])', [
    personId,
    ids,
  ]);
  await q(
    `select refresh_document_search(id) from document where $1::uuid is not null and id::text = any($2::text[])`,
    [personId, ids],
  );
}

/** What files that were taken in said about them. A row that is gone is left out where the run is taken back. */
async function eraseImports(q: Query, personId: string, ids: readonly string[]): Promise<void> {
  const patterns = await patternsOf(q, personId);
  await q(
    `delete from import_row where run_id::text = any($2::text[]) and (row_id = $1
       or (cardinality($3::text[]) > 0 and concat_ws(' ', key, before, after) ilike any($3)))`,
    [personId, ids, patterns],
  );
  await q(`update import_file set sample = '[]', bytes = null where run_id::text = any($1::text[])`, [ids]);
}
