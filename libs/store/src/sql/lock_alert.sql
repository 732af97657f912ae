-- lock_alert: what an act starts from; held to the end of the transaction. Names are read by another statement: joined
-- here, they would be those of before the wait for the lock. $1 id bigint  $2 jurisdiction text
select
  id,
  division,
  supervisee_id,
  severity,
  state,
  owner,
  claimed_at,
  acked_at,
  resolution,
  resolved_by,
  resolved_at
from alert
where id = $1
  and division like $2 || '%'
for update
