-- read_supervisee_names: $1 supervisee_id bigint[]  $2 jurisdiction text
select
  id::text as id,
  name
from supervisee
where id = any($1)
  and division like $2 || '%'
