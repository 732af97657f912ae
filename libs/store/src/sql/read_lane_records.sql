-- read_lane_records: records of supervisees from a time on, as far as the engine has read. A record with an unbelieved
-- clock stands where it was received.
-- $1 supervisee_id bigint[]  $2 from timestamptz[]  $3 arrival bigint, those below it
-- rows: in no particular order; times in milliseconds since the epoch.
select
  r.supervisee_id,
  r.device_id,
  r.life,
  r.seq,
  (date_part('epoch', coalesce(r.said_at, r.at)) * 1000)::bigint as at_ms,
  (date_part('epoch', r.received_at) * 1000)::bigint as received_ms,
  r.clock_offset_ms,
  r.kind,
  r.lat,
  r.lon,
  r.accuracy_m,
  r.source,
  r.speed_ms,
  r.satellites,
  r.battery_pct,
  r.worn
from unnest($1::bigint[], $2::timestamptz[]) as l (supervisee_id, since)
join record r on r.supervisee_id = l.supervisee_id and r.at >= l.since
where r.arrival < $3
