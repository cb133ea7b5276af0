-- A second proof for those who administer the installation, as for those who work in a company.

create table operator_totp (
  operator_id uuid primary key references operator on delete cascade,
  -- Sealed with a key that comes from MASTER_KEY.
  secret bytea not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0,
  created_at timestamptz not null default now()
);

create table operator_recovery_code (
  operator_id uuid not null references operator_totp on delete cascade,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (operator_id, code_hash)
);
