-- read_track: everything a supervisee's wristbands said about a time, in no order. What has a wrong clock stands where it
-- was received. $1 supervisee_id bigint  $2 from timestamptz  $3 to timestamptz
-- rows: one, with a list for each column: forty thousand rows of a month took the driver ten times as long. Times are in
-- milliseconds since the epoch.
with said as (
  select seq, at, received_at, lat, lon, accuracy_m, source, clock_offset_ms, corrected_at
  from record
  where supervisee_id = $1
    and at >= $2
    and at < $3
    and clock_offset_ms is null
  union all
  select seq, at, received_at, lat, lon, accuracy_m, source, clock_offset_ms, corrected_at
  from record
  where supervisee_id = $1
    and received_at >= $2
    and received_at < $3
    and clock_offset_ms is not null
)
select
  coalesce(json_agg(seq), '[]') as seq,
  json_agg((date_part('epoch', at) * 1000)::bigint) as at,
  json_agg((date_part('epoch', received_at) * 1000)::bigint) as received_at,
  json_agg(lat) as lat,
  json_agg(lon) as lon,
  json_agg(accuracy_m) as accuracy,
  json_agg(source) as source,
  json_agg(clock_offset_ms is null) as clock_believed,
  json_agg((date_part('epoch', corrected_at) * 1000)::bigint) as corrected_at
from said
