-- Who signed in in which month. Signing out deletes a session; what is billed has to be found all the same.
create table participation (
  person_id uuid not null references person on delete cascade,
  month date not null check (extract(day from month) = 1),
  primary key (person_id, month)
);

-- How many units took part in a month: somebody who lived there or owned it in that month signed in or acted. Only they
-- are billed; `units` is how many there are at all.
create function participating_units(first_day date) returns table (participating integer, units integer)
language sql stable as $$
  with month as (
    select first_day as first, (first_day + interval '1 month')::date - 1 as last,
      first_day::timestamp at time zone 'Europe/Berlin' as opens,
      (first_day + interval '1 month')::timestamp at time zone 'Europe/Berlin' as closes
  ), active as (
    select p.person_id from participation p, month where p.month = month.first
    union
    select (c.actor ->> 'id')::uuid from command c, month
    where c.at >= month.opens and c.at < month.closes and c.actor ->> 'kind' = 'person'
  ), counted as (
    select t.unit_id from tenancy t join active using (person_id), month
    where t.valid_from <= month.last and coalesce(t.valid_until, 'infinity') >= month.first
    union
    select o.unit_id from ownership o join active using (person_id), month
    where o.valid_from <= month.last and coalesce(o.valid_until, 'infinity') >= month.first
  )
  select (select count(*) from counted)::int, (select count(*) from unit)::int
$$;
