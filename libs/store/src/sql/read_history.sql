-- read_history: everything rules see of a supervisee's records in a time, in no order. What has a wrong clock stands where it
-- was received. $1 supervisee_id bigint  $2 from timestamptz  $3 to timestamptz
-- rows: one, with a list for each column, as in read_track.sql, and a line for each where it is text.
select
  string_agg(device_id, e'\n') as device_id,
  array_send(array_agg(life::bigint)) as life,
  array_send(array_agg(seq)) as seq,
  array_send(array_agg(coalesce(said_at, at))) as at,
  array_send(array_agg(received_at)) as received_at,
  array_send(array_agg(clock_offset_ms)) as clock_offset_ms,
  string_agg(kind, e'\n') as kind,
  array_send(array_agg(lat)) as lat,
  array_send(array_agg(lon)) as lon,
  array_send(array_agg(accuracy_m)) as accuracy,
  string_agg(coalesce(source, ''), e'\n') as source,
  array_send(array_agg(speed_ms)) as speed,
  array_send(array_agg(satellites::bigint)) as satellites,
  array_send(array_agg(battery_pct)) as battery,
  string_agg(case when worn is null then '' when worn then 't' else 'f' end, e'\n') as worn
from record
where supervisee_id = $1
  and at >= $2
  and at < $3
