-- Faxes on which no report has come: few among millions of attempts.
create index message_attempt_fax_silent on message_attempt (at) where channel = 'fax' and outcome = 'sent';
