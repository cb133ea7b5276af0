-- The whole ticket: who follows, what a report can be about, and words that the office uses again and again.

-- Messages to one who follows a ticket name them; everybody else is found by their part in it.
alter function resolve_party(jsonb, uuid) rename to resolve_party_of_ticket;
create function resolve_party(party jsonb, about_ticket uuid)
returns table (recipient_kind text, recipient_id uuid) language plpgsql stable as $$
begin
  if party ->> 'role' = 'follower' then
    return query select party ->> 'kind', (party ->> 'id')::uuid;
  else
    return query select * from resolve_party_of_ticket(party, about_ticket);
  end if;
end $$;

create index ticket_followers on ticket using gin ((state -> 'followers') jsonb_path_ops)
  where state -> 'followers' <> '[]'::jsonb;
create index ticket_building_open on ticket (building_id, reported_at desc) where closed_at is null;

-- The kinds of report with their questions, as one document per version; the newest is in force. Without one the
-- built-in list is.
create table category_version (
  version integer primary key,
  body jsonb not null,
  published_at timestamptz not null default now(),
  published_by uuid not null references person
);

-- Words that the office writes again and again.
create table text_block (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  purpose text not null check (purpose in ('any', 'reject', 'ask', 'note', 'order')),
  text text not null,
  changed_at timestamptz not null default now(),
  changed_by uuid not null references person
);

-- What the office adds to a message of one kind, in one language.
create table message_addition (
  template text not null,
  locale text not null check (locale in ('de', 'en')),
  text text not null,
  changed_at timestamptz not null default now(),
  changed_by uuid not null references person,
  primary key (template, locale)
);
