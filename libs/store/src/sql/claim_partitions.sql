-- claim_partitions: take partitions that nobody holds or whose lease ran out, by the database's clock. Rows that a write
-- is holding are left for the next look. $1 holder text  $2 lease_ms int  $3 limit int
-- rows: those taken, with their new epoch and what has been judged of them.
with free as (
  select part
  from engine_partition
  where holder is null
    or held_until < clock_timestamp()
  order by part
  limit $3
  for update skip locked
)
update engine_partition p
set
  holder = $1,
  epoch = p.epoch + 1,
  held_until = clock_timestamp() + $2 * interval '1 millisecond'
from free
where p.part = free.part
returning
  p.part,
  p.epoch::text,
  p.arrival::text
