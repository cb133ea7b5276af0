-- Roles are data: made of functions, held by employees on properties, for others while those are away.

create table role (
  -- A ready-made role has its name as key, an own one an id.
  key text primary key,
  name text not null default '' check (length(name) <= 60),
  functions text[] not null check ('see' = any(functions) and functions <@ array['see', 'note', 'triage', 'order',
    'approve', 'publish', 'people', 'evaluate', 'administrate']),
  -- Whom messages reach that are addressed to the office as a whole: new tickets and reminders, or escalations.
  told text check (told in ('desk', 'lead')),
  changed_at timestamptz not null default now()
);
insert into role (key, functions, told) values
  ('manager', '{see,note,triage,order,approve,publish,people,evaluate,administrate}', 'lead'),
  ('clerk', '{see,note,triage,order,approve,publish,people}', 'desk'),
  ('caretaker', '{see,note}', null),
  ('accountant', '{see,evaluate}', null),
  ('administrator', '{see,note,triage,order,approve,publish,people,evaluate,administrate}', null);

-- The first role of an employee stands in their own row.
alter table employee drop constraint employee_function_check;
alter table employee add constraint employee_role foreign key (function) references role (key);
alter table employee
  add column approval_limit_cents bigint check (approval_limit_cents >= 0);

-- What they hold besides: other properties, another limit, perhaps only for a time.
create table employee_role (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references employee on delete cascade,
  role text not null references role (key),
  all_properties boolean not null default true,
  approval_limit_cents bigint check (approval_limit_cents >= 0),
  valid_from date,
  valid_until date check (valid_until >= valid_from)
);
create index employee_role_person on employee_role (person_id);

create table employee_role_property (
  employee_role_id uuid not null references employee_role on delete cascade,
  property_id uuid not null references property on delete cascade,
  primary key (employee_role_id, property_id)
);

-- Somebody of ours or a firm is away from the first to the last of these days.
create table absence (
  id uuid primary key default gen_random_uuid(),
  person_id uuid references employee on delete cascade,
  contractor_id uuid references contractor on delete cascade,
  first_day date not null,
  last_day date not null check (last_day >= first_day),
  -- Who does their work meanwhile; of a firm: which firm is asked instead.
  substitute_id uuid references employee on delete set null,
  substitute_contractor_id uuid references contractor on delete set null,
  entered_at timestamptz not null default now(),
  entered_by uuid references person on delete set null,
  check ((person_id is null) <> (contractor_id is null)),
  check (substitute_id <> person_id),
  check (substitute_contractor_id <> contractor_id)
);
create index absence_person on absence (person_id, last_day) where person_id is not null;
create index absence_contractor on absence (contractor_id, last_day) where contractor_id is not null;

-- Who does somebody's work today: they themselves, or whoever stands in for them, or for that one. Null when nobody of
-- these is here.
create function stand_in(person uuid) returns uuid language plpgsql stable as $$
declare
  seen uuid[] := '{}';
  who uuid := person;
  other uuid;
begin
  loop
    select a.substitute_id into other from absence a
    where a.person_id = who and berlin_today() between a.first_day and a.last_day
    order by a.first_day, a.id limit 1;
    if not found then return who; end if;
    seen := seen || who;
    if other is null or other = any(seen)
      or not exists (select from employee e where e.person_id = other and e.active) then return null; end if;
    who := other;
  end loop;
end $$;

-- The roles that employees hold by themselves today.
create view own_role as
  select e.person_id, e.function as role, e.all_properties, e.approval_limit_cents, null::date as valid_until, 0 as place,
    array(select p.property_id from employee_property p where p.person_id = e.person_id) as property_ids
  from employee e where e.active
  union all
  select r.person_id, r.role, r.all_properties, r.approval_limit_cents, r.valid_until, 1,
    array(select p.property_id from employee_role_property p where p.employee_role_id = r.id)
  from employee_role r join employee e on e.person_id = r.person_id and e.active
  where (r.valid_from is null or r.valid_from <= berlin_today())
    and (r.valid_until is null or r.valid_until >= berlin_today());

-- The roles that employees hold today, their own and those of whom they stand in for.
create view held_role as
  select o.person_id, null::uuid as stands_in_for, o.role, r.name, r.functions, r.told, o.all_properties, o.property_ids,
    o.approval_limit_cents, o.valid_until, o.place
  from own_role o join role r on r.key = o.role
  union all
  select stand_in(a.person_id), a.person_id, o.role, r.name, r.functions, r.told, o.all_properties, o.property_ids,
    o.approval_limit_cents, least(o.valid_until, a.last_day), 2
  from absence a join own_role o on o.person_id = a.person_id join role r on r.key = o.role
  where a.person_id is not null and berlin_today() between a.first_day and a.last_day;

-- Whom the office means at this moment: `who` is management, employee, onCall or managers; `person` the employee that is
-- meant, or has the ticket. Whoever has left or is away is replaced: by who stands in, else by who else is there.
create function resolve_office(who text, property uuid, person uuid) returns setof uuid language plpgsql stable as $$
declare
  deputy uuid;
begin
  if who in ('management', 'employee') and exists (select from employee e where e.person_id = person and e.active) then
    deputy := stand_in(person);
    -- What is meant for one alone waits for them when nobody stands in.
    if deputy is null and who = 'employee' then deputy := person; end if;
    if deputy is not null then
      return next deputy;
      return;
    end if;
  end if;
  return query
    with entitled as (
      select o.person_id, r.told, e.on_call, stand_in(o.person_id) as present
      from own_role o join role r on r.key = o.role join employee e on e.person_id = o.person_id
      where r.told is not null and (o.all_properties or property = any(o.property_ids))
    ), wanted as (
      select * from entitled
      where (who = 'onCall' and on_call) or (who = 'managers' and told = 'lead')
        or (who in ('management', 'employee') and told = 'desk')
    ), here as (
      select present from wanted where present is not null
      union
      select present from entitled where told = 'lead' and present is not null
        and not exists (select from wanted w where w.present is not null)
    )
    select present from here
    union
    -- All are away and nobody stands in for them: nothing is lost, it waits for whom it is meant.
    select e.person_id from entitled e
    where not exists (select from here) and (told = 'lead' or exists (
      select from wanted w where w.person_id = e.person_id));
end $$;

-- Who a party of a ticket is at this moment: as before, but for the office.
create or replace function resolve_party_of_ticket(party jsonb, about_ticket uuid)
returns table (recipient_kind text, recipient_id uuid) language plpgsql stable as $$
declare
  t ticket%rowtype;
  who text := party ->> 'role';
begin
  select * into t from ticket where ticket.id = about_ticket;
  if who = 'person' then
    return query select 'person', (party ->> 'id')::uuid;
  elsif who = 'contractor' then
    return query select 'contractor', (party ->> 'id')::uuid;
  elsif who = 'reporter' and t.reporter_id is not null then
    return query select 'person', t.reporter_id;
  elsif who = 'reporter' and t.unconfirmed_id is not null then
    return query select 'unconfirmed', t.unconfirmed_id;
  elsif who = 'owner' then
    return query
      select 'person', o.person_id from ownership o
      where o.unit_id = t.unit_id and o.valid_from <= berlin_today() and coalesce(o.valid_until, 'infinity') >= berlin_today()
      union
      select 'person', p.landlord_id from property p
      where p.id = t.property_id and p.management_type = 'rental' and p.landlord_id is not null;
  elsif who = 'advisoryBoard' then
    return query
      select 'person', b.person_id from board_membership b
      where b.property_id = t.property_id and b.valid_from <= berlin_today()
        and coalesce(b.valid_until, 'infinity') >= berlin_today();
  else
    -- A report of nobody's is the office's.
    if who = 'reporter' then who := 'management'; end if;
    return query select 'person', o from resolve_office(who, t.property_id,
      case who when 'employee' then (party ->> 'id')::uuid when 'management' then t.assignee_id end) o;
  end if;
end $$;
