-- lock_monitoring: conditions change one after another; held to the end of the transaction.
-- rows: one, without meaning. They are read by a second statement: this one began before the lock was ours.
with locked as materialized (
  select pg_advisory_xact_lock(7190413)
)
select
  1 as locked
from locked
