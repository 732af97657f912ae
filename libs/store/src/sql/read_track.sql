-- read_track: everything a supervisee's wristbands said about a time, in no order. What has a wrong clock stands where it
-- was received. $1 supervisee_id bigint  $2 from timestamptz  $3 to timestamptz
-- rows: one, with a list for each column, in the form in which PostgreSQL sends arrays (sources: a line for each); nulls
-- when there is nothing. A month has forty thousand records: as rows they took the driver ten times as long. All columns
-- stand in the index record_track.
select
  array_send(array_agg(seq)) as seq,
  array_send(array_agg(at)) as stands_at,
  array_send(array_agg(said_at)) as said_at,
  array_send(array_agg(received_at)) as received_at,
  array_send(array_agg(lat)) as lat,
  array_send(array_agg(lon)) as lon,
  array_send(array_agg(accuracy_m)) as accuracy,
  string_agg(coalesce(source, ''), e'\n') as source,
  array_send(array_agg(clock_offset_ms)) as clock_offset_ms
from record
where supervisee_id = $1
  and at >= $2
  and at < $3
