-- Who reported from a house's link without proof: bound to persons one after the other on one page, and back.

alter table unconfirmed_reporter
  -- Since when the office says that this is nobody of the house.
  add column not_resident_at timestamptz;

-- What the office decided about somebody without proof, so that it can be taken back.
create table reporter_decision (
  id uuid primary key,
  kind text not null check (kind in ('bound', 'notResident')),
  at timestamptz not null default now(),
  actor jsonb not null,
  person_id uuid references person,
  -- Whom it was about, and which tickets it changed: [{ticketId, unitId}], the unit as it was set by it.
  reporter_ids uuid[] not null,
  tickets jsonb not null,
  undone_at timestamptz
);
create index reporter_decision_at on reporter_decision (at desc) where undone_at is null;
