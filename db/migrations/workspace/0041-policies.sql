-- Policies that a manager writes. Version 1 is the built-in one and not here. A published version never changes:
-- running tickets and orders refer to it.
create table policy (
  version integer primary key check (version > 1),
  document jsonb not null,
  published_at timestamptz not null default now(),
  published_by uuid not null references person,
  note text not null default ''
);

-- What somebody writes at the moment: one draft for all, each saving raises its revision.
create table policy_draft (
  single boolean primary key default true check (single),
  revision integer not null,
  document jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid not null references person
);

create index ticket_open_policy on ticket (policy_version) where closed_at is null;
create index work_order_open_policy on work_order (policy_version) where closed_at is null;

create function policy_stays() returns trigger language plpgsql as $$
begin
  raise exception 'a published policy never changes';
end $$;
create trigger policy_stays before update or delete on policy for each row execute function policy_stays();
