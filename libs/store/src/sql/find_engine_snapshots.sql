-- find_engine_snapshots: of each supervisee the last one before a time, and whether there are others from then on.
-- $1 supervisee_id bigint[]  $2 before timestamptz[]  $3 rules text
-- rows: one each; state null where there is none.
select
  l.supervisee_id::text,
  s.state,
  exists (
    select
    from engine_snapshot n
    where n.supervisee_id = l.supervisee_id
      and n.watermark >= l.before
  ) as superseded
from unnest($1::bigint[], $2::timestamptz[]) as l (supervisee_id, before)
left join lateral (
  select state
  from engine_snapshot
  where supervisee_id = l.supervisee_id
    and watermark < l.before
    and rules = $3
  order by watermark desc
  limit 1
) s on true
