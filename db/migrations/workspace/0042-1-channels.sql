-- Fax and letters: where people are reached by them, and what waits to be printed.

alter table person
  add column fax text,
  add column street text,
  add column postal_code text,
  add column city text;

-- A letter that is written and not yet posted is `queued`.
alter table message drop constraint message_state_check;
alter table message add constraint message_state_check
  check (state in ('open', 'claimed', 'queued', 'sent', 'failed', 'unclear', 'withdrawn'));

-- Letters that were printed together, in one file.
create table print_run (
  id uuid primary key,
  made_at timestamptz not null default now(),
  made_by uuid not null references person,
  posted_at timestamptz,
  posted_by uuid references person
);

-- One letter per message, as it is printed. The message is `queued` from the same transaction on.
create table letter (
  message_id uuid primary key references message,
  made_at timestamptz not null default now(),
  recipient text not null,
  city text not null,
  pages integer not null,
  pdf bytea not null,
  print_run_id uuid references print_run
);
create index letter_waiting on letter (made_at) where print_run_id is null;
create index letter_print_run on letter (print_run_id);

-- Where a person's letters go: the address that is known of them, else the flat in which they live today.
create function postal_address(who uuid) returns table (street text, postal_code text, city text)
language sql stable as $$
  (select p.street, p.postal_code, p.city from person p
   where p.id = who and coalesce(p.street, '') <> '' and coalesce(p.city, '') <> '')
  union all
  (select b.street, h.postal_code, h.city
   from tenancy t join unit u on u.id = t.unit_id join building b on b.id = u.building_id
   join property h on h.id = b.property_id
   where t.person_id = who and t.valid_from <= berlin_today() and coalesce(t.valid_until, 'infinity') >= berlin_today()
   order by t.valid_from desc limit 1)
  limit 1
$$;
