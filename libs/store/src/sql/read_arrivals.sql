-- read_arrivals: records in the order in which their transactions were decided. All below the oldest transaction that is
-- still running is decided, and visible to this very statement: what it reads never gets another row later.
-- $1 from bigint, the cursor  $2 parts smallint[], null for all  $3 limit bigint; a transaction is never cut in two
-- rows: the horizon with every record; the horizon alone when there is none. Times are in milliseconds since the epoch:
-- reading their text took a third of the engine's time.
with horizon as (
  select (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint as xid
)
select
  h.xid as horizon,
  r.arrival,
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
from horizon h
left join lateral (
  select
    arrival, supervisee_id, device_id, life, seq, at, said_at, received_at, clock_offset_ms, kind, lat, lon, accuracy_m,
    source, speed_ms, satellites, battery_pct, worn
  from record
  where record.arrival >= $1
    and record.arrival < h.xid
    and ($2::smallint[] is null or part = any($2::smallint[]))
  order by record.arrival
  fetch first $3 rows with ties
) r on true
order by r.arrival
