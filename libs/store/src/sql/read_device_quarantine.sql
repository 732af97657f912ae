-- read_device_quarantine: the latest messages of a device that could not be taken. $1 device_id text  $2 limit int
select
  received_at,
  topic,
  reason,
  detail,
  payload_bytes,
  copies
from quarantine
where device_id = $1
order by received_at desc
limit $2
