import { containing, searchWords } from '../../domain/desk/view.ts';
import type { Addressee, DocumentKind, DocumentPhase, Visibility } from '../../domain/document/document.ts';
import type { Day, Instant } from '../../domain/time/berlin.ts';
import type { Workspace } from '../workspaces.ts';

/** Which properties an employee sees documents of (`see`: public ones) and publishes for (`publish`: all); null for all. */
export interface DocumentReach {
  personId: string;
  see: string[] | null;
  publish: string[] | null;
}

/**
 * As SQL, of a document `d`: what an employee with the reach in $1 (see), $2 (publish) and $3 (themselves) may look at.
 * Public ones of their properties; private ones where they publish, or that they made.
 */
const SEEN = `(d.made_by = $3::uuid or exists (
  select from document_addressee a where a.document_id = d.id and (
    (d.visibility = 'public' and (a.scope = 'everybody' or $1::uuid[] is null or a.property_id = any($1::uuid[])))
    or $2::uuid[] is null
    or (cardinality($2::uuid[]) > 0 and a.scope = 'everybody')
    or a.property_id = any($2::uuid[])
    or (a.person_id is not null and exists (
      select from holding h where h.person_id = a.person_id and h.property_id = any($2::uuid[]))))))`;

/** A line of the office's list. */
export interface DocumentRow {
  id: string;
  number: string;
  title: string;
  kind: DocumentKind;
  visibility: Visibility;
  phase: DocumentPhase;
  /** Whether a version waits to be published. */
  hasDraft: boolean;
  version: number;
  at: Instant;
  validFrom: Day | null;
  validUntil: Day | null;
  /** To whom, in words: the first place or person, and how many lines there are. */
  to: string;
  scope: Addressee['scope'] | null;
  lines: number;
  /** The one property that all of its address lies in; null where it is more, or none. */
  propertyId: string | null;
  files: number;
  opened: number;
}

export interface DocumentFilter {
  text: string | null;
  kind: DocumentKind | null;
  phase: DocumentPhase | null;
  propertyId: string | null;
}

/** How many of the newest hits of a search are looked at, where rights or a filter leave out some of them. */
const LOOKED_AT = 2_000;

/** The documents that an employee may look at, newest first, in one statement. */
export function documentRows(
  workspace: Workspace,
  reach: DocumentReach,
  { text, kind, phase, propertyId }: DocumentFilter,
  most: number,
): Promise<DocumentRow[]> {
  const patterns = searchWords(text ?? '').map(containing);
  const params: unknown[] = [reach.see, reach.publish, reach.personId, kind, phase, propertyId, most];
  const allSeen = reach.publish === null && kind === null && phase === null && propertyId === null;
  // A document and its draft are two hits.
  const hits = () => `(select distinct f as id from found_documents($${params.push(patterns)}::text[], true,
    ${allSeen ? 2 * most : LOOKED_AT}) f) found join document d on d.id = found.id`;
  return workspace.query<DocumentRow>(
    `with shown as (
       select d.* from ${patterns.length > 0 ? hits() : 'document d'}
       where ($4::text is null or d.kind = $4) and ($5::text is null or d.phase = $5)
         and ($6::uuid is null or exists (select from document_addressee a where a.document_id = d.id
           and (a.property_id = $6 or a.scope = 'everybody')))
         and ${SEEN}
       order by coalesce(d.published_at, d.made_at) desc, d.id limit $7
     )
     select d.id, d.number, v.title, d.kind, d.visibility, d.phase, d.version, v.n > d.version and d.version > 0 as "hasDraft",
       coalesce(d.published_at, d.made_at) as at, d.valid_from::text as "validFrom", d.valid_until::text as "validUntil",
       coalesce(first.label, '') as "to", first.scope, (select count(*)::int from document_addressee a where a.document_id = d.id) as lines,
       (select case when count(distinct a.property_id) = 1 and bool_and(a.property_id is not null) then min(a.property_id::text) end
        from document_addressee a where a.document_id = d.id) as "propertyId",
       (select count(*)::int from document_file x where x.document_id = d.id and x.n = v.n) as files,
       (select count(distinct r.person_id)::int from document_read r where r.document_id = d.id and r.n = d.version) as opened
     from shown d
     join lateral (select n, title from document_version v where v.document_id = d.id order by n desc limit 1) v on true
     left join lateral (
       select a.scope, coalesce(ub.street || ', ' || u.number, b.street, trim(n.given_name || ' ' || n.family_name), p.name, '') as label
       from document_addressee a left join property p on p.id = a.property_id left join building b on b.id = a.building_id
       left join unit u on u.id = a.unit_id left join building ub on ub.id = u.building_id
       left join person n on n.id = a.person_id
       where a.document_id = d.id order by a.n limit 1
     ) first on true
     order by at desc, d.id`,
    params,
  );
}
