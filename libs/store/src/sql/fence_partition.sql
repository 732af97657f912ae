-- fence_partition: held to the end of the transaction, so that nobody takes the partition over in the middle of a write.
-- $1 part smallint  $2 holder text  $3 epoch bigint
-- rows: one while it is ours, none when it is not.
select part
from engine_partition
where part = $1
  and holder = $2
  and epoch = $3
for share
