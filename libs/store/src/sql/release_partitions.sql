-- release_partitions: let others have them at once. $1 holder text  $2 part smallint[]  $3 epoch bigint[]
update engine_partition p
set
  holder = null,
  held_until = null
from unnest($2::smallint[], $3::bigint[]) as mine (part, epoch)
where p.part = mine.part
  and p.epoch = mine.epoch
  and p.holder = $1
