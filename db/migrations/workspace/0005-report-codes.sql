-- The proof of a mail address by who reports without an account: a code of six digits, ten minutes, once, five tries.
-- The code is computed from the id with the workspace's key; only its keyed hash is here.
create table report_code (
  id uuid primary key,
  property_id uuid not null references property,
  reporter_id uuid not null references unconfirmed_reporter on delete cascade,
  email text not null check (email = lower(email)),
  code_hash bytea not null,
  tries integer not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index report_code_email on report_code (email, created_at desc);
create index report_code_reporter on report_code (reporter_id);
create index ticket_unconfirmed on ticket (unconfirmed_id) where unconfirmed_id is not null;
