-- Of reports that are taken together none waits for a lock that another one needs: after this moment each is taken by itself.
alter function take_reports(jsonb) set lock_timeout = '200ms';
