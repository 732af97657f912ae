-- read_arrivals: records in the order in which their transactions were decided. All below the oldest transaction that is
-- still running is decided, and visible to this very statement: what it reads never gets another row later.
-- $1 from bigint, the cursor  $2 parts smallint[], null for all  $3 limit bigint; a transaction is never cut in two
-- rows: the horizon with every record; the horizon alone when there is none.
with horizon as (
  select (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint as xid
)
select
  h.xid as horizon,
  r.*
from horizon h
left join lateral (
  select
    arrival,
    device_id,
    life,
    seq,
    at,
    received_at,
    supervisee_id,
    part,
    boot,
    kind,
    lat,
    lon,
    accuracy_m,
    source,
    speed_ms,
    heading_deg,
    altitude_m,
    satellites,
    battery_pct,
    rssi_dbm,
    worn,
    heart_rate,
    crs,
    clock_offset_ms,
    extra
  from record
  where record.arrival >= $1
    and record.arrival < h.xid
    and ($2::smallint[] is null or part = any($2::smallint[]))
  order by record.arrival
  fetch first $3 rows with ties
) r on true
order by r.arrival
