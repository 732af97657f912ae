-- lock_hold: one hold of the jurisdiction, held to the end of the transaction. $1 id bigint  $2 jurisdiction text
select
  h.supervisee_id,
  s.division,
  h.placed_role,
  h.released_at
from legal_hold h
join supervisee s on s.id = h.supervisee_id
where h.id = $1
  and s.division like $2 || '%'
for update of h
