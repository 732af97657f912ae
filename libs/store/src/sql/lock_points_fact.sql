-- lock_points_fact: whose it is; the person is held to the end of the transaction. $1 fact_id bigint
-- $2 jurisdiction text
select
  s.id::text as supervisee_id,
  s.division
from points_fact f
join supervisee s on s.id = f.supervisee_id
where f.id = $1
  and s.division like $2 || '%'
for update of s
