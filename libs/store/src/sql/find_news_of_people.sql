-- find_news_of_people: from when on something new is known of where people were, by what has arrived; as in read_arrivals.
-- What arrived is found first, by arrival alone: by people, all that was ever known of them would be read.
-- $1 from bigint, an arrival  $2 supervisee_id bigint[]
-- rows: the horizon with everybody of whom a position came; the horizon alone when there is none.
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
)
select
  h.xid::text as horizon,
  a.supervisee_id::text,
  a.at
from horizon h
left join arrived a on a.supervisee_id = any($2::bigint[])
