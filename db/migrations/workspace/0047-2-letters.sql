-- Letters that wait to be printed are looked at before each drain: whether anybody needs them still.
create index message_queued on message (due_at) where state = 'queued';
