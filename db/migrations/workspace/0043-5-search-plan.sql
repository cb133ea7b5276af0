-- A report is on its way while this runs. Making the plan takes twice as long as carrying it out: here it is kept.
create or replace function refresh_ticket_search(ids uuid[]) returns void language plpgsql
set plan_cache_mode = force_generic_plan as $$
begin
  insert into ticket_search (ticket_id, property_id, reported_at, words)
  select t.id, t.property_id, t.reported_at, findable(concat_ws(' ', t.number, t.title, t.description, p.name,
    coalesce(b.street, p.street), p.postal_code, p.city, u.number, r.given_name, r.family_name,
    case when r.id is null then x.name end,
    (select string_agg(distinct concat_ws(' ', w.number, cp.given_name, cp.family_name), ' ') from work_order_ticket wt
       join work_order w on w.id = wt.order_id left join contractor c on c.id = w.contractor_id
       left join person cp on cp.id = c.person_id where wt.ticket_id = t.id)))
  from ticket t join property p on p.id = t.property_id
  left join building b on b.id = t.building_id left join unit u on u.id = t.unit_id
  left join person r on r.id = t.reporter_id left join unconfirmed_reporter x on x.id = t.unconfirmed_id
  where t.id = any(ids)
  on conflict (ticket_id) do update set words = excluded.words, property_id = excluded.property_id
    where ticket_search.words <> excluded.words or ticket_search.property_id <> excluded.property_id;
end $$;
