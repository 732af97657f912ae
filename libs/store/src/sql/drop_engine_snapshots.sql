-- drop_engine_snapshots: those that do not know of what came late. $1 supervisee_id bigint  $2 from timestamptz
delete from engine_snapshot
where supervisee_id = $1
  and watermark >= $2
