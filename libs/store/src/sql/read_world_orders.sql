-- read_world_orders: approved orders, up to their end, early or not. $1 supervisee_id bigint[]
select
  supervisee_id::text,
  id::text,
  valid_from,
  least(valid_to, ended_at) as valid_to,
  approved_at
from device_order
where supervisee_id = any($1::bigint[])
  and approved_at is not null
  and valid_from < least(valid_to, ended_at)
