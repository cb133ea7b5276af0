-- A visit by one of us, without an order: its appointment stands in the ticket's state, and names who comes.
alter table appointment alter column order_id drop not null;
alter table appointment add column visitor_id uuid references person;
alter table appointment add constraint appointment_of check ((order_id is null) = (visitor_id is not null));

-- The rows follow the state that the ticket's row holds, as an order's do.
create function write_visits() returns trigger language plpgsql as $$
begin
  insert into appointment (id, ticket_id, visitor_id, status, starts_at, ends_at, sequence, slots, revision)
  select (v ->> 'id')::uuid, new.id, (v ->> 'visitor')::uuid, v ->> 'status',
    (v -> 'picked' ->> 'starts')::timestamptz, (v -> 'picked' ->> 'ends')::timestamptz,
    (v ->> 'sequence')::integer, v -> 'slots', new.revision
  from jsonb_array_elements(new.state -> 'visits') v
  on conflict (id) do update set status = excluded.status, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
    sequence = excluded.sequence, slots = excluded.slots, revision = excluded.revision
    where appointment.ticket_id = excluded.ticket_id and appointment.order_id is null;
  return null;
end $$;

create trigger ticket_visits after update of state on ticket
  for each row when ((new.state -> 'visits') is not null) execute function write_visits();
