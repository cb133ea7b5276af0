-- Invitations by mail and by letter. Who is let in by which secret: of a letter's code only hashes are kept, its print file
-- is sealed and goes when the letters are posted; a mailed link is computed from its row with the workspace's key.

-- One round of invitations: what somebody sent out at one press.
create table invitation_round (
  id uuid primary key,
  made_by uuid not null references person,
  made_at timestamptz not null default now(),
  -- Whom it is for: {kind: 'people'|'property'|'all', …}.
  scope jsonb not null,
  state text not null default 'preparing' check (state in ('preparing', 'running', 'ended')),
  -- How many of a hundred letters are written.
  progress integer not null default 0,
  letters integer not null default 0,
  pages integer not null default 0,
  print_file bytea,
  posted_at timestamptz,
  posted_by uuid references person,
  ended_at timestamptz
);
create index invitation_round_made on invitation_round (made_at desc);

create table invitation (
  id uuid primary key default gen_random_uuid(),
  round_id uuid not null references invitation_round,
  person_id uuid not null references person,
  entrance text not null check (entrance in ('management', 'residents', 'contractors')),
  way text not null check (way in ('mail', 'letter')),
  -- Where it is sorted, and by which property employees know of it; null for firms and colleagues.
  property_id uuid references property,
  unit_id uuid references unit on delete set null,
  state text not null default 'made' check (state in ('made', 'open', 'redeemed', 'withdrawn', 'replaced', 'expired')),
  -- A letter's code: three bytes of a keyed hash, by which it is found, and its argon2id hash.
  code_lookup bytea,
  code_hash text,
  -- A mail's link: SHA-256 of its token.
  token_hash bytea unique,
  -- The mail address that the link went to: it proves no other.
  email text,
  made_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
create unique index invitation_open on invitation (person_id) where state in ('made', 'open');
create index invitation_round_id on invitation (round_id);
create index invitation_person on invitation (person_id, made_at desc);
create index invitation_code on invitation (code_lookup) where state = 'open';

-- The proof of a mail address by who redeems a letter: a code of six digits, ten minutes, once, five tries. It is
-- computed from the id with the workspace's key; only its keyed hash is here.
create table invitation_proof (
  id uuid primary key,
  invitation_id uuid not null references invitation on delete cascade,
  email text not null check (email = lower(email)),
  code_hash bytea not null,
  tries integer not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index invitation_proof_invitation on invitation_proof (invitation_id, created_at desc);
