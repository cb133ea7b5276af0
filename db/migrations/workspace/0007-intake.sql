-- The front door: a report is taken in one call, whatever else is away.

-- The next number of a kind within a year, e.g. `V-2026-0418`: in order and never twice, with a gap where a report was
-- not taken after all. A sequence and no row, because a row would stay locked until each report has reached the disk.
-- It runs as its owner: the application's role makes no sequences, and each year needs a new one.
create function next_number(kind text, year integer) returns text language plpgsql
security definer set search_path = public, pg_temp as $$
declare
  name text := 'number_' || lower(kind) || '_' || year;
  next bigint;
begin
  if to_regclass(name) is null then
    perform pg_advisory_xact_lock(hashtext(name));
    execute format('create sequence if not exists %I', name);
  end if;
  next := nextval(name::regclass);
  return kind || '-' || year || '-' || lpad(next::text, greatest(4, length(next::text)), '0');
end $$;

-- Stores a command and hangs the files on it that its actor (or `uploader`) sent. False when the command is known.
-- Raises PC404 for files that are not theirs, or hang on something already.
create function store_command(c jsonb, uploader jsonb) returns boolean language plpgsql as $$
declare
  wanted uuid[] := array(select distinct jsonb_array_elements_text(c -> 'files')::uuid);
  attached integer;
begin
  insert into command (id, noun, subject_id, type, actor, link, at, facts, words, files)
  values ((c ->> 'id')::uuid, c ->> 'noun', (c ->> 'subjectId')::uuid, c ->> 'type', c -> 'actor', c ->> 'link',
    (c ->> 'at')::timestamptz, c -> 'facts', c -> 'words',
    array(select jsonb_array_elements_text(c -> 'files')::uuid))
  on conflict (id) do nothing;
  if not found then return false; end if;
  if cardinality(wanted) > 0 then
    update stored_file f set noun = c ->> 'noun', subject_id = (c ->> 'subjectId')::uuid, command_id = (c ->> 'id')::uuid
    where id = any(wanted) and uploaded_by @> uploader
      and (subject_id is null or (subject_id = (c ->> 'subjectId')::uuid
        and exists (select from command o where o.id = f.command_id and o.state = 'refused')));
    get diagnostics attached = row_count;
    if attached <> cardinality(wanted) then raise exception using errcode = 'PC404', message = 'not their file'; end if;
  end if;
  return true;
end $$;

-- Takes a report: its command, its files, its number and its row (revision 0, `received`), so that it is at the desk even
-- while nothing else runs. A known command gives the number again. Raises PC409 for the id of another ticket.
create function take_report(c jsonb, t jsonb, uploader jsonb) returns table (number text, is_new boolean)
language plpgsql as $$
#variable_conflict use_column
declare
  given text;
  moment timestamptz := (c ->> 'at')::timestamptz;
begin
  if not store_command(c, uploader) then
    return query select k.number, false from ticket k where k.id = (c ->> 'subjectId')::uuid;
    return;
  end if;
  given := next_number('V', left(c ->> 'at', 4)::integer);
  insert into ticket (id, number, property_id, building_id, unit_id, place, reporter_id, unconfirmed_id, category,
    urgency, title, description, answers, access_wishes, phase, waiting_on, waiting_for, waiting_since, policy_version,
    command_id, reported_at, changed_at)
  values ((c ->> 'subjectId')::uuid, given, (t ->> 'propertyId')::uuid, (t ->> 'buildingId')::uuid,
    (t ->> 'unitId')::uuid, t ->> 'place', (t ->> 'reporterId')::uuid, (t ->> 'unconfirmedId')::uuid, t ->> 'category',
    t ->> 'urgency', t ->> 'title', t ->> 'description', t -> 'answers', t ->> 'accessWishes', 'received', 'management',
    'triage', moment, (t ->> 'policy')::integer, (c ->> 'id')::uuid, moment, moment)
  on conflict (id) do nothing;
  if not found then raise exception using errcode = 'PC409', message = 'another ticket has this id'; end if;
  return query select given, true;
end $$;
