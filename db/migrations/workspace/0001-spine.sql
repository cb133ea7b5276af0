-- A workspace's own database: master data, the rows that lifecycles project, timeline, outbox.

-- The day it is where the houses stand: periods of tenancy and ownership end at midnight there, not in UTC.
create function berlin_today() returns date language sql stable as $$
  select (now() at time zone 'Europe/Berlin')::date
$$;

create table setting (
  key text primary key,
  value jsonb not null
);

-- People: residents, owners, employees, contacts of contractors. One person may hold several roles.
create table person (
  id uuid primary key default gen_random_uuid(),
  kind text not null default 'natural' check (kind in ('natural', 'company')),
  given_name text not null default '',
  family_name text not null,
  email text,
  phone text,
  mobile text,
  locale text not null default 'de' check (locale in ('de', 'en')),
  channel text not null default 'mail' check (channel in ('mail', 'sms', 'fax', 'letter')),
  share_phone boolean not null default false,
  created_at timestamptz not null default now()
);
create unique index person_email on person (lower(email)) where email is not null;

create table employee (
  person_id uuid primary key references person,
  function text not null check (function in ('manager', 'clerk', 'caretaker', 'administrator')),
  all_properties boolean not null default true,
  on_call boolean not null default false,
  active boolean not null default true
);

create table contractor (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person,
  trades text[] not null,
  internal boolean not null default false,
  link_generation integer not null default 1,
  active boolean not null default true
);

create table property (
  id uuid primary key default gen_random_uuid(),
  number text not null unique,
  name text not null,
  management_type text not null check (management_type in ('weg', 'rental', 'ownStock')),
  federal_state text not null,
  street text not null,
  postal_code text not null,
  city text not null,
  share_denominator integer,
  approval_limit_cents bigint not null default 0,
  landlord_id uuid references person,
  report_code text not null unique
);

create table employee_property (
  person_id uuid not null references employee,
  property_id uuid not null references property,
  primary key (person_id, property_id)
);

create table building (
  id uuid primary key default gen_random_uuid(),
  property_id uuid not null references property,
  name text not null,
  street text not null,
  unique (property_id, name)
);

create table unit (
  id uuid primary key default gen_random_uuid(),
  building_id uuid not null references building,
  number text not null,
  usage text not null default 'flat' check (usage in ('flat', 'shop', 'garage')),
  floor integer not null default 0,
  position text not null default '',
  share_numerator integer,
  unique (building_id, number)
);

create table tenancy (
  id uuid primary key default gen_random_uuid(),
  unit_id uuid not null references unit,
  person_id uuid not null references person,
  role text not null check (role in ('renter', 'resident')),
  valid_from date not null,
  valid_until date check (valid_until >= valid_from)
);
create index tenancy_unit on tenancy (unit_id);
create index tenancy_person on tenancy (person_id);

create table ownership (
  id uuid primary key default gen_random_uuid(),
  unit_id uuid not null references unit,
  person_id uuid not null references person,
  valid_from date not null,
  valid_until date check (valid_until >= valid_from)
);
create index ownership_unit on ownership (unit_id);
create index ownership_person on ownership (person_id);

create table board_membership (
  property_id uuid not null references property,
  person_id uuid not null references person,
  valid_from date not null,
  valid_until date check (valid_until >= valid_from),
  primary key (property_id, person_id, valid_from)
);

-- Who reports without an account: a proven mail address, bound to a person by the manager.
create table unconfirmed_reporter (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  email text not null,
  phone text,
  locale text not null default 'de',
  place text not null default '',
  link_generation integer not null default 1,
  person_id uuid references person,
  created_at timestamptz not null default now()
);

-- What people said and did, stored before it is sent to a workflow. `facts` goes to the workflow, `words` never does.
create table command (
  id uuid primary key,
  noun text not null check (noun in ('ticket', 'workOrder')),
  subject_id uuid not null,
  type text not null,
  actor jsonb not null,
  link text,
  at timestamptz not null,
  facts jsonb not null,
  words jsonb not null default '{}',
  files uuid[] not null default '{}',
  state text not null default 'open' check (state in ('open', 'applied', 'refused')),
  revision integer,
  refusal jsonb,
  tries integer not null default 0,
  created_seq bigint generated always as identity
);
create index command_open on command (created_seq) where state = 'open';
create index command_subject on command (noun, subject_id);

create table ticket (
  id uuid primary key,
  number text not null unique,
  property_id uuid not null references property,
  building_id uuid references building,
  unit_id uuid references unit,
  place text not null check (place in ('unit', 'common')),
  reporter_id uuid references person,
  unconfirmed_id uuid references unconfirmed_reporter,
  category text not null,
  urgency text not null check (urgency in ('emergency', 'urgent', 'normal')),
  title text not null,
  description text not null default '',
  answers jsonb not null default '[]',
  access_wishes text not null default '',
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
  reported_at timestamptz not null,
  changed_at timestamptz not null,
  closed_at timestamptz
);
create index ticket_desk on ticket (waiting_on, due_at, id) where closed_at is null;
create index ticket_open_reported on ticket (reported_at desc, id) where closed_at is null;
create index ticket_reported on ticket (reported_at desc, id);
create index ticket_property on ticket (property_id, reported_at desc);
create index ticket_reporter on ticket (reporter_id);
create index ticket_unit on ticket (unit_id);

create table work_order (
  id uuid primary key,
  number text not null unique,
  property_id uuid not null references property,
  contractor_id uuid references contractor,
  client jsonb not null,
  invoice_to jsonb not null,
  title text not null,
  instructions text not null default '',
  limit_cents bigint,
  urgency text not null,
  phase text not null,
  outcome text,
  waiting_on text,
  waiting_for text,
  waiting_since timestamptz,
  due_at timestamptz,
  next_at timestamptz,
  policy_version integer not null,
  state jsonb,
  revision integer not null default 0,
  command_id uuid not null,
  link_generation integer not null default 1,
  placed_at timestamptz not null,
  changed_at timestamptz not null,
  closed_at timestamptz
);
create index work_order_contractor on work_order (contractor_id) where closed_at is null;

create table work_order_ticket (
  order_id uuid not null references work_order,
  ticket_id uuid not null references ticket,
  primary key (order_id, ticket_id)
);
create index work_order_ticket_ticket on work_order_ticket (ticket_id);

create table appointment (
  id uuid primary key,
  order_id uuid not null references work_order,
  ticket_id uuid not null references ticket,
  status text not null,
  starts_at timestamptz,
  ends_at timestamptz,
  sequence integer not null default 0,
  slots jsonb not null default '[]',
  revision integer not null
);
create index appointment_day on appointment (starts_at) where starts_at is not null;
create index appointment_order on appointment (order_id);
create index appointment_ticket on appointment (ticket_id);

-- One chain of evidence per file: a ticket with its orders and messages. The head row is locked by who appends.
create table file_head (
  file_id uuid primary key,
  seq integer not null default 0,
  hash bytea not null default ''
);

create table timeline (
  file_id uuid not null references file_head,
  seq integer not null,
  at timestamptz not null,
  kind text not null,
  noun text not null,
  subject_id uuid not null,
  revision integer not null,
  command_id uuid,
  actor jsonb not null,
  audience text[] not null,
  body json,
  salt bytea not null,
  body_hash bytea not null,
  prev_hash bytea not null,
  hash bytea not null,
  primary key (file_id, seq)
);

-- Files that people sent, by content hash. Rights come from what they are attached to.
create table stored_file (
  id uuid primary key default gen_random_uuid(),
  sha256 text not null,
  media_type text not null,
  bytes integer not null,
  width integer,
  height integer,
  name text not null,
  uploaded_by jsonb not null,
  uploaded_at timestamptz not null default now(),
  noun text,
  subject_id uuid,
  command_id uuid
);
create index stored_file_subject on stored_file (subject_id);
create index stored_file_command on stored_file (command_id);

-- Messages to people: one intent per (subject, event, person); each attempt is recorded.
create table message (
  id uuid primary key default gen_random_uuid(),
  noun text not null,
  subject_id uuid not null,
  file_id uuid not null,
  event text not null,
  revision integer not null,
  command_id uuid,
  recipient_kind text not null check (recipient_kind in ('person', 'contractor', 'unconfirmed')),
  recipient_id uuid not null,
  role text not null,
  template text not null,
  data jsonb not null default '{}',
  priority smallint not null default 5,
  due_at timestamptz not null,
  created_at timestamptz not null default now(),
  state text not null default 'open' check (state in ('open', 'claimed', 'sent', 'failed', 'unclear', 'withdrawn')),
  channel text,
  claimed_at timestamptz,
  sent_at timestamptz,
  tries integer not null default 0,
  unique (subject_id, event, recipient_id)
);
create index message_due on message (priority, due_at, created_at) where state in ('open', 'claimed');
create index message_file on message (file_id);

create table message_attempt (
  message_id uuid not null references message,
  n integer not null,
  channel text not null,
  at timestamptz not null default now(),
  outcome text not null check (outcome in ('sent', 'delivered', 'refused', 'failed', 'unclear')),
  provider_id text,
  detail text,
  primary key (message_id, n)
);
create index message_attempt_provider on message_attempt (provider_id) where provider_id is not null;

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor jsonb not null,
  link text,
  what text not null,
  subject_id uuid,
  before jsonb,
  after jsonb
);
