-- What a mail says that was handed to a server whose answer is not known: sealed with the company's key, gone when it is.
-- A row's facts may have moved on by the time at which it is sent again; the mail has the same bytes all the same.
create table mail_under_way (
  message_id uuid primary key references message on delete cascade,
  content bytea not null,
  begun_at timestamptz not null default now(),
  -- The server could not be reached, so it hardly went out.
  away boolean not null default false
);
