-- lock_device: held to the end of the transaction. $1 id text  $2 jurisdiction text
select
  id,
  division
from device
where id = $1
  and division like $2 || '%'
for update
