-- list_command_ids: of one wristband, the newest first. $1 device text  $2 jurisdiction text  $3 before bigint  $4 limit int
select id::text
from device_command
where device_id = $1
  and division like $2 || '%'
  and id < $3
order by id desc
limit $4
