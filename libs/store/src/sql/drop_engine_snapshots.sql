-- drop_engine_snapshots: those that do not know of what came late. $1 supervisee_id bigint[]  $2 from timestamptz[]
delete from engine_snapshot s
using unnest($1::bigint[], $2::timestamptz[]) as l (supervisee_id, since)
where s.supervisee_id = l.supervisee_id
  and s.watermark >= l.since
