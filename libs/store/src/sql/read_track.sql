-- read_track: everything a supervisee's wristbands said about a time, in order. What has a wrong clock stands where it
-- was received. $1 supervisee_id bigint  $2 from timestamptz  $3 to timestamptz
select
  seq,
  at,
  received_at,
  at as stands_at,
  lat,
  lon,
  accuracy_m,
  source,
  true as clock_believed,
  corrected_at
from record
where supervisee_id = $1
  and at >= $2
  and at < $3
  and clock_offset_ms is null
union all
select
  seq,
  at,
  received_at,
  received_at,
  lat,
  lon,
  accuracy_m,
  source,
  false,
  corrected_at
from record
where supervisee_id = $1
  and received_at >= $2
  and received_at < $3
  and clock_offset_ms is not null
order by stands_at, seq
