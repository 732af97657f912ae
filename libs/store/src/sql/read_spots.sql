-- read_spots: where the people of a county were, by five minutes: each one's most exact position with a believed clock.
-- $1 county text  $2 from timestamptz  $3 to timestamptz
select
  s.id::text as supervisee_id,
  r.slot,
  r.at,
  r.received_at,
  r.lat,
  r.lon,
  r.accuracy_m,
  r.source
from supervisee s
cross join lateral (
  select distinct on (slot)
    floor(date_part('epoch', at) / 300)::integer as slot,
    at,
    received_at,
    lat,
    lon,
    accuracy_m,
    source
  from record
  where supervisee_id = s.id
    and at >= $2
    and at < $3
    and lat is not null
    and clock_offset_ms is null
  order by slot, accuracy_m, at
) r
where s.division like $1 || '%'
order by r.slot, s.id
