-- What people ask about their own data (Art. 15, 17 DSGVO), what keeps it, and how it is erased.

create table privacy_request (
  id uuid primary key,
  kind text not null check (kind in ('access', 'erasure')),
  person_id uuid not null references person,
  received_on date not null,
  way text not null check (way in ('portal', 'mail', 'letter', 'phone', 'inPerson')),
  state text not null default 'open'
    check (state in ('open', 'released', 'expired', 'handedOver', 'erasing', 'erased', 'refused', 'withdrawn')),
  -- How it was made sure that it is that person (Art. 12 (6) DSGVO).
  identity text check (identity in ('signedIn', 'knownAddress', 'idCard', 'inPerson')),
  due_on date not null,
  extended_by integer not null default 0 check (extended_by between 0 and 2),
  -- Why the period is longer, or why it was refused.
  reason text not null default '',
  -- Internal notes are left out (Art. 15 (4) DSGVO).
  without_internal boolean not null default false,
  available_until timestamptz,
  handed_over_on date,
  handed_over_by text check (handed_over_by in ('download', 'mail', 'letter', 'inPerson')),
  -- What an erasure left: lines of kinds, counts, days and reasons. No words.
  kept jsonb,
  -- When more may go.
  next_on date,
  entered_at timestamptz not null default now(),
  entered_by jsonb not null,
  settled_at timestamptz,
  revision integer not null default 1
);
create index privacy_request_person on privacy_request (person_id);
create index privacy_request_open on privacy_request (due_on) where state in ('open', 'released', 'erasing');
-- One of a kind at a time.
create unique index privacy_request_one on privacy_request (person_id, kind) where state in ('open', 'released', 'erasing');

create trigger raise_revision before update on privacy_request for each row execute function raise_revision();

-- Keeps everything of a person: a lawsuit, an open claim.
create table retention_hold (
  id uuid primary key,
  person_id uuid not null references person,
  reason text not null,
  -- Its last day; null until somebody lifts it.
  until date,
  set_at timestamptz not null default now(),
  set_by uuid not null references person,
  lifted_at timestamptz,
  lifted_by uuid references person
);
create index retention_hold_person on retention_hold (person_id) where lifted_at is null;

-- The audit can only be added to; what it says about somebody's data can be taken out of it, and nothing else: who did
-- what when stays. Entries about these subjects, and those in which one of these words stands. Runs as its owner.
create function erase_from_audit(subjects uuid[], patterns text[]) returns integer language plpgsql
security definer set search_path = public, pg_temp as $$
declare
  changed integer;
begin
  update audit set before = null, after = null
  where (before is not null or after is not null)
    and (subject_id = any(subjects)
      or (cardinality(patterns) > 0 and (coalesce(before::text, '') || coalesce(after::text, '')) ilike any(patterns)));
  get diagnostics changed = row_count;
  return changed;
end $$;

-- What somebody answered to a read receipt can be taken out of the row; that they answered stays, and so does the hash
-- under which it was counted. Votes are never touched (§ 24 (7) WEG). Runs as its owner.
create function erase_answers(person uuid, campaigns uuid[]) returns void language sql
security definer set search_path = public, pg_temp as $$
  update campaign_answer set said = ''
  where person_id = person and campaign_id = any(campaigns)
    and campaign_id in (select id from campaign where kind = 'readReceipt')
$$;
