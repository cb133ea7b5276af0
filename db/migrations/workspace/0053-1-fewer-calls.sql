-- An act and a report cost as few calls as they can.

-- Reports whose words are not in the search yet. Making them findable costs as much as taking the report, and for many
-- at once a fraction of that: it is done a moment later. No index: rows stay for a moment, and all are taken together.
create table search_due (
  ticket_id uuid not null
);

create or replace function ticket_search_inserted() returns trigger language plpgsql as $$
begin
  insert into search_due select id from added where phase = 'received';
  if exists (select from added where phase <> 'received') then
    perform refresh_ticket_search(array(select id from added where phase <> 'received'));
  end if;
  return null;
end $$;

-- Makes tickets findable that came in a moment ago, `most` at once. Two processes do not wait for each other. Returns
-- how many they were.
create function make_findable(most integer) returns integer language plpgsql as $$
declare
  ids uuid[];
begin
  with due as (
    delete from search_due where ctid = any(array(select ctid from search_due limit most for update skip locked))
    returning ticket_id
  )
  select array_agg(ticket_id) into ids from due;
  if ids is null then return 0; end if;
  perform refresh_ticket_search(ids);
  return cardinality(ids);
end $$;

-- A command as it stands, after those of the same subject that came before it and wait for their answer (or were
-- written longer ago than an answer takes): oldest first, the command itself last.
create function command_with_older(wanted uuid) returns setof command language sql stable as $$
  with this as (select * from command where id = wanted)
  (select o.* from command o, this where o.noun = this.noun and o.subject_id = this.subject_id
     and o.created_seq < this.created_seq
     and (o.state = 'open' or (o.state = 'applied' and not o.settled and o.at < now() - interval '7 seconds'))
   order by o.created_seq)
  union all
  select * from this
$$;

-- Stores a command, unless it is known, and gives what `command_with_older` gives, in one call.
create function take_command(c jsonb, uploader jsonb) returns setof command language plpgsql as $$
begin
  perform store_command(c, uploader);
  return query select * from command_with_older((c ->> 'id')::uuid);
end $$;
