-- read_world_bindings: which wristbands somebody wore, and how often each reports. $1 supervisee_id bigint[]
select
  b.supervisee_id::text,
  b.device_id,
  lower(b.during) as bound_from,
  upper(b.during) as bound_to,
  d.interval_s
from device_binding b
join device d on d.id = b.device_id
where b.supervisee_id = any($1::bigint[])
