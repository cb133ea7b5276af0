-- An act is settled when the workflow's answer about it arrived: only then is it durable there. What is written but not
-- settled is sent again, because a row is committed before the engine has recorded what led to it.

alter table command add column settled boolean not null default true;
drop index command_open;
create index command_unsettled on command (created_seq) where state = 'open' or (state = 'applied' and not settled);
-- What a revision without a command says, without its moment.
alter table revision_log add column print text;

-- Writes the revisions of one lifecycle. `subject` is the row as columns, `revisions` what led to it, `files` the
-- tickets whose timeline tells it. Returns the revision that the row has afterwards.
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
    -- What came from no command is told apart by what it says: a deadline and a fact may change places in a recovery.
    print := case when cause is null then md5(coalesce((select jsonb_agg(e - 'at') from
      jsonb_array_elements(r -> 'happenings') e)::text, '') || (r ->> 'messages')) end;
    select * into known from revision_log l where l.subject_id = subject and l.revision = number;
    if found and known.command_id is not distinct from cause
      and (print is null or known.print is null or known.print = print) then
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
      current := least(current, number - 1);
    end if;
    insert into revision_log (subject_id, revision, command_id, print) values (subject, number, cause, print);
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
