-- lock_listed_place: held to the end of the transaction; how it stands is read by a second statement. For whoever is
-- responsible for all the people that it is listed for. $1 id bigint  $2 jurisdiction text
select division
from listed_place
where id = $1
  and division like $2 || '%'
for update
