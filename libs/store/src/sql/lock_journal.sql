-- lock_journal: wait for our turn to write to the audit log and the console feed; held to the end of the transaction.
-- rows: one, without meaning. The head is read by a second statement: this one began before the lock was ours.
with locked as materialized (
  select pg_advisory_xact_lock(7190412)
)
select
  1 as locked
from locked
