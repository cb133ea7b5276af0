-- The office of a campaign or project is found like a ticket's: by roles as data, and by who stands in for whom.
alter function resolve_lifecycle_party(text, jsonb, uuid) rename to resolve_others_party;
create function resolve_lifecycle_party(which text, party jsonb, subject uuid)
returns table (recipient_kind text, recipient_id uuid) language plpgsql stable as $$
declare
  who text := party ->> 'role';
  property uuid;
  assignee uuid;
begin
  if who in ('management', 'employee', 'onCall', 'managers') then
    execute format('select property_id, assignee_id from %I where id = $1', which) into property, assignee using subject;
    return query select 'person', o from resolve_office(who, property,
      case who when 'employee' then (party ->> 'id')::uuid when 'management' then assignee end) o;
  else
    return query select * from resolve_others_party(which, party, subject);
  end if;
end $$;
