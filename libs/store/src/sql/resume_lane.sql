-- resume_lane: $1 supervisee_id bigint
-- rows: since when it was stopped; none when it was not.
delete from engine_lane
where supervisee_id = $1
returning stopped_at
