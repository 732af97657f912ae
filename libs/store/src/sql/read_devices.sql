-- read_devices: wristbands as a list shows them. $1 ids text[]  $2 jurisdiction text  $3 at timestamptz
select
  d.id,
  d.model,
  d.division,
  d.interval_s,
  d.created_at,
  b.supervisee_id,
  l.online,
  stream.last_received_at,
  battery.battery_pct,
  clock.clock_offset_s
from device d
left join device_binding b on b.device_id = d.id and b.during @> $3::timestamptz
left join device_link l on l.device_id = d.id
left join lateral (
  select max(last_received_at) as last_received_at
  from device_stream
  where device_id = d.id
) stream on true
left join lateral (
  select battery_pct
  from record
  where supervisee_id = b.supervisee_id
    and device_id = d.id
    and battery_pct is not null
    and clock_offset_ms is null
    and at > $3::timestamptz - interval '2 days'
  order by at desc
  limit 1
) battery on true
left join lateral (
  -- The third of the numbers that intake keeps: see 0013_clocks.sql.
  select round(clock[3] / 1000.0)::double precision as clock_offset_s
  from device_stream
  where device_id = d.id
    and life > 0
  order by life desc
  limit 1
) clock on true
where d.id = any($1::text[])
  and d.division like $2 || '%'
