-- insert_records: add records of people who were lawfully watched. A record that is there already stays as it is.
-- One whose clock is not believed stands where it was received. Times are in milliseconds since the epoch: text of them
-- took a tenth of the process's time to write.
-- Degrees are cut to steps of 2^-24, which compress to less than half: seven decimals come back as they were (degrees.ts).
-- $1 device_id text[]  $2 life int[]  $3 seq bigint[]  $4 at bigint[]  $5 received_at bigint[]  $6 supervisee_id bigint[]
-- $7 boot int[]  $8 kind text[]  $9 lat float8[]  $10 lon float8[]  $11 accuracy_m real[]  $12 source text[]
-- $13 speed_ms real[]  $14 heading_deg real[]  $15 altitude_m real[]  $16 satellites smallint[]  $17 battery_pct real[]
-- $18 rssi_dbm smallint[]  $19 worn boolean[]  $20 heart_rate smallint[]  $21 crs text[]  $22 clock_offset_ms bigint[]
-- $23 extra jsonb[] as text[]
-- rows: one; how many were new.
with stored as (
  insert into record (
    device_id, life, seq, at, received_at, arrival, supervisee_id, part, boot, kind, lat, lon, accuracy_m, source,
    speed_ms, heading_deg, altitude_m, satellites, battery_pct, rssi_dbm, worn, heart_rate, crs, clock_offset_ms, said_at,
    corrected_at, extra
  )
  select
    device_id,
    life,
    seq,
    'epoch'::timestamptz + case when clock_offset_ms is null then at_ms else received_ms end * interval '1 ms',
    'epoch'::timestamptz + received_ms * interval '1 ms',
    (pg_current_xact_id()::text)::bigint,
    supervisee_id,
    supervisee_id % 64,
    boot,
    kind,
    round(lat * 16777216) / 16777216,
    round(lon * 16777216) / 16777216,
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
    case when clock_offset_ms is not null then 'epoch'::timestamptz + at_ms * interval '1 ms' end,
    'epoch'::timestamptz + (at_ms - clock_offset_ms) * interval '1 ms',
    extra::jsonb
  from unnest(
    $1::text[], $2::integer[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::integer[],
    $8::text[], $9::double precision[], $10::double precision[], $11::real[], $12::text[], $13::real[], $14::real[],
    $15::real[], $16::smallint[], $17::real[], $18::smallint[], $19::boolean[], $20::smallint[], $21::text[],
    $22::bigint[], $23::text[]
  ) as r (
    device_id, life, seq, at_ms, received_ms, supervisee_id, boot,
    kind, lat, lon, accuracy_m, source, speed_ms, heading_deg,
    altitude_m, satellites, battery_pct, rssi_dbm, worn, heart_rate, crs,
    clock_offset_ms, extra
  )
  -- Numbered records were looked up in their stream. Those without numbers may have been sealed before, or have come when
  -- their time was still ahead.
  where life > 0
    or not exists (
      select from sealed_record s
      where (s.device_id, s.life, s.seq, s.at) = (r.device_id, r.life, r.seq, 'epoch'::timestamptz + r.at_ms * interval '1 ms')
    )
    and (clock_offset_ms is not null or not exists (
      select from unbelieved_record u
      where (u.device_id, u.life, u.seq, u.said_at)
        = (r.device_id, r.life, r.seq, 'epoch'::timestamptz + r.at_ms * interval '1 ms')
    ))
  on conflict (device_id, life, seq, at) do nothing
  returning 1
)
select count(*)::integer as count
from stored
