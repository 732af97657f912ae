-- lock_suppression: what a decision starts from; held to the end of the transaction. $1 id bigint  $2 jurisdiction text
select
  division,
  supervisee_id,
  state,
  proposed_by,
  valid_to
from suppression
where id = $1
  and division like $2 || '%'
for update
