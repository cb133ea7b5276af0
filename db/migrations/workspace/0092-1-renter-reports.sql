-- What owners say of their own renters: who moves out of their flat and who moves in. It counts at once, or once the
-- office has approved it.

create table renter_report (
  id uuid primary key,
  unit_id uuid not null references unit on delete cascade,
  owner_id uuid not null references person,
  made_at timestamptz not null default now(),
  -- The last day of those who leave, the first of who comes.
  ends_on date,
  begins_on date,
  -- Who comes, as a person is written down; forgotten once it is decided.
  renter jsonb,
  state text not null default 'waiting' check (state in ('waiting', 'applied', 'rejected', 'withdrawn')),
  decided_at timestamptz,
  decided_by uuid references person,
  reason text not null default '',
  -- The hand-over that it became.
  act_id uuid
);
create unique index renter_report_waiting on renter_report (unit_id) where state = 'waiting';
create index renter_report_owner on renter_report (owner_id, made_at desc);
