-- read_device_refusals: the latest times a device was refused at the door. $1 device_id text  $2 limit int
select
  at,
  reason,
  detail,
  copies
from access_refusal
where device_id = $1
order by at desc
limit $2
