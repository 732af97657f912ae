-- read_names: $1 supervisee_id bigint[]
select
  id::text,
  name
from supervisee
where id = any($1::bigint[])
