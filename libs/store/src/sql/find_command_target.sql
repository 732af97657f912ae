-- find_command_target: who wears a wristband, and whether an order is in force for them. $1 device text  $2 at timestamptz
-- rows: one; none when nobody wears it.
select
  s.id::text,
  s.division,
  exists (
    select from device_order o
    where o.supervisee_id = s.id
      and o.state = 'approved'
      and o.valid_from <= $2::timestamptz
      and o.valid_to > $2::timestamptz
  ) as ordered
from device_binding b
join supervisee s on s.id = b.supervisee_id
where b.device_id = $1
  and b.during @> $2::timestamptz
