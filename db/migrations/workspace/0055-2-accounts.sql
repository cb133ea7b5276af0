-- A second proof for those who work here, and new passwords by mail.

create table account_totp (
  account_id uuid primary key references account on delete cascade,
  -- Sealed with the workspace's key.
  secret bytea not null,
  -- Counts from the moment at which a first code proved that the app has it.
  confirmed_at timestamptz,
  -- The time step of the last code that was used: none is taken twice.
  last_step bigint not null default 0,
  created_at timestamptz not null default now()
);

create table account_recovery_code (
  account_id uuid not null references account_totp on delete cascade,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (account_id, code_hash)
);

alter table sign_in_link
  add column purpose text not null default 'signIn' check (purpose in ('signIn', 'newPassword'));
alter table sign_in_link drop constraint sign_in_link_entrance_check;
-- A mailbox alone does not open the desk.
alter table sign_in_link add constraint sign_in_link_entrance_check
  check (entrance in ('residents', 'contractors') or (entrance = 'management' and purpose = 'newPassword'));
