-- How a lifecycle's revisions become rows: one call, one transaction, one round trip.

-- Which command led to which revision, so that a revision written twice is told from two that claim the same number.
create table revision_log (
  subject_id uuid not null,
  revision integer not null,
  command_id uuid,
  written_at timestamptz not null default now(),
  primary key (subject_id, revision)
);

-- What lifecycles tell each other. Written with the revision that it comes from, told as an update (its id is the update's)
-- once the engine holds what caused it: the command or the fact of this id; without one it was a deadline.
create table lifecycle_fact (
  id uuid primary key,
  seq bigint generated always as identity,
  from_noun text not null,
  from_id uuid not null,
  to_noun text not null,
  to_id uuid not null,
  revision integer not null,
  cause uuid,
  body jsonb not null,
  held boolean not null default false,
  state text not null default 'open' check (state in ('open', 'told', 'gone')),
  tries integer not null default 0,
  written_at timestamptz not null default now(),
  told_at timestamptz
);
create index lifecycle_fact_open on lifecycle_fact (from_id, to_id, seq) where state = 'open';

-- Writes the facts of one revision; written again they stay as they are, unless nobody has heard them yet.
create function write_facts(which text, subject uuid, number integer, cause uuid, facts jsonb)
returns void language sql as $$
  delete from lifecycle_fact
  where from_id = subject and lifecycle_fact.revision = number and state = 'open'
    and lifecycle_fact.cause is not distinct from write_facts.cause;
  insert into lifecycle_fact (id, from_noun, from_id, to_noun, to_id, revision, cause, body)
  select md5(concat_ws(':', subject, number, coalesce(write_facts.cause::text, 'clock'), n))::uuid, which, subject,
    f -> 'to' ->> 'noun', (f -> 'to' ->> 'id')::uuid, number, write_facts.cause, f -> 'fact'
  from jsonb_array_elements(facts) with ordinality as each (f, n) order by n
  on conflict (id) do nothing;
$$;

-- Who a party of a ticket is at this moment. An empty role falls back to those who can act instead.
create function resolve_party(party jsonb, about_ticket uuid)
returns table (recipient_kind text, recipient_id uuid) language plpgsql stable as $$
declare
  t ticket%rowtype;
  who text := party ->> 'role';
begin
  select * into t from ticket where ticket.id = about_ticket;
  if who in ('person', 'employee') then
    return query select 'person', (party ->> 'id')::uuid;
  elsif who = 'contractor' then
    return query select 'contractor', (party ->> 'id')::uuid;
  elsif who = 'reporter' then
    if t.reporter_id is not null then return query select 'person', t.reporter_id;
    elsif t.unconfirmed_id is not null then return query select 'unconfirmed', t.unconfirmed_id;
    else return query select * from resolve_party('{"role": "management"}', about_ticket);
    end if;
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
  elsif who = 'management' and t.assignee_id is not null then
    return query select 'person', t.assignee_id;
  else
    return query
      with entitled as (
        select e.person_id, e.function, e.on_call from employee e
        where e.active and e.function in ('manager', 'clerk') and (e.all_properties or exists (
          select from employee_property ep where ep.person_id = e.person_id and ep.property_id = t.property_id))
      ), wanted as (
        select person_id from entitled
        where (who = 'onCall' and on_call) or (who = 'managers' and function = 'manager')
          or (who = 'management' and function = 'clerk')
      )
      select 'person', person_id from wanted
      union
      select 'person', person_id from entitled where function = 'manager' and not exists (select from wanted);
  end if;
end $$;

-- Appends one entry to a file's chain. The head row is the lock; body and salt can be erased and the chain still checks.
create function append_timeline(
  file uuid, moment timestamptz, kind text, noun text, subject uuid, revision integer,
  command uuid, actor jsonb, audience text[], body json
) returns void language plpgsql as $$
#variable_conflict use_variable
declare
  head file_head%rowtype;
  grain bytea := uuid_send(gen_random_uuid());
  body_hash bytea;
  link bytea;
begin
  insert into file_head (file_id) values (file) on conflict do nothing;
  select * into head from file_head where file_id = file for update;
  body_hash := sha256(grain || convert_to(body::text, 'utf8'));
  link := sha256(head.hash || convert_to(concat_ws(chr(10), file, head.seq + 1,
    to_char(moment at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), kind, noun, subject, revision,
    coalesce(command::text, '-'), actor::text, array_to_string(audience, ',')), 'utf8') || body_hash);
  insert into timeline values (file, head.seq + 1, moment, kind, noun, subject, revision, command, actor, audience, body,
    grain, body_hash, head.hash, link);
  update file_head set seq = head.seq + 1, hash = link where file_id = file;
end $$;

-- An act is settled when the workflow's answer about it arrived: only then is it durable there. What is written but not
-- settled is sent again, because a row is committed before the engine has recorded what led to it.

alter table command add column settled boolean not null default true;
drop index command_open;
create index command_unsettled on command (created_seq) where state = 'open' or (state = 'applied' and not settled);
-- What a revision without a command says, without its moment.
alter table revision_log add column print text;

-- Writes the revisions of one lifecycle. `subject` is the row as columns, `revisions` what led to it, `files` the
-- tickets whose timeline tells it. Returns the revision that the row has afterwards.
create function write_revisions(
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
  else select work_order.revision into current from work_order where id = subject for update;
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
        continue when f <> coalesce((h -> 'facts' ->> 'ticket')::uuid, f);
        perform append_timeline(f, (h ->> 'at')::timestamptz, h ->> 'kind', which, subject, number, cause,
          h -> 'actor', array(select jsonb_array_elements_text(h -> 'audience')),
          case when first and words is not null
            then json_build_object('facts', h -> 'facts', 'words', words -> 'words', 'files', words -> 'files')
            else json_build_object('facts', h -> 'facts') end);
      end loop;
      first := false;
    end loop;
    for m in select * from jsonb_array_elements(r -> 'messages') loop
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
    else select o.state into same from work_order o where o.id = subject;
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
  else
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
  end if;
  return newest;
end $$;
