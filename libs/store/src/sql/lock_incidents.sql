-- lock_incidents: one worker gathers at a time, to the end of the transaction.
-- rows: one; whether it is us.
select pg_try_advisory_xact_lock(hashtext('incident')) as ours
