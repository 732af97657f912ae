-- list_supervisee_ids: a page of a jurisdiction, by id.
-- $1 jurisdiction text  $2 division prefix within it text  $3 pattern for the name text, or null  $4 after id bigint  $5 limit int
select
  id
from supervisee
where division like $1 || '%'
  and division like $2 || '%'
  and ($3::text is null or name ilike $3)
  and id > $4
order by id
limit $5
