-- read_arrivals: records in the order in which their transactions were decided, below a horizon.
-- $1 from bigint, included  $2 to bigint, not included  $3 parts smallint[] or null for all
-- rows: records; lives, numbers and times as in the table.
select
  device_id,
  life,
  seq::text as seq,
  at,
  received_at,
  arrival::text as arrival,
  supervisee_id::text as supervisee_id,
  part,
  boot,
  kind,
  lat,
  lon,
  accuracy_m,
  source,
  speed_ms,
  heading_deg,
  battery_pct,
  worn,
  clock_offset_ms::text as clock_offset_ms
from record
where arrival >= $1
  and arrival < $2
  and ($3::smallint[] is null or part = any($3::smallint[]))
order by arrival, device_id, life, seq
