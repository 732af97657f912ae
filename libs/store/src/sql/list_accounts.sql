-- list_accounts: accounts of a jurisdiction, by id. $1 jurisdiction text  $2 after id bigint  $3 limit int
select
  id,
  username,
  display_name,
  role,
  division,
  disabled_at is not null as disabled
from account
where division like $1 || '%'
  and id > $2
order by id
limit $3
