-- lock_points_entry: whose it is; the person is held to the end of the transaction. $1 entry_id bigint
-- $2 jurisdiction text
select
  s.id::text as supervisee_id,
  s.division,
  e.proposed_by::text
from points_entry e
join supervisee s on s.id = e.supervisee_id
where e.id = $1
  and s.division like $2 || '%'
for update of s
