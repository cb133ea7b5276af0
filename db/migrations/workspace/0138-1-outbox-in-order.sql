-- The outbox is read in the order in which it goes out, so that a claim of some looks at some, however many wait.
create index message_waiting on message (priority, due_at, created_at, revision, id) where state = 'open';

-- What mails say is sealed, so it can't be compressed; in its row it costs one write less than beside it.
alter table mail_under_way set (toast_tuple_target = 8160);
alter table mail_under_way alter column content set storage external;
