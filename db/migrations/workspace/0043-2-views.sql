-- Views of the desk that somebody saved, for themselves or for all; and the tickets that somebody keeps an eye on.

create table saved_view (
  id uuid primary key,
  owner_id uuid not null references person,
  shared boolean not null default false,
  name text not null,
  body jsonb not null,
  changed_at timestamptz not null default now()
);
create index saved_view_owner on saved_view (owner_id);

create table favourite (
  person_id uuid not null references person,
  ticket_id uuid not null references ticket,
  starred_at timestamptz not null default now(),
  primary key (person_id, ticket_id)
);
