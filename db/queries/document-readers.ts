import { containing, searchWords } from '../../domain/desk/view.ts';
import type { Holding } from '../../domain/document/audience.ts';
import type { DocumentKind, Visibility } from '../../domain/document/document.ts';
import type { Day, Instant } from '../../domain/time/berlin.ts';
import type { Workspace } from '../workspaces.ts';

/** By which way the person of a row `p` is reached: their usual one, or the next that is known; null without any. */
export function reachedBy(p: string): string {
  return `(select w.way from unnest(array[${p}.channel, 'mail', 'sms', 'fax', 'letter']) with ordinality w (way, place)
    where case w.way when 'mail' then coalesce(${p}.email, '') <> '' when 'sms' then coalesce(${p}.mobile, '') <> ''
      when 'fax' then coalesce(${p}.fax, '') <> '' else exists (select from postal_address(${p}.id)) end
    order by w.place limit 1)`;
}

/** By which way a person would hear of a document: their usual one, or the next that is known. */
export type ReachedBy = 'mail' | 'sms' | 'fax' | 'letter';

/** Somebody who has to do with an addressed place, or is named, with all that decides on whether they read it. */
export interface Candidate {
  id: string;
  name: string;
  way: ReachedBy | null;
  holdings: (Holding & { place: string })[];
}

/** Everybody about whom it can be asked whether they read a document, in one statement, in order of their names. */
export function candidatesOf(workspace: Workspace, documentId: string): Promise<Candidate[]> {
  return workspace.query<Candidate>(
    `with line as materialized (select * from document_addressee where document_id = $1),
     place as (select distinct property_id from line where property_id is not null),
     near as (
       select h.* from holding h
       where h.property_id in (select property_id from place) or exists (select from line where scope = 'everybody')
     ), who as (
       select person_id, jsonb_agg(jsonb_build_object('role', near.role, 'propertyId', near.property_id,
         'buildingId', near.building_id, 'unitId', near.unit_id, 'validFrom', near.valid_from, 'validUntil', near.valid_until,
         'place', coalesce(b.street || ', ' || u.number, b.street, p.name))) as holdings
       from near join property p on p.id = near.property_id left join building b on b.id = near.building_id
       left join unit u on u.id = near.unit_id group by person_id
     )
     select n.id, trim(n.given_name || ' ' || n.family_name) as name,
       ${reachedBy('n')} as way,
       coalesce(who.holdings, '[]') as holdings
     from person n left join who on who.person_id = n.id
     where who.person_id is not null or n.id in (select person_id from line where person_id is not null)
     order by n.family_name, n.given_name, n.id`,
    [documentId],
  );
}

/** A document as one of its readers has it in their list. */
export interface OwnDocument {
  id: string;
  number: string;
  title: string;
  kind: DocumentKind;
  visibility: Visibility;
  publishedAt: Instant;
  validUntil: Day | null;
  version: number;
  files: number;
  /** Whether they have looked at the newest version. */
  opened: boolean;
  /** The houses of theirs on whose board it hangs; none for what came to them alone. */
  boards: string[];
  /** Whether it is addressed to them, and not only hangs where they live. */
  addressed: boolean;
}

/** What a person may read today, newest first, with all words of `text` somewhere in it. `most` of them. */
export function ownDocuments(
  workspace: Workspace,
  personId: string,
  { text, most }: { text: string | null; most: number },
): Promise<OwnDocument[]> {
  const patterns = searchWords(text ?? '').map(containing);
  return workspace.query<OwnDocument>(
    `with mine as (
       select r.document_id, bool_or(r.addressed) as addressed,
         array_agg(distinct b.street) filter (where r.visibility = 'public' and b.id is not null) as boards
       from document_right r left join building b on b.id = r.building_id
       where r.person_id = $1 and berlin_today() between r.from_day and r.until_day group by r.document_id
     )
     select d.id, d.number, v.title, d.kind, d.visibility, v.published_at as "publishedAt", d.valid_until::text as "validUntil",
       d.version, (select count(*)::int from document_file x where x.document_id = d.id and x.n = d.version) as files,
       exists (select from document_read r where r.document_id = d.id and r.n = d.version and r.person_id = $1) as opened,
       coalesce(mine.boards, '{}') as boards, mine.addressed
     from mine join document d on d.id = mine.document_id join document_version v on v.document_id = d.id and v.n = d.version
     join document_search s on s.document_id = d.id and not s.is_draft
     where s.words like all (array(select folded(p) from unnest($2::text[]) p))
     order by v.published_at desc, d.id limit $3`,
    [personId, patterns, most],
  );
}

/** The number of the version that a person may read at this moment; undefined where it is none. */
export async function readableVersion(
  workspace: Workspace,
  documentId: string,
  personId: string,
): Promise<number | undefined> {
  const [row] = await workspace.query<{ version: number }>(
    `select d.version from document d where d.id = $1 and exists (
       select from document_right r where r.document_id = d.id and r.person_id = $2
         and berlin_today() between r.from_day and r.until_day)`,
    [documentId, personId],
  );
  return row?.version;
}

/** Whether a file stands in the version that a person may read at this moment. Which one, or undefined. */
export async function readableFile(
  workspace: Workspace,
  { documentId, fileId, personId }: { documentId: string; fileId: string; personId: string },
): Promise<number | undefined> {
  const version = await readableVersion(workspace, documentId, personId);
  if (version === undefined) return undefined;
  const rows = await workspace.query('select from document_file where document_id = $1 and n = $2 and file_id = $3', [
    documentId,
    version,
    fileId,
  ]);
  return rows.length > 0 ? version : undefined;
}

/**
 * Whether a file belongs to the version of a document that a campaign asks a person about; only this one where it is named.
 * What was withdrawn nobody reads any more, also who is still asked about it.
 */
export async function askedAbout(
  workspace: Workspace,
  { fileId, personId, campaignId }: { fileId: string; personId: string; campaignId: string | null },
): Promise<boolean> {
  const rows = await workspace.query(
    `select from document_file x join campaign c on c.document_id = x.document_id and c.document_version = x.n
     join document d on d.id = c.document_id and d.phase <> 'withdrawn'
     where x.file_id = $1 and c.outcome is distinct from 'withdrawn' and ($3::uuid is null or c.id = $3) and (
       exists (select from campaign_person p where p.campaign_id = c.id and p.person_id = $2)
       or exists (select from campaign_proxy y where y.campaign_id = c.id and y.holder_id = $2 and y.withdrawn_at is null))
     limit 1`,
    [fileId, personId, campaignId],
  );
  return rows.length > 0;
}

/** Notes that a person had a version, or one of its files, before them. */
export async function noteRead(
  workspace: Workspace,
  read: { documentId: string; version: number; personId: string; fileId: string | null },
): Promise<void> {
  await workspace.query(
    `insert into document_read (document_id, n, person_id, file_id) values ($1, $2, $3, $4)
     on conflict (document_id, n, person_id, file_id) do update set last_at = now(), times = document_read.times + 1`,
    [read.documentId, read.version, read.personId, read.fileId],
  );
}

/** Somebody who opened a document, for its page in the office. */
export interface DocumentReading {
  personId: string;
  name: string;
  version: number;
  /** The file that they downloaded; null for the page. */
  file: string | null;
  firstAt: Instant;
  lastAt: Instant;
  times: number;
}

/** Who opened what of a document, newest first. */
export function readingsOf(workspace: Workspace, documentId: string): Promise<DocumentReading[]> {
  return workspace.query<DocumentReading>(
    `select r.person_id as "personId", trim(p.given_name || ' ' || p.family_name) as name, r.n as version, f.name as file,
       r.first_at as "firstAt", r.last_at as "lastAt", r.times
     from document_read r join person p on p.id = r.person_id left join stored_file f on f.id = r.file_id
     where r.document_id = $1 order by r.last_at desc limit 2000`,
    [documentId],
  );
}
