-- read_known_devices: the wristband that supervisees wear, or wore last; whether somebody else wears it, and when it was
-- last heard of. $1 supervisee_id bigint[]  $2 at timestamptz
select
  worn.supervisee_id::text,
  worn.device_id,
  d.disabled_at,
  exists (
    select from device_binding o
    where o.device_id = worn.device_id
      and o.supervisee_id <> worn.supervisee_id
      and o.during @> $2::timestamptz
  ) as worn_by_other,
  (select max(s.last_received_at) from device_stream s where s.device_id = worn.device_id) as last_received_at
from (
  select distinct on (supervisee_id) supervisee_id, device_id
  from device_binding
  where supervisee_id = any($1::bigint[])
    and lower(during) <= $2
  order by supervisee_id, lower(during) desc
) worn
join device d on d.id = worn.device_id
