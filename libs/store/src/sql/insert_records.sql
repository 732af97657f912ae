-- insert_records: add records, each under whoever was lawfully watched by its device at its time; without a device order
-- that was approved and in force, or without a binding, it is sealed. A record that is there already stays as it is.
-- Times are in milliseconds since the epoch: text of them took a tenth of the process's time to write.
-- $1 device_id text[]  $2 life int[]  $3 seq bigint[]  $4 at bigint[]  $5 received_at bigint[]
-- $6 judged_at bigint[]: what the orders are compared with, receipt for a clock that is not believed
-- $7 boot int[]  $8 kind text[]  $9 lat float8[]  $10 lon float8[]  $11 accuracy_m real[]  $12 source text[]
-- $13 speed_ms real[]  $14 heading_deg real[]  $15 altitude_m real[]  $16 satellites smallint[]  $17 battery_pct real[]
-- $18 rssi_dbm smallint[]  $19 worn boolean[]  $20 heart_rate smallint[]  $21 crs text[]  $22 clock_offset_ms bigint[]
-- $23 extra jsonb[] as text[]
-- rows: one; how many were new, and how many of these were sealed.
with
incoming as materialized (
  select
    device_id,
    life,
    seq,
    'epoch'::timestamptz + at_ms * interval '1 ms' as at,
    'epoch'::timestamptz + received_ms * interval '1 ms' as received_at,
    'epoch'::timestamptz + judged_ms * interval '1 ms' as judged_at,
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
  from unnest(
    $1::text[], $2::integer[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::integer[],
    $8::text[], $9::double precision[], $10::double precision[], $11::real[], $12::text[], $13::real[], $14::real[],
    $15::real[], $16::smallint[], $17::real[], $18::smallint[], $19::boolean[], $20::smallint[], $21::text[],
    $22::bigint[], $23::text[]
  ) as r (
    device_id, life, seq, at_ms, received_ms, judged_ms, boot,
    kind, lat, lon, accuracy_m, source, speed_ms, heading_deg,
    altitude_m, satellites, battery_pct, rssi_dbm, worn, heart_rate, crs,
    clock_offset_ms, extra
  )
),
covered as materialized (
  -- Orders may follow each other or overlap: one row a wearer. Bindings of a device never overlap.
  select
    b.device_id,
    b.supervisee_id,
    range_agg(b.during * tstzrange(o.valid_from, least(o.valid_to, o.ended_at))) as during
  from device_binding b
  join device_order o on o.supervisee_id = b.supervisee_id
  where b.device_id = any($1::text[])
    and o.approved_at is not null
    and o.valid_from < least(o.valid_to, o.ended_at)
  group by b.device_id, b.supervisee_id
),
judged as materialized (
  select
    i.*,
    c.supervisee_id
  from incoming i
  left join covered c on c.device_id = i.device_id and c.during @> i.judged_at
),
stored as (
  insert into record (
    device_id, life, seq, at, received_at, arrival, supervisee_id, part, boot, kind, lat, lon, accuracy_m, source,
    speed_ms, heading_deg, altitude_m, satellites, battery_pct, rssi_dbm, worn, heart_rate, crs, clock_offset_ms, extra
  )
  select
    device_id, life, seq, at, received_at, (pg_current_xact_id()::text)::bigint, supervisee_id, supervisee_id % 64, boot,
    kind, lat, lon, accuracy_m, source, speed_ms, heading_deg, altitude_m, satellites, battery_pct, rssi_dbm, worn,
    heart_rate, crs, clock_offset_ms, extra::jsonb
  from judged j
  where supervisee_id is not null
    -- Numbered records were looked up in their stream. Those without numbers may have been sealed before.
    and (life > 0 or not exists (
      select from sealed_record s where (s.device_id, s.life, s.seq, s.at) = (j.device_id, j.life, j.seq, j.at)
    ))
  on conflict (device_id, life, seq, at) do nothing
  returning 1
),
sealed as (
  insert into sealed_record (device_id, life, seq, at, received_at, kind, payload)
  select
    device_id, life, seq, at, received_at, kind,
    jsonb_strip_nulls(jsonb_build_object(
      'boot', boot, 'lat', lat, 'lon', lon, 'accuracy_m', accuracy_m, 'source', source, 'speed_ms', speed_ms,
      'heading_deg', heading_deg, 'altitude_m', altitude_m, 'satellites', satellites, 'battery_pct', battery_pct,
      'rssi_dbm', rssi_dbm, 'worn', worn, 'heart_rate', heart_rate, 'crs', crs, 'clock_offset_ms', clock_offset_ms
    )) || jsonb_build_object('extra', extra::jsonb)
  from judged j
  where supervisee_id is null
    and (life > 0 or not exists (
      select from record r where (r.device_id, r.life, r.seq, r.at) = (j.device_id, j.life, j.seq, j.at)
    ))
  on conflict (device_id, life, seq, at) do nothing
  returning 1
)
select
  (select count(*) from stored)::integer as stored,
  (select count(*) from sealed)::integer as sealed
