-- read_sightings: where people were, by positions with a believed clock, in the order of their times.
-- $1 supervisee_id bigint[]  $2 from timestamptz[]  $3 to timestamptz
select
  asked.id::text as supervisee_id,
  r.at,
  r.received_at,
  r.lat,
  r.lon,
  r.accuracy_m,
  r.source
from unnest($1::bigint[], $2::timestamptz[]) as asked (id, since)
cross join lateral (
  select at, received_at, lat, lon, accuracy_m, source, seq
  from record
  where supervisee_id = asked.id
    and at >= asked.since
    and at < $3
    and lat is not null
    and clock_offset_ms is null
) r
order by asked.id, r.at, r.seq
