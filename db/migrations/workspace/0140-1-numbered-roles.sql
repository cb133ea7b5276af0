-- The roles that somebody holds besides their first, which stands with themselves, are numbered from 2 on: so a file names
-- one of them, and the same file means the same again.
alter table employee_role add column place integer;
update employee_role r set place = n.place from (
  select id, row_number() over (partition by person_id order by valid_from nulls first, id) + 1 as place from employee_role
) n where n.id = r.id;
alter table employee_role alter column place set not null;
alter table employee_role add constraint employee_role_place check (place >= 2);
alter table employee_role add constraint employee_role_numbered unique (person_id, place);

-- Who does not say which one it is adds one.
create function number_employee_role() returns trigger language plpgsql as $$
begin
  if new.place is null then
    select coalesce(max(place), 1) + 1 into new.place from employee_role where person_id = new.person_id;
  end if;
  return new;
end $$;
create trigger employee_role_numbered before insert on employee_role for each row execute function number_employee_role();
