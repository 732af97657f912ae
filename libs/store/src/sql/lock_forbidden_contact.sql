-- lock_forbidden_contact: held to the end of the transaction; how it stands is read by a second statement. For whoever is
-- responsible for the one in whose dossier it was written. $1 id bigint  $2 jurisdiction text
select
  c.supervisee_id::text,
  s.division
from forbidden_contact c
join supervisee s on s.id = c.supervisee_id
where c.id = $1
  and s.division like $2 || '%'
for update of c
