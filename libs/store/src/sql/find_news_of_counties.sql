-- find_news_of_counties: from when on something new is known of where people of counties were, by what has arrived; as in
-- find_news_of_people. $1 from bigint, an arrival  $2 part smallint[], of counties by their codes
-- rows: the horizon with every county of which a position came, and somebody of it; the horizon alone when there is none.
with horizon as (
  select (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint as xid
),
arrived as materialized (
  select
    supervisee_id,
    min(at) as at
  from record
  where arrival >= $1
    and arrival < (select xid from horizon)
    and lat is not null
    and clock_offset_ms is null
  group by supervisee_id
),
news as (
  select
    left(s.division, 6) as county,
    min(s.id) as somebody,
    min(a.at) as at
  from arrived a
  join supervisee s on s.id = a.supervisee_id
  where left(s.division, 6)::integer % 64 = any($2::smallint[])
  group by 1
)
select
  h.xid::text as horizon,
  n.county,
  n.somebody::text,
  n.at
from horizon h
left join news n on true
