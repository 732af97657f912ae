-- read_last_battery: what the battery was said to have left, last. $1 supervisee_id bigint  $2 since timestamptz
select
  battery_pct
from record
where supervisee_id = $1
  and at >= $2
  and battery_pct is not null
  and clock_offset_ms is null
order by at desc
limit 1
