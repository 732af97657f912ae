-- read_watched: whoever is bound to a wristband under an order in force, with the latest position since the order began.
-- $1 at timestamptz
select
  s.id,
  s.name,
  s.division,
  b.device_id,
  d.interval_s,
  o.valid_to,
  f.at,
  f.received_at,
  f.lat,
  f.lon,
  f.accuracy_m,
  f.source
from device_binding b
join supervisee s on s.id = b.supervisee_id
join device d on d.id = b.device_id
join lateral (
  select min(valid_from) as valid_from, max(valid_to) as valid_to
  from device_order
  where supervisee_id = s.id
    and state = 'approved'
    and valid_from <= $1
    and valid_to > $1
  having count(*) > 0
) o on true
left join lateral (
  select at, received_at, lat, lon, accuracy_m, source
  from record
  where supervisee_id = s.id
    and at >= o.valid_from
    and at < o.valid_to
    and lat is not null
    and clock_offset_ms is null
  order by at desc
  limit 1
) f on true
where b.during @> $1::timestamptz
