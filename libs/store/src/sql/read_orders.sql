-- read_orders: a supervisee's device orders, newest first. $1 supervisee_id bigint
select
  id,
  supervisee_id,
  ground,
  evidence,
  valid_from,
  valid_to,
  state,
  proposed_by,
  proposed_at,
  approved_by,
  approved_at,
  ended_at,
  end_reason
from device_order
where supervisee_id = $1
order by id desc
