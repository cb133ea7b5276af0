-- Projects and votes are found by their words, and what a project and its to-dos are called can be changed.

-- Hundreds of them, not hundreds of thousands: no index, which each revision would have to keep.
alter table project add column words text
  generated always as (findable(number || ' ' || title || ' ' || description)) stored;
alter table campaign add column words text
  generated always as (findable(number || ' ' || title || ' ' || question)) stored;

-- Up to which entry of its timeline a project has taken over other words.
alter table project add column words_seq integer not null default 0;

create or replace function write_project(subject uuid, state jsonb, number integer) returns void language plpgsql as $$
#variable_conflict use_column
declare
  known integer;
  wanted integer := jsonb_array_length(state -> 'todos');
  head integer;
begin
  -- What an act brought that was never durable in the workflow is numbered anew when that act comes again.
  delete from todo t using command c
  where t.project_id = subject and c.id = t.command_id and c.type = 'add' and c.state = 'open';
  select count(*) into known from todo where project_id = subject;
  if known < wanted then
    insert into todo (project_id, n, title, text, items, command_id)
    select distinct on (n) subject, n, coalesce(c.words ->> 'title', ''), coalesce(c.words ->> 'text', ''),
      array(select jsonb_array_elements_text(coalesce(c.words -> 'items', '[]'))), c.id
    from timeline l
    join command c on c.id = l.command_id
    cross join lateral (select (l.body -> 'facts' ->> 'todo')::integer as n) as each
    where l.file_id = subject and l.kind = 'todoAdded'
      and not exists (select from todo t where t.project_id = subject and t.n = each.n)
    order by n, l.seq desc
    on conflict do nothing;
  end if;
  -- The newest words that were said since the last revision; said again after a kill they are the same.
  update todo set title = r.title, text = r.text from (
    select distinct on (n) (l.body -> 'facts' ->> 'todo')::integer as n, c.words ->> 'title' as title,
      coalesce(c.words ->> 'description', '') as text
    from timeline l join command c on c.id = l.command_id
    where l.file_id = subject and l.kind = 'todoRenamed' and c.words ? 'title'
      and l.seq > (select p.words_seq from project p where p.id = subject)
    order by n, l.seq desc
  ) r where todo.project_id = subject and todo.n = r.n;
  update project set title = r.title, description = r.description from (
    select c.words ->> 'title' as title, coalesce(c.words ->> 'description', '') as description
    from timeline l join command c on c.id = l.command_id
    where l.file_id = subject and l.kind = 'projectRenamed' and c.words ? 'title'
      and l.seq > (select p.words_seq from project p where p.id = subject)
    order by l.seq desc limit 1
  ) r where project.id = subject;
  select h.seq into head from file_head h where h.file_id = subject;
  with wanted as (
    select place::integer as n, t from jsonb_array_elements(state -> 'todos') with ordinality as each (t, place)
  )
  update todo set
    body = w.t, responsible = state -> 'parties' -> (w.t ->> 'who')::integer,
    due_at = to_timestamp((w.t ->> 'due')::bigint * 60),
    phase = case when w.t ? 'done' then 'done' when w.t ? 'dropped' then 'dropped' when not w.t ? 'since' then 'waiting'
      when w.t ? 'begun' then 'begun' else 'open' end
  from wanted w where todo.project_id = subject and todo.n = w.n and todo.body is distinct from w.t;
  update project set words_seq = coalesce(head, 0), (todos_open, todos_done, todo_due_at) = (
    select count(*) filter (where phase in ('waiting', 'open', 'begun')), count(*) filter (where phase = 'done'),
      min(due_at) filter (where phase in ('open', 'begun'))
    from todo where project_id = subject
  ) where id = subject;
  if jsonb_array_length(coalesce(state -> 'joined', '[]')) > 0 or exists (select from project_join j where j.project_id = subject) then
    delete from project_join j where j.project_id = subject and not exists (
      select from jsonb_array_elements(coalesce(state -> 'joined', '[]')) e
      where e ->> 'noun' = j.noun and (e ->> 'id')::uuid = j.subject_id);
    insert into project_join (project_id, noun, subject_id)
    select subject, e ->> 'noun', (e ->> 'id')::uuid from jsonb_array_elements(coalesce(state -> 'joined', '[]')) e
    on conflict do nothing;
  end if;
end $$;
