-- Two entries of one person become one, whatever names them, and two again when it was wrong. The entry that goes stays as
-- a name without anything else, because tickets' lifecycles and timelines know people by their ids.

alter table person add column merged_into uuid references person;
create index person_merged on person (merged_into) where merged_into is not null;

create table person_merge (
  id uuid primary key,
  kept_id uuid not null references person,
  dropped_id uuid not null references person,
  at timestamptz not null default now(),
  actor jsonb not null,
  -- What the entry that goes said of how it is reached, and which of that the other one took over.
  contact jsonb not null,
  taken jsonb not null,
  -- The ids of the rows that went over, by table, and rows that were there twice, whole.
  moved jsonb not null,
  twice jsonb not null,
  undone_at timestamptz
);
create index person_merge_kept on person_merge (kept_id, at desc) where undone_at is null;

-- A lifecycle that knows somebody by the entry that went writes to the one that stayed.
create function message_to_merged() returns trigger language plpgsql as $$
declare
  into_id uuid;
begin
  select merged_into into into_id from person where id = new.recipient_id;
  if into_id is not null then new.recipient_id := into_id; end if;
  return new;
end $$;
create trigger message_to_merged before insert on message for each row
  when (new.recipient_kind = 'person') execute function message_to_merged();
