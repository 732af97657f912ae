-- count_unowned_partitions: partitions that no engine runs, by the database's clock. rows: one.
select
  count(*)::integer as partitions
from engine_partition
where holder is null
  or held_until < clock_timestamp()
