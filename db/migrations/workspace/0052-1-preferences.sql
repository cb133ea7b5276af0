-- How and when each person wants to hear of what: one document per person, and the day's mail that collects the rest.

create table message_preference (
  person_id uuid primary key references person on delete cascade,
  body jsonb not null,
  -- When the next mail of the day is due; null while there is nothing to collect.
  next_digest_at timestamptz,
  changed_at timestamptz not null default now()
);
create index message_preference_digest on message_preference (next_digest_at) where next_digest_at is not null;

-- The mails of a day: one per person and day, whatever is killed in between.
create table digest (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person on delete cascade,
  day date not null,
  made_at timestamptz not null default now(),
  -- What the desk had before it then: ids and dates, no words.
  desk jsonb,
  unique (person_id, day)
);

alter table message
  -- When it was decided that it goes out, and by which way its reader (or the office) wants it.
  add column released_at timestamptz,
  add column wished text check (wished in ('mail', 'sms', 'fax', 'letter')),
  -- Quiet hours.
  add column held_until timestamptz,
  -- The mail of the day that brings it.
  add column digest_id uuid references digest,
  -- Attempts up to this number count no more: the office has it tried again.
  add column tried_before integer not null default 0,
  -- Somebody has looked at a message that did not arrive, and the ticket's timeline tells it.
  add column settled_at timestamptz,
  add column settled_by uuid references person,
  add column told_at timestamptz;

-- Collected for the mail of the day; or of a kind that its reader has switched off.
alter table message drop constraint message_state_check;
alter table message add constraint message_state_check check (state in
  ('open', 'claimed', 'queued', 'sent', 'failed', 'unclear', 'withdrawn', 'digest', 'unwanted'));

create index message_collected on message (recipient_id) where state = 'digest' and digest_id is null;
create index message_of_digest on message (digest_id) where digest_id is not null;
create index message_undelivered on message (created_at) where state in ('failed', 'unclear') and settled_at is null;

-- What failed long ago was dealt with long ago.
update message set told_at = now(),
  settled_at = case when created_at < now() - interval '30 days' then now() end
where state in ('failed', 'unclear');
