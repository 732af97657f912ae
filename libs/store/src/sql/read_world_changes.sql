-- read_world_changes: what was changed, in the order in which the transactions were decided; as in read_arrivals.
-- $1 from bigint
-- rows: the horizon with every change; the horizon alone when there is none.
with horizon as (
  select (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint as xid
)
select
  h.xid::text as horizon,
  c.id::text,
  c.supervisee_id::text,
  c.division,
  c.what,
  c.at
from horizon h
left join world_change c on c.arrival >= $1 and c.arrival < h.xid
order by c.id
