-- renew_partitions: go on holding. $1 holder text  $2 lease_ms int  $3 part smallint[]  $4 epoch bigint[]
-- rows: those still held. One that ran out and that nobody has taken is still ours: its epoch is.
update engine_partition p
set held_until = clock_timestamp() + $2 * interval '1 millisecond'
from unnest($3::smallint[], $4::bigint[]) as mine (part, epoch)
where p.part = mine.part
  and p.epoch = mine.epoch
  and p.holder = $1
returning p.part
