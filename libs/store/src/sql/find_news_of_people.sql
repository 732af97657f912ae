-- find_news_of_people: from when on something new is known of where people were, by what has arrived; as in read_arrivals.
-- $1 from bigint, an arrival  $2 supervisee_id bigint[]
-- rows: the horizon with everybody of whom a position came; the horizon alone when there is none.
with horizon as (
  select (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint as xid
)
select
  h.xid::text as horizon,
  n.supervisee_id::text,
  n.at
from horizon h
left join lateral (
  select
    r.supervisee_id,
    min(r.at) as at
  from record r
  where r.arrival >= $1
    and r.arrival < h.xid
    and r.supervisee_id = any($2::bigint[])
    and r.lat is not null
    and r.clock_offset_ms is null
  group by r.supervisee_id
) n on true
