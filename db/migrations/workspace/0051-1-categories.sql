-- Categories as versions: version 1 is the built-in list and not here. A published version never changes, because
-- tickets keep the words that they were reported with.
alter table category_version
  add constraint category_version_after_builtin check (version > 1),
  add column note text not null default '';

create function category_version_stays() returns trigger language plpgsql as $$
begin
  raise exception 'published categories never change';
end $$;
create trigger category_version_stays before update or delete on category_version
  for each row execute function category_version_stays();

-- What somebody writes at the moment: one draft for all, each saving raises its revision.
create table category_draft (
  single boolean primary key default true check (single),
  revision integer not null,
  body jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid not null references person
);

-- Which version's words a ticket was reported with.
alter table ticket add column category_version integer not null default 1;

-- As before, with the version of the categories.
create or replace function take_report(c jsonb, t jsonb, uploader jsonb) returns table (number text, is_new boolean)
language plpgsql as $$
#variable_conflict use_column
declare
  given text;
  moment timestamptz := (c ->> 'at')::timestamptz;
begin
  if not store_command(c, uploader) then
    return query select k.number, false from ticket k where k.id = (c ->> 'subjectId')::uuid;
    return;
  end if;
  given := next_number('V', left(c ->> 'at', 4)::integer);
  insert into ticket (id, number, property_id, building_id, unit_id, place, reporter_id, unconfirmed_id, category,
    category_version, urgency, title, description, answers, access_wishes, phase, waiting_on, waiting_for, waiting_since,
    policy_version, command_id, reported_at, changed_at)
  values ((c ->> 'subjectId')::uuid, given, (t ->> 'propertyId')::uuid, (t ->> 'buildingId')::uuid,
    (t ->> 'unitId')::uuid, t ->> 'place', (t ->> 'reporterId')::uuid, (t ->> 'unconfirmedId')::uuid, t ->> 'category',
    coalesce((t ->> 'categoryVersion')::integer, 1), t ->> 'urgency', t ->> 'title', t ->> 'description', t -> 'answers',
    t ->> 'accessWishes', 'received', 'management', 'triage', moment, (t ->> 'policy')::integer, (c ->> 'id')::uuid,
    moment, moment)
  on conflict (id) do nothing;
  if not found then raise exception using errcode = 'PC409', message = 'another ticket has this id'; end if;
  return query select given, true;
end $$;
