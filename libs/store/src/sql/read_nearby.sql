-- read_nearby: who of a jurisdiction was within so many metres of a place in a time, by positions with a believed clock.
-- Each person's records of that time are found by person and time; the box saves the arithmetic, and in compressed days
-- the batches that were elsewhere.
-- $1 jurisdiction text  $2 from timestamptz  $3 to timestamptz  $4 lat float8  $5 lon float8  $6 metres float8
-- $7 degrees of latitude float8 and $8 of longitude float8 that are surely as far  $9 limit integer
with watched as (
  select distinct
    s.id,
    s.name,
    s.division
  from device_binding b
  join supervisee s on s.id = b.supervisee_id
  where s.division like $1 || '%'
    and b.during && tstzrange($2::timestamptz, $3::timestamptz)
)
select
  w.id,
  w.name,
  w.division,
  n.device_id,
  n.fixes,
  n.first_at,
  n.last_at,
  n.metres,
  n.nearest_at,
  n.lat,
  n.lon,
  n.accuracy_m
from watched w
cross join lateral (
  select
    count(*)::integer as fixes,
    min(r.at) as first_at,
    max(r.at) as last_at,
    min(m.metres) as metres,
    (array_agg(r.at order by m.metres, r.at))[1] as nearest_at,
    (array_agg(r.lat order by m.metres, r.at))[1] as lat,
    (array_agg(r.lon order by m.metres, r.at))[1] as lon,
    (array_agg(r.accuracy_m order by m.metres, r.at))[1] as accuracy_m,
    (array_agg(r.device_id order by m.metres, r.at))[1] as device_id
  from record r
  cross join lateral (select metres_between($4::double precision, $5::double precision, r.lat, r.lon) as metres) m
  where r.supervisee_id = w.id
    and r.at >= $2
    and r.at < $3
    and r.lat >= $4::double precision - $7::double precision
    and r.lat <= $4::double precision + $7::double precision
    and r.lon >= $5::double precision - $8::double precision
    and r.lon <= $5::double precision + $8::double precision
    and r.clock_offset_ms is null
    and m.metres <= $6::double precision
) n
where n.fixes > 0
order by n.metres, w.id
limit $9
