-- What an office writes down again and again as a ticket of its own: what a new one begins with.
create table ticket_template (
  id uuid primary key,
  name text not null,
  body jsonb not null,
  changed_at timestamptz not null default now(),
  changed_by uuid not null references person
);
