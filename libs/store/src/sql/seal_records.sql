-- seal_records: keep records that came without a legal basis where the application cannot read what they say.
-- Times are in milliseconds since the epoch.
-- $1 device_id text[]  $2 life int[]  $3 seq bigint[]  $4 at bigint[]  $5 received_at bigint[]  $6 bigint[], nulls: nobody's
-- $7 boot int[]  $8 kind text[]  $9 lat float8[]  $10 lon float8[]  $11 accuracy_m real[]  $12 source text[]
-- $13 speed_ms real[]  $14 heading_deg real[]  $15 altitude_m real[]  $16 satellites smallint[]  $17 battery_pct real[]
-- $18 rssi_dbm smallint[]  $19 worn boolean[]  $20 heart_rate smallint[]  $21 crs text[]  $22 clock_offset_ms bigint[]
-- $23 extra jsonb[] as text[]
-- rows: one; how many were new.
with sealed as (
  insert into sealed_record (device_id, life, seq, at, received_at, kind, payload)
  select
    device_id,
    life,
    seq,
    'epoch'::timestamptz + at_ms * interval '1 ms',
    'epoch'::timestamptz + received_ms * interval '1 ms',
    kind,
    jsonb_strip_nulls(jsonb_build_object(
      'boot', boot, 'lat', lat, 'lon', lon, 'accuracy_m', accuracy_m, 'source', source, 'speed_ms', speed_ms,
      'heading_deg', heading_deg, 'altitude_m', altitude_m, 'satellites', satellites, 'battery_pct', battery_pct,
      'rssi_dbm', rssi_dbm, 'worn', worn, 'heart_rate', heart_rate, 'crs', crs, 'clock_offset_ms', clock_offset_ms
    )) || jsonb_build_object('extra', extra::jsonb)
  from unnest(
    $1::text[], $2::integer[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::integer[],
    $8::text[], $9::double precision[], $10::double precision[], $11::real[], $12::text[], $13::real[], $14::real[],
    $15::real[], $16::smallint[], $17::real[], $18::smallint[], $19::boolean[], $20::smallint[], $21::text[],
    $22::bigint[], $23::text[]
  ) as r (
    device_id, life, seq, at_ms, received_ms, nobody, boot,
    kind, lat, lon, accuracy_m, source, speed_ms, heading_deg,
    altitude_m, satellites, battery_pct, rssi_dbm, worn, heart_rate, crs,
    clock_offset_ms, extra
  )
  -- As in insert_records: only those without numbers may have been stored before.
  where life > 0
    or not exists (
      select from record s
      where (s.device_id, s.life, s.seq, s.at) = (r.device_id, r.life, r.seq, 'epoch'::timestamptz + r.at_ms * interval '1 ms')
    )
    and not exists (
      select from unbelieved_record u
      where (u.device_id, u.life, u.seq, u.said_at)
        = (r.device_id, r.life, r.seq, 'epoch'::timestamptz + r.at_ms * interval '1 ms')
    )
  on conflict (device_id, life, seq, at) do nothing
  returning 1
)
select count(*)::integer as count
from sealed
