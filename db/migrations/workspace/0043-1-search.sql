-- Search over tickets, people and properties: any part of a word is found, with umlauts spelled either way.
create extension if not exists pg_trgm;

-- The bodies are bound when they are made: an index calls them without a search path.

-- Words as they are compared: small letters, ü as ue, ß as ss, other accents dropped. Capitals are named, because what
-- `lower` makes of them depends on the server's locale.
create function folded(words text) returns text language sql immutable strict parallel safe
  return replace(replace(replace(replace(translate(lower(words),
    'ÄÖÜẞÀÁÂÃÅĀĂĄÆÇĆČĎĐÈÉÊËĒĘĚĞÌÍÎÏĪŁĽŃŇÑÒÓÔÕØŐŔŘŚŠŞȘŤŢȚÙÚÛŮŰŪÝŹŻŽİàáâãåāăąæçćčďđèéêëēęěğìíîïīıłľńňñòóôõøőŕřśšşșťţțùúûůűūýÿźżž',
    'äöüßaaaaaaaaacccddeeeeeeegiiiiillnnnoooooorrsssstttuuuuuuyzzziaaaaaaaaacccddeeeeeeegiiiiiillnnnoooooorrsssstttuuuuuuyyzzz'),
    'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss');

-- What words are found by: as they are folded, and those with umlauts once more without their dots (Muller).
create function findable(words text) returns text language sql immutable strict parallel safe
  return folded(words) || case when words ~ '[äöüÄÖÜ]' then coalesce(
    (select ' ' || string_agg(folded(translate(w, 'äöüÄÖÜ', 'aouAOU')), ' ')
     from regexp_split_to_table(words, '\s+') w where w ~ '[äöüÄÖÜ]'), '') else '' end;

-- What a ticket is found by. Names stand in it as long as they stand with the person: whoever is erased is erased here.
create table ticket_search (
  ticket_id uuid primary key references ticket on delete cascade,
  property_id uuid not null,
  reported_at timestamptz not null,
  words text not null
);
create index ticket_search_words on ticket_search using gin (words gin_trgm_ops);
create index ticket_search_reported on ticket_search (reported_at desc);

create function refresh_ticket_search(ids uuid[]) returns void language sql as $$
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
$$;

-- The newest tickets that contain all patterns. Planned for these very words each time: a rare one is looked up in the
-- index, a frequent one is met soon by going back from the newest, and one plan for both would be wrong for one of them.
create function found_tickets(patterns text[], properties uuid[], most integer) returns setof uuid
language plpgsql stable as $$
begin
  return query execute 'select ticket_id from ticket_search where '
    || case when properties is null then '' else format('property_id = any(%L::uuid[]) and ', properties) end
    || (select string_agg(format('words like %L', folded(p)), ' and ') from unnest(patterns) p)
    || format(' order by reported_at desc limit %s', most);
end $$;

-- The triggers name columns that a lifecycle's revisions never write, so an act costs nothing here.
create function ticket_search_inserted() returns trigger language plpgsql as $$
begin
  perform refresh_ticket_search(array(select id from added));
  return null;
end $$;
create trigger ticket_search_inserted after insert on ticket
  referencing new table as added for each statement execute function ticket_search_inserted();

create function ticket_search_ordered() returns trigger language plpgsql as $$
begin
  if exists (select from added) then
    perform refresh_ticket_search(array(select distinct ticket_id from added));
  end if;
  return null;
end $$;
create trigger ticket_search_ordered after insert on work_order_ticket
  referencing new table as added for each statement execute function ticket_search_ordered();

create function ticket_search_changed() returns trigger language plpgsql as $$
begin
  perform refresh_ticket_search(case tg_table_name
    when 'ticket' then array[new.id]
    when 'work_order' then array(select ticket_id from work_order_ticket where order_id = new.id)
    when 'person' then array(select id from ticket where reporter_id = new.id
      union select wt.ticket_id from contractor c join work_order w on w.contractor_id = c.id
        join work_order_ticket wt on wt.order_id = w.id where c.person_id = new.id)
    when 'unconfirmed_reporter' then array(select id from ticket where unconfirmed_id = new.id)
    when 'property' then array(select id from ticket where property_id = new.id)
    when 'building' then array(select id from ticket where building_id = new.id)
    when 'unit' then array(select id from ticket where unit_id = new.id)
  end);
  return null;
end $$;
create trigger ticket_search_changed
  after update of title, description, property_id, building_id, unit_id, reporter_id on ticket for each row
  when ((old.title, old.description, old.property_id, old.building_id, old.unit_id, old.reporter_id)
    is distinct from (new.title, new.description, new.property_id, new.building_id, new.unit_id, new.reporter_id))
  execute function ticket_search_changed();
create trigger ticket_search_changed after update of contractor_id on work_order for each row
  when (old.contractor_id is distinct from new.contractor_id) execute function ticket_search_changed();
create trigger ticket_search_changed after update of given_name, family_name on person for each row
  when ((old.given_name, old.family_name) is distinct from (new.given_name, new.family_name))
  execute function ticket_search_changed();
create trigger ticket_search_changed after update of name on unconfirmed_reporter for each row
  when (old.name is distinct from new.name) execute function ticket_search_changed();
create trigger ticket_search_changed after update of name, street, postal_code, city on property for each row
  when ((old.name, old.street, old.postal_code, old.city) is distinct from
    (new.name, new.street, new.postal_code, new.city)) execute function ticket_search_changed();
create trigger ticket_search_changed after update of street on building for each row
  when (old.street is distinct from new.street) execute function ticket_search_changed();
create trigger ticket_search_changed after update of number on unit for each row
  when (old.number is distinct from new.number) execute function ticket_search_changed();

select refresh_ticket_search(array(select id from ticket));

-- What a person is found by; phone numbers with and without their gaps.
create function person_words(given text, family text, email text, phone text, mobile text)
returns text language sql immutable parallel safe
  return findable(coalesce(given, '') || ' ' || coalesce(family, '') || ' ' || coalesce(email, '') || ' '
    || coalesce(phone || ' ' || replace(phone, ' ', ''), '') || ' '
    || coalesce(mobile || ' ' || replace(mobile, ' ', ''), ''));
alter table person add column words text
  generated always as (person_words(given_name, family_name, email, phone, mobile)) stored;
create index person_search on person using gin (words gin_trgm_ops);

alter table property add column words text generated always as
  (findable(number || ' ' || name || ' ' || street || ' ' || postal_code || ' ' || city)) stored;

-- The desk's other orders.
create index ticket_open_waiting on ticket (waiting_since, id) where closed_at is null;
create index ticket_closed on ticket (closed_at desc nulls last, id) where closed_at is not null;
