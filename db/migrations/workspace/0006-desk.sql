-- The desk's first page is read in the order in which it is shown, instead of sorting all that is open each time.
create index ticket_open_due on ticket (due_at, id) where closed_at is null;
