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
begin
  insert into command (id, noun, subject_id, type, actor, link, at, facts, words, files, state, held_until)
  values ((c ->> 'id')::uuid, c ->> 'noun', (c ->> 'subjectId')::uuid, c ->> 'type', c -> 'actor', c ->> 'link',
    (c ->> 'at')::timestamptz, c -> 'facts', c -> 'words',
    array(select jsonb_array_elements_text(c -> 'files')::uuid),
    case when c ->> 'heldUntil' is null then 'open' else 'held' end, (c ->> 'heldUntil')::timestamptz)
  on conflict (id) do nothing;
  if not found then return false; end if;
  perform attach_files(c, uploader);
  return true;
end $$;
