-- fence_partitions: held to the end of the transaction, so that nobody takes a partition over in the middle of a write.
-- $1 holder text  $2 part smallint[]  $3 epoch bigint[]
-- rows: those that are ours.
select
  p.part
from engine_partition p
join unnest($2::smallint[], $3::bigint[]) as mine (part, epoch)
  on p.part = mine.part and p.epoch = mine.epoch
where p.holder = $1
for share of p
