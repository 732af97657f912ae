-- read_last_batteries: what the batteries were said to have left, last. $1 supervisee_id bigint[]  $2 since timestamptz[]
select
  l.supervisee_id::text,
  b.battery_pct
from unnest($1::bigint[], $2::timestamptz[]) as l (supervisee_id, since)
cross join lateral (
  select battery_pct
  from record
  where supervisee_id = l.supervisee_id
    and at >= l.since
    and battery_pct is not null
    and clock_offset_ms is null
  order by at desc
  limit 1
) b
