-- Documents: what is said to whom, in versions. Who may read one is decided anew at every look, by the day.

create table document (
  id uuid primary key,
  number text not null unique,
  kind text not null check (kind in ('notice', 'circular', 'message', 'statement')),
  visibility text not null check (visibility in ('public', 'private')),
  newcomers boolean not null,
  -- Null in a draft: from the day on which it is published.
  valid_from date,
  valid_until date check (valid_until >= valid_from),
  phase text not null default 'draft' check (phase in ('draft', 'published', 'withdrawn')),
  -- The version that readers see; 0 before there is one.
  version integer not null default 0,
  -- The day from which it counts; whoever comes after it is a newcomer.
  since date,
  published_at timestamptz,
  withdrawn_at timestamptz,
  withdrawal_reason text,
  made_by uuid not null references person,
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  revision integer not null default 1,
  check (phase = 'draft' or (valid_from is not null and since is not null and version > 0))
);
create index document_newest on document (coalesce(published_at, made_at) desc, id);

-- What each version says, and what it was made of. A published one never changes.
create table document_version (
  document_id uuid not null references document on delete cascade,
  n integer not null,
  title text not null,
  source text not null,
  -- The text as structure (`Block`s).
  body jsonb not null,
  -- SHA-256 over title, body and the files' hashes; set when it is published.
  hash text,
  made_by uuid not null references person,
  made_at timestamptz not null default now(),
  published_at timestamptz,
  published_by uuid references person,
  primary key (document_id, n)
);

create table document_file (
  document_id uuid not null,
  n integer not null,
  file_id uuid not null references stored_file,
  place integer not null,
  primary key (document_id, n, file_id),
  foreign key (document_id, n) references document_version on delete cascade
);
create index document_file_file on document_file (file_id);

-- One line of the address. Exactly one place is named, or none for everybody; `property_id` is that of a building or unit too.
create table document_addressee (
  document_id uuid not null references document on delete cascade,
  n integer not null,
  scope text not null check (scope in ('everybody', 'property', 'building', 'unit', 'person')),
  property_id uuid references property,
  building_id uuid references building,
  unit_id uuid references unit,
  person_id uuid references person,
  roles text[] not null default '{}' check (roles <@ '{residents,owners,board}'),
  place_id uuid not null generated always as
    (coalesce(unit_id, building_id, person_id, property_id, '00000000-0000-0000-0000-000000000000'::uuid)) stored,
  primary key (document_id, n)
);
create index document_addressee_place on document_addressee (place_id);
create index document_addressee_property on document_addressee (property_id);

-- What was found to read in a file: a PDF's text. Without a row nobody has looked yet.
create table file_text (
  file_id uuid primary key references stored_file on delete cascade,
  pages integer not null,
  -- Empty where there is none, or none could be read.
  words text not null,
  read_at timestamptz not null default now()
);

-- Who opened which version, and downloaded which of its files (null: the page itself).
create table document_read (
  document_id uuid not null references document,
  n integer not null,
  person_id uuid not null references person,
  file_id uuid references stored_file,
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  times integer not null default 1,
  unique nulls not distinct (document_id, n, person_id, file_id)
);
create index document_read_person on document_read (person_id);

-- That somebody has to do with a place for a time: lives in a unit, owns it (a landlord all of the house), or sits on the
-- board. `domain/document/audience.ts` calls it a holding.
create view holding as
  select t.person_id, 'residents' as role, b.property_id, u.building_id, t.unit_id, t.valid_from, t.valid_until
  from tenancy t join unit u on u.id = t.unit_id join building b on b.id = u.building_id
  union all
  select o.person_id, 'owners', b.property_id, u.building_id, o.unit_id, o.valid_from, o.valid_until
  from ownership o join unit u on u.id = o.unit_id join building b on b.id = u.building_id
  union all
  select h.landlord_id, 'owners', h.id, b.id, u.id, '-infinity'::date, null
  from property h left join building b on b.property_id = h.id left join unit u on u.building_id = b.id
  where h.landlord_id is not null
  union all
  select m.person_id, 'board', m.property_id, b.id, null, m.valid_from, m.valid_until
  from board_membership m left join building b on b.property_id = m.property_id;

-- The holdings by each place that an address may name. Equality on one column, so that both ways are quick: from a person
-- to the documents, and from a document to the people.
create view holding_place as
  select h.*, x.place_id from holding h cross join lateral (values
    ('00000000-0000-0000-0000-000000000000'::uuid), (h.property_id), (h.building_id), (h.unit_id)) x (place_id)
  where x.place_id is not null;

-- Who would read a document, for what reason, from which day to which; drafts as if they were published today. The rule is
-- `mayRead` of the domain, and tests hold the two against each other.
create view document_reach as
  select d.id as document_id, d.phase, d.visibility, a.n as addressee, h.person_id, h.role, h.property_id, h.building_id,
    h.unit_id, h.role = any(a.roles) as addressed,
    greatest(h.valid_from, coalesce(d.valid_from, berlin_today())) as from_day,
    least(coalesce(h.valid_until, 'infinity'), coalesce(d.valid_until, 'infinity')) as until_day
  from document d join document_addressee a on a.document_id = d.id join holding_place h on h.place_id = a.place_id
  where (h.role = any(a.roles) or d.visibility = 'public')
    and (d.newcomers or daterange(h.valid_from, h.valid_until, '[]')
      @> coalesce(d.since, greatest(coalesce(d.valid_from, berlin_today()), berlin_today())))
  union all
  select d.id, d.phase, d.visibility, a.n, a.person_id, 'person', null, null, null, true,
    coalesce(d.valid_from, berlin_today()), coalesce(d.valid_until, 'infinity')
  from document d join document_addressee a on a.document_id = d.id where a.person_id is not null;

-- Who may read what, and in which days. Only what is published and not withdrawn.
create view document_right as
  select * from document_reach where phase = 'published' and from_day <= until_day;

-- What a document is found by: each word of title, text and files once. A draft's words are apart from what readers see.
create table document_search (
  document_id uuid not null references document on delete cascade,
  is_draft boolean not null,
  at timestamptz not null,
  words text not null,
  primary key (document_id, is_draft)
);
create index document_search_words on document_search using gin (words gin_trgm_ops);

create function distinct_words(words text) returns text language sql immutable parallel safe
  return coalesce((select string_agg(w, ' ') from (
    select distinct w from regexp_split_to_table(findable(left(words, 400000)), '[\s,;:()"„“”]+') w where w <> '') d), '');

create function refresh_document_search(subject uuid) returns void language sql as $$
  delete from document_search where document_id = subject;
  insert into document_search (document_id, is_draft, at, words)
  select d.id, v.published_at is null, coalesce(v.published_at, v.made_at), distinct_words(concat_ws(' ', d.number, v.title, v.source,
    (select string_agg(f.name || ' ' || coalesce(t.words, ''), ' ') from document_file x join stored_file f on f.id = x.file_id
     left join file_text t on t.file_id = f.id where x.document_id = v.document_id and x.n = v.n)))
  from document d join document_version v on v.document_id = d.id
  where d.id = subject and (v.n = d.version or v.published_at is null);
$$;

-- The newest documents that contain all patterns; as `found_tickets`, planned for these very words.
create function found_documents(patterns text[], drafts boolean, most integer) returns setof uuid
language plpgsql stable as $$
begin
  return query execute 'select document_id from document_search where '
    || case when drafts then '' else 'not is_draft and ' end
    || (select string_agg(format('words like %L', folded(p)), ' and ') from unnest(patterns) p)
    || format(' order by at desc limit %s', most);
end $$;
