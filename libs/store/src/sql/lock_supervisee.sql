-- lock_supervisee: what a change starts from; held to the end of the transaction. $1 id bigint  $2 jurisdiction text
select
  division,
  term_from::text,
  term_to::text,
  version
from supervisee
where id = $1
  and division like $2 || '%'
for update
