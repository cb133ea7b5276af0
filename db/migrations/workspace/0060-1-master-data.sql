-- Master data as the office keeps it: what two clerks change at once, what a property's kind brings along, who shares a
-- flat or its ownership, and acts on a flat that can be taken back.

-- The day in Berlin on which something happened.
create function berlin_day(moment timestamptz) returns date language sql stable as $$
  select (moment at time zone 'Europe/Berlin')::date
$$;

-- Each change raises the row's revision, by whatever way it comes; who saves over another revision is told so.
create function raise_revision() returns trigger language plpgsql as $$
begin
  new.revision := old.revision + 1;
  return new;
end $$;

alter table property
  add column active boolean not null default true,
  add column community_rules jsonb not null default '{}',
  add column revision integer not null default 1;
alter table building add column revision integer not null default 1;
alter table unit
  add column staircase text not null default '',
  add column area numeric(9, 2) check (area > 0),
  add column rooms numeric(4, 1) check (rooms > 0),
  add column active boolean not null default true,
  add column revision integer not null default 1;
alter table unit drop constraint unit_usage_check;
alter table unit add constraint unit_usage_check
  check (usage in ('flat', 'shop', 'office', 'garage', 'parking', 'storage'));
alter table person
  add column other_names text not null default '',
  add column active boolean not null default true,
  add column revision integer not null default 1;
alter table contractor
  -- Beginnings of postal codes; none means everywhere.
  add column districts text[] not null default '{}',
  add column note text not null default '',
  add column revision integer not null default 1;
alter table employee add column revision integer not null default 1;

create trigger raise_revision before update on property for each row execute function raise_revision();
create trigger raise_revision before update on building for each row execute function raise_revision();
create trigger raise_revision before update on unit for each row execute function raise_revision();
create trigger raise_revision before update on person for each row execute function raise_revision();
create trigger raise_revision before update on contractor for each row execute function raise_revision();
create trigger raise_revision before update on employee for each row execute function raise_revision();

-- Those of one lease stand in one lease: a couple overlaps, two leases must not.
alter table tenancy add column lease_id uuid not null default gen_random_uuid();
update tenancy t set lease_id = first.lease_id from (
  select distinct on (unit_id, valid_from) unit_id, valid_from, lease_id from tenancy
  where role = 'renter' order by unit_id, valid_from, id
) first where t.role = 'renter' and t.unit_id = first.unit_id and t.valid_from = first.valid_from;

-- A co-owner's part of the unit; without one it is held jointly (a community of heirs), or not known.
alter table ownership
  add column share_numerator integer,
  add column share_denominator integer,
  add constraint ownership_share check (
    (share_numerator is null and share_denominator is null) or (share_numerator between 1 and share_denominator));

create index board_membership_person on board_membership (person_id);
create index contractor_person on contractor (person_id);
create index property_landlord on property (landlord_id) where landlord_id is not null;
create index person_by_name on person (family_name, given_name, id);
create index ticket_unit_open on ticket (unit_id) where closed_at is null;

-- Whom a property asks first, by trade.
create table preferred_contractor (
  property_id uuid not null references property on delete cascade,
  trade text not null,
  contractor_id uuid not null references contractor,
  rank integer not null,
  primary key (property_id, trade, contractor_id)
);
create index preferred_contractor_contractor on preferred_contractor (contractor_id);

-- Moving out, moving in, a sale: which rows it ended and which it made, so that it can be taken back while nothing else
-- has happened to the unit.
create table occupancy_act (
  id uuid primary key,
  unit_id uuid not null references unit on delete cascade,
  kind text not null check (kind in ('handover', 'sale')),
  at timestamptz not null default now(),
  actor jsonb not null,
  changes jsonb not null,
  unit_revision integer not null,
  undone_at timestamptz
);
create index occupancy_act_unit on occupancy_act (unit_id, at desc);

-- A person is found by their other names too.
create function person_words(given text, family text, others text, email text, phone text, mobile text)
returns text language sql immutable parallel safe
  return person_words(given, family, email, phone, mobile) || ' ' || findable(coalesce(others, ''));
alter table person drop column words;
alter table person add column words text
  generated always as (person_words(given_name, family_name, other_names, email, phone, mobile)) stored;
create index person_search on person using gin (words gin_trgm_ops);

-- What a unit is found by: its number, place and street. Kept by triggers, because these stand in two tables.
alter table unit add column words text not null default '';
create function unit_words(number text, place text, staircase text, building uuid) returns text language sql stable as $$
  select findable(concat_ws(' ', unit_words.number, place, staircase, b.street,
    case when b.name <> b.street then b.name end, p.name, p.number))
  from building b join property p on p.id = b.property_id where b.id = building
$$;
create function unit_named() returns trigger language plpgsql as $$
begin
  new.words := coalesce(unit_words(new.number, new.position, new.staircase, new.building_id), '');
  return new;
end $$;
create trigger unit_named before insert or update of number, position, staircase, building_id on unit
  for each row execute function unit_named();
create function units_renamed() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'building' then
    update unit set number = number where building_id = new.id;
  else
    update unit set number = number where building_id in (select id from building where property_id = new.id);
  end if;
  return null;
end $$;
create trigger units_renamed after update of name, street on building for each row
  when ((old.name, old.street) is distinct from (new.name, new.street)) execute function units_renamed();
create trigger units_renamed after update of name, number on property for each row
  when ((old.name, old.number) is distinct from (new.name, new.number)) execute function units_renamed();
update unit set number = number;
create index unit_search on unit using gin (words gin_trgm_ops);
