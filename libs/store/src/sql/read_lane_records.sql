-- read_lane_records: records of one supervisee from a time on, as far as the engine has read. Two plain conditions for
-- two indexes: a record with an unbelieved clock stands where it was received.
-- $1 supervisee_id bigint  $2 from timestamptz  $3 arrival bigint, those below it
-- rows: in no particular order.
select
  supervisee_id::text,
  device_id,
  life,
  seq::text,
  at,
  received_at,
  clock_offset_ms::text,
  kind,
  lat,
  lon,
  accuracy_m,
  source
from record
where supervisee_id = $1
  and at >= $2
  and clock_offset_ms is null
  and arrival < $3
union all
select
  supervisee_id::text,
  device_id,
  life,
  seq::text,
  at,
  received_at,
  clock_offset_ms::text,
  kind,
  lat,
  lon,
  accuracy_m,
  source
from record
where supervisee_id = $1
  and received_at >= $2
  and clock_offset_ms is not null
  and arrival < $3
