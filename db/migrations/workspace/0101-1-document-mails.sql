-- Documents go out by mail and by letter: they are matters like the lifecycles, for the list of letters among others.

create or replace view lifecycle_row as
  select 'ticket' as noun, id, number, property_id, title, phase, revision, state, next_at, closed_at from ticket
  union all
  select 'workOrder', id, number, property_id, title, phase, revision, state, next_at, closed_at from work_order
  union all
  select 'campaign', id, number, property_id, title, phase, revision, state, next_at, closed_at from campaign
  union all
  select 'project', id, number, property_id, title, phase, revision, state, next_at, closed_at from project
  union all
  -- Of the one property that it is about; null where it is about more.
  select 'document', d.id, d.number,
    (select case when count(distinct a.property_id) = 1 and bool_and(a.property_id is not null)
      then min(a.property_id::text)::uuid end from document_addressee a where a.document_id = d.id),
    (select v.title from document_version v where v.document_id = d.id order by v.n = d.version desc, v.n desc limit 1),
    d.phase, d.revision, null::jsonb, null::timestamptz, d.withdrawn_at
  from document d;

-- The papers that are printed behind a letter: keys of the storage, so that a paper to thousands is kept once.
alter table letter add column enclosures text[] not null default '{}';
