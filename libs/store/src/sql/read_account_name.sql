-- read_account_name: what somebody is called on the screen. $1 id bigint
select
  display_name
from account
where id = $1
