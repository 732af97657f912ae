-- delete_old_records: what the policy no longer keeps and nobody holds. $1 today date  $2 people_at_once integer
select
  what,
  supervisee_id,
  place,
  people,
  records
from delete_old_records($1::date, $2::integer)
