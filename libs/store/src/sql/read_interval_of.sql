-- read_interval_of: the slowest of the intervals at which a supervisee's wristbands reported in a time.
-- $1 supervisee_id bigint  $2 from timestamptz  $3 to timestamptz
select
  coalesce(max(d.interval_s), 60) as interval_s
from device_binding b
join device d on d.id = b.device_id
where b.supervisee_id = $1
  and b.during && tstzrange($2, $3)
