-- Taking a company's own data in, and out again.

-- Each person has a number, by which files name them.
create sequence person_number;
create function next_person_number() returns text language plpgsql as $$
declare
  count bigint;
  free text;
begin
  loop
    count := nextval('person_number');
    free := 'P-' || lpad(count::text, greatest(4, length(count::text)), '0');
    exit when not exists (select from person p where lower(p.number) = lower(free));
  end loop;
  return free;
end $$;
alter table person add column number text check (length(number) between 1 and 40);
update person set number = next_person_number();
alter table person alter column number set default next_person_number(), alter column number set not null;
create unique index person_by_number on person (lower(number));

-- One taking in of files: what was uploaded, what its columns mean, what it would do or did.
create table import_run (
  id uuid primary key,
  state text not null check (state in ('mapping', 'planning', 'planned', 'applying', 'applied', 'undoing', 'undone',
    'refused', 'discarded')),
  counts jsonb not null default '{}',
  doubts jsonb not null default '[]',
  -- Why it was refused: a code with its details and place.
  failure jsonb,
  progress integer not null default 0,
  begun_at timestamptz not null default now(),
  begun_by uuid not null references person,
  applied_at timestamptz,
  undone_at timestamptz
);
create index import_run_begun on import_run (begun_at desc);

-- The files of a run. Their bytes go when it is over.
create table import_file (
  run_id uuid not null references import_run on delete cascade,
  n integer not null,
  name text not null,
  kind text not null check (kind in ('csv', 'xml', 'openimmo')),
  encoding text not null,
  separator text,
  headings jsonb not null,
  sample jsonb not null,
  rows integer not null,
  mapping jsonb,
  bytes bytea,
  primary key (run_id, n)
);

-- The rows of a plan that change something or are wrong; kept as long as it can be taken back.
create table import_row (
  run_id uuid not null references import_run on delete cascade,
  n integer not null,
  tbl text not null,
  kind text not null check (kind in ('new', 'changed', 'wrong', 'missing')),
  key text not null,
  file text,
  line integer,
  before jsonb,
  after jsonb,
  problems jsonb not null default '[]',
  -- The row of the master data that it became or changes.
  row_id uuid,
  primary key (run_id, n)
);
create index import_row_kind on import_row (run_id, kind, tbl, n);

-- What the columns of a source mean, remembered for the next file with the same headings.
create table import_mapping (
  signature text primary key,
  mapping jsonb not null,
  changed_at timestamptz not null default now(),
  changed_by uuid not null references person
);
