-- Room for further lifecycles beside ticket and order. What each of them has in common is here: a row with these columns,
-- `write_<noun>` for what else its state says in rows, `resolve_<noun>_party` for those whom only it knows.

alter table command drop constraint command_noun_check;
alter table command add constraint command_noun_check
  check (noun in ('ticket', 'workOrder', 'campaign', 'project'));

create table campaign (
  id uuid primary key,
  number text not null unique,
  -- Null: it concerns more than one property.
  property_id uuid references property,
  title text not null,
  urgency text not null default 'normal',
  phase text not null,
  outcome text,
  assignee_id uuid references person,
  waiting_on text,
  waiting_for text,
  waiting_since timestamptz,
  due_at timestamptz,
  next_at timestamptz,
  policy_version integer not null,
  state jsonb,
  revision integer not null default 0,
  command_id uuid not null,
  begun_at timestamptz not null,
  changed_at timestamptz not null,
  closed_at timestamptz
);
create index campaign_open on campaign (due_at, id) where closed_at is null;
create index campaign_begun on campaign (begun_at desc, id);
create index campaign_property on campaign (property_id, begun_at desc);

create table project (
  id uuid primary key,
  number text not null unique,
  property_id uuid references property,
  title text not null,
  urgency text not null default 'normal',
  phase text not null,
  outcome text,
  assignee_id uuid references person,
  waiting_on text,
  waiting_for text,
  waiting_since timestamptz,
  due_at timestamptz,
  next_at timestamptz,
  policy_version integer not null,
  state jsonb,
  revision integer not null default 0,
  command_id uuid not null,
  begun_at timestamptz not null,
  changed_at timestamptz not null,
  closed_at timestamptz
);
create index project_open on project (due_at, id) where closed_at is null;
create index project_begun on project (begun_at desc, id);
create index project_property on project (property_id, begun_at desc);

-- Any lifecycle by its noun and id.
create view lifecycle_row as
  select 'ticket' as noun, id, number, property_id, title, phase, revision, state, next_at, closed_at from ticket
  union all
  select 'workOrder', id, number, property_id, title, phase, revision, state, next_at, closed_at from work_order
  union all
  select 'campaign', id, number, property_id, title, phase, revision, state, next_at, closed_at from campaign
  union all
  select 'project', id, number, property_id, title, phase, revision, state, next_at, closed_at from project;

-- What a campaign's or project's state says in rows of its own, called with each revision that becomes the row's.
create function write_campaign(subject uuid, state jsonb, number integer) returns void language plpgsql as $$
begin
end $$;
create function write_project(subject uuid, state jsonb, number integer) returns void language plpgsql as $$
begin
end $$;

-- Whom a party means that only this noun knows.
create function resolve_campaign_party(party jsonb, subject uuid)
returns table (recipient_kind text, recipient_id uuid) language plpgsql stable as $$
begin
end $$;
create function resolve_project_party(party jsonb, subject uuid)
returns table (recipient_kind text, recipient_id uuid) language plpgsql stable as $$
begin
end $$;

-- Who a party of a campaign or project is at this moment. An empty role falls back to those who can act instead.
create function resolve_lifecycle_party(which text, party jsonb, subject uuid)
returns table (recipient_kind text, recipient_id uuid) language plpgsql stable as $$
declare
  who text := party ->> 'role';
  property uuid;
  assignee uuid;
begin
  if who = 'person' then
    return query select 'person', (party ->> 'id')::uuid;
    return;
  elsif who = 'contractor' then
    return query select 'contractor', (party ->> 'id')::uuid;
    return;
  end if;
  execute format('select property_id, assignee_id from %I where id = $1', which) into property, assignee using subject;
  if who = 'advisoryBoard' then
    return query
      select 'person', b.person_id from board_membership b
      where b.property_id = property and b.valid_from <= berlin_today()
        and coalesce(b.valid_until, 'infinity') >= berlin_today();
  elsif who in ('management', 'employee', 'onCall', 'managers') then
    assignee := case who when 'employee' then (party ->> 'id')::uuid when 'management' then assignee end;
    -- Whoever has left is not written to.
    if exists (select from employee e where e.person_id = assignee and e.active) then
      return query select 'person', assignee;
      return;
    end if;
    return query
      with entitled as (
        select e.person_id, e.function, e.on_call from employee e
        where e.active and e.function in ('manager', 'clerk') and (e.all_properties or exists (
          select from employee_property ep where ep.person_id = e.person_id and ep.property_id = property))
      ), wanted as (
        select person_id from entitled
        where (who = 'onCall' and on_call) or (who = 'managers' and function = 'manager')
          or (who in ('management', 'employee') and function = 'clerk')
      )
      select 'person', person_id from wanted
      union
      select 'person', person_id from entitled where function = 'manager' and not exists (select from wanted);
  else
    return query execute format('select * from %I($1, $2)', 'resolve_' || which || '_party') using party, subject;
  end if;
end $$;

-- Writes one intent for everybody whom its recipient means, thousands at once in one statement. The same intent again,
-- after it was voided, keeps its fate, so that nobody is told twice.
create function write_intents(
  which text, subject uuid, number integer, cause uuid, m jsonb, urgency text, moment timestamptz
) returns void language sql as $$
  with wanted as (
    select distinct p.recipient_kind, p.recipient_id from resolve_lifecycle_party(which, m -> 'to', subject) p
  ), again as (
    select distinct on (v.recipient_id) v.id from message v
    where v.subject_id = subject and v.event like '%:voided:%'
      and v.command_id is not distinct from cause and (cause is not null or v.data = m -> 'facts')
      and regexp_replace(v.event, '^([^:]*):[0-9]+(.*):voided:.*$', '\1\2')
        = regexp_replace(m ->> 'event', '^([^:]*):[0-9]+', '\1')
  ), kept as (
    update message v set event = m ->> 'event', revision = number,
      state = case v.state when 'withdrawn' then 'open' else v.state end
    from again, wanted where v.id = again.id and v.recipient_id = wanted.recipient_id
    returning v.recipient_id
  )
  insert into message (noun, subject_id, file_id, event, revision, command_id, recipient_kind, recipient_id, role,
    template, data, priority, due_at)
  select which, subject, subject, m ->> 'event', number, cause, w.recipient_kind, w.recipient_id, m -> 'to' ->> 'role',
    m ->> 'template', (m -> 'facts') || case when (m ->> 'late')::boolean then '{"late": true}' else '{}' end::jsonb,
    case urgency when 'emergency' then 1 when 'urgent' then 3 else 5 end, moment
  from wanted w where not exists (select from kept k where k.recipient_id = w.recipient_id)
  on conflict (subject_id, event, recipient_id) do nothing;
$$;

-- Writes the revisions of one lifecycle. `subject` is the row as columns, `revisions` what led to it, `files` those whose
-- timeline tells it: the tickets, or a campaign or project itself. Returns the revision that the row has afterwards.
create or replace function write_revisions(
  which text, subject uuid, columns jsonb, state jsonb, revisions jsonb, files uuid[],
  tickets uuid[], appointments jsonb
) returns integer language plpgsql as $$
#variable_conflict use_column
declare
  r jsonb;
  h jsonb;
  m jsonb;
  f uuid;
  words json;
  known revision_log%rowtype;
  lost revision_log%rowtype;
  party record;
  print text;
  same jsonb;
  facts jsonb;
  current integer;
  newest integer := (state ->> 'revision')::integer;
  number integer;
  cause uuid;
  first boolean;
begin
  if which = 'ticket' then select ticket.revision into current from ticket where id = subject for update;
  elsif which = 'workOrder' then select work_order.revision into current from work_order where id = subject for update;
  else execute format('select revision from %I where id = $1 for update', which) into current using subject;
  end if;
  if current is null then raise exception 'no row for this lifecycle'; end if;
  for r in select * from jsonb_array_elements(revisions) loop
    number := (r ->> 'revision')::integer;
    cause := (r ->> 'command')::uuid;
    facts := coalesce(r -> 'facts', '[]');
    -- An answer that a lifecycle gives without becoming another (one that has ended refuses an order).
    if (r ->> 'unchanged')::boolean then
      perform write_facts(which, subject, number, (r ->> 'heard')::uuid, facts);
      continue;
    end if;
    -- What came from no command is told apart by what it says: a deadline and a fact may change places in a recovery.
    print := case when cause is null then md5(coalesce((select jsonb_agg(e - 'at') from
      jsonb_array_elements(r -> 'happenings') e)::text, '') || (r ->> 'messages') || coalesce((select jsonb_agg(
      (f -> 'to') || ((f -> 'fact') - 'revision' - 'ball')) from jsonb_array_elements(facts) f)::text, '')) end;
    select * into known from revision_log l where l.subject_id = subject and l.revision = number;
    if found and known.command_id is not distinct from cause
      and (print is null or known.print is null or known.print = print) then
      if jsonb_array_length(facts) > 0 then
        -- Told by the dates and under the cause that the workflow holds now.
        delete from lifecycle_fact l where l.from_id = subject and l.revision = number and l.state = 'open';
        perform write_facts(which, subject, number, coalesce(cause, (r ->> 'heard')::uuid), facts);
      end if;
      continue;
    elsif found then
      -- Two claim the same number: what was written from here on was never durable in the workflow, which wins.
      for lost in select * from revision_log l where l.subject_id = subject and l.revision >= number order by l.revision
      loop
        foreach f in array files loop
          perform append_timeline(f, now(), 'voided', which, subject, lost.revision, lost.command_id,
            '{"kind": "system"}', array['management'],
            json_build_object('facts', json_build_object('revision', lost.revision)));
        end loop;
        update command set state = 'open', revision = null where id = lost.command_id and command.state = 'applied';
      end loop;
      -- Their keys are given free for what takes their place; what was sent already stays sent.
      update message set event = event || ':voided:' || id,
        state = case message.state when 'open' then 'withdrawn' else message.state end
      where subject_id = subject and message.revision >= number and event not like '%:voided:%';
      delete from revision_log l where l.subject_id = subject and l.revision >= number;
      -- Nobody has heard them: a fact is told only once the engine holds its revision.
      delete from lifecycle_fact l where l.from_id = subject and l.revision >= number and l.state = 'open';
      current := least(current, number - 1);
    end if;
    insert into revision_log (subject_id, revision, command_id, print) values (subject, number, cause, print);
    if jsonb_array_length(facts) > 0 then
      perform write_facts(which, subject, number, coalesce(cause, (r ->> 'heard')::uuid), facts);
    end if;
    words := (select json_build_object('words', c.words, 'files', c.files) from command c where c.id = cause);
    first := true;
    for h in select * from jsonb_array_elements(r -> 'happenings') loop
      foreach f in array files loop
        -- What is about one visit of a collective order is told to its own ticket only.
        continue when which in ('ticket', 'workOrder') and f <> coalesce((h -> 'facts' ->> 'ticket')::uuid, f);
        perform append_timeline(f, (h ->> 'at')::timestamptz, h ->> 'kind', which, subject, number, cause,
          h -> 'actor', array(select jsonb_array_elements_text(h -> 'audience')),
          case when first and words is not null
            then json_build_object('facts', h -> 'facts', 'words', words -> 'words', 'files', words -> 'files')
            else json_build_object('facts', h -> 'facts') end);
      end loop;
      first := false;
    end loop;
    for m in select * from jsonb_array_elements(r -> 'messages') loop
      if which not in ('ticket', 'workOrder') then
        perform write_intents(which, subject, number, cause, m, columns ->> 'urgency', (r ->> 'at')::timestamptz);
        continue;
      end if;
      f := coalesce((m -> 'facts' ->> 'ticket')::uuid, files[1]);
      for party in select * from resolve_party(m -> 'to', f) loop
        -- The same intent again, after it was voided: it keeps its fate, so that nobody is told twice.
        update message set event = m ->> 'event', revision = number,
          state = case message.state when 'withdrawn' then 'open' else message.state end
        where id = (
          select v.id from message v
          where v.subject_id = subject and v.recipient_id = party.recipient_id and v.event like '%:voided:%'
            and v.command_id is not distinct from cause and (cause is not null or v.data = m -> 'facts')
            and regexp_replace(v.event, '^([^:]*):[0-9]+(.*):voided:.*$', '\1\2')
              = regexp_replace(m ->> 'event', '^([^:]*):[0-9]+', '\1')
          limit 1
        );
        continue when found;
        insert into message (noun, subject_id, file_id, event, revision, command_id, recipient_kind, recipient_id, role,
          template, data, priority, due_at)
        values (which, subject, f, m ->> 'event', number, cause, party.recipient_kind, party.recipient_id,
          m -> 'to' ->> 'role', m ->> 'template',
          (m -> 'facts') || case when (m ->> 'late')::boolean then '{"late": true}' else '{}' end::jsonb,
          case columns ->> 'urgency' when 'emergency' then 1 when 'urgent' then 3 else 5 end, (r ->> 'at')::timestamptz)
        on conflict (subject_id, event, recipient_id) do nothing;
      end loop;
    end loop;
    if cause is not null then
      update command set state = 'applied', revision = number, settled = coalesce((r ->> 'settled')::boolean, false)
      where id = cause and command.state <> 'applied';
    end if;
  end loop;
  if newest < current then return current; end if;
  if newest = current then
    -- The same revision again, at another moment: its dates are the workflow's.
    if which = 'ticket' then select t.state into same from ticket t where t.id = subject;
    elsif which = 'workOrder' then select o.state into same from work_order o where o.id = subject;
    else execute format('select state from %I where id = $1', which) into same using subject;
    end if;
    if same is not distinct from write_revisions.state then return current; end if;
  end if;
  if which = 'ticket' then
    update ticket set
      phase = columns ->> 'phase', outcome = columns ->> 'outcome', urgency = columns ->> 'urgency',
      assignee_id = (columns ->> 'assignee')::uuid,
      waiting_on = columns ->> 'waitingOn', waiting_for = columns ->> 'waitingFor',
      waiting_since = (columns ->> 'waitingSince')::timestamptz, due_at = (columns ->> 'dueAt')::timestamptz,
      next_at = (columns ->> 'nextAt')::timestamptz, policy_version = (columns ->> 'policy')::integer,
      state = write_revisions.state, revision = newest,
      command_id = coalesce((revisions -> -1 ->> 'command')::uuid, command_id),
      changed_at = (columns ->> 'changedAt')::timestamptz, closed_at = (columns ->> 'closedAt')::timestamptz
    where id = subject;
  elsif which = 'workOrder' then
    update work_order set
      phase = columns ->> 'phase', outcome = columns ->> 'outcome', urgency = columns ->> 'urgency',
      contractor_id = (columns ->> 'contractor')::uuid,
      waiting_on = columns ->> 'waitingOn', waiting_for = columns ->> 'waitingFor',
      waiting_since = (columns ->> 'waitingSince')::timestamptz, due_at = (columns ->> 'dueAt')::timestamptz,
      next_at = (columns ->> 'nextAt')::timestamptz, policy_version = (columns ->> 'policy')::integer,
      state = write_revisions.state, revision = newest,
      command_id = coalesce((revisions -> -1 ->> 'command')::uuid, command_id),
      changed_at = (columns ->> 'changedAt')::timestamptz, closed_at = (columns ->> 'closedAt')::timestamptz
    where id = subject;
    insert into work_order_ticket (order_id, ticket_id) select subject, unnest(tickets) on conflict do nothing;
    insert into appointment (id, order_id, ticket_id, status, starts_at, ends_at, sequence, slots, revision)
    select (a ->> 'id')::uuid, subject, (a ->> 'ticket')::uuid, a ->> 'status',
      (a -> 'picked' ->> 'starts')::timestamptz, (a -> 'picked' ->> 'ends')::timestamptz,
      (a ->> 'sequence')::integer, a -> 'slots', newest
    from jsonb_array_elements(appointments) a
    on conflict (id) do update set status = excluded.status, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
      sequence = excluded.sequence, slots = excluded.slots, revision = excluded.revision;
  else
    execute format('update %I set
      phase = $2 ->> ''phase'', outcome = $2 ->> ''outcome'', urgency = $2 ->> ''urgency'',
      assignee_id = ($2 ->> ''assignee'')::uuid,
      waiting_on = $2 ->> ''waitingOn'', waiting_for = $2 ->> ''waitingFor'',
      waiting_since = ($2 ->> ''waitingSince'')::timestamptz, due_at = ($2 ->> ''dueAt'')::timestamptz,
      next_at = ($2 ->> ''nextAt'')::timestamptz, policy_version = ($2 ->> ''policy'')::integer,
      state = $3, revision = $4, command_id = coalesce($5, command_id),
      changed_at = ($2 ->> ''changedAt'')::timestamptz, closed_at = ($2 ->> ''closedAt'')::timestamptz
      where id = $1', which)
    using subject, columns, write_revisions.state, newest, (revisions -> -1 ->> 'command')::uuid;
    execute format('select %I($1, $2, $3)', 'write_' || which) using subject, write_revisions.state, newest;
  end if;
  return newest;
end $$;
