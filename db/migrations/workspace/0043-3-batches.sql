-- One act on many tickets: stored whole, carried out ticket by ticket, so that a process that is lost leaves nothing half
-- known; and taken back the same way.

create table batch (
  id uuid primary key,
  actor jsonb not null,
  type text not null,
  facts jsonb not null,
  words jsonb not null,
  state text not null default 'running' check (state in ('running', 'done', 'undoing', 'undone')),
  given_at timestamptz not null default now(),
  -- Who works on it, until when: another process takes over what was left.
  leased_by uuid,
  leased_until timestamptz
);
create index batch_open on batch (given_at) where state in ('running', 'undoing');

create table batch_item (
  batch_id uuid not null references batch,
  n integer not null,
  ticket_id uuid not null references ticket,
  command_id uuid not null default gen_random_uuid(),
  -- Whether the command is stored; from then on its row says what came of it.
  taken boolean not null default false,
  -- Why there is no command: a right that is missing, or the batch was taken back before its turn.
  refusal text,
  -- The ticket's state before the act, for taking it back.
  before jsonb,
  undo_id uuid,
  undo_refusal text,
  -- The messages that were withdrawn for it; they go out after all when it is refused.
  withdrawn uuid[] not null default '{}',
  primary key (batch_id, n),
  unique (batch_id, ticket_id)
);
create index batch_item_command on batch_item (command_id);
