-- read_whereabouts: roughly where people were, by ten minutes: the box around their positions with a believed clock, and the
-- least exact of them. All columns stand in the index record_track; whoever was far apart need not be looked at closer.
-- $1 supervisee_id bigint[]  $2 from timestamptz[]  $3 to timestamptz
select
  asked.id::text as supervisee_id,
  r.slot,
  r.west,
  r.south,
  r.east,
  r.north,
  r.accuracy_m
from unnest($1::bigint[], $2::timestamptz[]) as asked (id, since)
cross join lateral (
  select
    floor(date_part('epoch', at) / 600)::integer as slot,
    min(lon) as west,
    min(lat) as south,
    max(lon) as east,
    max(lat) as north,
    max(accuracy_m) as accuracy_m
  from record
  where supervisee_id = asked.id
    and at >= asked.since
    and at < $3
    and lat is not null
    and clock_offset_ms is null
  group by 1
) r
