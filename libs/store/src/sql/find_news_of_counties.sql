-- find_news_of_counties: from when on something new is known of where people of counties were, by what has arrived; as in
-- read_arrivals. $1 from bigint, an arrival  $2 part smallint[], of counties by their codes
-- rows: the horizon with every county of which a position came, and somebody of it; the horizon alone when there is none.
with horizon as (
  select (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint as xid
)
select
  h.xid::text as horizon,
  n.county,
  n.somebody::text,
  n.at
from horizon h
left join lateral (
  select
    left(s.division, 6) as county,
    min(s.id) as somebody,
    min(r.at) as at
  from record r
  join supervisee s on s.id = r.supervisee_id
  where r.arrival >= $1
    and r.arrival < h.xid
    and r.lat is not null
    and r.clock_offset_ms is null
    and left(s.division, 6)::integer % 64 = any($2::smallint[])
  group by 1
) n on true
