-- read_coverage_changes: whose orders and bindings may be others than before. Unlike readers of records it sees what is
-- committed, decided below or not, and sees it again until all below is decided: nothing is stored by what was.
-- $1 from bigint, the cursor
-- rows: at least one; the horizon from which to go on, and a device whose coverage was changed, or null.
with horizon as (
  select (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint as xid
)
select distinct
  h.xid as horizon,
  b.device_id
from horizon h
left join world_change c on c.arrival >= $1 and c.what in ('binding', 'order')
left join device_binding b on b.supervisee_id = c.supervisee_id
