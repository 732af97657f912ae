-- lock_leave: held to the end of the transaction; how it stands is read by a second statement. $1 id bigint
-- $2 jurisdiction text
select
  l.supervisee_id::text,
  s.division
from leave l
join supervisee s on s.id = l.supervisee_id
where l.id = $1
  and s.division like $2 || '%'
for update of l
