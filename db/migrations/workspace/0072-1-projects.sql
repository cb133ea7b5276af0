-- Projects: their to-dos with words, what is joined in their room, the templates that they are started from.

alter table project
  add column description text not null default '',
  add column template_id text,
  add column template_version integer,
  add column todos_open integer not null default 0,
  add column todos_done integer not null default 0,
  -- The date of the to-do that is due next.
  add column todo_due_at timestamptz,
  add column link_generation integer not null default 1;

-- The words are the company's own, `body` is what the project's state says of it.
create table todo (
  project_id uuid not null references project,
  n integer not null,
  title text not null,
  text text not null default '',
  items text[] not null default '{}',
  command_id uuid not null,
  body jsonb,
  responsible jsonb,
  due_at timestamptz,
  phase text not null default 'waiting' check (phase in ('waiting', 'open', 'begun', 'done', 'dropped')),
  primary key (project_id, n)
);
create index todo_responsible on todo ((responsible ->> 'role'), (responsible ->> 'id'))
  where phase in ('waiting', 'open', 'begun');

create table project_join (
  project_id uuid not null references project,
  noun text not null check (noun in ('ticket', 'workOrder', 'campaign', 'document')),
  subject_id uuid not null,
  primary key (project_id, noun, subject_id)
);
create index project_join_subject on project_join (subject_id);

-- Templates that a company writes. Version 1 of the built-in ones is not here. A published version never changes.
create table project_template (
  id text not null,
  version integer not null,
  document jsonb not null,
  published_at timestamptz not null default now(),
  published_by uuid not null references person,
  primary key (id, version)
);
create function project_template_stays() returns trigger language plpgsql as $$
begin
  raise exception 'a published template never changes';
end $$;
create trigger project_template_stays before update or delete on project_template
  for each row execute function project_template_stays();

-- Which ticket's category started a project by itself, so that it does so once.
create table project_origin (
  template_id text not null,
  ticket_id uuid not null references ticket,
  project_id uuid not null,
  primary key (template_id, ticket_id)
);

create or replace function write_project(subject uuid, state jsonb, number integer) returns void language plpgsql as $$
#variable_conflict use_column
declare
  known integer;
  wanted integer := jsonb_array_length(state -> 'todos');
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
  with wanted as (
    select place::integer as n, t from jsonb_array_elements(state -> 'todos') with ordinality as each (t, place)
  )
  update todo set
    body = w.t, responsible = state -> 'parties' -> (w.t ->> 'who')::integer,
    due_at = to_timestamp((w.t ->> 'due')::bigint * 60),
    phase = case when w.t ? 'done' then 'done' when w.t ? 'dropped' then 'dropped' when not w.t ? 'since' then 'waiting'
      when w.t ? 'begun' then 'begun' else 'open' end
  from wanted w where todo.project_id = subject and todo.n = w.n and todo.body is distinct from w.t;
  update project set (todos_open, todos_done, todo_due_at) = (
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
