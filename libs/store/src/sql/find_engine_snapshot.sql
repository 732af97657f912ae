-- find_engine_snapshot: the last one before a time, or of all (null).
-- $1 supervisee_id bigint  $2 before timestamptz  $3 rules text
select
  state
from engine_snapshot
where supervisee_id = $1
  and ($2::timestamptz is null or watermark < $2)
  and rules = $3
order by watermark desc
limit 1
