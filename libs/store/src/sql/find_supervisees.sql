-- find_supervisees: which of these the jurisdiction covers. $1 ids bigint[]  $2 jurisdiction text
select
  id
from supervisee
where id = any($1::bigint[])
  and division like $2 || '%'
