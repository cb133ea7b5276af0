-- Campaigns: who is asked what, what they answered, and how it was counted.

alter table campaign
  add column kind text not null check (kind in ('readReceipt', 'vote')),
  add column audience text not null check (audience in ('owners', 'residents', 'board')),
  add column question text not null,
  -- The document that it is about, where there is one.
  add column document_id uuid,
  add column files uuid[] not null default '{}',
  -- How it is voted on (`VotingRules`); null for read receipts. Fixed when it opens.
  add column voting jsonb,
  -- Who owns, lives there or sits on the board on this day is asked.
  add column key_date date not null,
  add column deadline timestamptz not null,
  -- Whether each co-owner's own answer is needed (§ 23 (3) sentence 1 WEG).
  add column each_member boolean not null default false,
  -- The whole of the association's shares, as `{numerator, denominator}`.
  add column all_shares jsonb,
  -- The count, found in the transaction that ended the time for answers.
  add column result jsonb,
  add column counted_at timestamptz;

-- One vote, or one reader: co-owners who vote as one are one.
create table campaign_voter (
  id uuid primary key default gen_random_uuid(),
  campaign_id uuid not null references campaign,
  units uuid[] not null default '{}',
  weight_numerator bigint not null,
  weight_denominator bigint not null,
  share_numerator bigint not null,
  share_denominator bigint not null,
  -- § 25 (4) WEG: why this vote does not count; null where it does.
  exclusion text
);
create index campaign_voter_campaign on campaign_voter (campaign_id);

-- Who may cast which vote.
create table campaign_person (
  campaign_id uuid not null references campaign,
  voter_id uuid not null references campaign_voter,
  person_id uuid not null references person,
  -- When they first opened the page while signed in, or acted on it. Opening a mailed link proves nothing: scanners do.
  opened_at timestamptz,
  primary key (voter_id, person_id)
);
create index campaign_person_campaign on campaign_person (campaign_id);
create index campaign_person_person on campaign_person (person_id);

create table campaign_proxy (
  id uuid primary key,
  campaign_id uuid not null references campaign,
  voter_id uuid not null references campaign_voter,
  -- Who gives it, who holds it.
  person_id uuid not null references person,
  holder_id uuid not null references person,
  instruction text check (instruction in ('yes', 'no', 'abstain')),
  given_at timestamptz not null default now(),
  given_by jsonb not null,
  file_id uuid references stored_file,
  withdrawn_at timestamptz,
  withdrawn_by jsonb
);
create unique index campaign_proxy_one on campaign_proxy (voter_id, person_id) where withdrawn_at is null;
create index campaign_proxy_holder on campaign_proxy (holder_id);

-- What people answered: only added to. A vote that may be changed is answered again, the newest counts. `said` is what was
-- answered, to the letter; its salted hash goes into the campaign's chain when the answers are counted. In a secret vote
-- there is no choice here: who took part and what was voted are kept apart.
create table campaign_answer (
  id uuid primary key,
  campaign_id uuid not null references campaign,
  voter_id uuid not null references campaign_voter,
  -- Whose answer it is, also where a proxy's holder or the management entered it.
  person_id uuid not null references person,
  nth integer not null default 1,
  -- The one ballot of a secret vote.
  sole boolean not null default false,
  choice text check (choice in ('yes', 'no', 'abstain')),
  way text not null check (way in ('portal', 'link', 'paper')),
  actor jsonb not null,
  proxy_id uuid references campaign_proxy,
  file_id uuid references stored_file,
  at timestamptz not null,
  said text not null,
  salt bytea not null,
  hash bytea not null,
  unique (voter_id, person_id, nth)
);
create unique index campaign_answer_sole on campaign_answer (voter_id) where sole;
create index campaign_answer_campaign on campaign_answer (campaign_id);

-- The ballots of a secret vote: only how many there are of each, so that neither time nor place of a row can join them to
-- who took part.
create table campaign_ballots (
  campaign_id uuid not null references campaign,
  choice text not null check (choice in ('yes', 'no', 'abstain')),
  ballots integer not null default 0,
  primary key (campaign_id, choice)
);

-- The answers that count: each person's newest.
create view campaign_current_answer as
  select distinct on (voter_id, person_id) * from campaign_answer order by voter_id, person_id, nth desc;

create or replace function write_campaign(subject uuid, state jsonb, number integer) returns void language plpgsql as $$
begin
  update campaign set deadline = (write_campaign.state ->> 'deadline')::timestamptz where id = subject;
end $$;

create or replace function resolve_campaign_party(party jsonb, subject uuid)
returns table (recipient_kind text, recipient_id uuid) language plpgsql stable as $$
begin
  if party ->> 'role' = 'participants' then
    return query select distinct 'person', p.person_id from campaign_person p where p.campaign_id = subject;
  elsif party ->> 'role' = 'silent' then
    return query
      select distinct 'person', p.person_id
      from campaign_person p join campaign c on c.id = p.campaign_id join campaign_voter v on v.id = p.voter_id
      where p.campaign_id = subject and v.exclusion is null and not exists (
        select from campaign_answer a
        where a.voter_id = p.voter_id and (a.person_id = p.person_id or not c.each_member));
  end if;
end $$;

-- Opens a campaign: its command, its row with its number, its voters and who may cast which vote, in one call. A known
-- command gives the number again. Raises PC409 for the id of another campaign, PC404 for files that are not the actor's.
create function open_campaign(c jsonb, k jsonb, voters jsonb) returns text language plpgsql as $$
declare
  subject uuid := (c ->> 'subjectId')::uuid;
  moment timestamptz := (c ->> 'at')::timestamptz;
  given text;
begin
  if not store_command(c, c -> 'actor') then
    return (select campaign.number from campaign where id = subject);
  end if;
  given := next_number(k ->> 'letter', left(c ->> 'at', 4)::integer);
  insert into campaign (id, number, property_id, title, phase, waiting_on, waiting_for, waiting_since, due_at,
    assignee_id, policy_version, command_id, begun_at, changed_at, kind, audience, question, document_id, files, voting,
    key_date, deadline, each_member, all_shares)
  values (subject, given, (k ->> 'propertyId')::uuid, k ->> 'title', 'open', 'silent', 'answer', moment,
    (k ->> 'deadline')::timestamptz, (k ->> 'assignee')::uuid, (k ->> 'policy')::integer, (c ->> 'id')::uuid, moment,
    moment, k ->> 'kind', k ->> 'audience', k ->> 'question', (k ->> 'documentId')::uuid,
    array(select jsonb_array_elements_text(c -> 'files')::uuid), nullif(k -> 'voting', 'null'),
    (k ->> 'keyDate')::date, (k ->> 'deadline')::timestamptz, (k ->> 'eachMember')::boolean,
    nullif(k -> 'allShares', 'null'))
  on conflict (id) do nothing;
  if not found then raise exception using errcode = 'PC409', message = 'another campaign has this id'; end if;
  insert into campaign_voter (id, campaign_id, units, weight_numerator, weight_denominator, share_numerator,
    share_denominator, exclusion)
  select (v ->> 'id')::uuid, subject, array(select jsonb_array_elements_text(v -> 'units')::uuid),
    (v -> 'weight' ->> 0)::bigint, (v -> 'weight' ->> 1)::bigint, (v -> 'share' ->> 0)::bigint,
    (v -> 'share' ->> 1)::bigint, v ->> 'exclusion'
  from jsonb_array_elements(voters) v;
  insert into campaign_person (campaign_id, voter_id, person_id)
  select subject, (v ->> 'id')::uuid, m::uuid
  from jsonb_array_elements(voters) v, jsonb_array_elements_text(v -> 'members') m;
  return given;
end $$;
