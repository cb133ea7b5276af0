-- What has to be sent before a command: whatever of its subject came before it and is not known to be held by the engine,
-- and for an order that is placed, what was said on its tickets before. Oldest first, the command itself last.
create or replace function command_with_older(wanted uuid) returns setof command language sql stable as $$
  with this as (
    select * from command where id = wanted
  ), about as (
    select noun, subject_id from this
    union all
    select 'ticket', ticket.id::uuid
    from this, jsonb_array_elements_text(
      case when this.noun = 'workOrder' and this.type = 'place' then this.facts -> 'tickets' else '[]' end) ticket (id)
  )
  (select o.* from this, about join command o on o.noun = about.noun and o.subject_id = about.subject_id
   where o.created_seq < this.created_seq and (o.state = 'open' or (o.state = 'applied' and not o.settled))
   order by o.created_seq)
  union all
  select * from this
$$;
