-- lock_order: what a decision starts from; held to the end of the transaction. $1 id bigint  $2 jurisdiction text
select
  o.id,
  o.supervisee_id,
  s.division,
  o.state,
  o.proposed_by,
  o.valid_to
from device_order o
join supervisee s on s.id = o.supervisee_id
where o.id = $1
  and s.division like $2 || '%'
for update of o
