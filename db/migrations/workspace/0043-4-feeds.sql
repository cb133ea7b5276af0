-- Calendars that somebody subscribes to. Nothing secret is stored: the address is computed from the row, and another
-- generation makes it another one.
create table calendar_feed (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person,
  kind text not null check (kind in ('all', 'assignee', 'property', 'contractor')),
  subject_id uuid,
  generation integer not null default 1,
  made_at timestamptz not null default now(),
  fetched_at timestamptz,
  check ((kind = 'all') = (subject_id is null))
);
create unique index calendar_feed_once on calendar_feed
  (person_id, kind, coalesce(subject_id, '00000000-0000-0000-0000-000000000000'));
