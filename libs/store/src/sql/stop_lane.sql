-- stop_lane: a supervisee's records are not judged any more. $1 supervisee_id bigint  $2 at timestamptz  $3 reason text
-- rows: one when it ran until now.
insert into engine_lane (supervisee_id, stopped_at, reason)
values ($1, $2, $3)
on conflict (supervisee_id) do nothing
returning supervisee_id
