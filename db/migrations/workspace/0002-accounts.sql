-- Who may sign in. The tables of better-auth under our names; a person has one account at most, whatever their roles.

create table account (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null unique references person,
  -- The accounts' library wants a name; the person's own row has it.
  name text not null default '',
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table account_credential (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account on delete cascade,
  provider_id text not null,
  provider_account_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (account_id, provider_id)
);

create table account_session (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account on delete cascade,
  entrance text not null check (entrance in ('management', 'residents', 'contractors')),
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index account_session_account on account_session (account_id);

create table account_verification (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index account_verification_identifier on account_verification (identifier);

-- A mailed way in: a link and a code, both computed from the id with the workspace's key. Only their hashes are here.
create table sign_in_link (
  id uuid primary key,
  person_id uuid not null references person,
  entrance text not null check (entrance in ('residents', 'contractors')),
  token_hash bytea not null unique,
  code_hash bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index sign_in_link_person on sign_in_link (person_id, created_at desc);

-- Failed sign-ins by a keyed hash of account and address, so that a stranger's tries don't delay the owner.
create table sign_in_failure (
  key bytea primary key,
  failures integer not null,
  next_at timestamptz not null
);

-- Columns and their order as the rate limiter's own statements expect them.
create table rate_limit (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
create index rate_limit_expire on rate_limit (expire);

-- A new generation revokes the report links that were mailed to a person.
alter table person add column link_generation integer not null default 1;
