-- When a message that a server put off is tried again, and the order that each recipient's messages keep.

alter table message add column next_try_at timestamptz;
create index message_recipient_open on message (recipient_id) where state in ('open', 'claimed');
