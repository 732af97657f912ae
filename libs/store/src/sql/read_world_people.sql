-- read_world_people: $1 supervisee_id bigint[]
select
  id::text,
  division
from supervisee
where id = any($1::bigint[])
