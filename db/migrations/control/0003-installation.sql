-- The installation's own administration: its accounts, the servers that hold companies, what is billed.

-- Who administers the installation. An account apart: it opens no company.
create table operator (
  id uuid primary key default gen_random_uuid(),
  email text not null unique check (email = lower(email)),
  password_hash text not null,
  created_at timestamptz not null default now()
);

create table operator_session (
  id uuid primary key default gen_random_uuid(),
  operator_id uuid not null references operator on delete cascade,
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index operator_session_operator on operator_session (operator_id);

-- Failed sign-ins by a keyed hash of account and address, as in the companies' own databases.
create table operator_failure (
  key bytea primary key,
  failures integer not null,
  next_at timestamptz not null
);

-- What operators did. Kept when the company is gone, so it names its id and nothing of its people.
create table operator_audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  operator_id uuid,
  what text not null,
  workspace_id text,
  details jsonb not null default '{}'
);

-- PostgreSQL servers beside the control database's own that may hold companies. Their addresses are sealed.
create table database_server (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  url bytea not null,
  created_at timestamptz not null default now()
);

alter table workspace add column server_id uuid references database_server;
-- From when a company that is to be deleted may go; until then it can be kept.
alter table workspace add column delete_after timestamptz;
alter table workspace drop constraint workspace_state_check;
alter table workspace add constraint workspace_state_check
  check (state in ('creating', 'active', 'suspended', 'failed', 'moving', 'deleting'));

-- How many units took part in a month: what invoices are made from. Outlives the company.
create table unit_count (
  workspace_id text not null,
  slug text not null,
  month date not null check (extract(day from month) = 1),
  participating integer not null,
  units integer not null,
  counted_at timestamptz not null default now(),
  primary key (workspace_id, month)
);
