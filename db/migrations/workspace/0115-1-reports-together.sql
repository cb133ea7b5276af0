-- Reports that come in the same moment are taken together: one call, one commit.

-- Hangs a command's files on it, which its actor (or `uploader`) sent. Raises PC404 for files that are not theirs, or hang on
-- something already.
create function attach_files(c jsonb, uploader jsonb) returns void language plpgsql as $$
declare
  wanted uuid[] := array(select distinct jsonb_array_elements_text(c -> 'files')::uuid);
  attached integer;
begin
  if cardinality(wanted) = 0 then return; end if;
  update stored_file f set noun = c ->> 'noun', subject_id = (c ->> 'subjectId')::uuid, command_id = (c ->> 'id')::uuid
  where id = any(wanted) and uploaded_by @> uploader
    and (subject_id is null or (subject_id = (c ->> 'subjectId')::uuid
      and exists (select from command o where o.id = f.command_id and o.state = 'refused')));
  get diagnostics attached = row_count;
  if attached <> cardinality(wanted) then raise exception using errcode = 'PC404', message = 'not their file'; end if;
end $$;

-- As before, with the files' part under a name of its own.
create or replace function store_command(c jsonb, uploader jsonb) returns boolean language plpgsql as $$
begin
  insert into command (id, noun, subject_id, type, actor, link, at, facts, words, files)
  values ((c ->> 'id')::uuid, c ->> 'noun', (c ->> 'subjectId')::uuid, c ->> 'type', c -> 'actor', c ->> 'link',
    (c ->> 'at')::timestamptz, c -> 'facts', c -> 'words',
    array(select jsonb_array_elements_text(c -> 'files')::uuid))
  on conflict (id) do nothing;
  if not found then return false; end if;
  perform attach_files(c, uploader);
  return true;
end $$;

-- Takes reports as `take_report` does, each given as its three arguments `{c, t, uploader}`, and gives the place of each that
-- is new with its number. One that is known is not among them. Raises what `take_report` raises, for all: then each is to be
-- taken by itself. No id may be given twice.
create function take_reports(reports jsonb) returns table (place bigint, number text) language plpgsql as $$
#variable_conflict use_column
declare
  stored uuid[];
  given bigint;
  one jsonb;
begin
  with taken as (
    insert into command (id, noun, subject_id, type, actor, link, at, facts, words, files)
    select r.id, r.noun, r."subjectId", r.type, r.actor, r.link, r.at, r.facts, r.words, r.files
    from jsonb_array_elements(reports) e, jsonb_to_record(e -> 'c') as r(id uuid, noun text, "subjectId" uuid, type text,
      actor jsonb, link text, at timestamptz, facts jsonb, words jsonb, files uuid[])
    -- In one order everywhere, so that two who take the same ones do not wait for each other.
    order by r.id
    on conflict (id) do nothing returning id
  )
  select array_agg(id) into stored from taken;
  if stored is null then return; end if;
  for one in
    select e from jsonb_array_elements(reports) e
    where jsonb_array_length(e -> 'c' -> 'files') > 0 and (e -> 'c' ->> 'id')::uuid = any(stored)
  loop
    perform attach_files(one -> 'c', one -> 'uploader');
  end loop;
  return query
    with added as (
      insert into ticket (id, number, property_id, building_id, unit_id, place, reporter_id, unconfirmed_id, category,
        category_version, urgency, title, description, answers, access_wishes, phase, waiting_on, waiting_for,
        waiting_since, policy_version, command_id, reported_at, changed_at)
      select c."subjectId", next_number('V', left(e ->> 'at', 4)::integer), t."propertyId", t."buildingId", t."unitId",
        t.place, t."reporterId", t."unconfirmedId", t.category, coalesce(t."categoryVersion", 1), t.urgency, t.title,
        t.description, t.answers, t."accessWishes", 'received', 'management', 'triage', c.at, t.policy, c.id, c.at, c.at
      from jsonb_array_elements(reports) with ordinality a(report, n), lateral (select report -> 'c' as e) x,
        jsonb_to_record(e) as c(id uuid, "subjectId" uuid, at timestamptz),
        jsonb_to_record(report -> 't') as t("propertyId" uuid, "buildingId" uuid, "unitId" uuid, place text,
          "reporterId" uuid, "unconfirmedId" uuid, category text, "categoryVersion" integer, urgency text, title text,
          description text, answers jsonb, "accessWishes" text, policy integer)
      where c.id = any(stored) order by n
      on conflict (id) do nothing returning command_id, number
    )
    select n, added.number
    from jsonb_array_elements(reports) with ordinality a(report, n) join added on added.command_id = (report -> 'c' ->> 'id')::uuid;
  get diagnostics given = row_count;
  if given <> cardinality(stored) then
    raise exception using errcode = 'PC409', message = 'another ticket has this id';
  end if;
end $$;
