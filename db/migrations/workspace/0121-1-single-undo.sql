-- One act of the office can be taken back as a batch of one, by the same way: its id is the command's, and the ticket is
-- kept as it stood before. The words are the command's alone.
create function take_undoable(c jsonb, uploader jsonb) returns setof command language plpgsql as $$
begin
  if store_command(c, uploader) then
    insert into batch (id, actor, type, facts, words, state)
    values ((c ->> 'id')::uuid, c -> 'actor', c ->> 'type', '{}', '{}', 'done') on conflict do nothing;
    if found then
      insert into batch_item (batch_id, n, ticket_id, command_id, taken, before)
      select (c ->> 'id')::uuid, 1, t.id, (c ->> 'id')::uuid, true, t.state
      from ticket t where t.id = (c ->> 'subjectId')::uuid;
    end if;
  end if;
  return query select * from command_with_older((c ->> 'id')::uuid);
end $$;
