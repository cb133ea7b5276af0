-- What did not arrive is told on the ticket's timeline, once; the drain looks for what it has not told yet.
create index message_untold on message (id) where state in ('failed', 'unclear') and told_at is null;
create index message_attempt_returned on message_attempt (at) where channel = 'mail' and outcome = 'refused';
