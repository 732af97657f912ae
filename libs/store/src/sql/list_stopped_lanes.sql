-- list_stopped_lanes: $1 part smallint[]
select
  supervisee_id::text
from engine_lane
where supervisee_id % 64 = any($1::smallint[])
