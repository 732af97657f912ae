-- find_account: who signs in under a name. $1 username text
-- rows: none or one.
select
  id,
  username,
  display_name,
  password_hash,
  role,
  division,
  disabled_at is not null as disabled
from account
where username = $1
