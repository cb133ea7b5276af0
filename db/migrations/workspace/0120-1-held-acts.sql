-- An act that its person may still take back: stored like any other, and not sent before its time. Taken back, it was
-- never said.
alter table command drop constraint command_state_check;
alter table command add constraint command_state_check
  check (state in ('held', 'withdrawn', 'open', 'applied', 'refused'));
-- Until when it could be taken back; null for what is sent at once.
alter table command add column held_until timestamptz;
drop index command_unsettled;
create index command_unsettled on command (created_seq)
  where state in ('held', 'open') or (state = 'applied' and not settled);

create or replace function store_command(c jsonb, uploader jsonb) returns boolean language plpgsql as $$
declare
  wanted uuid[] := array(select distinct jsonb_array_elements_text(c -> 'files')::uuid);
  attached integer;
begin
  insert into command (id, noun, subject_id, type, actor, link, at, facts, words, files, state, held_until)
  values ((c ->> 'id')::uuid, c ->> 'noun', (c ->> 'subjectId')::uuid, c ->> 'type', c -> 'actor', c ->> 'link',
    (c ->> 'at')::timestamptz, c -> 'facts', c -> 'words',
    array(select jsonb_array_elements_text(c -> 'files')::uuid),
    case when c ->> 'heldUntil' is null then 'open' else 'held' end, (c ->> 'heldUntil')::timestamptz)
  on conflict (id) do nothing;
  if not found then return false; end if;
  if cardinality(wanted) > 0 then
    update stored_file f set noun = c ->> 'noun', subject_id = (c ->> 'subjectId')::uuid, command_id = (c ->> 'id')::uuid
    where id = any(wanted) and uploaded_by @> uploader
      and (subject_id is null or (subject_id = (c ->> 'subjectId')::uuid
        and exists (select from command o where o.id = f.command_id and o.state = 'refused')));
    get diagnostics attached = row_count;
    if attached <> cardinality(wanted) then raise exception using errcode = 'PC404', message = 'not their file'; end if;
  end if;
  return true;
end $$;
