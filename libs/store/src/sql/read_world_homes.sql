-- read_world_homes: where supervisees were registered, and from when on. $1 supervisee_id bigint[]
-- rows: in the order of the changes; one whose division was not changed says it again.
select
  supervisee_id::text,
  division,
  at
from world_change
where supervisee_id = any($1::bigint[])
  and what = 'supervisee'
  and division is not null
order by supervisee_id, id
