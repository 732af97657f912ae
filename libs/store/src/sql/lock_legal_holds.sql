-- lock_legal_holds: nothing is deleted from here to the end of the transaction.
select pg_advisory_xact_lock(hashtext('legal_hold')) is null as locked
