-- read_last_receipts: when the wristbands that supervisees wear were last heard of.
-- $1 supervisee_id bigint[]  $2 at timestamptz
select
  b.supervisee_id::text,
  max(s.last_received_at) as last_received_at
from device_binding b
left join device_stream s on s.device_id = b.device_id
where b.supervisee_id = any($1::bigint[])
  and b.during @> $2::timestamptz
group by b.supervisee_id
