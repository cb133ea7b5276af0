-- Mails that people send back. Each is kept as it came (under its hash, in the storage) before anybody reads it; then it
-- becomes somebody's word on a ticket or order, or waits in the tray for a person to decide.
create table inbound_mail (
  id uuid primary key default gen_random_uuid(),
  sha256 text not null,
  bytes integer not null,
  -- The mailbox that the mail server took it for; '' where it did not say.
  envelope text not null default '',
  received_at timestamptz not null default now(),
  state text not null default 'received' check (state in ('received', 'taken', 'waiting', 'settled', 'spam', 'ignored')),
  -- Why it waits, or why nobody need look at it.
  reason text,
  -- Message-ID and tag as one hash: the same mail counts once, however often it comes.
  identity text unique,
  tries integer not null default 0,
  next_try_at timestamptz,
  from_address text not null default '',
  from_name text not null default '',
  subject text not null default '',
  -- What was written anew, and all of it with what was quoted.
  own_words text not null default '',
  whole text not null default '',
  -- What our own mail server found of the sender: {spf, dkim, dmarc}; null where none is trusted to say.
  checks jsonb,
  -- Attachments that were not taken: [{name, code}].
  refused jsonb not null default '[]',
  -- The message that it answers, proven by the tag.
  message_id uuid references message,
  noun text check (noun in ('ticket', 'workOrder')),
  subject_id uuid,
  ticket_id uuid references ticket,
  recipient_kind text,
  recipient_id uuid,
  command_id uuid,
  settled_by uuid references person,
  settled_at timestamptz,
  unique (sha256, envelope)
);
create index inbound_mail_unread on inbound_mail (received_at) where state = 'received';
create index inbound_mail_waiting on inbound_mail (received_at) where state = 'waiting';
create index inbound_mail_command on inbound_mail (command_id) where command_id is not null;
create index inbound_mail_ticket on inbound_mail (ticket_id) where ticket_id is not null;
create index stored_file_mail on stored_file ((uploaded_by ->> 'id')) where uploaded_by ->> 'kind' = 'mail';
